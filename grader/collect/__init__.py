"""Bring submissions from folders and learning platforms to where nbgrader expects them."""
