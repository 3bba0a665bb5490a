"""The table of other people's ways of testing: what is graded, and what its lines say."""

from __future__ import annotations

import json
import os
import sys

import pytest

from benchmarks import foreign


def row(kind, course, student, inside=(), differ=(), apart=2.0):
    return foreign.Row(kind, course, "ps", student, 2.0, apart, 2.0, 2.0, inside, 4, differ)


def test_each_kind_of_course_has_a_share_of_its_own():
    rows = [
        row(foreign.IMITATED, "one", "right", ("a",)), row(foreign.IMITATED, "one", "wrong", ("a",)),
        row(foreign.IMITATED, "two", "right"), row(foreign.ODD, "odd", "right", ("a", "b", "c")),
    ]  # fmt: skip
    imitated, odd = foreign.shares(rows)
    assert imitated == f"- {foreign.IMITATED}: 1 of 8 test cells run in a session (12%)"
    assert odd.startswith(f"- {foreign.ODD}: 3 of 4 test cells run in a session (75%), where each rare way")


def test_what_differs_is_named():
    lines = foreign.lines_of([row(foreign.GIVEN, "c", "ann", differ=("test-a",), apart=None)])
    assert "| c, ps, ann | 2 | 2 | – | 2 | 0 of 4 |" in lines
    assert any("agree on every cell of 0 of 1 submissions" in line for line in lines)
    assert any("`auto` and stock differ in test-a." in line for line in lines)


def test_kernels_beside_a_course_are_installed_while_it_is_graded(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/before")
    folder = tmp_path / "case" / "jupyter" / "kernels" / "tiny"
    folder.mkdir(parents=True)
    (tmp_path / "case" / "jupyter" / "tiny.py").write_text("")
    (folder / "kernel.json").write_text(json.dumps({"argv": ["python", "tiny.py", "-f", "{connection_file}"]}))
    with foreign.kernels_of(tmp_path / "case" / "course"):
        place, before = os.environ["JUPYTER_PATH"].split(os.pathsep)
        with open(f"{place}/kernels/tiny/kernel.json", encoding="utf-8") as file:
            command = json.load(file)["argv"]
        assert command[:2] == [sys.executable, f"{place}/tiny.py"]
        assert os.path.isfile(command[1])
    assert (before, os.environ["JUPYTER_PATH"]) == ("/before", "/before")


@pytest.mark.parametrize("beside", [True, False])
def test_what_was_there_before_is_there_again(tmp_path, monkeypatch, beside):
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    if beside:
        (tmp_path / "jupyter" / "kernels").mkdir(parents=True)
    with foreign.kernels_of(tmp_path / "course"):
        assert ("JUPYTER_PATH" in os.environ) is beside
    assert "JUPYTER_PATH" not in os.environ


def test_only_what_somebody_handed_in_is_graded(tmp_path):
    found = foreign.assignments(tmp_path, [])
    assert {each.kind for each in found} == {foreign.IMITATED, foreign.ODD}
    (tmp_path / "ways" / "source" / "nobody").mkdir()
    assert "nobody" not in foreign.handed_in(tmp_path / "ways")


def test_stock_scores_are_kept_until_the_assignment_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "STOCK", tmp_path / "stock.json")
    assert foreign.stored_stock("a, b", "1") == {}
    foreign.store_stock("a, b", "1", {"ann": [["n", "t", 1.0]]})
    foreign.store_stock("a, c", "1", {"bob": [["", "", 2.0]]})
    assert foreign.stored_stock("a, b", "1") == {"ann": [["n", "t", 1.0]]}
    assert foreign.stored_stock("a, c", "1") == {"bob": [["", "", 2.0]]}
    assert foreign.stored_stock("a, b", "2") == {}
