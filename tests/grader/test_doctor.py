"""`grader doctor` tries things for real, changes nothing, and says what to do about what is missing."""

from __future__ import annotations

import json
import os
import sqlite3
import sys

import pytest

from grader import doctor, isolation_probe
from grader.isolation_probe import landlock_abi, probe_layers

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux only")


def test_this_machine_can_grade(small_course, capsys):
    before = sorted(path.name for path in small_course.iterdir())
    assert doctor.run(small_course, json="-") == 0
    found = json.loads(capsys.readouterr().out)
    states = {(line["area"], line["name"]): line["state"] for line in found}
    assert states["environment", "kernel"] == states["course", "gradebook"] == states["versions", "nbgrader"] == "ok"
    assert {line["name"] for line in found if line["area"] == "isolation"} >= {
        "Landlock",
        "PID namespace",
        "no_new_privs",
    }
    assert sorted(path.name for path in small_course.iterdir()) == before


def test_what_is_broken_ends_with_1_and_a_remedy(small_course, monkeypatch):
    monkeypatch.setattr(doctor, "_kernel", lambda: doctor.Finding("environment", "kernel", "broken", "no", "do this"))
    assert doctor.run(small_course, json=None) == 1


def test_no_course_is_no_obstacle(tmp_path):
    (finding,) = doctor._course(tmp_path)
    assert (finding.state, finding.name) == ("look", "folder")
    assert "--course" in finding.remedy


def test_a_gradebook_that_cannot_be_written(tmp_path):
    assert doctor._gradebook(f"sqlite:///{tmp_path}/none/book.db", "c").state == "broken"
    book = tmp_path / "book.db"
    book.write_text("no database at all, " * 50)
    assert "cannot be written" in doctor._gradebook(f"sqlite:///{book}", "c").seen
    good = tmp_path / "good.db"
    sqlite3.connect(good).close()
    assert doctor._gradebook(f"sqlite:///{good}", "c").state == "ok"


@linux
def test_each_layer_is_tried_in_a_child_and_leaves_nothing_behind():
    before = os.listdir("/proc/self/fd"), os.readlink("/proc/self/ns/net")
    layers = probe_layers()
    assert (os.listdir("/proc/self/fd"), os.readlink("/proc/self/ns/net")) == before
    assert all(layer.seen and (layer.available or layer.remedy) for layer in layers)
    by_name = {layer.name: layer for layer in layers}
    assert by_name["no_new_privs"].available
    assert by_name["Landlock"].available == (landlock_abi() > 0)


@linux
def test_a_probe_that_fails_or_never_comes_back(monkeypatch):
    monkeypatch.setattr(isolation_probe, "PROBE_SECONDS", 1)

    def refuses():
        raise OSError(1, "Operation not permitted")

    def hangs():
        while True:
            pass

    monkeypatch.setattr(isolation_probe, "PROBES", (("a", refuses, "do x"), ("b", hangs, "do y")))
    first, second = probe_layers()
    assert (first.available, first.seen, first.remedy) == (False, "Operation not permitted", "do x")
    assert (second.available, second.seen) == (False, "the probe did not come back")


def test_other_systems_are_told_what_only_linux_has(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    layers = probe_layers()
    assert not any(layer.available for layer in layers)
    assert all("Only Linux" in layer.remedy for layer in layers)
    assert landlock_abi() == 0
