"""How long the lessons may compute: ``full`` for reading, ``fast`` for trying out and for grading."""

import os
from typing import TypeVar

T = TypeVar("T")

VARIABLE = "COURSE_PROFILE"
NAMES = ("full", "fast")


def name() -> str:
    """Return the profile in use.

    Returns
    -------
    str
        ``"full"`` or ``"fast"``: the value of the environment variable ``COURSE_PROFILE``, ``"full"`` if it is not set.

    Raises
    ------
    ValueError
        If ``COURSE_PROFILE`` holds anything else.
    """
    value = os.environ.get(VARIABLE, "").strip().lower() or "full"
    if value not in NAMES:
        raise ValueError(
            f"{VARIABLE} is {value!r}, but a profile is 'full' (the figures of the text) or 'fast' (a quick try). "
            f"Set {VARIABLE} to one of the two, or remove it, and restart the kernel."
        )
    return value


def pick(*, full: T, fast: T) -> T:
    """Return the argument that belongs to the profile in use.

    Parameters
    ----------
    full, fast : object
        The value for each profile, for example a number of epochs.

    Returns
    -------
    object
        ``full`` or ``fast``.

    Examples
    --------
    >>> epochs = pick(full=5, fast=1)
    """
    return full if name() == "full" else fast
