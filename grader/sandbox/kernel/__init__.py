"""Sessions of other languages: a Jupyter kernel inside the confinement, and the process that feeds it cells."""
