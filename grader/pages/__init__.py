"""Pages for people: feedback for each student, a report on the class."""
