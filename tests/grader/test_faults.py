"""A killed grader or warm process, a full disk, a locked gradebook: what goes wrong around grading costs no grade."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from grader.classroom import grade_class
from grader.course import store
from grader.course.directory import Course
from grader.isolation.probe import refusal
from grader.outcome import Limits, State

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
    """Return the warm processes below a process."""
    found = []
    for child in root.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "grader.warm" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
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
