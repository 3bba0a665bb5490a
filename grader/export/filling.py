"""Fill grades into a platform's own list: every row and column stays, and nobody's grade is left out without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from grader.course.people import People
from grader.course.platform_lists import PlatformList
from grader.course.rosters import match_rows
from grader.errors import CommandError
from grader.export.layouts import Row, number
from grader.text import key

WITH_ID = re.compile(r"^(?P<title>.+?)\s*\(\d+\)$")  # "Lab 1 (81234)", as Canvas names an assignment's column
DECIMAL_COMMA = re.compile(r"-?\d+,\d+")


@dataclass
class Filled:
    """A platform's list with grades.

    Attributes
    ----------
    table : list of list of str
        Header and rows.
    unlisted : list of str
        Who has a grade and no row.
    ungraded : list of str
        Rows without a grade, as the list names them.
    doubtful : list of str
        Rows that may be about several students.
    """

    table: list[list[str]]
    unlisted: list[str] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every grade has its row and every row its grade."""
        return not (self.unlisted or self.ungraded or self.doubtful)


def fill(
    rows: list[Row],
    listed: PlatformList,
    people: People,
    assignment: str,
    column: str | None,
    numbers: dict[str, str] | None = None,
) -> Filled:
    """Put grades into the assignment's column of a platform's list.

    Parameters
    ----------
    rows : list of Row
    listed : PlatformList
    people : People
        Of the course.
    assignment : str
    column : str, optional
        Heading of the assignment's column.
    numbers : dict of str to str, optional
        The platform's numbers of students for this assignment, as "moodle:501".

    Raises
    ------
    CommandError
        Where the column is not there, two rows are about one student, or the platform counts other points than we do.
    """
    index = _column(listed, assignment, column)
    _compare_points(rows, listed, index)
    earned = {row.person.id: row for row in rows}
    cells = [row[index] for row in listed.rows] + [listed.cell(row, "maximum") for row in listed.rows]
    comma = any(DECIMAL_COMMA.fullmatch(cell.strip()) for cell in cells)
    done = Filled([list(listed.header)])
    seen: dict[str, str] = {}
    for row, match in zip(listed.rows, match_rows(people, listed, numbers), strict=True):
        filled = list(row)
        if listed.is_person(row):
            who = listed.name(row) or listed.cell(row, "email") or listed.cell(row, "number")
            if match.candidates:
                done.doubtful.append(f"{who} ({' or '.join(sorted(match.candidates))})")
            student = match.student
            if student in seen:
                raise CommandError(
                    f"{listed.path}: two lines are about {student}: {seen[student]} and {who}. Take one of them "
                    "out, or give the persons their numbers with `grader roster`."
                )
            if student:
                seen[student] = who
            grade = earned[student].grade if student in earned else ""
            if grade:
                filled[index] = grade.replace(".", ",") if comma else grade
            elif not match.candidates:
                done.ungraded.append(who)
        done.table.append(filled)
    graded = [row for row in rows if row.grade and row.person.id not in seen]
    done.unlisted = [f"{row.person.id} ({row.person.name})" if row.person.name else row.person.id for row in graded]
    return done


def findable(people: People) -> People:
    """Return the same people, those of whom nothing is known found by what their id says."""
    return People(
        person if person.name or person.names else person.known_also(names=[re.sub(r"[._-]+", " ", person.id)])
        for person in people
    )


def _column(listed: PlatformList, assignment: str, column: str | None) -> int:
    """Return the index of the assignment's column; a column that is not there would make a new assignment."""
    if listed.kind == "moodle" and column is None:
        if "grade" not in listed.columns:
            raise CommandError(
                f"{listed.path}: no column of grades found. Export the grading worksheet from Moodle again."
            )
        return listed.columns["grade"]
    wanted = column or assignment
    exact = [i for i, head in enumerate(listed.header) if head.strip() == wanted]
    titles = [(WITH_ID.match(head.strip()), i) for i, head in enumerate(listed.header)]
    # Of two assignments with one title the id in the heading tells.
    alike = [i for match, i in titles if match and key(match["title"]) == key(wanted)]
    found = exact or alike
    if len(found) == 1:
        return found[0]
    there = ", ".join(head.strip() for head in listed.header if WITH_ID.match(head.strip())) or ", ".join(listed.header)
    problem = "there is no column" if not found else f"there are {len(found)} columns"
    raise CommandError(
        f"{listed.path}: {problem} {wanted!r} (there: {there}). Give the column as it stands there with --column: "
        "a new name would make a new assignment."
    )


def _compare_points(rows: list[Row], listed: PlatformList, index: int) -> None:
    ours = {row.max_score for row in rows if row.max_score}
    if listed.kind == "moodle":
        given = {listed.cell(row, "maximum") for row in listed.rows}
    else:
        given = {row[index].strip() for row in listed.rows if listed.is_of_points(row)}
    theirs = {float(text.replace(",", ".")) for text in given if re.fullmatch(r"\d+(?:[.,]\d+)?", text)}
    if ours and theirs and any(abs(mine - points) > 0.005 for mine in ours for points in theirs):
        raise CommandError(
            f"{listed.path}: the platform counts {' or '.join(number(p) for p in sorted(theirs))} points, the "
            f"assignment {' or '.join(number(p) for p in sorted(ours))}. Make them the same on the platform, "
            "then export its list again: otherwise every grade would be wrong there.",
            status=1,
        )
