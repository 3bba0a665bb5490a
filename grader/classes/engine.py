"""How the notebooks of an assignment are run on this machine: isolated, or trusted where a person has said so."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.classes.threads import Job, grade_threaded
from grader.course.directory import Course
from grader.course.which_python import python_of
from grader.errors import CourseError, ForkServerError, ReachError
from grader.grading.calibration.calibrate import calibrate
from grader.grading.calibration.verdicts import Calibration
from grader.grading.grade import grade
from grader.grading.kernel.running import KernelRunner
from grader.grading.session_environment import told
from grader.machine import cores
from grader.model import Limits, Master, Outcome, Submission, Tests
from grader.notebook.kernels import find_kernel, kernel_name, not_installed
from grader.notebook.language import language_of
from grader.pythons import Python, own
from grader.sandbox import (
    KERNEL_MODULES,
    ForkServer,
    KernelSandbox,
    Sandbox,
    imports_of,
    readable_around,
    readable_for,
    refusal,
)

TRUST_HINT = "For submissions that you have read or of people you trust, --trust-submissions grades without isolation."
TRUSTED_NOTE = "Graded without isolation (--trust-submissions), with the tests in the student's process. {}"
STEPS = ("source", "release", "submitted", "autograded", "feedback")


@dataclass(frozen=True)
class Engine:
    """Grades submissions on this machine; a context manager that ends what it started.

    Attributes
    ----------
    tests : Tests
        Where test cells run.
    runner : Sandbox or KernelRunner
        How notebooks are run: isolated, or trusted to a plain kernel.
    note : str
        What an instructor should know about it; empty where there is nothing to say.
    calibration : Calibration or None
        Which test cells have to run beside the answers.
    """

    tests: Tests
    runner: Sandbox | KernelRunner
    note: str = ""
    calibration: Calibration | None = None

    @property
    def isolated(self) -> bool:
        """Whether submissions run isolated."""
        return isinstance(self.runner, Sandbox)

    @property
    def grade(self) -> Job:
        """The function that grades one submission this way; it may run in several threads at once."""
        return functools.partial(grade, runner=self.runner, tests=self.tests, calibration=self.calibration)

    def calibrate(self, master: Master, limits: Limits, on_step: Callable[[str], None] | None = None) -> Calibration:
        """Run the reference answers and the untouched version, and return where each test cell is judged right."""
        inside = self.in_session()

        def run(tests: Tests, plan: Calibration, submission: Submission) -> Outcome:
            runner = (inside if tests is Tests.IN_SESSION else self).runner
            return grade(master, submission, limits, runner=runner, tests=tests, calibration=plan)

        return calibrate(master, run, self.tests, on_step=on_step)

    def calibrated(self, calibration: Calibration) -> Engine:
        """Return an engine that grades by the verdicts of a calibration."""
        return replace(self, calibration=calibration)

    def with_threads(self, threads: int) -> Engine:
        """Return an engine whose sessions may use so many threads."""
        runner = self.runner
        isolated = isinstance(runner, Sandbox)
        return replace(self, runner=replace(runner, threads=threads) if isolated else KernelRunner(threads=threads))

    def grade_all(
        self, master: Master, students: Iterable[str], read: Callable[[str], Submission], limits: Limits, *,
        jobs: int | None = None, on_begin: Callable[[str], None] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> Iterator[Outcome]:  # fmt: skip
        """Grade many submissions at once; see `grader.classes.threads.grade_threaded`."""
        count, ahead, engine = max(1, jobs or cores()), 0, self
        if isinstance(self.runner, Sandbox):
            # Forking and confining is mostly waiting: one submission more is prepared while the others run.
            ahead, engine = 1, replace(self, runner=replace(self.runner, turns=threading.BoundedSemaphore(count)))
        return grade_threaded(
            master, students, read, limits, jobs=count, tests=self.tests, job=engine.grade, on_begin=on_begin,
            ahead=ahead,
        )  # fmt: skip

    def in_session(self) -> Engine:
        """Return an engine that runs test cells in the student's process, isolated as this one is."""
        runner = self.runner.in_session() if isinstance(self.runner, Sandbox) else self.runner
        return replace(self, tests=Tests.IN_SESSION, runner=runner)

    def begin(self) -> None:
        """Begin to start what is shared by all submissions, while the caller reads the course; `start` waits for it."""
        if isinstance(self.runner, Sandbox):
            self.runner.fork_server.begin()

    def start(self) -> None:
        """Start what is shared by all submissions; without this the first of them does.

        Raises
        ------
        CourseError
        """
        if not isinstance(self.runner, Sandbox):
            return
        try:
            self.runner.start()
        except (ForkServerError, OSError) as error:
            raise CourseError(f"Submissions cannot be run: {error}") from error

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.close()


def choose(
    course: Course, master: Master, tests: Tests = Tests.AUTO, *, trust: bool = False, threads: int = 1
) -> Engine:
    """Return how an assignment is run here.

    Parameters
    ----------
    course : Course
    master : Master
    tests : Tests
        Where test cells shall run. Without isolation they run in the student's process, whatever is wanted.
    trust : bool
        Run in a plain kernel where submissions cannot be isolated.
    threads : int
        Threads that numerical libraries of one session may use.

    Raises
    ------
    CourseError
        Where submissions cannot be isolated and are not trusted, or the course's Python cannot be used; it says what to
        do.
    """
    python = python_of(course, master)
    why = refusal()
    if why and not trust:
        raise CourseError(f"{why} {TRUST_HINT}")
    if why and not python.is_own:
        raise CourseError(f"{why} Without isolation notebooks run under the grader's own Python, not {python.program}.")
    if why:
        return Engine(Tests.IN_SESSION, KernelRunner(threads=threads), note=TRUSTED_NOTE.format(why))
    if other_language(master):
        return in_kernels(master, closed_folders(course), tests, threads=threads, python=python)
    return isolated(master, closed_folders(course), tests, threads=threads, python=python)


def choose_alone(master: Master, *, threads: int = 1) -> Engine:
    """Return how an assignment without a course, its author's own work, is run: isolated where that can be done here.

    Test cells run in the session, because there are no reference answers to try them on apart from it.
    """
    why = refusal()
    if why:
        return Engine(Tests.IN_SESSION, KernelRunner(threads=threads), note=TRUSTED_NOTE.format(why))
    if other_language(master):
        return in_kernels(master, [], Tests.IN_SESSION, threads=threads)
    return isolated(master, [], Tests.IN_SESSION, threads=threads, python=python_of(None, master))


def isolated(
    master: Master, closed: Iterable[Path], tests: Tests, *, threads: int, variables: dict[str, str] | None = None,
    python: Python | None = None,
) -> Engine:  # fmt: skip
    """Return an engine that isolates submissions on this machine; nothing is started yet.

    Parameters
    ----------
    master : Master
    closed : iterable of Path
        Folders of which no session may read anything; see `closed_folders`.
    tests : Tests
    threads : int
    variables : dict of str to str, optional
        What sessions may know of the environment; default: see `grader.grading.session_environment.told`.
    python : Python, optional
        Which one runs sessions and judges; default: the one that runs the grader.

    Raises
    ------
    CourseError
        Where sessions could read one of the closed folders, because their Python lies around it.
    """
    python = python or own()
    closed = list(closed)
    check_out_of_reach(closed, python)
    variables = told() if variables is None else variables
    found = imports_of(master.notebooks.values(), master.files, closed, python)
    places = [*found.readable, *_data(variables), *_keras_data()]
    check_out_of_reach(closed, python, places)
    server = ForkServer(found.modules, places, found.search, variables, python)
    # A module that students write is theirs: tests must not meet the instructor's copy of it.
    files = {name: content for name, content in master.files.items() if name not in master.editable}
    note = "" if python.is_own else f"Notebooks run under Python {python.version} ({python.program}). {python.lacks()}"
    engine = Engine(tests, Sandbox(server, judge=True, threads=threads, judge_files=files), note.strip())
    return engine.in_session() if tests is Tests.IN_SESSION else engine


def in_kernels(
    master: Master, closed: Iterable[Path], tests: Tests, *, threads: int, python: Python | None = None
) -> Engine:
    """Return an engine for an assignment with notebooks of other languages: isolated, with the tests in the session.

    Raises
    ------
    CourseError
        Where a kernel is not installed, tests are wanted apart, or notebooks of Python beside them need another Python.
    """
    language = other_language(master)
    closed = list(closed)
    check_out_of_reach(closed, own())
    if python is not None and not python.is_own and len(foreign_notebooks(master)) < len(master.notebooks):
        raise CourseError(
            f"{language} The notebooks of Python beside it run under the grader's own Python, not under "
            f"{python.program}: put them into an assignment of their own."
        )
    if tests is Tests.APART:
        raise CourseError(f"{language} Its tests can only run in the student's session: leave out --tests apart.")
    kernels = {}
    for name, notebook in foreign_notebooks(master).items():
        kernel = find_kernel(notebook)
        if kernel is None:
            raise CourseError(f"{name}.ipynb {not_installed(notebook)}.")
        kernels[kernel_name(notebook)] = kernel
    variables = told()
    found = imports_of(master.notebooks.values(), master.files, closed)
    places = [*found.readable, *_data(variables), *readable_for(kernels.values(), closed)]
    check_out_of_reach(closed, own(), places)
    server = ForkServer([*found.modules, *KERNEL_MODULES], places, found.search, variables)
    runner = KernelSandbox(server, judge=False, threads=threads, kernels=kernels)
    return Engine(Tests.IN_SESSION, runner, note=f"{language} Submissions run isolated, with the tests in them.")


def check_out_of_reach(closed: Iterable[Path], python: Python, places: Iterable[str] = ()) -> None:
    """Refuse a course that lies inside what every session may read: the hidden tests would be among it.

    Parameters
    ----------
    closed : iterable of Path
    python : Python
        Which one runs the sessions.
    places : iterable of str
        What they may read of data and modules.

    Raises
    ------
    ReachError
    """
    places = list(places)
    for folder in closed:
        around = readable_around(folder, python)
        if around:
            raise ReachError(
                f"{folder} lies in {around}, which every session can read (it belongs to the system or to the Python "
                "that runs it): move the course out of it."
            )
        around = readable_around(folder, python, places)
        if around:
            raise ReachError(
                f"{folder} lies in {around}, which every session could read (COURSE_DATA_DIR, KERAS_HOME or a module "
                "that a notebook imports is there): move the data or the module out, or the course."
            )


def closed_folders(course: Course) -> list[Path]:
    """Return the folders and files of a course that no session may read, whatever a notebook imports."""
    gradebook = [course.gradebook_file] if course.gradebook_file is not None else []
    sources = [
        course.folder("source", each) for each in course.assignments()
    ]  # in a layout of its own, not below a step
    return [*map(course.step_folder, STEPS), *sources, course.root / "downloaded", *gradebook]


def _data(variables: dict[str, str]) -> list[str]:
    folder = variables.get("COURSE_DATA_DIR")
    return [str(Path(folder).expanduser().resolve())] if folder else []


def _keras_data() -> list[str]:
    home = os.environ.get("KERAS_HOME")
    folder = (Path(home).expanduser() if home else Path.home() / ".keras") / "datasets"
    return [str(folder.resolve())] if folder.is_dir() else []


def foreign_notebooks(master: Master) -> dict[str, NotebookNode]:
    """Return the notebooks of an assignment that are not written in Python, by name."""
    read = {name: nbformat.reads(text.decode("utf-8"), as_version=4) for name, text in sorted(master.notebooks.items())}
    return {name: notebook for name, notebook in read.items() if language_of(notebook) != "python"}


def other_language(master: Master) -> str:
    """Say which notebook is not written in Python; empty where none is."""
    for name, notebook in foreign_notebooks(master).items():
        return f"{name}.ipynb is written in {language_of(notebook)}."
    return ""
