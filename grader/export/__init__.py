"""Grades as CSV, for spreadsheets and learning platforms."""
