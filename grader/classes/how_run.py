"""How an assignment will be run on this machine, told before: what runs it, what is missing, which tests are apart."""

from __future__ import annotations

from dataclasses import dataclass, field

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.classes.grade_class import kept_calibration
from grader.course.directory import Course
from grader.course.which_python import Chosen, chosen
from grader.grading.calibration.needs import needs_of
from grader.grading.calibration.verdicts import Calibration
from grader.grading.test_inputs.master import of_notebook
from grader.grading.test_inputs.plan import CellInputs
from grader.model import Master
from grader.notebook.kernels import find_kernel, is_found, not_installed
from grader.notebook.language import language_of
from grader.notebook.nbgrader_cells import Role, nbgrader, role_of
from grader.sandbox import missing_modules


@dataclass
class NotebookPlan:
    """How one notebook will be run.

    Attributes
    ----------
    name : str
    runs_on : str
        The Python or kernel, in words.
    missing : str
        What has to be done first, as a sentence; empty where nothing has.
    tests : list of str
        The `grade_id`s of its test cells.
    inside : dict of str to str
        Those that run in the student's session, with the reason.
    perhaps : dict of str to str
        Those that run there only if the reference answers lose points apart, with what may be in the way.
    tried : bool
        Whether that was found out by running the reference answers, not read off the tests' text.
    """

    name: str
    runs_on: str
    missing: str = ""
    tests: list[str] = field(default_factory=list)
    inside: dict[str, str] = field(default_factory=dict)
    perhaps: dict[str, str] = field(default_factory=dict)
    tried: bool = False


def how_run(course: Course, assignment: str) -> list[NotebookPlan]:
    """Return how the notebooks of an assignment will be run; nothing is run.

    Raises
    ------
    CourseError
        Where its source cannot be used.
    """
    master = course.master(assignment)
    kept = kept_calibration(course, master)
    found = chosen(course, master)
    return [
        _plan(master, found, name, nbformat.reads(content.decode("utf-8"), as_version=4), kept)
        for name, content in sorted(master.notebooks.items())
    ]


def _plan(master: Master, found: Chosen, name: str, notebook: NotebookNode, kept: Calibration | None) -> NotebookPlan:
    tests = {str(nbgrader(cell).get("grade_id")): cell for cell in notebook.cells if role_of(cell) is Role.TEST}
    language = language_of(notebook)
    if language != "python":
        plan = _in_kernel(name, notebook)
        plan.inside, plan.tried = dict.fromkeys(tests, f"tests in {language} run where the answers run"), True
    else:
        plan = _in_python(master, found, name)
        plan.tried = kept is not None
        if kept is not None:
            plan.inside = {each.id: each.why for each in kept.in_session if each.notebook == name}
        else:
            given = of_notebook(notebook)
            for grade_id, cell in tests.items():
                inputs = given.get(cell.get("id", ""), CellInputs())
                need = needs_of(cell.source, inputs.asked, inputs.watched)
                if need is not None:
                    (plan.inside if need.unseen else plan.perhaps)[grade_id] = need.why
    plan.tests = list(tests)
    return plan


def _in_kernel(name: str, notebook: NotebookNode) -> NotebookPlan:
    kernel = find_kernel(notebook)
    if kernel is None:
        return NotebookPlan(name, f"no kernel for {language_of(notebook)}", f"It {not_installed(notebook)}.")
    words = f"kernel `{kernel.name}` ({kernel.language}): {kernel.program}"
    found = is_found(kernel)
    return NotebookPlan(
        name, words, "" if found else f"There is no program {kernel.program}: install the kernel again."
    )


def _in_python(master: Master, found: Chosen, name: str) -> NotebookPlan:
    python = found.python
    absent = missing_modules([master.notebooks[name]], master.files, python)
    why = f" ({found.why})" if found.why else ""
    words = f"Python {python.version}: {python.program}{why}"
    if not absent:
        return NotebookPlan(name, words, python.lacks())
    names = ", ".join(absent)
    return NotebookPlan(name, words, f"It imports {names}, not installed there: {python.program} -m pip install ...")
