"""The master decides: read what was handed in and set its answers into a fresh copy of the master."""
