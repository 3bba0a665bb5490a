"""Notebooks as nbgrader marks them: what a cell is for, which names it needs, which file is which notebook."""
