"""`grader return`: write the pages, put them into one zip that a platform takes, say what to do with it."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from grader.console.course_notes import say_excluded, say_ungraded
from grader.console.terminal import console
from grader.course.directory import Course
from grader.course.received import load_received
from grader.errors import CommandError
from grader.export.returned import write_zip
from grader.pages.feedback import write_feedback
from grader.text import visible

UPLOAD = {
    "canvas": "Upload it in Canvas: Gradebook, the assignment's menu, 'Re-upload submissions'. Canvas shows each page "
    "under the name of the file that was handed in.",
    "moodle": "Upload it in Moodle: View all submissions > Upload multiple feedback files in a zip ('Feedback files' "
    "must be on in the assignment's settings).",
    "folder": "Give each student the folder with their id.",
}


def run(course_folder: Path, assignment: str, *, layout: str | None, output: Path | None) -> int:
    """Write the zip; returns 1 where somebody's page is not in it although they handed something in, else 0.

    Raises
    ------
    CourseError, CommandError
        Where nothing is graded yet, or the zip cannot be written.
    """
    out = console()
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    pages, without = write_feedback(course, assignment)
    received = load_received(course, assignment)
    chosen = layout or _usual({entry.layout for student, entry in received.items() if student in pages})
    path = output or course.root / "returned" / f"{assignment}-{chosen}.zip"
    done = write_zip(path, pages, received, chosen)
    for text in done.left_out:
        out.print(Text(visible(text), style="red"), soft_wrap=True)
    ungraded = say_ungraded(out, course, assignment)
    absent = sorted({*without, *course.students(assignment)} - {*pages, *ungraded})
    if absent:
        text = f"Handed nothing in, so no page ({len(absent)}): {', '.join(absent)}"
        out.print(Text(visible(text)), soft_wrap=True)
    say_excluded(out, course, assignment)
    if not done.students:
        path.unlink(missing_ok=True)
        raise CommandError(f"{assignment}: nobody's work came from {chosen}. Use --layout folder.", status=1)
    out.print(Text(f"{done.pages} pages of {len(done.students)} students: {path}"), soft_wrap=True)
    out.print(Text(f"Next: {UPLOAD[chosen]}"), soft_wrap=True)
    return int(bool(done.left_out or ungraded))


def _usual(layouts: set[str]) -> str:
    """Return the platform the work came from, where it is one of those that take pages back."""
    return layouts.pop() if len(layouts) == 1 and layouts <= {"canvas", "moodle"} else "folder"
