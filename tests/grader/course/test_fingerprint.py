"""What a score can depend on is in the fingerprint, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import grader
from grader.course import fingerprint
from grader.course.fingerprint import describe, environment_key, lock_differences


def test_the_graders_source_counts_and_nothing_beside_it(monkeypatch, tmp_path):
    assert Path(grader.__file__).resolve().parent == fingerprint.GRADER
    assert fingerprint.LOCK.is_file()  # here, in the repository; an installed grader has none
    place = tmp_path / "grader"
    place.mkdir()
    (place / "a.py").write_text("1")
    monkeypatch.setattr(fingerprint, "GRADER", place)
    before = describe()["grader"]
    (tmp_path / "b.py").write_text("2")  # an installed grader has all other packages beside it
    assert describe()["grader"] == before
    (place / "a.py").write_text("3")
    assert describe()["grader"] != before


def test_this_environment_is_the_lock():
    assert lock_differences(describe()) == []
    wrong = lock_differences({"packages": {"numpy": "0.1"}})
    assert len(wrong) == 1
    assert wrong[0].startswith("numpy is 0.1, not ")


def test_it_takes_no_time_to_speak_of():
    started = time.process_time()
    environment_key()
    assert time.process_time() - started < 1


def test_a_module_of_the_courses_own_counts(monkeypatch, tmp_path):
    (tmp_path / "own_tools").mkdir()
    (tmp_path / "own_tools" / "__init__.py").write_text("LIMIT = 1")
    monkeypatch.syspath_prepend(tmp_path)
    before = environment_key(["own_tools"])
    (tmp_path / "own_tools" / "__init__.py").write_text("LIMIT = 2")
    assert environment_key(["own_tools"]) != before


def test_the_backend_of_keras_counts(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    before = environment_key()
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert environment_key() != before


def test_the_data_folder_counts_by_what_lies_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    (tmp_path / "mnist.npz").write_bytes(b"1")
    before = environment_key()
    (tmp_path / "mnist.npz").write_bytes(b"12")
    assert environment_key() != before
