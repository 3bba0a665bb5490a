"""A feedback page says what to look at, shows no hidden test, and runs nothing that a student wrote."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from nbformat import writes
from nbgrader.api import Gradebook

from grader.commands import feedback
from grader.course.directory import Course
from grader.course.marks import Mark, Marks
from grader.errors import CommandError
from grader.model import CellOutcome, Check, Outcome, State, Tests
from grader.notebook.syntax_errors import broken
from grader.pages.feedback_page import build_page, guarded
from grader.pages.html import code_html, render, ticks_html
from tests.grader.pages_of_a_class import Page

HIDDEN = "assert square(-2) == 4"


def _outcome(*cells, state=State.GRADED, **more):
    return Outcome("ada", "lesson", state, cells=list(cells), **more)


def _html(build, outcome, answers="", marks=None):
    master = writes(build.small()).encode()
    return render("feedback.html", page=build_page(outcome, "lesson", master, answers, marks))


def test_failed_checks_with_message_and_hint(build):
    checks = [
        Check("rows sum to 1", 1.0, False, "rows sum to 10", "normalise over axis 1"),
        Check("a shape", 0.5, True),
        Check("fresh input", 0.5, False, "off by 0.3", "", True),
    ]
    html = _html(build, _outcome(CellOutcome("lesson", "test-square", 0.5, 2.0, checks=checks)))
    page = Page(html)
    for words in ("rows sum to 10", "normalise over axis 1", "off by 0.3", "0.5 / 2", "1 check passed", "new input"):
        assert words in page.text
    assert page.loads_from_elsewhere == []
    assert "script" not in page.tags


def test_no_hidden_test_is_shown(build):
    message = f'Traceback:\n----> 3 {HIDDEN}\nAssertionError: "-2"'
    html = _html(
        build, _outcome(CellOutcome("lesson", "test-square", 0.0, 2.0, message=message)), writes(build.small())
    )
    assert HIDDEN not in html.replace("&#39;", "'")
    assert "A hidden test did not pass" in html
    assert guarded("assert square(3) == 9", [HIDDEN]) == "assert square(3) == 9"


@pytest.mark.parametrize("published", [True, False])
def test_what_happened_is_said_to_the_student_in_words_of_their_own(build, published):
    stopped = "SessionGone: a call to the student's code was stopped after 60 s"
    check = Check("a loop", 2.0, False, f"your function stops with {stopped}")
    loop = CellOutcome("lesson", "test-square", 0.0, 2.0, State.PARTIAL, message=stopped, checks=[check] * published)
    text = Page(_html(build, _outcome(loop, state=State.PARTIAL, reason=f"1 cell was stopped: {stopped}"))).text
    assert "SessionGone" not in text
    assert "the student" not in text
    assert "1 cell was stopped: a call to your code was stopped after 60 s" in text


@pytest.mark.parametrize("hides", [True, False])
def test_who_passes_what_they_see_is_told_that_there_is_more(build, hides):
    lines = f"\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS" * hides
    test = build.test("test-square", f"assert square(3) == 9{lines}")
    master = build.notebook(build.answer("square", "def square(x):\n    return 9"), test)
    failed = CellOutcome("lesson", "test-square", 0.0, 1.0, message="AssertionError", tests=Tests.APART)
    page = build_page(_outcome(failed), "lesson", writes(master).encode(), "")
    text = Page(render("feedback.html", page=page)).text
    assert ("has lines that are not in your notebook" in text) is hides
    assert "new input" not in text  # no check of this page is marked so


def test_no_hidden_test_between_a_courses_own_delimiters_is_shown(build):
    own = {"ClearHiddenTests": {"begin_test_delimeter": "SECRET>", "end_test_delimeter": "<SECRET"}}
    test = f"square(1)\n# SECRET>\n{HIDDEN}\n# <SECRET"
    master = writes(build.notebook(build.answer("a", "x = 1"), build.test("t", test))).encode()
    outcome = _outcome(CellOutcome("lesson", "t", 0.0, 1.0, message=f"----> 3 {HIDDEN}"))
    html = render("feedback.html", page=build_page(outcome, "lesson", master, "", None, conventions=own))
    assert HIDDEN not in html
    assert "A hidden test did not pass" in html


@pytest.mark.parametrize("where", [Tests.IN_SESSION, Tests.APART])
def test_code_beside_a_hidden_test_says_nothing_of_it_in_other_words(build, where):
    """What could read the test chooses the words of its errors and reports; apart it knows nothing of it."""
    said = base64.b64encode(HIDDEN.encode()).decode()
    for message in (f"ValueError: {said}", f"{said[:40]}: x", f"Own{said[:9]}: x"):
        cell = CellOutcome("lesson", "test-square", 0.0, 2.0, message=message, tests=where)
        html = _html(build, _outcome(cell, reason=f"test-square: {message}", state=State.PARTIAL))
        assert (said[:9] in html) == (where is Tests.APART)
        assert ("of its error is shown: ValueError" in html) == ("Value" in message and where is Tests.IN_SESSION)
    checks = [Check("square", 2.0, False, said, said), Check(said, 2.0, True), Check(HIDDEN, 2.0, False)]
    cell = CellOutcome("lesson", "test-square", 0.0, 2.0, checks=checks[1:], tests=where)
    html = _html(build, _outcome(cell))
    assert (said in html) == (HIDDEN in html) == (where is Tests.APART)
    html = _html(build, _outcome(replace(cell, checks=checks)))
    assert (said in html) == (where is Tests.APART)
    assert "square" in Page(html).text


def test_a_written_answer_is_a_persons_to_grade_however_it_is_marked(build):
    """A Markdown cell with points and without `solution`; and a task, whose marking scheme is not the answer."""
    bare = build.cell("Say why.", "why", "markdown", grade=True, points=2)
    notebook = build.notebook(
        bare, build.task("essay", "Write.\n### BEGIN MARK SCHEME\n2 points for a source\n### END MARK SCHEME", 3)
    )
    answers = build.released(notebook)
    answers.cells[0].source = "Because of the gradient."
    answers.cells.append(build.cell("My essay.", kind="markdown"))
    cells = [CellOutcome("lesson", name, None, points, manual=True) for name, points in (("why", 2.0), ("essay", 3.0))]
    page = build_page(_outcome(*cells), "lesson", writes(notebook).encode(), writes(answers), None)
    text = Page(render("feedback.html", page=page)).text
    assert "to be graded, 2 points" in text
    assert "to be graded, 3 points" in text
    assert "MARK SCHEME" not in text
    assert "Because of the gradient." in text
    assert "My essay." in text
    assert "for a source" not in text


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words(build, state):
    outcome = _outcome(CellOutcome("lesson", "test-square", 0.0, 2.0, state), state=state, reason="because of `x`")
    text = Page(_html(build, outcome)).text
    assert ("because of x" in text) == (state is not State.GRADED)


def test_everything_is_escaped(build):
    evil = '</pre></style><script>alert("x")</script><img src=http://evil.example/x onerror=alert(1)>'
    notebook = build.solved(build.small(), square=evil, written=evil)
    checks = [Check(evil, 1.0, False, evil, evil)]
    cell = CellOutcome("lesson", "test-square", 0.0, 2.0, checks=checks, message=evil)
    marks = Marks(comments={("lesson", "written"): evil})
    html = _html(build, _outcome(cell, state=State.PARTIAL, reason=evil, repairs=[evil]), writes(notebook), marks)
    page = Page(html)
    assert "script" not in page.tags
    assert page.images == []
    assert page.loads_from_elsewhere == []
    assert page.text.count('alert("x")') >= 6


def test_written_answers_wait_or_carry_what_a_person_gave(build):
    cells = [CellOutcome("lesson", "written", None, 4.0, manual=True)]
    answers = writes(build.solved(build.small(), written="My own words"))
    waiting = Page(_html(build, _outcome(*cells), answers)).text
    assert "to be graded, 4 points" in waiting
    assert "My own words" in waiting
    marks = Marks({("lesson", "written"): Mark(None, 3.0, 0.5, False, 4.0)}, {("lesson", "written"): "Well argued"})
    graded = Page(_html(build, _outcome(*cells), answers, marks)).text
    assert "3.5 / 4" in graded
    assert "Well argued" in graded
    assert "to be graded" not in graded


def test_nothing_written_is_0_at_once(build):
    text = Page(_html(build, _outcome(CellOutcome("lesson", "written", 0.0, 4.0, manual=True)))).text
    assert "0 / 4" in text
    assert "A person still grades" not in text


def test_one_message_for_all_checks_is_said_once(build):
    checks = [Check(name, 0.5, False, "not written yet") for name in "abcd"]
    html = _html(build, _outcome(CellOutcome("lesson", "test-square", 0.0, 2.0, checks=checks)))
    assert Page(html).text.count("not written yet") == 1


def test_code_of_any_kind_can_be_shown():
    assert "&lt;b&gt;" in code_html("x = '<b>'\n%time x\n\x00\ud800")
    assert "more characters are not shown" in code_html("x" * 50_000)
    assert ticks_html("a `<b>` c") == "a <code>&lt;b&gt;</code> c"


def test_pages_lie_where_nbgrader_releases_them_from(graded_course, hand_in, capsys):
    folder = hand_in(graded_course, "ada", {"timestamp.txt": b"2026-01-01 00:00:00 UTC", "submission_secret.txt": b"s"})
    assert folder.is_dir()
    course = Course.open(graded_course)
    with Gradebook(course.db_url, course.course_id) as book:
        book.update_or_create_student("ada", first_name="Ada", last_name="Quist")
    assert feedback.run(graded_course, "lesson", students=None, json=None) == 0
    page = graded_course / "feedback" / "ada" / "lesson" / "lesson.html"
    html = page.read_text()
    assert "Ada Quist (ada)" in html
    assert HIDDEN not in html
    assert {path.name for path in page.parent.iterdir()} == {"lesson.html", "timestamp.txt", "submission_secret.txt"}
    assert "could not be opened as a notebook" in (graded_course / "feedback/eve/lesson/lesson.html").read_text()
    assert not (graded_course / "feedback" / "nia").exists()
    assert "nia: handed nothing in" in capsys.readouterr().out
    hand_in(graded_course, "ada", {"timestamp.txt": b"x" * 10_000})
    assert feedback.run(graded_course, "lesson", students=["ada"], json=None) == 0
    assert (page.parent / "timestamp.txt").read_bytes().startswith(b"2026")


def test_feedback_before_grading(small_course, graded_course):
    with pytest.raises(CommandError, match="Run `grader grade lesson` first"):
        feedback.run(small_course, "lesson", students=None, json=None)
    with pytest.raises(CommandError, match="zoe: not graded yet"):
        feedback.run(graded_course, "lesson", students=["zoe"], json=None)


def test_a_syntax_error_is_said_first_and_what_follows_from_it_is_not(build):
    notebook = build.small()
    answers = build.solved(notebook, square="def square(x):\n    return (x * x\n")
    missing = "NameError: name 'square' is not defined"
    cells = [
        CellOutcome("lesson", "test-square", 0.0, 2.0, message=missing),
        CellOutcome("lesson", "test-double", 0.0, 1.0, message=missing),
    ]
    outcome = Outcome("ada", "lesson", State.GRADED, cells=cells, max_score=3.0)
    page = build_page(outcome, "lesson", writes(notebook).encode(), writes(answers))
    first, second, *_ = page.parts
    assert first.broken == ["SyntaxError in line 2: '(' was never closed\n    return (x * x\n           ^"]
    assert first.messages == second.messages == []
    assert "Python cannot read an answer that it needs" in second.note
    html = render("feedback.html", page=page)
    assert html.index("Python cannot read your answer") < html.index("Points of each exercise")


def test_magics_and_shell_commands_are_no_syntax_errors():
    assert broken("%time x = 1\n!ls\nfiles = !ls\nawait f()\nx?") is None
    assert broken("%%bash\nfor x in (; do") is None
    assert broken("if True:\nx = 1").words.startswith("IndentationError in line 2")


def test_an_unreadable_file_shows_no_stubs_and_promises_no_grading(build):
    notebook = build.small()
    outcome = Outcome("ada", "lesson", State.UNREADABLE, "no notebook", max_score=3.0)
    page = build_page(outcome, "lesson", writes(notebook).encode(), writes(build.released(notebook)))
    assert not page.waiting
    assert not any(part.answers for part in page.parts)
