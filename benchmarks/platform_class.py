"""A made-up class on Canvas or Moodle: people of many names, the zip and the list that the platform would give.

Names of files follow what the platforms' own sources write: Canvas `lib/content_zipper.rb`, Moodle
`mod/assign/classes/downloader.php`. Grades are put in without running anything: every answer says what it earns.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course.directory import Course
from grader.course.gradebook import Answers, GradebookWriter
from grader.course.store import save
from grader.course.written import written_in
from grader.model import CellOutcome, Outcome, State
from grader.notebook.nbgrader_cells import student_stub

ASSIGNMENT, NOTEBOOKS, POINTS = "lab", ("lab-1", "lab-2"), 10.0
FIRST = ["José", "Jose", "Ada", "Zoë", "Ольга", "伟", "สมชาย", "Mary Jane", "Björn", "N'Golo", "Łucja", "Ana"]
LAST = ["García", "Garcia", "O'Neil", "Ünal", "Ли", "王", "ใจดี", "van der Berg", "Smith-Jones", "Doe", "de la Cruz"]


@dataclass(frozen=True)
class Made:
    """Somebody made up: their numbers on the platform, and what their two notebooks earn (None: not handed in)."""

    number: int
    first: str
    last: str
    login: str
    earned: tuple[float | None, float | None]
    late: bool
    resubmitted: bool

    @property
    def total(self) -> float | None:
        """Points, None for who handed nothing in."""
        given = [points for points in self.earned if points is not None]
        return sum(given) if given else None


def people(count: int, seed: int = 5) -> list[Made]:
    """Return people, the first of them namesakes; each total is another where the class is small."""
    draw = random.Random(seed)
    made = []
    for index in range(count):
        first, last = ("Jane", "Doe") if index < 3 else (draw.choice(FIRST), draw.choice(LAST))
        points = (index % 40) * 0.25, (index // 40 % 40) * 0.25
        earned = (None, None) if index % 13 == 12 else (points[0], None if index % 11 == 10 else points[1])
        made.append(Made(7001 + index, first, last, f"u{index:04d}", earned, index % 5 == 4, index % 7 == 3))
    return made


def make_course(root: Path) -> Course:
    """Make a course with an assignment of two notebooks."""
    for name in NOTEBOOKS:
        folder = root / "source" / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_text(json.dumps(_master(name)), encoding="utf-8")
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'made'\n", encoding="utf-8"
    )
    return Course.open(root)


def canvas_zip(path: Path, class_: list[Made]) -> Path:
    """Write what Canvas gives."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        attachment = 90_000
        for one in class_:
            name = re.sub(r"[^\w]", "", _letters(f"{one.last}, {one.first}".lower()))
            start = f"{name}{'_LATE' if one.late else ''}_{one.number}"
            for file, content in _files(one):
                attachment += 1
                archive.writestr(f"{start}_{attachment}_{file}", content)
    return path


def moodle_zip(path: Path, class_: list[Made]) -> Path:
    """Write what Moodle gives; participants have other numbers than the platform's people."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in class_:
            for file, content in _files(one):
                archive.writestr(f"{one.first} {one.last}_{one.number}_assignsubmission_file/{file}", content)
    return path


def canvas_list(path: Path, class_: list[Made]) -> Path:
    """Write the gradebook that Canvas exports."""
    column = "Lab (81234)"
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz (5)", column, "Final Score"]]
    rows.append(["    Points Possible", "", "", "", "", "3", f"{2 * POINTS:g}", "(read only)"])
    for one in class_:
        rows.append([f"{one.last}, {one.first}", str(one.number), f"S{one.number}", one.login, "A", "3", "", "90"])
    rows.append(["Student, Test", "1", "", "x", "A", "", "", ""])
    return _write(path, rows)


def moodle_list(path: Path, class_: list[Made]) -> Path:
    """Write Moodle's grading worksheet."""
    rows = [["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Feedback comments"]]
    for one in class_:
        status = "Submitted, 1 hour late" if one.late else "Submitted for grading"
        who = [f"Participant {one.number}", f"{one.first} {one.last}", f"{one.login}@x.org"]
        rows.append([*who, status, "-", f"{2 * POINTS:.2f}", ""])
    return _write(path, rows)


def put_grades(course: Course) -> None:
    """Write into gradebook and folders what grading would: each answer earns what it says."""
    master = course.master(ASSIGNMENT)
    with GradebookWriter(course, master) as writer:
        for student in course.students(ASSIGNMENT):
            files = course.submission(ASSIGNMENT, student).files
            texts = {
                name: (files[f"{name}.ipynb"].content or b"").decode() for name in NOTEBOOKS if f"{name}.ipynb" in files
            }
            state = State.GRADED if texts else State.MISSING
            cells = []
            for name in NOTEBOOKS:
                found = re.search(r"earns = (\d+\.\d+)", texts.get(name, ""))
                cells.append(CellOutcome(name, f"{name}-test", float(found[1]) if found else 0.0, POINTS))
            score = sum(cell.score or 0.0 for cell in cells)
            outcome = Outcome(
                student, ASSIGNMENT, state, score=score, max_score=2 * POINTS, cells=cells, executed=texts
            )
            writer.record(outcome, Answers(None, written_in(texts)), course.handed_in_at(ASSIGNMENT, student)[0])
            save(course, outcome, None)


def _files(one: Made) -> list[tuple[str, bytes]]:
    if one.total is None:
        return []
    files: list[tuple[str, bytes]] = []
    for name, points in zip(NOTEBOOKS, one.earned, strict=True):
        if points is None:
            continue
        if one.resubmitted and name == NOTEBOOKS[0]:
            files.append((f"{name}.ipynb", _solved(name, one, POINTS - points)))
            files.append((f"{name}-1.ipynb", _solved(name, one, points)))
        else:
            files.append((f"{name}.ipynb", _solved(name, one, points)))
    if one.number % 3 == 0:
        files += [(f"figure-{number}.png", f"{one.number} {number}".encode()) for number in (1, 2)]
    if one.number % 4 == 0:
        files.append((f"x_{one.number + 1}_assignsubmission_file_A.png", b"a name that tells nothing"))
    return files


def _master(name: str):
    flags = {"schema_version": 3, "task": False}
    answer = {**flags, "grade_id": f"{name}-answer", "grade": False, "solution": True, "locked": False}
    test = {**flags, "grade_id": f"{name}-test", "grade": True, "solution": False, "locked": True, "points": POINTS}
    cells = [
        new_markdown_cell(f"# The notebook {name} of a made-up class"),
        new_code_cell("### BEGIN SOLUTION\nearns = 10.00\n### END SOLUTION", metadata={"nbgrader": answer}),
        new_code_cell("assert earns >= 0", metadata={"nbgrader": test}),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def _solved(name: str, one: Made, points: float) -> bytes:
    notebook = student_stub(_master(name))
    notebook.cells[1].source = f"earns = {points:.2f}  # the work of {one.login}"
    return json.dumps(notebook).encode()


def _letters(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path
