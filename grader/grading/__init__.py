"""One submission: `grade(master, submission, limits) -> Outcome`, a pure function of plain data."""
