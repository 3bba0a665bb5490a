"""Which names a test gets from the instructor's own cells, made in the judge, and which only the session can give."""
