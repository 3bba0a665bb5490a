"""What only another machine can run, at the head of an answer, does not take the answer with it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("head", "left_out"),
    [
        (
            "from google.colab import drive\ndrive.mount('/content/drive')",
            ("from google.colab import drive", "drive.mount('/content/drive')"),
        ),
        ("%matplotlib widget", ("%matplotlib widget",)),
        ("%load_ext no_such_extension", ("%load_ext no_such_extension",)),
        ("import no_such_module as nsm, os", ("import no_such_module as nsm, os",)),
    ],
)
def test_the_rest_of_an_answer_runs(run, scores, text, head, left_out):
    found = run(("answer", f"{head}\n\ndef double(x):\n    return 2 * x"), ("check", "assert double(2) == 4"))
    answer = next(iter(found.cells.values()))
    assert (scores(found), answer.left_out) == ([2], left_out)
    assert "Error" in text(found)


@pytest.mark.parametrize("head", ["1 / 0", "x = no_such_name", "print(no_such_name)"])
def test_a_mistake_of_the_students_own_ends_the_cell(run, scores, head):
    found = run(("answer", f"{head}\ndef double(x):\n    return 2 * x"), ("check", "assert double(2) == 4"))
    assert (scores(found), next(iter(found.cells.values())).left_out) == ([0], ())


def test_nothing_before_the_head_runs_twice_and_instructors_cells_end(run):
    found = run(
        ("answer", "print('once')\nimport no_such_module\nprint('after')"), "import no_such_module\nprint('never')"
    )
    first, second = ("".join(out.get("text", "") for out in cell.outputs) for cell in found.notebook.cells)
    assert (first.split(), second) == (["once", "after"], "")


def test_installing_costs_no_time(run, text):
    found = run("!pip install pandas", "%pip install -q pandas", "!python -m pip install pandas && echo done")
    assert text(found).count("Nothing is installed while a notebook is graded") == 3
    assert sum(ran.seconds for ran in found.cells.values()) < 5
