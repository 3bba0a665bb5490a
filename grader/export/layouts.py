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
    "late",
    "section",
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
    late : bool
        Whether the platform marks the work as late, or it came after the due date.
    """

    person: Person
    automatic: float
    manual: float
    penalty: float
    total: float
    max_score: float
    state: str
    waiting: bool
    late: bool = False

    @property
    def grade(self) -> str:
        """The total as a platform takes it, "" where nothing was handed in."""
        return "" if self.state == "missing" else number(self.total)


def plain(rows: list[Row]) -> list[list[str]]:
    """Return every figure of every student."""
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
                "late" if row.late else "",
                row.person.section,
            ]
            for row in rows
        ),
    ]


def canvas(rows: list[Row], column: str) -> list[list[str]]:
    """Return Canvas's columns from what is known; Canvas needs its own list, this shows what would stand in it.

    A missing submission gets an empty cell, which Canvas leaves as it is.
    """
    body = [[r.person.last_first, r.person.lms_id, r.person.id, r.person.id, r.person.section, r.grade] for r in rows]
    return [[*CANVAS, column], *body]


def moodle(rows: list[Row]) -> list[list[str]]:
    """Return Moodle's columns from what is known; Moodle needs its own worksheet, this shows what would stand in it."""
    body = [
        [row.person.lms_id or row.person.id, row.person.name, row.person.email, row.grade, number(row.max_score)]
        for row in rows
    ]
    return [list(MOODLE), *body]


def number(value: float) -> str:
    """Write points so that every program reads them back: at most four places, a point, no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
