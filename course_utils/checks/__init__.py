"""Checks of an exercise: a readable table for the student, plain data for the grader."""

from .collector import MIME, Checks

__all__ = ["MIME", "Checks"]
