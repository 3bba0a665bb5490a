"""What each command prints, and the exit status it ends with; only `grader.cli` imports these modules."""
