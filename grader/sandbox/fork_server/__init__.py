"""The fork server: Python with the heavy libraries imported once, from which sessions and judges are forked."""
