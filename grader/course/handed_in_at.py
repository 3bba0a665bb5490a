"""When a submission was handed in, as the `timestamp.txt` beside it says: the file that nbgrader writes and reads."""

from __future__ import annotations

import logging
import re
import warnings
from datetime import UTC, datetime
from pathlib import Path

from grader.course.submitted_files import read_file

logger = logging.getLogger(__name__)
TIMESTAMP = "timestamp.txt"
_LARGEST = 4096  # bytes: a date and its zone need fifty
_SHOWN = 60
# Europe/Berlin, Etc/GMT+5, +0100: whatever else is looked up as a zone is taken for the path of a file.
_ZONE, _OFFSET = re.compile(r"[A-Za-z][\w+-]{0,40}(?:/[\w+-]{1,40}){0,3}", re.ASCII), re.compile(r"[+-]?[0-9]{1,8}")
# What is left out of a date is taken from the day on which it is read: a time that depends on it is none.
_DAYS = (datetime(2000, 1, 1), datetime(2001, 2, 2))


def is_timestamp(name: str) -> bool:
    """Whether a file of a student's may not have this name: some disks take `Timestamp.TXT` for `timestamp.txt`."""
    return name.casefold() == TIMESTAMP


def handed_in_at(folder: Path) -> tuple[datetime | None, str]:
    """Return when a submission was handed in.

    Parameters
    ----------
    folder : Path
        The submission's. What lies in it is read as carefully as every other file of a student's.

    Returns
    -------
    time : datetime or None
        In UTC; None where it is not known.
    problem : str
        Why the time is not known although the file is there, empty otherwise.
    """
    path = folder / TIMESTAMP
    if not path.is_symlink() and not path.exists():
        return None, ""
    found = read_file(path, folder, _LARGEST)
    if found.problem:
        return None, found.problem
    text = (found.content or b"").decode("utf-8", "replace").strip()
    try:
        return _parsed(text), ""
    except Exception:  # whatever a reader of all kinds of dates meets in a text of somebody's
        logger.info("no date", exc_info=True)
        return None, f"{TIMESTAMP} is no date and time ({text[:_SHOWN]!r})"


def _parsed(text: str) -> datetime:
    from dateutil import parser, tz
    from nbgrader.utils import parse_utc

    *date, zone = text.split(" ")
    named = len(date) == 2  # a date, a time and the name of a zone, as nbgrader writes them
    if named and not _OFFSET.fullmatch(zone) and not (_ZONE.fullmatch(zone) and tz.gettz(zone)):
        raise ValueError("a zone that nobody knows would be taken for UTC")
    bare = " ".join(date) if named else text
    found = {parser.parse(bare, default=day, ignoretz=True) for day in _DAYS}
    if len(found) != 1:
        raise ValueError("not a whole date")
    with warnings.catch_warnings():
        warnings.simplefilter("error", parser.UnknownTimezoneWarning)
        parsed = parse_utc(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
