"""What came from a platform for an assignment: who, in which files, late or not; so that pages find their way back."""

from __future__ import annotations

from dataclasses import asdict, field
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from grader.course.directory import Course
from grader.course.people import write_json_file
from grader.errors import CourseError


@dataclass(config=ConfigDict(extra="forbid"))
class Received:
    """The newest work of one student as the platform gave it.

    Attributes
    ----------
    layout : str
        Where it comes from: `canvas`, `moodle`, `brightspace`, `blackboard`, `ilias`, `gradescope` or `folder`.
    name, number : str
        The person as the platform writes them.
    late : bool
        Whether the platform marks the work as late.
    time : str
        When it was handed in, ISO 8601, as the platform says it; "" where it does not.
    order : int
        Larger means later, where the platform counts; 0 where it does not.
    files : dict of str to str
        Path in the archive by path in the submission.
    """

    layout: str
    name: str = ""
    number: str = ""
    late: bool = False
    time: str = ""
    order: int = 0
    files: dict[str, str] = field(default_factory=dict)


# People mend this file by hand: what is of another kind than it must be is told, and not guessed at.
_RECORD = TypeAdapter(dict[str, Received])


def received_path(course: Course, assignment: str) -> Path:
    """Return where the record of an assignment lies (it need not exist)."""
    return course.root / "downloaded" / assignment / "received.json"


def load_received(course: Course, assignment: str) -> dict[str, Received]:
    """Return what came from platforms, by student id; empty where nothing was collected.

    Raises
    ------
    CourseError
        If the record is damaged.
    """
    path = received_path(course, assignment)
    try:
        return _RECORD.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        why = ": ".join(filter(None, [", ".join(map(str, first["loc"])), first["msg"]]))
        raise CourseError(f"{path} cannot be read ({why}). Take it away and collect again.") from error
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error}). Take it away and collect again.") from error


def save_received(course: Course, assignment: str, received: dict[str, Received]) -> None:
    """Write the record at one stroke.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    write_json_file(received_path(course, assignment), {who: asdict(entry) for who, entry in sorted(received.items())})


def late_students(course: Course, assignment: str) -> set[str]:
    """Return who is late: marked so by the platform, or after nbgrader's due date by the time the platform gave."""
    late = {student for student, entry in load_received(course, assignment).items() if entry.late}
    from nbgrader.api import MissingEntry

    with course.gradebook() as gradebook:
        try:
            submissions = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            return late
        return late | {s.student_id for s in submissions if s.timestamp and s.duedate and s.total_seconds_late > 0}
