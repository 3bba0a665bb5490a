"""Does anyone watch the output while it is written?"""

import os
import sys

VARIABLE = "COURSE_PROGRESS"


def watched() -> bool:
    """Whether a progress bar that redraws itself makes sense on stdout.

    Returns
    -------
    bool
        True on a terminal and in a notebook; False in a log file, where every redrawing would stay behind as text.
        ``COURSE_PROGRESS=line`` or ``bar`` forces one of the two.

    Raises
    ------
    ValueError
        If ``COURSE_PROGRESS`` holds anything else.
    """
    forced = os.environ.get(VARIABLE, "").strip().lower()
    if forced not in ("", "line", "bar"):
        raise ValueError(f"{VARIABLE} is {forced!r}: set it to 'bar' or 'line', or remove it")
    if forced:
        return forced == "bar"
    return sys.stdout.isatty() or type(sys.stdout).__module__.startswith("ipykernel")
