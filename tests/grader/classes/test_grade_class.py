"""A whole class: everybody ends in one named state, nothing is graded twice, one failure costs one submission."""

from __future__ import annotations

import contextlib
import functools
import json
import threading
from pathlib import Path

import psutil
import pytest
from nbformat import read, writes
from nbgrader.api import Gradebook

from grader.classes.grade_class import environment_of, grade_class
from grader.classes.threads import grade_threaded
from grader.course import store, submitted_files
from grader.course.directory import Course
from grader.course.grade_key import class_key
from grader.course.written import written_before, written_in
from grader.errors import CourseError
from grader.grading.calibration.verdicts import Calibration
from grader.grading.grade import grade
from grader.grading.kernel.running import KernelRunner
from grader.model import Limits, Master, Outcome, State, Submission, Tests

LIMITS = Limits(cell_seconds=5, seconds=20)


@pytest.fixture
def course(small_course):
    return Course.open(small_course)


@pytest.fixture
def events():
    return []


@pytest.fixture
def run(course, events):
    def go(**options):
        events.clear()
        options = {"jobs": 2, "limits": LIMITS, **options}
        return {
            outcome.student: outcome for outcome in grade_class(course, "lesson", on_event=events.append, **options)
        }

    return go


def test_a_class_from_end_to_end(build, course, run, events, hand_in):
    small = build.small()
    hand_in(course.root, "ada", {"lesson.ipynb": build.solved(small), "timestamp.txt": b"2026-11-01 10:00:00 UTC"})
    hand_in(course.root, "bob", {"lesson.ipynb": build.released(small)})
    hand_in(course.root, "eve", {"lesson.ipynb": b"{"})
    hand_in(course.root, "kim", {"lesson.ipynb": build.solved(small, double="import os\nos._exit(0)")})
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.add_student("zoe")
    outcomes = run()
    assert {name: (str(o.state), o.score) for name, o in outcomes.items()} == {
        "ada": ("graded", 3.0),
        "bob": ("graded", 0.0),
        "eve": ("unreadable", 0.0),
        "kim": ("partial", 2.0),
        "zoe": ("missing", 0.0),
    }
    told = ["start", "calibrating", "calibrated", *["done"] * 5]
    assert [event.kind for event in events if event.kind != "begin"] == told
    assert [event.done for event in events if event.kind == "done"] == [1, 2, 3, 4, 5]
    assert events[0].total == 5
    folder = course.folder("autograded", "lesson", "ada")
    assert sorted(path.name for path in folder.iterdir()) == [
        "grader.log",
        "lesson.ipynb",
        "outcome.json",
        "timestamp.txt",
    ]
    assert read(folder / "lesson.ipynb", 4).cells[4].execution_count
    # A submission that ends Python keeps what it had; stock nbgrader removes the folder.
    assert "os._exit" in (course.folder("autograded", "lesson", "kim") / "lesson.ipynb").read_text()
    assert [outcome.student for outcome in store.load_all(course, "lesson")] == ["ada", "bob", "eve", "kim", "zoe"]
    assert store.load(course, "lesson", "ada") == Outcome(**{**vars(outcomes["ada"]), "executed": {}, "log": ""})
    with Gradebook(course.db_url, course.course_id) as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions("lesson")}
        assert scores == {"ada": 3.0, "bob": 0.0, "eve": 0.0, "kim": 2.0}
        assert gradebook.find_submission("lesson", "ada").timestamp.year == 2026

    # A second run takes what is graded and repeats what failed; the gradebook stays as it is.
    again = run()
    assert {event.student: event.reused for event in events if event.kind == "done"} == {
        "ada": True,
        "bob": True,
        "eve": False,
        "kim": False,
        "zoe": False,
    }
    assert {name: o.score for name, o in again.items()} == {name: o.score for name, o in outcomes.items()}

    # A worse submission never keeps the first one's score, also where its test cell is gone.
    worse = build.solved(small, square="def square(x):\n    return 0")
    worse.cells = [cell for cell in worse.cells if cell["id"] != "test-square"]
    hand_in(course.root, "ada", {"lesson.ipynb": worse})
    assert run(students=["ada"])["ada"].score == 1.0
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission("lesson", "ada").score == 1.0


def test_without_isolation_a_class_is_graded_only_on_trust(build, course, run, events, hand_in, monkeypatch):
    hand_in(course.root, "ada", {"lesson.ipynb": build.solved(build.small())})
    assert run()["ada"].tests is Tests.AUTO
    assert run(tests=Tests.IN_SESSION)["ada"].tests is Tests.IN_SESSION
    assert not events[-1].reused
    monkeypatch.setattr("grader.classes.engine.refusal", lambda: "Landlock: not there. Boot with lsm=landlock.")
    with pytest.raises(CourseError, match=r"Boot with lsm=landlock\. .* --trust-submissions"):
        run()
    outcome = run(trust=True)["ada"]
    assert (outcome.state, outcome.score, outcome.tests) == (State.GRADED, 3.0, Tests.IN_SESSION)
    # An isolated run with the tests in the session is not taken for a trusted one.
    assert not events[-1].reused
    assert "without isolation" in next(event.text for event in events if event.kind == "note")
    run(trust=True)
    assert events[-1].reused


def test_a_language_without_a_kernel_is_refused_in_words(build, course, run, hand_in):
    path = course.folder("source", "lesson") / "lesson.ipynb"
    path.write_text(path.read_text().replace('"language": "python"', '"language": "Klingon"'))
    hand_in(course.root, "ada", {"lesson.ipynb": b"{"})
    with pytest.raises(CourseError, match=r"written in Klingon.*not installed"):
        run()


def test_what_makes_a_key(build):
    master, limits = build.master(build.small()), Limits()
    submission = build.submission(build.released(build.small()))

    def key(master, submission, limits=limits, tests=Tests.IN_SESSION, isolated=True):
        return class_key(master, limits, tests, "here", isolated=isolated).with_submission(submission).digest

    assert key(master, submission) == key(master, submission)
    keys = {
        key(master, submission),
        key(master, submission, limits=Limits(seconds=1)),
        key(master, submission, tests=Tests.APART),
        key(master, submission, isolated=False),
        key(master, build.submission(b"{}")),
        key(Master("lesson", {**master.notebooks, "x": b""}, master.released), submission),
        key(Master("lesson", master.notebooks, master.released, {"a": b"1"}), submission),
    }
    assert len(keys) == 7


def test_why_a_submission_is_graded_again_is_said(build, course, run, events, hand_in):
    small = build.small()
    hand_in(course.root, "ada", {"lesson.ipynb": build.released(small)})
    hand_in(course.root, "eve", {"lesson.ipynb": b"{"})

    def said(**options):
        run(**options)
        return sorted(event.text for event in events if event.kind == "note")

    unreadable = "Graded again, because the last run ended as `unreadable`: eve."
    assert said() == []
    assert said() == [unreadable]
    assert said(limits=Limits(cell_seconds=6, seconds=20)) == ["Graded again, because the limits changed: ada, eve."]
    small.cells[2].source = "Write it."
    source = course.folder("source", "lesson") / "lesson.ipynb"
    source.write_text(writes(small))
    assert said()[-1] == "Graded again, because the source of the assignment changed: ada, eve."
    hand_in(course.root, "ada", {"more.txt": b"1"})
    assert said() == [unreadable, "Graded again, because the submission changed: ada."]


def test_force_and_lost_files(build, course, run, events, hand_in):
    hand_in(course.root, "ada", {"lesson.ipynb": b"[]"})
    run()
    done = events[-1]
    assert (done.kind, done.reused) == ("done", False)
    outcome = Outcome("ada", "lesson", State.GRADED)
    master = course.master("lesson")
    base = class_key(master, LIMITS, Tests.AUTO, environment_of(course, master), calibration=Calibration().key())
    key = base.with_submission(course.submission("lesson", "ada", LIMITS))
    store.save(course, outcome, key)
    run()
    assert events[-1].reused
    run(force=True)
    assert not events[-1].reused
    store.outcome_path(course, "lesson", "ada").write_text("{")
    assert store.load(course, "lesson", "ada") is None
    run()
    assert not events[-1].reused


def test_what_stops_a_whole_run_is_said(course, run, hand_in):
    with pytest.raises(CourseError, match="Nobody has handed in"):
        run()
    hand_in(course.root, "ada", {"lesson.ipynb": b"{"})
    with pytest.raises(CourseError, match="No such student: bob"):
        run(students=["ada", "bob"])
    path = course.folder("source", "lesson") / "lesson.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", ""))
    with pytest.raises(CourseError, match="cannot be used"):
        run()


def test_an_id_that_would_act_on_formgraders_pages_is_refused_in_words(course, run, hand_in):
    hand_in(course.root, "<img src=x onerror=alert(1)>", {"lesson.ipynb": b"{"})
    with pytest.raises(CourseError, match=r"Nobody has handed in.*<img src=x onerror=alert\(1\)>"):
        run()
    hand_in(course.root, "eve", {"lesson.ipynb": b"{"})
    assert set(run()) == {"eve"}
    with pytest.raises(CourseError, match=r"No such student.*would act"):
        run(students=["<img src=x onerror=alert(1)>"])


def test_a_time_that_nobody_can_read_needs_a_person_where_it_matters(course, run, hand_in, build):
    hand_in(course.root, "ada", {"lesson.ipynb": build.solved(build.small()), "timestamp.txt": b"yesterday"})
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment("lesson", duedate="2026-01-01 00:00:00 UTC")
    outcome = run()["ada"]
    assert (outcome.state, outcome.score) == (State.PARTIAL, 3.0)
    assert outcome.reason == "nobody knows whether it is late: timestamp.txt is no date and time ('yesterday')"


def test_a_broken_gradebook_stops_the_run_in_words(course, run, hand_in):
    hand_in(course.root, "ada", {"lesson.ipynb": b"{"})
    (course.root / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(CourseError, match=r"cannot be used: .*file is not a database"):
        run()


def test_a_folder_that_cannot_be_written(build, course, run, hand_in):
    hand_in(course.root, "ada", {"lesson.ipynb": b"{"})
    (course.root / "autograded").write_text("a file is in the way")
    outcome = run()["ada"]
    assert outcome.state is State.CRASHED
    assert "cannot be written" in outcome.reason


def test_what_nobody_thought_of_costs_one_submission(course, run, hand_in, monkeypatch):
    for student in ("ada", "bob", "cay"):
        hand_in(course.root, student, {"lesson.ipynb": b"{"})
    real_read, real_written = submitted_files._read, written_before

    def read(path, *more):
        if "bob" in path.parts:
            raise RecursionError("no end")
        return real_read(path, *more)

    def written(course, master, student):
        if student == "cay":
            raise KeyError("odd")
        return real_written(course, master, student)

    monkeypatch.setattr(submitted_files, "_read", read)
    monkeypatch.setattr("grader.classes.grade_class.written_before", written)
    found = run()
    assert [found[student].state for student in sorted(found)] == [State.UNREADABLE, State.UNREADABLE, State.CRASHED]
    assert "no end" in found["bob"].reason
    assert "odd" in found["cay"].reason


def test_saving_is_all_or_nothing(course, monkeypatch):
    store.save(course, Outcome("ada", "lesson", State.GRADED, score=1.0, executed={"lesson": "{}"}), None)
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        store.save(course, Outcome("ada", "lesson", State.GRADED, score=2.0, executed={"lesson": "{}"}), None)
    folder = course.folder("autograded", "lesson", "ada")
    assert store.load(course, "lesson", "ada").score == 1.0
    assert [path.name for path in folder.parent.iterdir()] == ["lesson"]


def test_answers_below_a_task_are_counted_to_it(build):
    notebook = build.notebook(
        build.task("essay", "Write."),
        build.text("mine"),
        build.answer("a", "x"),
        build.cell("own"),
        build.test("t", "1"),
    )
    assert written_in({"n": writes(notebook)}).sources == {("n", "essay"): "mine\n", ("n", "a"): "x"}


def test_a_job_that_fails_or_hangs_costs_one_submission(build, monkeypatch):
    monkeypatch.setattr("grader.classes.threads.MARGIN_SECONDS", 0.5)
    done = threading.Event()

    def job(master: Master, submission: Submission, limits: Limits) -> Outcome:
        if submission.student == "hangs":
            done.wait(60)
        if submission.student == "fails":
            raise ZeroDivisionError("a mistake of ours")
        return Outcome(submission.student, master.assignment, State.GRADED)

    students = ["a", "b", "hangs", "c", "fails", "d"]
    jobs = grade_threaded(build.master(build.small()), students, Submission, Limits(seconds=0.5), jobs=2, job=job)
    found = {outcome.student: outcome for outcome in jobs}
    done.set()
    assert {name: str(outcome.state) for name, outcome in found.items()} == {
        name: "crashed" if name in ("hangs", "fails") else "graded" for name in students
    }
    assert "did not end within 1 s" in found["hangs"].reason
    assert "a mistake of ours" in found["fails"].reason
    assert "grader.log" in found["fails"].reason
    assert "Traceback" in found["fails"].log
    assert "ZeroDivisionError: a mistake of ours" in found["fails"].log
    assert found["hangs"].max_score == 3.0


def sessions_below(process: psutil.Process) -> list[psutil.Process]:
    """Return what runs below a process and was started to run notebooks; what has ended counts no more."""
    found = []
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("grader.sandbox" in word for word in child.cmdline()):
                found.append(child)
    return found


def test_an_interrupted_run_keeps_what_it_has_and_goes_on(build, course, run, events, hand_in):
    for student in ("ada", "bob", "cyd"):
        hand_in(course.root, student, {"lesson.ipynb": build.released(build.small())})
    done = []

    def stop(event):
        if event.kind == "done":
            done.append(event.student)
            raise KeyboardInterrupt

    before = sessions_below(psutil.Process())  # of other tests
    with pytest.raises(KeyboardInterrupt):
        grade_class(course, "lesson", jobs=1, limits=LIMITS, on_event=stop)
    assert len(done) == 1
    assert [outcome.student for outcome in store.load_all(course, "lesson")] == done
    assert set(sessions_below(psutil.Process())) <= set(before)
    run()
    assert sum(event.reused for event in events) == 1
    assert len(store.load_all(course, "lesson")) == 3


def test_the_pure_function_and_threads_agree(build, course):
    submission = build.submission(build.solved(build.small()))
    master = course.master("lesson")
    job = functools.partial(grade, runner=KernelRunner())
    (threaded,) = grade_threaded(master, ["ada"], lambda _: submission, LIMITS, jobs=1, job=job, tests=Tests.IN_SESSION)
    alone = job(master, submission, LIMITS)
    different = {"seconds", "phases", "peak_memory_mb", "executed", "cells"}
    assert json.dumps({k: v for k, v in threaded.to_json().items() if k not in different}) == json.dumps(
        {k: v for k, v in alone.to_json().items() if k not in different}
    )
    assert [(cell.id, cell.score) for cell in threaded.cells] == [(cell.id, cell.score) for cell in alone.cells]
