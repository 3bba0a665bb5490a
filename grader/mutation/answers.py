"""Find an assignment's answers, and the tests that each of them has to satisfy."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grading.calibration.verdicts import Calibration
from grader.grading.execution import Placement
from grader.grading.kernel.workspace import session_files
from grader.grading.merge.master_cells import MasterCell
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import read_notebook
from grader.grading.test_inputs.master import of_cells
from grader.model import Master, Submission, SubmittedFile
from grader.notebook.nbgrader_cells import Regions, Role, normal
from grader.sandbox import Bench


@dataclass(frozen=True)
class Test:
    """A test cell behind an answer.

    Attributes
    ----------
    id : str
        In the merged notebook.
    grade_id : str
    points : float
    inside : bool
        Whether it is judged in the student's session.
    """

    __test__ = False  # pytest takes the name for a class of tests

    id: str
    grade_id: str
    points: float
    inside: bool


@dataclass(frozen=True)
class Answer:
    """One answer cell of the reference.

    Attributes
    ----------
    notebook, grade_id : str
    source, stub : str
        The reference answer, and what students are given.
    tests : tuple of Test
        Those of its exercise: up to the next answer that follows a test.
    later : tuple of Test
        All that come after these.
    broken, idle : tuple of str
        Tests after it that say nothing about wrong answers: the reference loses points in them, or they give none.
    bench : Bench
        Where variants of it run.
    regions : Regions
    """

    notebook: str
    grade_id: str
    source: str
    stub: str
    tests: tuple[Test, ...]
    later: tuple[Test, ...]
    broken: tuple[str, ...]
    idle: tuple[str, ...]
    bench: Bench
    regions: Regions


def answers_of(master: Master, calibration: Calibration) -> list[Answer]:
    """Return the answers of an assignment that have reference answers and tests.

    Parameters
    ----------
    master : Master
    calibration : Calibration
        Where each test is judged; tests in which the reference loses points are left aside.
    """
    found = []
    for name, content in sorted(master.notebooks.items()):
        if name not in calibration.uncalibrated:
            found += _answers_of_notebook(master, name, content, calibration)
    return found


def _answers_of_notebook(master: Master, name: str, content: bytes, calibration: Calibration) -> list[Answer]:
    merged = merge(content, master.released.get(name), read_notebook(content), master.conventions)
    files, _ = session_files(master, Submission("reference", {f"{name}.ipynb": SubmittedFile(content)}))
    placement = calibration.placement(name, merged.cells, merged.ids)
    given, regions = of_cells(merged.cells, merged.ids), Regions.of(master.conventions)
    found: list[Answer] = []
    cells = list(zip(merged.cells, merged.ids, strict=True))
    for number, (cell, cell_id) in enumerate(cells):
        if cell.role is not Role.ANSWER or cell.type != "code" or normal(cell.source) == normal(cell.stub):
            continue
        after = cells[number + 1 :]
        tests, later = _tests(after, name, calibration, placement)
        broken = tuple(each.grade_id for each, _ in after if calibration.verdict(name, each.grade_id).broken)
        idle = tuple(each.grade_id for each, _ in after if each.role is Role.TEST and not each.points)
        bench = Bench(merged.notebook, cell_id, given, placement, files)
        found.append(Answer(name, cell.grade_id, cell.source, cell.stub, tests, later, broken, idle, bench, regions))
    return found


def _tests(
    cells: list[tuple[MasterCell, str]], name: str, calibration: Calibration, placement: Placement
) -> tuple[tuple[Test, ...], tuple[Test, ...]]:
    """Return the tests that come before the next answer but one's own, and those that come later."""
    own: list[Test] = []
    later: list[Test] = []
    into = own
    for cell, cell_id in cells:
        if cell.role.students and own:
            into = later
        if cell.role is Role.TEST and cell.points > 0 and not calibration.verdict(name, cell.grade_id).broken:
            inside = placement.together or cell_id in placement.copies
            into.append(Test(cell_id, cell.grade_id, cell.points, inside))
    return tuple(own), tuple(later)
