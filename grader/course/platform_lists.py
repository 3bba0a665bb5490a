"""Read a list of people as Canvas, Moodle or a spreadsheet writes it, whatever its separator, encoding and language.

Columns are known by their headings where these are English or of our own making, else by what stands in them: an
address has an @, Moodle's first column is "Participant 501" in some language, everybody's maximum grade is the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from grader.course.dates import written_date
from grader.errors import RosterError
from grader.text import plain_cell

# Headings in lower case, by what the column says. Other languages are known by content.
HEADINGS = {
    "student": ("student", "student_id", "student id"),
    "login": ("sis login id", "username", "user name", "login", "benutzername", "anmeldename", "identifiant"),
    "sis": ("sis user id", "id number", "idnumber", "org defined id", "orgdefinedid", "sid", "matrikelnummer"),
    "number": ("id", "lms_user_id", "number", "identifier", "canvas id", "user id", "userid"),
    "name": (
        "full name", "name", "full_name", "student name", "vollständiger name", "nom complet", "nombre completo",
        "nome completo", "volledige naam", "imię i nazwisko", "fullständigt namn", "полное имя", "氏名", "姓名",
    ),
    "first": ("first name", "first_name", "firstname", "given name", "vorname", "prénom", "nombre", "nome", "voornaam"),
    "last": (
        "last name", "last_name", "lastname", "surname", "family name", "nachname", "nom", "nom de famille",
        "apellido(s)", "apellidos", "cognome", "achternaam",
    ),
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "e-mail-adresse", "adresse de courriel"),
    "section": ("section", "group", "groups", "gruppe", "gruppen"),
    "status": ("status", "statut", "estado", "stato", "estat", "stan", "tila", "stav", "durum"),
    "grade": ("grade", "bewertung", "note", "calificación", "valutazione", "nota", "cijfer", "ocena", "оценка"),
    "maximum": ("maximum grade", "beste bewertung", "note maximale", "calificación máxima", "valutazione massima"),
    "submitted": ("last modified (submission)", "zuletzt geändert (abgabe)"),
}  # fmt: skip
PARTICIPANT = re.compile(r"^(?P<word>[^\d]*[^\d\s])\s*(?P<number>\d+)$")
EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+$")
NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")
# "2 hours late", "2 Stunden verspätet", "2 heures en retard", and so on.
LATE = re.compile(
    r"\b(?:late|te laat|en retard|in ritardo|con retraso|com atraso|przeterminowan\w*)\b|verspätet|überfällig|försenad|"
    r"forsinke[dt]|opóźni|zpožděn|gecikme|geç\b|myöhässä",
    re.IGNORECASE,
)
TIMES = ("%A, %d %B %Y, %I:%M %p", "%d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")


@dataclass
class PlatformList:
    """A table as it was exported, untouched, and what its columns are.

    Attributes
    ----------
    path : Path
    kind : {"canvas", "moodle", "other"}
    header : list of str
    rows : list of list of str
        All of them, those that are about nobody included; each as long as the header.
    delimiter : str
    columns : dict of str to int
        Index of a column by what it says: `number`, `name`, `email`, `grade` and so on.
    """

    path: Path
    kind: str
    header: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    columns: dict[str, int] = field(default_factory=dict)

    def cell(self, row: list[str], what: str) -> str:
        """Return what a row says under a column, "" where there is no such column."""
        index = self.columns.get(what)
        return plain_cell(row[index].strip()) if index is not None else ""

    def is_person(self, row: list[str]) -> bool:
        """Whether a row is about somebody: Canvas has rows of points and notes, and an invented test student."""
        if not any(cell.strip() for cell in row):
            return False
        if self.kind != "canvas":
            return True
        name = self.cell(row, "name") or self.cell(row, "last")
        if self.is_of_points(row) or name in ("Student, Test", "Test Student"):
            return False
        return any(self.cell(row, what) for what in ("number", "login", "sis", "name"))

    def is_of_points(self, row: list[str]) -> bool:
        """Whether a row of Canvas's says how many points there are; a person who is called so has a number."""
        somebody = any(self.cell(row, what) for what in ("number", "login", "sis"))
        return self.kind == "canvas" and "points possible" in row[0].casefold() and not somebody

    def number(self, row: list[str]) -> str:
        """Return a row's number with the platform it counts for, such as "moodle:501", "" where there is none."""
        text = self.cell(row, "number")
        found = PARTICIPANT.match(text) if self.kind == "moodle" else None
        text = found["number"] if found else text
        return f"{self.kind if self.kind != 'other' else 'any'}:{text}" if text else ""

    def name(self, row: list[str]) -> str:
        """Return the name of a row as the platform writes it."""
        parts = (self.cell(row, "first"), self.cell(row, "last"))
        return self.cell(row, "name") or " ".join(filter(None, parts))

    def submitted(self, row: list[str]) -> datetime | None:
        """Return when the platform says that the work was handed in; its clock is taken to be this machine's."""
        text = self.cell(row, "submitted")
        for form in TIMES:
            try:
                return datetime.strptime(text, form).astimezone()
            except ValueError:
                continue
        found = written_date(text)
        return found and found.astimezone()

    def unread_time(self, row: list[str]) -> str:
        """Return what stands where the time of handing in should, "" where nothing does or it can be read."""
        text = self.cell(row, "submitted")
        return text if re.search(r"\d", text) and self.submitted(row) is None else ""

    def late(self, row: list[str]) -> bool:
        """Whether the platform marks the work as late, in the language of whoever downloaded the list."""
        return bool(LATE.search(self.cell(row, "status")))


def read_list(path: Path) -> PlatformList:
    """Read a list.

    Raises
    ------
    RosterError
        Where it is no table, has no rows, or two columns have one heading that matters.
    """
    try:
        text = decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: cannot be read ({error}). Export the list again, as CSV.") from error
    try:
        delimiter, table = _table(text)
    except csv.Error as error:
        raise RosterError(f"{path}: cannot be read as CSV ({error}). Export the list again.") from error
    if len(table) < 2:
        found = ", ".join(table[0]) if table else "none"
        raise RosterError(f"{path}: there are no rows (columns found: {found}). Export the list again.")
    width = max(map(len, table))
    header, *rows = [row + [""] * (width - len(row)) for row in table]
    kind = _kind(header, rows)
    found = PlatformList(path, kind, header, rows, delimiter)
    found.columns = _columns(found)
    return found


def decoded(content: bytes) -> str:
    """Return a file's text: UTF-8, UTF-16 where it says so or looks so, else Windows' western letters."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    sample = content[:400]
    if sample.count(0) > len(sample) // 4:
        return content.decode("utf-16-be" if sample[:1] == b"\x00" else "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _table(text: str) -> tuple[str, list[list[str]]]:
    """Split a text by the separator that gives the most columns in its first line."""
    best: tuple[int, str] = (0, ",")
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in (",", ";", "\t"):
        cells = next(csv.reader([first], delimiter=delimiter), [])
        best = max(best, (len(cells), delimiter), key=lambda found: found[0])
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=best[1]))
    return best[1], [row for row in rows if any(cell.strip() for cell in row)]


def _kind(header: list[str], rows: list[list[str]]) -> str:
    heads = [head.strip().casefold() for head in header]
    if ("student" in heads[0] and "id" in heads[1:3]) or heads[:3] == ["lastname", "firstname", "id"]:
        return "canvas"
    return "moodle" if _participants([row[0] for row in rows]) else "other"


def _participants(cells: list[str]) -> bool:
    """Whether a column is Moodle's: one word in some language, then a number, another in each row."""
    found = [PARTICIPANT.match(cell.strip()) for cell in cells]
    words = Counter(match["word"].strip() for match in found if match)
    return bool(cells) and all(found) and len(words) == 1 and len({m["number"] for m in found if m}) == len(cells)


def _columns(table: PlatformList) -> dict[str, int]:
    heads = [head.strip().casefold() for head in table.header]
    columns: dict[str, int] = {}
    for what, names in HEADINGS.items():
        found = [heads.index(name) for name in names if name in heads]
        if found:
            columns[what] = found[0]
    if table.kind == "canvas":
        columns.pop("grade", None)
        columns.pop("student", None)
        columns["name"] = 0
        if heads[0] == "lastname":
            columns |= {"last": 0, "first": 1}
            del columns["name"]
        return columns
    if table.kind == "moodle":
        columns["number"] = 0
    return _by_content(table, columns)


def _by_content(table: PlatformList, columns: dict[str, int]) -> dict[str, int]:
    """Find by what stands in them the columns that no heading told."""
    cells = [[row[index].strip() for row in table.rows] for index in range(len(table.header))]
    taken = set(columns.values())
    free = [index for index in range(len(cells)) if index not in taken]
    if "email" not in columns:
        mails = [i for i in free if any(cells[i]) and all(EMAIL.match(cell) for cell in cells[i] if cell)]
        if mails:
            columns["email"] = mails[0]
    if table.kind == "moodle" and not {"grade", "maximum"} <= columns.keys():
        # Moodle writes Grade, then Maximum grade: the only pair whose second is one number all the way down.
        for index in range(2, len(cells)):
            same = set(cells[index])
            before = cells[index - 1]
            if (
                len(same) == 1
                and NUMBER.match(next(iter(same)))
                and all(c in ("", "-") or NUMBER.match(c) for c in before)
            ):
                columns |= {"grade": index - 1, "maximum": index}
                columns.setdefault("submitted", min(index + 2, len(cells) - 1))
                break
    if not {"name", "first", "last"} & columns.keys():
        if table.kind == "moodle":
            columns["name"] = 1
        else:
            texts = [i for i in free if i != columns.get("email") and _names(cells[i])]
            if texts and any(" " in cell for cell in cells[texts[0]]):
                columns["name"] = texts[0]
            elif len(texts) > 1:
                columns |= {"first": texts[0], "last": texts[1]}
    return columns


def _names(cells: list[str]) -> bool:
    """Whether a column may hold names: letters, and not the same in most rows."""
    written = [cell for cell in cells if cell]
    letters = all(any(c.isalpha() for c in cell) and not any(c.isdigit() for c in cell) for cell in written)
    return bool(written) and letters and len(set(written)) > len(written) // 2
