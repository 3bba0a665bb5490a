"""Who gets no work, and why: no scheduler, no worker, another environment."""

from __future__ import annotations

import shutil

import pytest

from grader.classes.cluster import messages
from grader.classes.grade_class import grade_class
from grader.course import data_folder
from grader.course.fingerprint import describe, differences, lock_differences, sentence
from grader.errors import CourseError
from grader.model import CellOutcome, Check, Limits, Outcome, State, Submission, SubmittedFile
from tests.grader.classes.cluster.conftest import PROJECT

LIMITS = Limits(cell_seconds=20, seconds=60)


@pytest.fixture
def handed_in(course, build, hand_in):
    hand_in(course.root, "ada", {"lesson.ipynb": build.solved(build.small())})
    return course


def test_an_address_without_a_scheduler_is_said(handed_in, monkeypatch):
    monkeypatch.setattr("grader.classes.cluster.connection.CONNECT_SECONDS", 1)
    with pytest.raises(CourseError, match=r"No Dask scheduler answers at tcp://127.0.0.1:1 "):
        grade_class(handed_in, "lesson", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(CourseError, match=r"No Dask scheduler answers at nonsense://x"):
        grade_class(handed_in, "lesson", scheduler="nonsense://x")


@pytest.mark.slow
def test_a_scheduler_without_workers_is_said(handed_in, machines, monkeypatch):
    monkeypatch.setattr("grader.classes.cluster.connection.JOIN_SECONDS", 1)
    with pytest.raises(CourseError, match=r"no worker has joined it; start some with `dask worker tcp://"):
        grade_class(handed_in, "lesson", scheduler=machines.address)


@pytest.mark.slow
def test_a_worker_with_another_environment_gets_no_work(handed_in, machines, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(PROJECT / "grader", other / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "grader" / "scoring.py").open("a") as source:
        source.write("# a change\n")
    fake = tmp_path / "packages" / "numpy-1.0.0.dist-info"
    fake.mkdir(parents=True)
    (fake / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0.0\n")
    machines.worker(PYTHONPATH=f"{tmp_path / 'packages'}:{other}")
    with pytest.raises(CourseError) as caught:
        grade_class(handed_in, "lesson", limits=LIMITS, scheduler=machines.address)
    for words in ("Worker tcp://127.0.0.1:", "the grader is another version", "numpy is 1.0.0, not", "lock"):
        assert words in str(caught.value)
    machines.worker()
    machines.joined(2)  # where all that are there are refused, nobody is waited for
    notes = []
    (outcome,) = grade_class(
        handed_in, "lesson", limits=LIMITS, scheduler=machines.address, on_event=lambda event: notes.append(event.text)
    )
    assert (outcome.state, outcome.score) == (State.GRADED, 3.0)
    assert any("gets no work: the grader is another version" in note for note in notes)


def test_differences_in_words():
    here = describe(["numpy", "course_utils.checks", "no_such_module"])
    assert here["packages"]["numpy"]
    assert here["modules"]["course_utils"]
    assert differences(here, here) == []
    there = {**here, "python": "3.12", "packages": {**here["packages"], "numpy": None}, "modules": {}}
    assert differences(there, here) == [
        f"Python is 3.12, not {here['python']}",
        "numpy is not there",
        "course_utils is not there",
    ]
    assert sentence(list("abcde")) == "a, b, c and 2 more"


def test_the_lock_is_read_for_this_python(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "NumPy==1.0 ; python_full_version >= '3.0' \\\n    --hash=sha256:00\nnumpy==2.0 ; python_full_version < '3.0'\n"
    )
    assert lock_differences({"packages": {"numpy": "1.0", "torch": None}}, lock) == []
    assert lock_differences({"packages": {"numpy": "1.1"}}, lock) == ["numpy is 1.1, not 1.0"]
    assert lock_differences({"packages": {"numpy": "1.1"}}, tmp_path / "none") == []
    assert lock_differences(describe()) == []


def test_what_travels_comes_back_the_same(build):
    master = build.master(build.small(), data__bin=bytes(range(256)))
    assert messages.master_from_plain(messages.read(messages.write(messages.master_to_plain(master)))) == master
    files = {"a.ipynb": SubmittedFile(b"\xff\x00"), "pipe": SubmittedFile(None, "a pipe")}
    submission = Submission("ada \ud800".encode("utf-8", "replace").decode(), files)
    assert (
        messages.submission_from_plain(messages.read(messages.write(messages.submission_to_plain(submission))))
        == submission
    )
    outcome = Outcome("ada", "lesson", State.PARTIAL, executed={"lesson": "{}"})
    plain = messages.read(messages.write(messages.outcome_to_plain(outcome)))
    assert messages.outcome_from_plain(plain, master) == outcome


def _told(build, **changes):
    cell = CellOutcome("lesson", "t", 1.0, 2.0, checks=[Check("a", 1.0, True)])
    outcome = Outcome("ada", "lesson", State.GRADED, score=1.0, max_score=2.0, cells=[cell], executed={"lesson": "{}"})
    plain = messages.read(messages.write(messages.outcome_to_plain(outcome)))
    cells = changes.pop("cell", {})
    plain["cells"][0].update(cells)
    return plain | changes, build.master(build.small())


@pytest.mark.parametrize(
    "changes",
    [
        {"executed": {"../../../x": "{}"}},
        {"cell": {"notebook": "../other"}},
        {"score": 1e9},
        {"score": -1.0},
        {"score": 3.0},
        {"score": "1"},
        {"cell": {"score": 2.5}},
        {"cell": {"max_score": 1e9}},
        {"cell": {"points": 5}},
        {"surprise": 1},
        {"state": "splendid"},
        {"executed": {"lesson": 5}},
        {"cells": None},
    ],
)
def test_an_outcome_that_cannot_be_is_refused(build, changes):
    plain, master = _told(build, **changes)
    with pytest.raises(ValueError):
        messages.outcome_from_plain(plain, master)


def test_an_outcome_that_can_be_is_taken(build):
    plain, master = _told(build)
    assert messages.outcome_from_plain(plain, master).score == 1.0


@pytest.mark.parametrize("text", ["[]", "x", "", "{", "9" * 5000])
def test_what_is_no_message_is_refused(text):
    with pytest.raises(ValueError):
        messages.read(text)


def test_a_message_is_bounded(monkeypatch):
    monkeypatch.setattr(messages, "MAX_TEXT", 100)
    with pytest.raises(messages.TooLarge, match="too much to be sent"):
        messages.write({"a": "x" * 100})


def test_course_data_is_known_by_its_content(tmp_path):
    for name in ("here", "there"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "a.npz").write_bytes(b"123")
    here, there = tmp_path / "here", tmp_path / "there"
    assert data_folder.contents(here) == data_folder.contents(there) != {}
    (there / "sub" / "a.npz").write_bytes(b"124")
    assert data_folder.contents(here) != data_folder.contents(there)
    data_folder.save(data_folder.load(here), there)
    assert data_folder.contents(here) == data_folder.contents(there)
    with pytest.raises(ValueError, match="leads out"):
        data_folder.save({"../x": b""}, there)
