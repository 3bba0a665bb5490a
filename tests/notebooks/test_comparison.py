"""`nbval-check-output` marks a cell whose stored output is compared: a changed one fails, an unmarked one does not."""

import os
import subprocess
import sys

import nbformat
import pytest

from tests.notebooks.lessons import ROOT


@pytest.mark.parametrize(("stored", "tags", "fails"), [("4", ["nbval-check-output"], 1), ("4", [], 0)])
def test_only_marked_outputs_are_compared(tmp_path, stored, tags, fails):
    output = nbformat.v4.new_output("stream", name="stdout", text=f"{stored}\n")
    cell = nbformat.v4.new_code_cell("print(1 + 1)", outputs=[output], execution_count=1, metadata={"tags": tags})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), tmp_path / "marked.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "--nbval-current-env", tmp_path / "marked.ipynb"]
    answer = subprocess.run(command, cwd=ROOT, env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True)
    assert answer.returncode == fails, answer.stdout
