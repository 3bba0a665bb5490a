"""What `grader` says on the terminal: progress, tables, errors in a sentence."""
