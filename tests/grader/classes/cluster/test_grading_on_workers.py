"""Grading on real worker processes: as at home, whatever happens to a worker or to the scheduler."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from grader.classes.cluster.workers import WorkerPool
from grader.classes.grade_class import grade_class
from grader.course import store
from grader.errors import CourseError
from grader.model import Limits, State, Tests
from tests.grader.classes.cluster.conftest import Machines

pytestmark = pytest.mark.slow

LIMITS = Limits(cell_seconds=20, seconds=60)
STUDENTS = ["ada", "bob", "cyd", "dan", "eli", "fay"]
SLOW = "import time\ntime.sleep({})\ndef square(x):\n    return x * x"


@pytest.fixture
def slow_class(course, build, hand_in):
    """A class whose notebooks take a second each."""
    for student in STUDENTS:
        hand_in(course.root, student, {"lesson.ipynb": build.solved(build.small(), square=SLOW.format(1))})
    return course


def told(outcomes):
    return {outcome.student: (outcome.state, outcome.score, outcome.reason) for outcome in outcomes}


def unmeasured(outcome):
    """Return what must be the same on every machine."""
    plain = outcome.to_json()
    for name in ("seconds", "peak_memory_mb", "phases"):
        plain.pop(name)
    for cell in plain["cells"]:
        cell.pop("seconds")
    return plain


def test_a_class_ends_as_it_does_at_home(course, build, hand_in, machines, tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    (data / "numbers.txt").write_text("1 2 3")
    monkeypatch.setenv("COURSE_DATA_DIR", str(data))
    (course.root / "source/lesson/table.csv").write_text("4,5")
    reads = (
        "import os\ndef double(x):\n    numbers = open(os.environ['COURSE_DATA_DIR'] + '/numbers.txt').read().split()\n"
        "    return x * int(numbers[1]) if open('table.csv').read() == '4,5' else None"
    )
    work = {
        "right": build.solved(build.small(), written="Much."),
        "reads": build.solved(build.small(), double=reads),
        "wrong": build.solved(build.small(), square="def square(x):\n    return x"),
        "raises": build.solved(build.small(), double="def double(x):\n    raise ValueError('no')"),
        "exits": build.solved(build.small(), double="import os\nos._exit(3)"),
        "endless": build.solved(build.small(), square="while True:\n    pass"),
        "damaged": b"{",
    }
    for student, notebook in work.items():
        hand_in(course.root, student, {"lesson.ipynb": notebook, "notes.txt": b"mine"})
    limits = Limits(cell_seconds=2, seconds=20)
    for _ in range(2):
        machines.worker()
    there = grade_class(course, "lesson", limits=limits, scheduler=machines.address)
    stored = {outcome.student: unmeasured(outcome) for outcome in store.load_all(course, "lesson")}
    pages = {path: path.read_bytes() for path in (course.root / "autograded").rglob("*.ipynb")}
    here = grade_class(course, "lesson", limits=limits, force=True)
    assert [unmeasured(outcome) for outcome in there] == [unmeasured(outcome) for outcome in here]
    assert stored == {outcome.student: unmeasured(outcome) for outcome in store.load_all(course, "lesson")}
    assert {path.parent.parent.name for path in pages} == set(work)
    assert told(there)["reads"] == (State.GRADED, 3.0, "")
    assert [str(outcome.state) for outcome in there if outcome.student in ("damaged", "endless", "right", "wrong")] == [
        "unreadable", "partial", "graded", "graded",
    ]  # fmt: skip
    again = []
    grade_class(course, "lesson", limits=limits, on_event=again.append)
    assert {event.student for event in again if event.reused} == {"right", "reads", "wrong", "raises"}


@pytest.mark.ci
def test_a_killed_worker_costs_no_grade(slow_class, machines):
    workers = [machines.worker(), machines.worker()]
    notes = []

    def kill(event):
        if event.kind == "note":
            notes.append(event.text)
        if event.kind == "done" and event.done == 1:
            workers[0].kill()

    outcomes = grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines.address, on_event=kill)
    assert told(outcomes) == dict.fromkeys(STUDENTS, (State.GRADED, 3.0, ""))
    assert any("is gone" in note for note in notes)
    until = time.monotonic() + 10
    while _warm(workers[1].pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _warm(workers[1].pid)


@pytest.mark.ci
def test_a_submission_with_which_workers_die_is_crashed_and_the_rest_goes_on(slow_class, machines, monkeypatch):
    monkeypatch.setattr("grader.classes.cluster.dispatch.MAX_DEATHS", 2)
    machines.worker("--nanny")
    machines.worker("--nanny")
    send = WorkerPool.call

    def send_and_kill(self, worker, name, text):
        call = send(self, worker, name, text)
        if name == "grade_one" and json.loads(text)["submission"]["student"] == "bob":
            (pid,) = self._client.run(os.getpid, workers=[worker.address]).values()
            threading.Timer(0.3, os.kill, [pid, signal.SIGKILL]).start()
        return call

    monkeypatch.setattr(WorkerPool, "call", send_and_kill)
    outcomes = grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines.address)
    ends = told(outcomes)
    assert ends.pop("bob") == (State.CRASHED, 0.0, "the worker process died, 2 times")
    assert ends == dict.fromkeys(["ada", "cyd", "dan", "eli", "fay"], (State.GRADED, 3.0, ""))


@pytest.mark.ci
def test_a_stuck_worker_does_not_hold_up_the_rest(slow_class, machines, monkeypatch):
    monkeypatch.setattr("grader.classes.cluster.dispatch.SPARE_SECONDS", 3.0)
    workers = [machines.worker(), machines.worker()]
    began = time.monotonic()

    def stop(event):
        if event.kind == "done" and event.done == 1:
            for process in [psutil.Process(workers[0].pid), *psutil.Process(workers[0].pid).children(recursive=True)]:
                process.send_signal(signal.SIGSTOP)

    outcomes = grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines.address, on_event=stop)
    assert told(outcomes) == dict.fromkeys(STUDENTS, (State.GRADED, 3.0, ""))
    assert time.monotonic() - began < 60


@pytest.mark.ci
def test_after_a_lost_scheduler_the_next_run_goes_on(slow_class, machines, monkeypatch):
    monkeypatch.setattr("grader.classes.cluster.workers.GONE_SECONDS", 2.0)
    machines.worker()

    def kill(event):
        if event.kind == "done" and event.done == 2:
            machines.scheduler.kill()

    with pytest.raises(CourseError, match=r"scheduler at tcp://.* is gone. What was finished is kept"):
        grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines.address, on_event=kill)
    kept = {outcome.student for outcome in store.load_all(slow_class, "lesson")}
    assert 2 <= len(kept) < len(STUDENTS)
    reused = []
    outcomes = grade_class(
        slow_class, "lesson", limits=LIMITS, on_event=lambda e: reused.append(e) if e.reused else None
    )
    assert {event.student for event in reused} == kept
    assert told(outcomes) == dict.fromkeys(STUDENTS, (State.GRADED, 3.0, ""))


@pytest.mark.ci
def test_an_interrupt_ends_the_work_on_the_workers(slow_class, machines):
    worker = machines.worker()

    def interrupt(event):
        if event.kind == "done" and event.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines.address, on_event=interrupt)
    until = time.monotonic() + 10
    while _warm(worker.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _warm(worker.pid)
    assert worker.poll() is None
    assert len(store.load_all(slow_class, "lesson")) == 1


@pytest.mark.ci
def test_without_isolation_workers_grade_only_on_trust(course, build, hand_in, machines, tmp_path):
    # A worker whose layers are missing: the probe is replaced before the worker starts.
    preload = tmp_path / "no_layers.py"
    preload.write_text(
        "import grader.classes.cluster.worker as w\nw.refusal = lambda: 'Landlock: this kernel has none.'\n"
    )
    machines.worker("--preload", str(preload))
    hand_in(course.root, "ada", {"lesson.ipynb": build.solved(build.small())})
    with pytest.raises(CourseError, match=r"Worker tcp://.*Landlock: this kernel has none.*--trust-submissions"):
        grade_class(course, "lesson", limits=LIMITS, scheduler=machines.address)
    notes = []
    (outcome,) = grade_class(
        course, "lesson", limits=LIMITS, scheduler=machines.address, trust=True, on_event=lambda e: notes.append(e.text)
    )
    assert (outcome.state, outcome.score, outcome.tests) == (State.GRADED, 3.0, Tests.IN_SESSION)
    assert any("without isolation" in note for note in notes)


@pytest.mark.ci
def test_the_command_says_how_long_and_where(slow_class, machines):
    machines.worker(threads=2)
    command = [sys.executable, "-m", "grader", "grade", "lesson", "--course", str(slow_class.root)]
    done = subprocess.run(
        [*command, "--scheduler", machines.address], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"about \d+ (s|min) left", done.stdout)
    assert "6 submissions: 6 graded" in done.stdout
    assert not done.stderr


@pytest.mark.ci
@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl: makes a certificate")
def test_with_tls_only_who_has_a_certificate_is_heard(slow_class, tmp_path):
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=grading"]
    subprocess.run([*words, "-keyout", "key.pem", "-out", "cert.pem"], cwd=tmp_path, check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    variables = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true", f"{tls}CA_FILE": str(tmp_path / "cert.pem")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        variables[f"{tls}{role}__CERT"], variables[f"{tls}{role}__KEY"] = (
            str(tmp_path / "cert.pem"),
            str(tmp_path / "key.pem"),
        )
    found = Machines(tmp_path, variables=variables)
    try:
        found.worker(threads=2)
        assert found.address.startswith("tls://")
        command = [sys.executable, "-m", "grader", "grade", "lesson", "--course", str(slow_class.root)]
        command += ["--scheduler", found.address]
        stranger = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert stranger.returncode == 2
        assert "No Dask scheduler answers at tls://" in stranger.stderr
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **variables}
        )
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        found.close()


@pytest.mark.ci
@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("ip"), reason="needs root and iproute2: makes network namespaces"
)
def test_workers_on_other_networks_share_nothing_with_the_grader(slow_class, machines_apart):
    outcomes = grade_class(slow_class, "lesson", limits=LIMITS, scheduler=machines_apart.address)
    assert told(outcomes) == dict.fromkeys(STUDENTS, (State.GRADED, 3.0, ""))


def _warm(pid: int) -> list[psutil.Process]:
    try:
        below = psutil.Process(pid).children(recursive=True)
        return [process for process in below if "sandbox/fork_server" in " ".join(process.cmdline())]
    except psutil.Error:
        return []
