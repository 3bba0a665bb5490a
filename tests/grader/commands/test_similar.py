"""`grader similar`: what it says, the page, the list for machines, and the exit status."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbformat.v4 import new_notebook

from grader.commands import similar
from grader.errors import CommandError
from grader.notebook.nbgrader_cells import student_stub
from tests.grader.similarity.test_compare import CELLS, OWN, RENAMED, UNUSUAL


def folder_of(tmp_path, answers):
    """Make a course whose students have written these answers to `smooth`."""
    notebook = new_notebook(cells=CELLS)
    (tmp_path / "source" / "ps").mkdir(parents=True)
    nbformat.write(notebook, tmp_path / "source" / "ps" / "ps.ipynb")
    for who, text in answers.items():
        stub = student_stub(notebook)
        stub.cells[1].source = text
        (tmp_path / "submitted" / who / "ps").mkdir(parents=True)
        nbformat.write(stub, tmp_path / "submitted" / who / "ps" / "ps.ipynb")
    return tmp_path


def test_a_pair_is_named_with_how_rare_it_is(tmp_path, capsys):
    own = {f"own{place}": text for place, text in enumerate(OWN)}
    folder = folder_of(tmp_path, own | {"ada": UNUSUAL, "ben": RENAMED})
    assert similar.run(folder, "ps", common=None, output=None, json=str(tmp_path / "s.json")) == 1
    said = capsys.readouterr().out
    assert "ada and ben: " in said
    assert "nobody else has any of it" in said
    assert "7 submissions compared, 1 pair stands out." in said
    assert "Alike does not mean copied" in said
    assert (folder / "reports" / "ps-similar.html").is_file()
    assert json.loads((tmp_path / "s.json").read_text())["pairs"][0]["students"] == ["ada", "ben"]


def test_nobody_stands_out(tmp_path, capsys):
    folder = folder_of(tmp_path, {"ada": OWN[0], "ben": OWN[1], "cleo": OWN[3]})
    assert similar.run(folder, "ps", common=None, output=None, json=None) == 0
    assert "3 submissions compared, no pair stands out." in capsys.readouterr().out


def test_one_submission_is_too_few(tmp_path):
    folder = folder_of(tmp_path, {"ada": OWN[0]})
    with pytest.raises(CommandError, match="two are needed"):
        similar.run(folder, "ps", common=None, output=None, json=None)
