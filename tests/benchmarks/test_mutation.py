"""The table of wrong answers: which courses are measured, and what its sums say."""

from __future__ import annotations

from benchmarks import mutation as program
from benchmarks.mutation_results import (
    Row,
    Survivor,
    change_of,
    reasons,
    row_of,
    store,
    stored,
    without_reason,
    without_survivor,
)
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import Tests
from grader.mutation.assignment import MOVED, Measured
from grader.mutation.results import Fate, MutantResult, Mutation


def row(name: str, *fates: Fate, left: int = 0, moved: int = 0) -> Row:
    results = [
        MutantResult(
            "n", "a", ("t",), str(number), "sign", 1, fate, compared=1, diff="--- a\n+++ b\n@@\n-  x\n+  y\n z"
        )
        for number, fate in enumerate(fates)
    ]
    mutation = Mutation("n", results, left={("n", "a"): left} if left else {}, unread=[("n", "b", "no test")])
    return row_of(name, mutation, moved)


def test_the_figures_of_an_assignment():
    found = row("lessons, 01", Fate.KILLED, Fate.KILLED, Fate.SURVIVED, Fate.EQUIVALENT, left=5, moved=1)
    assert found.figures == [3, 2, 1, 1, 5, 4, 1]
    assert found.survivors == (Survivor("a", "sign", "- x\n+ y", ("t",)),)
    assert found.unread == ("b: no test",)


def test_only_cells_that_moved_because_of_a_wrong_answer_differ():
    verdicts = (
        CellVerdict("n", "t0", Tests.IN_SESSION, f"{MOVED} (sign)"),
        CellVerdict("n", "t1", Tests.IN_SESSION, "a plot"),
    )
    assert program.differing(Measured(Mutation("n"), Calibration(verdicts))) == 1


def test_the_sums_tell_the_lessons_from_the_rest():
    rows = [row("lessons, 01", Fate.KILLED), row("case, ps", Fate.SURVIVED, Fate.KILLED, moved=1)]
    text = "\n".join(program.lines_of(rows, {}))
    assert "| all | 3 | 2 | 1 |" in text
    assert "of the lessons' 1 it is 1 (100.0%)" in text
    assert "1 test cells gave one other points" in text
    assert "earn every point, and why" not in text


def test_survivors_of_lessons_stand_below_the_table_with_their_reasons():
    rows = [row("lessons, 01", Fate.SURVIVED, Fate.SURVIVED)]
    known = {("lessons, 01", "a", "- x\n+ y"): "Both are right."}
    assert program.lines_of(rows, known)[-1] == "- 01, `a`: 2 times sign. Both are right."
    assert program.lines_of(rows, {})[-1].endswith("no reason is known")


def test_what_is_stored_comes_back_and_is_replaced_by_assignment(tmp_path):
    first, second = row("lessons, 01", Fate.SURVIVED), row("lessons, 02", Fate.KILLED)
    for each in (first, second, row("lessons, 01", Fate.KILLED)):
        store(each, tmp_path / "results.json")
    assert stored(tmp_path / "results.json") == {"lessons, 01": row("lessons, 01", Fate.KILLED), "lessons, 02": second}
    assert stored(tmp_path / "nothing.json") == {}


def test_a_change_is_told_without_what_stands_around_it():
    assert change_of("--- a: reference\n+++ a: sign\n@@ -1,2 +1,2 @@\n def f(x):\n-    return -x\n+    return x") == (
        "- return -x\n+ return x"
    )


def test_a_survivor_without_a_reason_is_named_and_a_reason_without_a_survivor_too():
    rows = {"lessons, 01": row("lessons, 01", Fate.SURVIVED), "case": row("case", Fate.SURVIVED)}
    assert without_reason(rows, {}, program.LESSONS) == ["lessons, 01, a:\n- x\n+ y"]
    known = {("lessons, 01", "a", "- x\n+ y"): "why", ("lessons, 01", "a", "- z"): "why"}
    assert without_reason(rows, known, program.LESSONS) == []
    assert without_survivor(rows, known) == ["lessons, 01, a:\n- z"]


def test_every_survivor_of_our_lessons_has_a_reason_and_every_reason_a_survivor():
    rows, known = stored(), reasons()
    assert without_reason(rows, known, program.LESSONS) == []
    assert without_survivor(rows, known) == []
    assert all(len(reason) > 20 for reason in known.values())


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
    assert "(0.0%)" in "\n".join(program.lines_of([row("empty")], {}))


def test_lessons_that_are_not_in_the_table_are_named():
    (said,) = program._not_begun([row("lessons, 01_spiral_mlp")])
    assert "02_backprop" in said
    assert "01_spiral_mlp" not in said
