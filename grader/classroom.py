"""Grade a whole class: the one function that the commands call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.course import Course, CourseError
from grader.outcome import Limits, Outcome, Tests


@dataclass(frozen=True)
class Event:
    """What happened while a class is graded.

    Attributes
    ----------
    kind : {"start", "begin", "done", "note"}
        "start" once, with `total`; "begin" when a submission's turn comes; "done" when its outcome is written;
        "note" for a sentence that an instructor should read.
    student : str
    outcome : Outcome or None
        With "done".
    reused : bool
        With "done": the outcome of an earlier run still holds, nothing was run.
    done, total : int
        Submissions finished so far, and all of them.
    text : str
        With "note".
    """

    kind: str
    student: str = ""
    outcome: Outcome | None = None
    reused: bool = False
    done: int = 0
    total: int = 0
    text: str = ""


def grade_class(
    course: Course,
    assignment: str,
    *,
    students: Iterable[str] | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
    tests: Tests = Tests.IN_KERNEL,
    trust: bool = False,
    force: bool = False,
    on_event: Callable[[Event], None] | None = None,
) -> list[Outcome]:
    """Grade the submissions of one assignment and write them into the course.

    Every outcome is written (gradebook, executed notebook, JSON) before the next event, so an interrupted run keeps
    what it has and goes on where it stopped when it is called again.

    Parameters
    ----------
    course : Course
    assignment : str
    students : iterable of str, optional
        Only these; default: everybody known to the gradebook or with a folder. Who handed nothing in is `missing`.
    jobs : int, optional
        Submissions graded at once; default: the number of cores.
    limits : Limits, optional
    tests : Tests
        Where test cells run.
    trust : bool
        Go on where this machine lacks a layer of isolation.
    force : bool
        Grade again what an earlier run has graded already.
    on_event : callable, optional
        Called with an `Event`, in the calling thread.

    Returns
    -------
    list of Outcome
        One a student, in the order of the student ids.

    Raises
    ------
    CourseError
        If nothing can be graded: no such assignment or student, a broken master, a gradebook that cannot be opened.
    KeyboardInterrupt
        As pressed; everything finished until then is written.
    """
    raise CourseError("Grading a class is being written.")
