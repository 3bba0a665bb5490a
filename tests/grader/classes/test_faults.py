"""A killed grader or fork server, a full disk, a locked gradebook: what goes wrong around grading costs no grade."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from grader.classes.grade_class import grade_class
from grader.course import store
from grader.course.directory import Course
from grader.errors import CourseError
from grader.model import Limits, State
from grader.sandbox.isolation.probe import refusal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(refusal() is not None, reason=str(refusal()))]

LIMITS = Limits(cell_seconds=20, seconds=60)
STUDENTS = ["ada", "bob", "cyd", "dan", "eli", "fay"]
SLOW = "import time\ntime.sleep(0.5)\ndef square(x):\n    return x * x"


@pytest.fixture
def course(small_course, build, hand_in):
    """A course with a class whose notebooks take half a second each."""
    for student in STUDENTS:
        hand_in(small_course, student, {"lesson.ipynb": build.solved(build.small(), square=SLOW)})
    return Course.open(small_course)


def warm_processes(root):
    """Return the fork servers below a process."""
    found = []
    for child in root.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "sandbox/fork_server" in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
    return found


def test_after_a_killed_grader_the_next_run_grades_what_is_missing(course):
    command = [sys.executable, "-m", "grader", "grade", "lesson", "--course", str(course.root), "--jobs", "2"]
    grader = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(store.load_all(course, "lesson")) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    processes = psutil.Process(grader.pid).children(recursive=True)
    grader.kill()
    grader.wait()
    assert processes
    psutil.wait_procs(processes, timeout=10)
    assert not [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]

    kept = {outcome.student for outcome in store.load_all(course, "lesson")}
    assert 2 <= len(kept) < len(STUDENTS)
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert again.returncode == 0, again.stderr
    reused = [line.split()[1] for line in again.stdout.splitlines() if "unchanged since the last run" in line]
    assert set(reused) == kept
    ends = {outcome.student: (outcome.state, outcome.score) for outcome in store.load_all(course, "lesson")}
    assert ends == dict.fromkeys(STUDENTS, (State.GRADED, 3.0))
    assert not [path for path in (course.root / "autograded").rglob(".*") if path.is_dir()]


def test_killed_at_random_moments_nothing_is_lost_or_graded_twice(course):
    command = [sys.executable, "-m", "grader", "grade", "lesson", "--course", str(course.root), "--jobs", "2"]
    kept: dict[str, float] = {}
    for _ in range(4):
        began = time.monotonic()
        grader = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Starting up is part of it; the class itself takes less time than that.
        while not kept and not store.load_all(course, "lesson") and time.monotonic() - began < 60:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 1.5))
        grader.kill()
        grader.wait()
        # What an earlier run had finished lies there as it was: with the seconds that it took then.
        now = {outcome.student: outcome.seconds for outcome in store.load_all(course, "lesson")}
        assert kept.items() <= now.items()
        kept = now
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert again.returncode == 0, again.stderr
    ends = {outcome.student: outcome for outcome in store.load_all(course, "lesson")}
    assert {name: (each.state, each.score) for name, each in ends.items()} == dict.fromkeys(
        STUDENTS, (State.GRADED, 3.0)
    )
    assert {name: ends[name].seconds for name in kept} == kept
    with course.gradebook() as gradebook:
        assert sorted(each.student.id for each in gradebook.assignment_submissions("lesson")) == STUDENTS
        assert all(each.score == 3.0 for each in gradebook.assignment_submissions("lesson"))


def test_a_second_run_grades_only_what_changed_or_failed(course, build, hand_in):
    hand_in(course.root, "dan", {"lesson.ipynb": build.solved(build.small(), square="import os\nos._exit(1)")})
    grade_class(course, "lesson", limits=LIMITS)
    hand_in(course.root, "bob", {"lesson.ipynb": build.solved(build.small())})
    events = []
    grade_class(course, "lesson", limits=LIMITS, on_event=events.append)
    assert [event.student for event in events if event.kind == "begin"] == ["bob", "dan"]
    assert {event.student for event in events if event.reused} == set(STUDENTS) - {"bob", "dan"}


def test_a_session_that_eats_memory_ends_alone(course, build, hand_in):
    hog = "kept = []\nwhile True:\n    kept.append(bytearray(b'x') * (20 << 20))"
    hand_in(course.root, "bob", {"lesson.ipynb": build.solved(build.small(), square=hog)})
    limits = Limits(cell_seconds=20, seconds=60, memory_mb=600)
    outcomes = {outcome.student: outcome for outcome in grade_class(course, "lesson", jobs=2, limits=limits)}
    bob = outcomes.pop("bob")
    assert bob.needs_person
    assert "600 MiB" in bob.reason
    assert {each.state for each in outcomes.values()} == {State.GRADED}


def test_a_missing_kernel_is_not_needed_and_where_it_is_named(course):
    path = course.folder("source", "lesson") / "lesson.ipynb"
    path.write_text(path.read_text().replace('"name": "python3"', '"name": "conda-env-elsewhere"'))
    (outcome,) = grade_class(course, "lesson", students=["ada"], limits=LIMITS)
    assert (outcome.state, outcome.score) == (State.GRADED, 3.0)
    text = path.read_text().replace("conda-env-elsewhere", "fortran").replace('"language": "python"', '"language": "F"')
    path.write_text(text)
    with pytest.raises(CourseError, match=r"lesson\.ipynb is written in F, and its kernel `fortran` is not installed"):
        grade_class(course, "lesson", students=["ada", "bob"], limits=LIMITS, trust=True)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="mounts a small file system")
def test_no_room_for_the_gradebook_is_said_and_the_next_run_goes_on(course):
    book = course.root / "book"
    book.mkdir()
    shutil.move(course.root / "gradebook.db", course.root / "kept.db")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.db_url = 'sqlite:///book/gradebook.db'\n")
    grade = f"{sys.executable} -m grader grade lesson --course {course.root} --student ada"
    script = (
        f"mount -t tmpfs -o size=2m none {book} && cp {course.root}/kept.db {book}/gradebook.db && "
        f"(cat /dev/zero > {book}/filler; true) && {grade}; echo first=$?; rm {book}/filler; {grade}; echo second=$?"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert "first=2" in done.stdout or "first=1" in done.stdout
    assert "gradebook" in done.stdout + done.stderr
    assert "disk" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "second=0" in done.stdout


def test_a_killed_warm_process_costs_no_grade(course):
    killed = []

    def kill(event):
        if event.kind == "done" and len(killed) < 2:
            for process in warm_processes(psutil.Process()):
                process.kill()
                killed.append(process.pid)

    outcomes = grade_class(course, "lesson", jobs=2, limits=LIMITS, on_event=kill)
    assert killed
    assert [(outcome.state, outcome.score, outcome.reason) for outcome in outcomes] == [(State.GRADED, 3.0, "")] * 6
    assert not warm_processes(psutil.Process())


def test_a_locked_gradebook_is_said_and_the_next_run_goes_on(course, monkeypatch):
    monkeypatch.setattr("grader.course.gradebook.TRIES", 1)
    lock = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
    said = []

    def hold(event):
        if event.kind == "begin":
            lock.execute("BEGIN EXCLUSIVE")
        said.append(event.text)

    (outcome,) = grade_class(course, "lesson", students=["ada"], limits=LIMITS, on_event=hold)
    lock.execute("ROLLBACK")
    assert outcome.state is State.CRASHED
    assert "gradebook cannot be written" in outcome.reason
    assert "database is locked" in " ".join(said)
    (outcome,) = grade_class(course, "lesson", students=["ada"], limits=LIMITS)
    assert (outcome.state, outcome.score) == (State.GRADED, 3.0)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="mounts a small file system")
def test_a_full_disk_is_said_and_the_rest_of_the_class_is_graded(course):
    (course.root / "submitted" / "bob" / "lesson" / "notes.txt").write_bytes(b"x" * 600_000)
    (course.root / "autograded").mkdir()
    result = course.root / "result.json"
    grade = (
        f"{sys.executable} -m grader grade lesson --course {course.root} --json {result} --student ada --student bob"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", f"mount -t tmpfs -o size=256k none {course.root}/autograded && {grade}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    ada, bob = json.loads(result.read_text())
    assert (ada["state"], ada["score"]) == ("graded", 3)
    assert bob["state"] == "crashed"
    assert "No space left" in bob["reason"]
