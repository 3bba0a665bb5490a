"""Where each test cell is judged right: the reference answers and the untouched version, run both ways, decide."""
