"""How each learning platform names what students handed in.

Each pattern reads what the platform wrote, from the left; what follows is the student's own choice and tells nothing.
Which of them an archive follows is decided in `layout.py`, from the archive as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from grader.course.dates import written_date

# What a student called a file, where that is a name at all: "late - ." is the whole of one.
_FILE = r"(?P<file>(?!\.{1,2}$).+)"
# doejane_LATE_7001_90001_lab.ipynb, group_doejane_7001_90001_lab.ipynb, anon_x7Gh2_90001_lab.ipynb
CANVAS = re.compile(
    r"^(?:(?P<name>.+?)_(?:(?P<late>LATE)_)?(?P<id>\d+)|anon_(?:(?P<anonlate>LATE)_)?(?P<anon>[A-Za-z0-9]{4,6}))"
    rf"_(?P<attachment>\d+)_{_FILE}$"
)
CANVAS_TEXT = re.compile(r"^(?P<name>.+?)_(?:LATE_)?(?P<id>\d+)_(?P<what>text|link)\.html$")
# Jane Doe_501_assignsubmission_file_/lab.ipynb (Moodle 3), ..._file/lab.ipynb (4), ..._file_lab.ipynb (without folders)
MOODLE = re.compile(r"^(?P<name>[^_]+)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?$")
# 7001-90001 - Jane Doe - Nov 3, 2025 1044 AM/lab.ipynb, the date in any language
BRIGHTSPACE = re.compile(
    r"^(?P<id>\d+)-(?P<folder>\d+) ?- (?P<name>.+) ?- "
    r"(?P<when>[^-]*\b\d{4}\b[^-]*?\d{1,2}[:.]?\d\d(?: ?[AaPp]\.?[Mm]\.?)?)$"
)
# Lab 1_jdoe_attempt_2025-11-03-10-44-22_lab.ipynb, and a receipt without a file's name
BLACKBOARD = re.compile(rf"^(?P<who>.+?)_attempt_(?P<when>\d{{4}}(?:-\d\d){{5}})(?:_{_FILE}|(?P<receipt>\.txt))$")
# Doe_Jane_jdoe_501/lab.ipynb inside Homework 1/Submissions; a late one is "Late Submission - lab.ipynb", translated,
# and of two with one name the newer is "lab (2).ipynb". Elsewhere the time stands before a name.
ILIAS = re.compile(r"^(?P<who>.+_.+_.+)_(?P<id>\d+)$")
ILIAS_TIME = re.compile(rf"^(?P<when>\d{{14}})_{_FILE}$")
ILIAS_LATE = re.compile(
    r"^[^-]{0,40}(?:late|versp|spät|zu spaet|retard|tardi|ritardo|laat|opóźn|opozn|sent|försen|forsin|pozdn|geç|gec)"
    rf"[^-]{{0,40}} - {_FILE}$",
    re.IGNORECASE,
)
ILIAS_TEAM = re.compile(r"^\w+ \d+$")
GRADESCOPE = re.compile(r"^submission_(?P<id>\d+)$")
GRADESCOPE_METADATA = "submission_metadata.yml"


@dataclass(frozen=True)
class Owner:
    """A person as a platform writes them; `number` is the platform's own, `login` their account, where it says so."""

    name: str
    number: str = ""
    login: str = ""
    email: str = ""

    @property
    def key(self) -> str:
        """What tells people apart within an archive."""
        return self.number or self.login or self.name

    def __str__(self) -> str:
        """Return the person as a message names them."""
        return " ".join(filter(None, (self.name, self.number or self.login)))


@dataclass(frozen=True)
class Handed:
    """Where a file comes from.

    Attributes
    ----------
    owner : Owner
    file : PurePosixPath
        The file as the student named it, folders included.
    order : int
        Larger means later; 0 where the platform does not count.
    attempt : str
        Files of one attempt share it; larger means later. "" where the platform gives one attempt only.
    late : bool
    time : datetime or None
        When it was handed in, if the platform says so with a time zone.
    """

    owner: Owner
    file: PurePosixPath
    order: int = 0
    attempt: str = ""
    late: bool = False
    time: datetime | None = None


def canvas(path: PurePosixPath) -> Handed | None:
    """Read the first part of a path of Canvas's, None if it is none: what comes after it a student chose."""
    found = CANVAS.match(path.parts[0])
    if not found:
        return None
    number, file = found["id"] or found["anon"], PurePosixPath(found["file"], *path.parts[1:])
    late = bool(found["late"] or found["anonlate"])
    return Handed(Owner(found["name"] or "", number), file, int(found["attachment"]), late=late)


def moodle(path: PurePosixPath) -> Handed | None:
    """Read the first part of a path of Moodle's, None if it names no handed-in file."""
    found = MOODLE.match(path.parts[0])
    if not found or found["kind"] != "file":
        return None
    inside = path.parts[1:] if len(path.parts) > 1 else ((found["file"] or ""),)
    # Without folders the platform appends the file's name to its own; with them that part is empty.
    if not inside[0] or (len(path.parts) > 1 and found["file"]):
        return None
    return Handed(Owner(found["name"], found["id"]), PurePosixPath(*inside))


def brightspace(path: PurePosixPath) -> Handed | None:
    """Read a path of Brightspace's; its time has no zone, so it orders attempts and says nothing of lateness."""
    found = BRIGHTSPACE.match(path.parts[0])
    if not found or len(path.parts) < 2:
        return None
    when = written_date(found["when"])
    # Attempts whose dates cannot be read are taken for one: two files of one name are listed then, not guessed at.
    attempt = when.strftime("%Y%m%d%H%M") if when else ""
    return Handed(Owner(found["name"].strip(), found["id"]), PurePosixPath(*path.parts[1:]), attempt=attempt)


def ilias(path: PurePosixPath) -> Handed | None:
    """Read a path of ILIAS's below the folder of submissions."""
    found = ILIAS.match(path.parts[0])
    if not found or len(path.parts) < 2:
        return None
    # Where a name or an account has a "_" of its own, nothing tells where one ends: the number tells the person.
    parts = found["who"].split("_")
    name, login = (f"{parts[1]} {parts[0]}", parts[2]) if len(parts) == 3 else (" ".join(parts), "")
    file, order = PurePosixPath(*path.parts[1:]), 0
    stamped = ILIAS_TIME.match(file.name)
    if stamped:
        file, order = file.with_name(stamped["file"]), int(stamped["when"])
    late = ILIAS_LATE.match(file.name) if len(path.parts) == 2 else None
    if late:
        file = file.with_name(late["file"])
    return Handed(Owner(name, found["id"], login), file, order, late=bool(late))
