"""`grader similar`: what it prints and its exit status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.console.course_notes import say_excluded
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.errors import CommandError
from grader.model import Submission
from grader.pages.similar_page import write_similar_page
from grader.similarity.compare import FEW, Similarity, compare

SHOWN = 20  # pairs that are listed here; all of them stand on the page


def run(course_folder: Path, assignment: str, *, common: int | None, output: Path | None, json: str | None) -> int:
    """Compare the submissions of an assignment; returns 1 where a pair or a submission needs a person, else 0.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or there are no two submissions to compare.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    with out.status(f"{assignment}: comparing submissions ..."):
        similarity = compare(course.master(assignment), submissions(course, assignment), common=common)
    if similarity.compared < 2:
        for student, why in similarity.problems.items():
            out.print(f"{student}: {why}", soft_wrap=True)
        raise CommandError(
            f"{assignment}: {similarity.compared} submissions with answers, and two are needed. Run `grader collect "
            f"{assignment}` first."
        )
    path = write_similar_page(course, similarity, output)
    if json:
        write_json(json, similarity.to_json())
    show_similarity(out, similarity)
    say_excluded(out, course, assignment)
    out.print(f"Page: {path.as_uri()}", soft_wrap=True)
    out.print("It names students: keep it among instructors. Alike does not mean copied: read both, and ask.")
    return int(bool(similarity.pairs or similarity.problems))


def submissions(course: Course, assignment: str) -> Iterator[Submission]:
    """Yield what was handed in, one after the other."""
    for student in course.submitted_students(assignment):
        yield course.submission(assignment, student)


def show_similarity(out: Console, similarity: Similarity) -> None:
    """Print the pairs, how rare what they share is, and who could not be compared."""
    for pair in similarity.pairs[:SHOWN]:
        rare = "nobody else has any of it" if pair.most == 2 else f"at most {pair.most} have some of it"
        who = Text.assemble((" and ".join(pair.students), "bold"))
        share = f": {pair.tokens} words and signs in common, {pair.share:.0%} of their own work; {rare}"
        out.print(who.append(share), soft_wrap=True)
    if len(similarity.pairs) > SHOWN:
        out.print(f"... and {len(similarity.pairs) - SHOWN} more pairs.")
    for student, why in similarity.problems.items():
        out.print(Text.assemble((student, "yellow"), f": {why}"), soft_wrap=True)
    pairs = {0: "no pair stands out", 1: "1 pair stands out"}
    said = pairs.get(len(similarity.pairs), f"{len(similarity.pairs)} pairs stand out")
    out.print(f"{similarity.compared} submissions compared, {said}.", soft_wrap=True)
    if similarity.compared < FEW:
        out.print("Of so few nobody can say well what is usual: look twice.")
