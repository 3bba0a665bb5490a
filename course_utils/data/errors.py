"""What goes wrong with data files."""


class DataError(Exception):
    """A data file is missing, damaged or not what it should be; the message names the file and the remedy."""
