"""Which handed-in file is which notebook: one answer for collecting and for grading."""

from __future__ import annotations

import pytest

from grader.notebook.file_names import fitting_notebooks, released_name


@pytest.mark.parametrize(
    ("stem", "names", "found"),
    [
        ("lab", ["lab"], ("lab", 0)),
        ("lab-1", ["lab"], ("lab", 1)),
        ("lab (2)", ["lab"], ("lab", 2)),
        ("lab(12)", ["lab"], ("lab", 12)),
        ("LAB-1", ["lab"], ("lab", 1)),
        ("lab-1", ["lab", "lab-1"], ("lab-1", 0)),
        ("lab-1-2", ["lab", "lab-1"], ("lab-1", 2)),
        ("lab-2", ["lab-1", "lab"], ("lab", 2)),
        ("lab (1)", ["lab", "lab-1"], ("lab", 1)),
        ("lab (1)", ["lab", "lab (1)"], ("lab (1)", 0)),
        ("lab1", ["lab-1", "lab1"], ("lab1", 0)),
        ("lab-1", ["lab1", "lab-1"], ("lab-1", 0)),
        ("e\u0301tude", ["\u00e9tude"], ("\u00e9tude", 0)),
        ("lab-2024", ["lab"], ("", 0)),
        ("other", ["lab"], ("", 0)),
        ("", ["lab"], ("", 0)),
    ],
)
def test_a_name_tells_the_notebook_and_the_upload(stem, names, found):
    assert released_name(stem, names) == found


@pytest.mark.parametrize(
    ("handed_in", "wanted", "found"),
    [
        (["lab-1.ipynb"], "lab", []),  # the other notebook's own name
        (["Lab-1.ipynb"], "lab", []),
        (["Lab-1.ipynb"], "lab-1", ["Lab-1.ipynb"]),
        (["lab-1-Copy1.ipynb"], "lab", []),
        (["lab-1-Copy1.ipynb"], "lab-1", ["lab-1-Copy1.ipynb"]),
        (["lab-Copy1.ipynb", "lab-1.ipynb"], "lab", ["lab-Copy1.ipynb"]),
        (["lab-3.ipynb", "lab-1.ipynb"], "lab", ["lab-3.ipynb"]),
        (["b/lab.ipynb", "a/lab.ipynb"], "lab", ["a/lab.ipynb", "b/lab.ipynb"]),
        (["lab (1).ipynb", "lab (2).ipynb"], "lab", ["lab (1).ipynb", "lab (2).ipynb"]),
    ],
)
def test_no_file_is_two_notebooks(handed_in, wanted, found):
    assert fitting_notebooks(handed_in, wanted, ["lab", "lab-1"]) == found


@pytest.mark.parametrize(
    ("handed_in", "wanted", "found"),
    [
        (["ps1.ipynb", "other.ipynb"], "ps1", ["ps1.ipynb"]),
        (["ps1 (1).ipynb"], "ps1", ["ps1 (1).ipynb"]),
        (["PS1.ipynb", "notes.txt"], "ps1", ["PS1.ipynb"]),
        (["folder/ps1.ipynb"], "ps1", ["folder/ps1.ipynb"]),
        (["homework ada.ipynb"], "ps1", ["homework ada.ipynb"]),
        (["a.ipynb", "b.ipynb"], "ps1", ["a.ipynb", "b.ipynb"]),
        (["notes.txt"], "ps1", []),
        ([".ipynb_checkpoints/ps1.ipynb"], "ps1", []),
    ],
)
def test_a_renamed_notebook_is_found(handed_in, wanted, found):
    assert fitting_notebooks(handed_in, wanted, [wanted]) == found


def test_the_notebook_of_another_exercise_is_never_taken():
    assert fitting_notebooks(["problem2.ipynb", "x.ipynb"], "problem1", ["problem1", "problem2"]) == []
