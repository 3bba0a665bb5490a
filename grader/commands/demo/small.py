"""The course of plain Python that ships with the grader: made from one text, so that nothing else need be installed."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.commands.demo.samples import FILE_NAME

TEXT = Path(__file__).resolve().parents[2] / "templates" / "small_course.toml"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_FLAGS = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}


def write_small_course(folder: Path) -> str:
    """Write a course with one notebook and the samples for it; return the assignment's name.

    Parameters
    ----------
    folder : Path
        An empty one, or one that does not exist.
    """
    plain = tomllib.loads(TEXT.read_text(encoding="utf-8"))
    lesson = plain["lesson"]
    source, samples = folder / "source" / lesson, folder / "samples" / lesson
    source.mkdir(parents=True)
    notebook = new_notebook(cells=[made_cell(entry) for entry in plain["cell"]], metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, source / f"{lesson}.ipynb")
    samples.mkdir(parents=True)
    shutil.copyfile(TEXT, samples / FILE_NAME)
    for name, answers in plain["answers"].items():
        (samples / "answers" / name).mkdir(parents=True)
        for grade_id, text in answers.items():
            (samples / "answers" / name / f"{grade_id}.py").write_text(text.strip("\n"), encoding="utf-8")
    return lesson


def made_cell(entry: dict[str, Any]) -> NotebookNode:
    """Return a cell as a class file describes it: `markdown`, or `id`, `source`, and `points` or `answer`."""
    if "markdown" in entry:
        return new_markdown_cell(entry["markdown"])
    cell = new_code_cell(entry["source"].strip("\n"))
    marks: dict[str, Any] = {"grade_id": entry["id"], "solution": bool(entry.get("answer"))}
    marks["locked"] = not marks["solution"]
    if "points" in entry:
        marks |= {"grade": True, "points": entry["points"]}
    cell["id"] = entry["id"]
    cell.metadata["nbgrader"] = _FLAGS | marks
    return cell
