"""How the notebooks of an assignment are run on this machine: isolated, or trusted where a person has said so."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from grader.apart import Setting, run_apart
from grader.course.directory import Course, CourseError
from grader.grading import grade
from grader.isolation.probe import refusal
from grader.kernel.running import run as run_trusted
from grader.outcome import Limits, Master, Outcome, Submission, Tests
from grader.warm.client import Warm, WarmError
from grader.warm.imports import imports_of

TRUST_HINT = "For submissions that you have read or of people you trust, --trust-submissions grades without isolation."
STEPS = ("source", "release", "submitted", "autograded", "feedback")


@dataclass(frozen=True)
class Engine:
    """Runs merged notebooks; a context manager that ends what it started.

    Attributes
    ----------
    tests : Tests
        Where test cells run.
    setting : Setting or None
        How isolated sessions are run; None where submissions are trusted to a plain kernel.
    note : str
        What an instructor should know about it; empty where there is nothing to say.
    """

    tests: Tests
    setting: Setting | None = None
    note: str = ""

    @property
    def isolated(self) -> bool:
        """Whether submissions run isolated."""
        return self.setting is not None

    @property
    def grade(self) -> Callable[[Master, Submission, Limits], Outcome]:
        """The function that grades one submission this way; isolated, it may run in several threads at once."""
        runner = functools.partial(run_apart, setting=self.setting) if self.setting else run_trusted
        return functools.partial(grade, runner=runner, tests=self.tests)

    def in_session(self) -> Engine:
        """Return an engine that runs test cells in the student's process, isolated as this one is."""
        setting = self.setting and replace(self.setting, judge=False, judge_files={})
        return replace(self, tests=Tests.IN_KERNEL, setting=setting)

    def start(self) -> None:
        """Start what is shared by all submissions; without this the first of them does.

        Raises
        ------
        CourseError
        """
        if self.setting is None:
            return
        try:
            self.setting.warm.start()
        except (WarmError, OSError) as error:
            raise CourseError(f"Submissions cannot be run: {error}") from error

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        if self.setting is not None:
            self.setting.warm.close()


def choose(
    course: Course, master: Master, tests: Tests = Tests.APART, *, trust: bool = False, threads: int = 1
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
        Where submissions cannot be isolated and are not trusted; it says what to do.
    """
    why = refusal() or _other_language(master)
    if why and not trust:
        raise CourseError(f"{why} {TRUST_HINT}")
    if why:
        note = f"Graded without isolation (--trust-submissions), with the tests in the student's process. {why}"
        return Engine(Tests.IN_KERNEL, note=note)
    engine = Engine(
        Tests.APART, Setting(warm_for(course, master), judge=True, threads=threads, judge_files=dict(master.files))
    )
    return engine if tests is Tests.APART else engine.in_session()


def warm_for(course: Course, master: Master) -> Warm:
    """Return a warm process (not started yet) with what the notebooks of an assignment import."""
    closed = [course.step_folder(step) for step in STEPS]
    found = imports_of(master.notebooks.values(), master.files, closed)
    data = os.environ.get("COURSE_DATA_DIR")
    places = [*found.readable, *([str(Path(data).expanduser().resolve())] if data else []), *_keras_data()]
    return Warm(found.modules, places, found.search)


def _keras_data() -> list[str]:
    home = os.environ.get("KERAS_HOME")
    folder = (Path(home).expanduser() if home else Path.home() / ".keras") / "datasets"
    return [str(folder.resolve())] if folder.is_dir() else []


def _other_language(master: Master) -> str:
    for name, content in sorted(master.notebooks.items()):
        metadata = nbformat.reads(content.decode("utf-8"), as_version=4).metadata
        language = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name")
        if language and str(language).lower() not in ("python", "python3", "ipython"):
            return f"{name}.ipynb is written in {language}, and only Python can be isolated."
    return ""
