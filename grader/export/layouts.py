"""The columns of an exported grade list: everything, or what Canvas or Moodle imports."""

from __future__ import annotations

from dataclasses import dataclass

from grader.course.people import Person

PLAIN = (
    "student",
    "last_name",
    "first_name",
    "email",
    "automatic",
    "manual",
    "late_penalty",
    "total",
    "max_score",
    "state",
    "waiting_for_manual_grading",
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Grade", "Maximum grade")


@dataclass
class Row:
    """What one student earned.

    Attributes
    ----------
    person : Person
    automatic, manual, penalty, total, max_score : float
    state : str
    waiting : bool
        Whether a person still has to grade something.
    line : int or None
        The line of a platform's own list that is about this student.
    """

    person: Person
    automatic: float
    manual: float
    penalty: float
    total: float
    max_score: float
    state: str
    waiting: bool
    line: int | None = None


def plain(rows: list[Row], column: str, listed: list[dict[str, str]] | None) -> list[list[str]]:
    """Return every figure of every student; `column` and `listed` are not needed."""
    return [
        list(PLAIN),
        *(
            [
                row.person.id,
                row.person.last_name,
                row.person.first_name,
                row.person.email,
                number(row.automatic),
                number(row.manual),
                number(row.penalty),
                number(row.total),
                number(row.max_score),
                row.state,
                "yes" if row.waiting else "no",
            ]
            for row in rows
        ),
    ]


def canvas(rows: list[Row], column: str, listed: list[dict[str, str]] | None) -> list[list[str]]:
    """Return what Canvas imports: five identifying columns and the assignment's.

    With Canvas's own list its identifying cells are kept as they are, and students that it does not have are left out.
    A missing submission gets an empty cell, which Canvas leaves as it is.
    """
    header = [*CANVAS, column]
    if listed is None:
        body = [[_last_first(r.person), r.person.lms_id, r.person.id, r.person.id, "", _grade(r)] for r in rows]
        return [header, *body]
    by_line = {row.line: row for row in rows if row.line is not None}
    body = [
        [*(line.get(name, "") for name in CANVAS), _grade(by_line[index])]
        for index, line in enumerate(listed)
        if index in by_line
    ]
    return [header, *body]


def moodle(rows: list[Row], column: str, listed: list[dict[str, str]] | None) -> list[list[str]]:
    """Return what Moodle imports; with Moodle's own grading worksheet its columns are kept and `Grade` is filled in."""
    if listed is None:
        body = [
            [row.person.lms_id or row.person.id, row.person.name, row.person.email, _grade(row), number(row.max_score)]
            for row in rows
        ]
        return [list(MOODLE), *body]
    header = list(listed[0])
    if "Grade" not in header:
        header.append("Grade")
    by_line = {row.line: row for row in rows if row.line is not None}
    body = []
    for index, line in enumerate(listed):
        if index in by_line:
            cells = line | {"Grade": _grade(by_line[index])}
            body.append([cells.get(name, "") for name in header])
    return [header, *body]


def number(value: float) -> str:
    """Write points so that every program reads them back: at most four places, a point, no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _grade(row: Row) -> str:
    return "" if row.state == "missing" else number(row.total)


def _last_first(person: Person) -> str:
    return ", ".join(filter(None, (person.last_name, person.first_name))) or person.id
