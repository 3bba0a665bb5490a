"""The head of a stored lesson says the time that was measured last."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils import lesson_times
from tools import head_times

OLD = (
    "How long 03_dense_ae runs in the full profile has not been measured yet.",
    "On two processor cores this lesson computes for about 20 seconds.",
    "On two processor cores the core of this lesson computes for about 20 seconds, "
    "with the sections called Further for about 40 seconds.",
)


@pytest.fixture
def measured(monkeypatch):
    rows = {"03_dense_ae": {"full, s": 170, "full, core, s": 100, "fast, s": 20}}
    monkeypatch.setattr(lesson_times, "measured", lambda: rows)
    monkeypatch.setenv("COURSE_PROFILE", "fast")  # what is stored was run in the full profile all the same


def lesson(folder, text, source='print(results.run_time("03_dense_ae"))'):
    path = folder / "03_dense_ae.ipynb"
    output = new_output("stream", name="stdout", text=text)
    nbformat.write(new_notebook(cells=[new_code_cell(source, outputs=[output])]), path)
    return path


@pytest.mark.parametrize("old", OLD)
def test_the_sentence_is_printed_anew_and_its_neighbours_stay(tmp_path, measured, old):
    path = lesson(tmp_path, f"mnist: training (55000, 784)\n{old}\n")
    assert head_times.renew(path)
    assert nbformat.read(path, as_version=4).cells[0].outputs[0].text == (
        "mnist: training (55000, 784)\nOn two processor cores the core of this lesson computes for about 2 minutes, "
        "with the sections called Further for about 3 minutes.\n"
    )
    assert not head_times.renew(path)


def test_cells_that_print_no_time_stay(tmp_path, measured):
    path = lesson(tmp_path, f"{OLD[0]}\n", source="print('...')")
    assert not head_times.renew(path)
