"""What came from a platform for an assignment: who, in which files, late or not; so that pages find their way back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grader.course.directory import Course
from grader.course.people import write_json_file
from grader.errors import CourseError


@dataclass
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
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {student: Received(**entry) for student, entry in stored.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
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
