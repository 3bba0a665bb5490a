"""Which Python runs an assignment: what the command or the course says, else the one of the notebooks' own kernel."""

from __future__ import annotations

import os
from dataclasses import dataclass

import nbformat

from grader.course.directory import Course
from grader.errors import CourseError
from grader.model import Master
from grader.notebook.kernels import is_python_of_its_own, kernel_name, python_of_kernel
from grader.notebook.language import language_of
from grader.pythons import Python, ask, own


@dataclass(frozen=True)
class Chosen:
    """A Python, and by what it was chosen.

    Attributes
    ----------
    python : Python
    why : str
        In words; empty where it is the one that runs the grader.
    """

    python: Python
    why: str = ""


def python_of(course: Course | None, master: Master) -> Python:
    """Return the Python that runs an assignment's notebooks and tests; see `chosen`."""
    return chosen(course, master).python


def chosen(course: Course | None, master: Master) -> Chosen:
    """Return the Python that runs an assignment's notebooks and tests, and why it is that one.

    `--python`, else `c.Grader.python` of the course's configuration, else the Python of the kernel that the notebooks
    name, where that is an installed one of a name of its own: `python3` is on every machine another one.

    Raises
    ------
    CourseError
        If it cannot be used, or notebooks of one assignment name different ones.
    """
    if course and course.python:
        return Chosen(ask(course.python), course.python_from)
    found: dict[str, tuple[str, str]] = {}
    unknown = ""
    for name, content in sorted(master.notebooks.items()):
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        if language_of(notebook) != "python":
            continue
        program = python_of_kernel(notebook)
        if program is not None:
            found.setdefault(ask(_there(program, name, notebook)).prefix, (program, kernel_name(notebook)))
            continue
        found.setdefault(own().prefix, ("", ""))
        if is_python_of_its_own(notebook):
            unknown = f"its kernel `{kernel_name(notebook)}` is not installed here"
    if len(found) > 1:
        kernels = ", ".join(f"`{kernel}`" if kernel else "the grader's own" for _, kernel in found.values())
        raise CourseError(
            f"The notebooks of {master.assignment} name kernels of different Pythons ({kernels}): say with --python "
            "which one runs them."
        )
    ((program, kernel),) = found.values() or [("", "")]
    return Chosen(ask(program), f"kernel `{kernel}`") if program else Chosen(own(), unknown)


def _there(program: str, name: str, notebook) -> str:
    if not os.access(program, os.X_OK):
        raise CourseError(
            f"{name}.ipynb names the kernel `{kernel_name(notebook)}`, whose Python {program} is not there: install "
            "the kernel again (python -m ipykernel install), or say with --python which one runs it."
        )
    return program
