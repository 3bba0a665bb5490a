"""The seam between a class and what grades it: `Grades` is an engine on this machine or a cluster of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self

from grader.grading.calibration.verdicts import Calibration
from grader.model import Limits, Master, Outcome, Submission, Tests


class Grades(Protocol):
    """Grades the submissions of one assignment; a context manager that ends what it started.

    Attributes
    ----------
    tests : Tests
        Where test cells run.
    isolated : bool
        Whether submissions run isolated.
    note : str
        What an instructor should know about it; empty where there is nothing to say.
    calibration : Calibration or None
        Which test cells have to run beside the answers; None where that is not known.
    """

    @property
    def tests(self) -> Tests: ...

    @property
    def isolated(self) -> bool: ...

    @property
    def note(self) -> str: ...

    @property
    def calibration(self) -> Calibration | None: ...

    def start(self) -> None:
        """Start what is shared by all submissions, before the first of them.

        Raises
        ------
        CourseError
        """
        ...

    def grade_all(
        self, master: Master, students: Iterable[str], read: Callable[[str], Submission], limits: Limits, *,
        jobs: int | None = None, on_begin: Callable[[str], None] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> Iterator[Outcome]:  # fmt: skip
        """Yield outcomes as they come.

        Parameters
        ----------
        master : Master
        students : iterable of str
        read : callable
            `read(student)` gives the submission when its turn comes.
        limits : Limits
        jobs : int, optional
            Submissions at once.
        on_begin : callable, optional
            Called with the student's id when a submission's turn comes.
        on_note : callable, optional
            Called with a sentence that an instructor should read.

        Raises
        ------
        CourseError
            If nothing can be graded any more. What goes wrong with one submission is its outcome.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
