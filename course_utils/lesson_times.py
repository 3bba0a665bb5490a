"""How long a lesson computes, as it was measured: for the head of the lesson, which prints it."""

import functools
import json
import math
from importlib import resources

from . import profile

_FILE = "lesson_times.json"


def run_time(lesson: str, profile_used: str | None = None) -> str:
    """Say how long a lesson runs on two processor cores, start of the kernel included.

    Parameters
    ----------
    lesson : str
        The lesson's folder, such as ``"03_dense_ae"``.
    profile_used : str, optional
        ``"full"`` or ``"fast"``. Default: the profile in use.

    Returns
    -------
    str
        One sentence for that profile: the core, and with the sections called *Further* where there are any.
    """
    row, used = measured().get(lesson, {}), profile_used or profile.name()
    whole, core = row.get(f"{used}, s"), row.get(f"{used}, core, s")
    if whole is None:
        return f"How long {lesson} runs in the {used} profile has not been measured yet."
    named = " in the fast profile" if used == "fast" else ""
    if core is None or rounded(core) == rounded(whole):
        return f"On two processor cores this lesson computes for about {rounded(whole)}{named}."
    return (
        f"On two processor cores the core of this lesson computes for about {rounded(core)}{named}, "
        f"with the sections called Further for about {rounded(whole)}."
    )


def rounded(seconds: float) -> str:
    """Round up to what a clock on the wall shows: tens of seconds, and from 90 s on half minutes.

    >>> rounded(12), rounded(61), rounded(91), rounded(130)
    ('20 seconds', '70 seconds', '2 minutes', '2.5 minutes')
    """
    if seconds <= 90:
        return f"{max(10, 10 * math.ceil(seconds / 10))} seconds"
    return f"{math.ceil(seconds / 30) / 2:g} minutes"


@functools.cache
def measured() -> dict[str, dict[str, int]]:
    """Return what `python -m benchmarks.lessons` stored: by lesson and column, in seconds and MB."""
    return json.loads(resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
