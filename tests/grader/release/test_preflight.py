"""Every mistake in an assignment that students would meet is a sentence with notebook, cell and remedy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbformat import writes

from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import CellOutcome, Check, Master, Outcome, State, Tests
from grader.notebook.nbgrader_cells import Regions
from grader.release.leaks import leaks, parse
from grader.release.preflight import check_release, check_runs, check_source


def _source_problems(build, *cells):
    master = Master("lesson", {"lesson": writes(build.notebook(*cells)).encode()})
    return [(p.severity, p.cell, p.text) for p in check_source(master)]


def test_a_sound_lesson_has_no_problem(build):
    master = build.master(build.small())
    assert check_source(master) == []
    assert check_release(master, master.released) == []


def test_grade_ids_are_unique_and_there(build):
    twice = [build.answer("f", "def f(): pass"), build.test("t", "f()"), build.test("t", "f()")]
    assert ("error", "t", "2 cells have this grade_id; rename all but one.") in _source_problems(build, *twice)
    nameless = build.test("t", "f()")
    nameless.metadata.nbgrader.grade_id = ""
    assert any("have no grade_id" in text for _, _, text in _source_problems(build, twice[0], nameless))
    for marks in ({"locked": False, "solution": False, "grade": False}, {"locked": True, "grade_id": ""}):
        old = build.test("t", "f()")
        old.metadata.nbgrader = marks
        needs = any("have no grade_id" in text for _, _, text in _source_problems(build, twice[0], old))
        assert needs is marks["locked"], marks


@pytest.mark.parametrize("points", [None, -1, "2", float("nan"), True])
def test_points_are_numbers(build, points):
    (problem,) = _source_problems(build, build.answer("f", "def f(): pass"), build.test("t", "f()", points))
    assert problem[:2] == ("error", "t")
    assert "points are" in problem[2]


def test_tests_without_points_are_named_together(build):
    """A course that only checks and gives no points used to get the same line for every cell."""
    tests = [build.test(name, "f()", 0) for name in ("a", "b")]
    ((severity, cell, text),) = _source_problems(build, build.answer("f", "def f(): pass"), *tests)
    assert (severity, cell) == ("warning", "")
    assert "2 cells (a, b) are worth 0 points" in text
    (problem,) = _source_problems(build, build.answer("f", "def f(): pass"), tests[0])
    assert problem[:2] == ("warning", "a")


def test_a_test_that_leans_on_other_cells(build):
    cells = [
        build.locked("data", "x_train = 1\nimport numpy as np"),
        build.answer("f", "def f(x): return x"),
        build.test("test-f", "assert np.all(f(x_train) == x_train)"),
    ]
    ((severity, cell, text),) = _source_problems(build, *cells)
    assert (severity, cell) == ("warning", "test-f")
    assert "`np`, `x_train` from other cells" in text


def test_what_a_test_must_take_from_the_students_process_is_named(build):
    cells = [
        build.locked("data", "import numpy as np\nx = np.random.rand(3)\nTOL = 1e-6"),
        build.answer("f", "def f(x): return x"),
        build.locked("use", "y = f(3)"),
        build.test("test-f", "import numpy as np\nassert np.all(f(x) == x) and abs(y - 3) < TOL"),
    ]
    texts = [text for _, _, text in _source_problems(build, *cells) if "student's process" in text]
    assert ["`x`" in texts[0], "`y`" in texts[1], len(texts)] == [True, True, 2]
    assert "random numbers whose seed" in texts[0]
    assert "'f', which an answer defines" in texts[1]


def test_a_test_that_deletes_an_answer_is_as_good_as_another(build):
    cells = [build.answer("f", "def f(): pass"), build.test("t", "g = f\ndel f\nf = g")]
    assert _source_problems(build, *cells) == []


def test_marks_that_do_not_pair_up(build):
    cells = [build.answer("f", "def f():\n    ### BEGIN SOLUTION\n    return 1"), build.test("t", "f()")]
    assert any(
        "BEGIN SOLUTION and END SOLUTION do not pair up" in text for _, _, text in _source_problems(build, *cells)
    )


def test_no_python_and_nothing_graded(build):
    assert any("no valid Python" in text for _, _, text in _source_problems(build, build.test("t", "def f(:")))
    assert [problem[0] for problem in _source_problems(build, build.text("hello"))] == ["warning"]


def test_a_hidden_test_that_shows_elsewhere(build):
    secret = "assert slow_square(12345) == 152399025"
    cells = [
        build.answer("f", "def f(): pass"),
        build.test("t", f"f()\n### BEGIN HIDDEN TESTS\n{secret}\n### END HIDDEN TESTS"),
        build.locked("demo", f"x = 1\n{secret}"),
    ]
    master = build.master(build.notebook(*cells))
    (problem,) = check_release(master, master.released)
    assert (problem.severity, problem.cell) == ("error", "t")
    assert secret in problem.text


def test_what_travels_in_metadata_is_found(build):
    notebook = build.small()
    student = build.released(notebook)
    assert leaks(notebook, student, Regions.of()) == []
    student.cells[0].metadata["old_source"] = 'say "x"\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4'
    assert [what for _, what, _ in leaks(notebook, student, Regions.of())] == ["hidden tests"]


def test_hidden_tests_between_a_courses_own_delimiters_are_found(build):
    own = {"ClearHiddenTests": {"begin_test_delimeter": "SECRET>", "end_test_delimeter": "<SECRET"}}
    hidden = "assert square(-12) == 144"
    notebook = build.notebook(
        build.answer("square", "x = 1"), build.test("t", f"square\n# SECRET>\n{hidden}\n# <SECRET"), build.text(hidden)
    )
    student = build.notebook(build.answer("square", ""), build.test("t", "square"), build.text(f"Hint: {hidden}"))
    assert [what for _, what, _ in leaks(notebook, student, Regions.of(own))] == ["hidden tests"]
    master = build.master(notebook)
    master = replace(master, conventions=own)
    problems = check_release(master, {"lesson": writes(student).encode()})
    assert any(p.severity == "error" and "hidden" in p.text for p in problems)


def test_an_answer_that_shows_is_a_warning_and_marks_an_error(build):
    answer = (
        "def f(x):\n    ### BEGIN SOLUTION\n    return x.cumsum(axis=0)[::-1] / x.sum(axis=0)\n    ### END SOLUTION"
    )
    notebook = build.notebook(
        build.answer("f", answer),
        build.test("t", "f"),
        build.text("Write return x.cumsum(axis=0)[::-1] / x.sum(axis=0)"),
    )
    master = build.master(notebook)
    assert [(p.severity, p.cell) for p in check_release(master, master.released)] == [("warning", "f")]
    problems = check_release(master, master.notebooks)
    assert ("error", "f") in [(p.severity, p.cell) for p in problems]


def test_other_files_are_listed_and_a_missing_version_is_an_error(build):
    master = build.master(build.small(), answers__txt=b"42")
    assert [(p.severity, "answers.txt" in p.text) for p in check_release(master, master.released)] == [("note", True)]
    assert check_release(master, {})[0].severity == "error"


def _found(reference, empty, *cells, **states):
    runs = {"reference": reference, "blank": empty}
    made = {name: Outcome(name, "lesson", State.GRADED, cells=results) for name, results in runs.items()}
    for name, (state, reason) in states.items():
        made[name].state, made[name].reason = state, reason
    return [(p.severity, p.cell, p.text) for p in check_runs(Calibration(cells, **made))]


def test_runs_that_are_as_they_should_be():
    full = [CellOutcome("lesson", "t", 2.0, 2.0, checks=[Check("a", 0.5, True), Check("b", 1.5, True)])]
    assert _found(full, [CellOutcome("lesson", "t", 0.0, 2.0)]) == []


def test_runs_that_are_not():
    reference = [
        CellOutcome("lesson", "a", 1.0, 2.0, checks=[Check("c", 1.0, True), Check("d", 1.0, False, "off by one")]),
        CellOutcome("lesson", "b", 2.0, 2.0, checks=[Check("c", 1.0, True)]),
        CellOutcome("lesson", "w", None, 4.0, manual=True),
    ]
    blank = [CellOutcome("lesson", "a", 0.5, 2.0)]
    found = _found(reference, blank, blank=(State.TIMEOUT, "cell x took too long"))
    texts = {cell: text for _, cell, text in found}
    assert "earns 1 of 2 points: d: off by one" in texts["a"] or "untouched student version earns 0.5" in texts["a"]
    assert "its checks are worth 1 points, the cell 2" in texts["b"]
    assert "ends as `timeout` (cell x took too long)" in texts[""]
    assert "w" not in texts


def test_a_cell_that_cannot_be_judged_apart_is_named_and_no_error():
    cells = [CellOutcome("lesson", "b", 1.0, 1.0)]
    verdict = CellVerdict("lesson", "b", Tests.IN_SESSION, "it reads the source of the answer")
    ((severity, cell, text),) = _found(cells, [], verdict)
    assert (severity, cell) == ("note", "b")
    assert "beside the student's code: it reads the source of the answer." in text


def test_what_several_tests_take_from_other_cells_is_said_once(build):
    cells = [build.locked("data", "import numpy as np"), build.answer("f", "def f(x): return x")]
    tests = [build.test(f"t{number}", "assert np.all(f(1) == 1)") for number in range(9)]
    ((severity, cell, text),) = _source_problems(build, *cells, *tests)
    assert (severity, cell) == ("warning", "")
    assert text.startswith("9 test cells (t0, t1, t2, t3, t4, ...) use `np` from other cells")


def test_a_hidden_line_that_gives_nothing_away_is_no_leak(build):
    set_up, claim = "rng = np.random.default_rng(1)", "assert (up(x) == x + 1).all()"
    hidden = f"### BEGIN HIDDEN TESTS\n{set_up}\nx = rng.normal(size=3)\n{claim}\n### END HIDDEN TESTS"
    cells = [
        build.answer("up", "def up(a): return a + 1"),
        build.test("t", f"import numpy as np\n{hidden}"),
        build.test("u", f"{set_up}\nx = rng.normal(size=5)\n{claim}"),
        build.locked("demo", set_up),
    ]
    master = build.master(build.notebook(*cells))
    assert check_release(master, master.released) == []
    # The same line where no test shows it tells students what is tested.
    master = build.master(build.notebook(*cells[:2], build.locked("demo", claim)))
    assert [(p.severity, p.cell) for p in check_release(master, master.released)] == [("error", "t")]


def test_what_the_words_of_an_answer_say_may_be_said_elsewhere(build):
    words = "The fee is taken from what is left in the account"
    code = f'def fee(n):\n    """\n    {words}\n    """\n    # {words}, twice a year or so\n    return n'
    empty = f"# {words}, briefly\nobservation = ''\n### BEGIN SOLUTION\n### END SOLUTION"
    cells = [
        build.answer("fee", f"### BEGIN SOLUTION\n{code}\n### END SOLUTION"),
        build.answer("seen", empty),
        build.text(f"{words}\n\n# {words}, twice a year or so\n# {words}, briefly"),
    ]
    master = build.master(build.notebook(*cells))
    assert check_release(master, master.released) == []


def test_what_is_asked_of_the_session_is_said_once(build):
    cells = [build.locked("data", "x = [1]"), build.answer("f", "def f(): x.append(1)"), build.test("t", "f(); x")]
    ((_, cell, text),) = _source_problems(build, *cells)
    assert cell == "t"
    assert "it takes `x` from the student's process" in text
    ((_, _, text),) = _source_problems(build, *cells, build.test("u", "f(); x"))
    assert text.startswith("2 test cells (t, u) take `x` from the student's process")


def test_what_answers_fill_is_theirs(build):
    cells = [build.locked("data", "found = {}"), build.answer("f", "found['one'] = 1"), build.test("t", "found")]
    assert _source_problems(build, *cells) == []


def test_files_that_only_hidden_tests_use_are_named(build):
    hidden = (
        "### BEGIN HIDDEN TESTS\nfrom answers import check\ncheck(f, open('far.csv'), 'open.txt')\n### END HIDDEN TESTS"
    )
    cells = [
        build.answer("f", "def f(x): return open('open.txt')"),
        build.locked("data", "import helpers\nopen('open.txt')"),
        build.test("t", f"assert f(1)\n{hidden}"),
    ]
    files = {"answers__py": b"", "far__csv": b"", "open__txt": b"", "helpers__py": b"", "nobodys__csv": b""}
    master = build.master(build.notebook(*cells), **files)
    warned = [p for p in check_release(master, master.released) if p.severity == "warning"]
    assert [(p.cell, p.text.split("`")[1]) for p in warned] == [("t", "answers.py"), ("t", "far.csv")]


def test_another_language_is_not_read_as_python(build):
    cells = [build.answer("f", "f <- function(x) x + 1"), build.test("t", "stopifnot(f(1) == 2)")]
    notebook = build.notebook(*cells)
    notebook.metadata.kernelspec.language = "R"
    assert check_source(Master("lesson", {"lesson": writes(notebook).encode()})) == []


def test_parse_reads_bytes(build):
    assert parse(writes(build.small()).encode()).cells
