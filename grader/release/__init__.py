"""Make the student version of an assignment and check it before it is handed out."""
