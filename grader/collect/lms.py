"""Who handed in which file: the names that Canvas and Moodle give, and plain folders of one student each."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import RosterError

# doejane_12345_678910_03_dense_ae-1.ipynb, doejane_LATE_12345_678910_03_dense_ae.ipynb
CANVAS = re.compile(
    r"^(?P<name>[^_/]+)_(?:(?P<late>LATE)_)?(?P<id>\d+)_(?P<submission>\d+)_(?P<file>.+)$", re.IGNORECASE
)
# Jane Doe_123456_assignsubmission_file_/03_dense_ae.ipynb, or without folders ..._file_03_dense_ae.ipynb
MOODLE = re.compile(r"^(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?$")
VERSION = re.compile(r"^(?P<stem>.+?)(?:-(?P<canvas>\d{1,3})| ?\((?P<browser>\d{1,3})\))$")
STUDENT_COLUMNS = ("student", "student_id", "sis login id", "sis user id", "username")


@dataclass(frozen=True)
class Handed:
    """Where a file comes from.

    Attributes
    ----------
    layout : str
        `canvas`, `moodle` or `folder`.
    name, id : str
        The student's name as the learning platform writes it, and its number for them ("" in a plain folder).
    file : PurePosixPath
        The file as the student named it.
    attempt : tuple of int
        Larger means later: the number of the submission, then of the resubmission.
    late : bool
    """

    layout: str
    name: str
    id: str
    file: PurePosixPath
    attempt: tuple[int, int] = (0, 0)
    late: bool = False


def recognise(path: PurePosixPath, wrapper: str = "") -> Handed | None:
    """Read the student off the path of a file, or return None where the path does not tell.

    Parameters
    ----------
    path : PurePosixPath
        The path inside the zip or folder.
    wrapper : str
        A folder around everything, which is no student.
    """
    parts = path.parts[1:] if wrapper and path.parts[0] == wrapper else path.parts
    for depth, part in enumerate(parts):
        moodle = MOODLE.match(part)
        if moodle and moodle["kind"] == "file":
            inside = parts[depth + 1 :] or (moodle["file"] or "",)
            if inside[0]:
                return Handed("moodle", moodle["name"], moodle["id"], PurePosixPath(*inside))
        if moodle:
            return None
    canvas = CANVAS.match(parts[-1]) if parts else None
    if canvas:
        file = PurePosixPath(canvas["file"])
        stem, version = split_version(file.stem)
        attempt = (int(canvas["submission"]), version)
        return Handed(
            "canvas", canvas["name"], canvas["id"], file.with_name(stem + file.suffix), attempt, bool(canvas["late"])
        )
    if len(parts) > 1:
        return Handed("folder", parts[0], "", PurePosixPath(*parts[1:]))
    return None


def split_version(stem: str) -> tuple[str, int]:
    """Split what a platform or a browser appended to a repeated file name: `dense-2` gives (`dense`, 2).

    Examples
    --------
    >>> split_version("03_dense_ae-1"), split_version("03_dense_ae (3)"), split_version("03_dense_ae")
    (('03_dense_ae', 1), ('03_dense_ae', 3), ('03_dense_ae', 0))
    """
    match = VERSION.match(stem)
    return (match["stem"], int(match["canvas"] or match["browser"])) if match else (stem, 0)


def key(text: str) -> str:
    """Reduce a name or id to its letters and digits, so that "Doe, Jane" and "doejane" are the same key."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def student_id(text: str) -> str:
    """Make a name into a student id that is a safe folder name everywhere.

    Examples
    --------
    >>> student_id("Jane  Doe"), student_id("../../etc")
    ('jane_doe', 'etc')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9._@-]+", "_", plain).strip("._-")
    return f"{slug}_" if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", slug) else slug


def read_roster(path: Path) -> dict[str, str]:
    """Read a CSV that says which name or number on the learning platform is which student.

    One column gives the student id (`student`, `student_id`, or Canvas's `SIS Login ID`); every other cell of the row
    is a way to find that student: number, name, e-mail address.

    Returns
    -------
    dict
        `key` of each cell to student id; "" where two students share the cell, so that nobody is taken for another.

    Raises
    ------
    RosterError
        Where the file cannot be read or has no such column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: cannot be read ({error}). Save the roster as CSV in UTF-8.") from error
    try:
        dialect = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    columns = list(rows[0]) if rows else []
    known = {str(column).strip().casefold(): column for column in columns}
    column = next((known[name] for name in STUDENT_COLUMNS if name in known), None)
    if column is None:
        found = ", ".join(map(str, columns)) or "none"
        raise RosterError(f"{path}: no column named `student` (found: {found}). Add one with each student's id.")
    roster: dict[str, str] = {}
    for row in rows:
        student = student_folder(str(row[column] or "").strip(), path)
        for way in {way for cell in row.values() if isinstance(cell, str) for way in _ways(cell)}:
            if student:
                roster[way] = student if roster.get(way, student) == student else ""
    return roster


def _ways(cell: str) -> set[str]:
    """Return the keys a cell stands for: itself and, for a name, the last word first as Canvas writes it."""
    words = cell.replace(",", " ").split()
    return {key(cell), key("".join(words[-1:] + words[:-1]))} - {""}


def student_folder(student: str, path: Path) -> str:
    """Return a student id unchanged if it can be a folder's name.

    Raises
    ------
    RosterError
        Where it cannot.
    """
    if student and (student.startswith(".") or not re.fullmatch(r"[^/\\+:*?\"<>|\x00-\x1f]+", student)):
        raise RosterError(
            f"{path}: the student id {student!r} cannot be a folder's name. Use letters, digits, - and _."
        )
    return student
