"""The table of wrong answers: which courses are measured, and what its sums say."""

from __future__ import annotations

from benchmarks import mutation as program
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import Tests
from grader.mutation.assignment import MOVED, Measured
from grader.mutation.results import Fate, MutantResult, Mutation


def row(name: str, *fates: Fate, left: int = 0, moved: int = 0) -> program.Row:
    results = [
        MutantResult("n", "a", ("t",), str(number), "sign", 1, fate, compared=1) for number, fate in enumerate(fates)
    ]
    verdicts = tuple(CellVerdict("n", f"t{number}", Tests.IN_SESSION, f"{MOVED} (sign)") for number in range(moved))
    mutation = Mutation("n", results, left={("n", "a"): left} if left else {})
    return program.Row(name, Measured(mutation, Calibration(verdicts)))


def test_the_figures_of_an_assignment():
    found = row("lessons, 01", Fate.KILLED, Fate.KILLED, Fate.SURVIVED, Fate.EQUIVALENT, left=5, moved=1)
    assert found.figures == [3, 2, 1, 1, 5, 4, 1]


def test_the_sums_tell_the_lessons_from_the_rest():
    lines = program.lines_of([row("lessons, 01", Fate.KILLED), row("case, ps", Fate.SURVIVED, Fate.KILLED, moved=1)])
    assert lines[-3].startswith("| all | 3 | 2 | 1 |")
    assert "of the lessons' 1 it is 1 (100.0%)" in lines[-1]
    assert "1 test cells gave one other points" in lines[-1]


def test_every_course_below_a_folder_is_measured_in_a_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(program, "WORK", tmp_path / "work")
    for name in ("one", "two/course"):
        (tmp_path / "cases" / name / "source" / "ps").mkdir(parents=True)
        (tmp_path / "cases" / name / "nbgrader_config.py").write_text("c = get_config()\n")
    found = dict(program.courses([tmp_path / "cases"]))
    assert list(found) == [program.LESSONS, "one", "two"]
    assert all(place.is_relative_to(tmp_path / "work") for place in found.values())
    assert (found["one"] / "source" / "ps").is_dir()


def test_a_course_without_answers_has_no_share():
    assert "(0.0%)" in program.lines_of([row("empty")])[-1]
