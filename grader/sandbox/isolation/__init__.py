"""Keeps student code away from everything but its own scratch directory; Linux only, no root, no container."""
