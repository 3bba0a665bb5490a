"""`grader demo`: a small class from sample submissions, released, graded, given back and reported on."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.classes.grade_class import grade_class
from grader.commands.demo.samples import (
    Sample,
    SampleClass,
    build_submission,
    difference,
    lessons_with_samples,
    load_samples,
)
from grader.commands.demo.small import write_small_course
from grader.console.course_notes import course_option
from grader.console.progress import ClassProgress
from grader.console.terminal import console, state_text, write_json
from grader.course.directory import Course
from grader.course.nbgrader_feedback import LINE
from grader.errors import CommandError, SampleError
from grader.model import Limits, Outcome
from grader.pages.feedback import write_feedback
from grader.pages.report import write_report
from grader.release.student_version import make_student_version, released
from grader.sandbox import refusal
from grader.text import points

MARKER = ".made-by-grader-demo"
CONFIG = '''"""A class that `grader demo` made; it is made anew each time."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "demo_class"
{line}
'''


def run_small(folder: Path, *, jobs: int | None, json: str | None) -> int:
    """Make, grade and show the class of plain Python that ships with the grader; see `run`."""
    with tempfile.TemporaryDirectory() as made:
        lesson = write_small_course(Path(made))
        return run(Path(made), folder, lesson=lesson, jobs=jobs, json=json)


def run(course_folder: Path, folder: Path, *, lesson: str | None, jobs: int | None, json: str | None) -> int:
    """Make, grade and show a sample class; returns 1 where a sample ended differently than expected, else 0.

    Raises
    ------
    CourseError, CommandError
        Where there are no samples, or the folder is somebody else's.
    """
    began = time.monotonic()
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    try:
        samples = _choose(course, lesson)
        demo = make_class(course, samples, folder)
    except SampleError as error:
        raise CommandError(str(error)) from error
    out.print(f"Made {folder} with {len(samples.students)} students of {samples.lesson}. Grading ...")
    with ClassProgress(out, samples.lesson) as progress:
        outcomes = grade_class(
            demo,
            samples.lesson,
            jobs=jobs,
            limits=_limits(samples),
            trust=True,  # the samples are the course's own
            on_event=progress,
        )
    pages, _ = write_feedback(demo, samples.lesson)
    report, _ = write_report(demo, samples.lesson)
    by_student = {outcome.student: outcome for outcome in outcomes}
    off = {sample.id: difference(sample, by_student.get(sample.id)) for sample in samples.students}
    if json:
        write_json(json, [_line(sample, by_student.get(sample.id), off[sample.id]) for sample in samples.students])
    _show(out, samples, by_student, off)
    _where(out, demo, samples, pages, report, time.monotonic() - began)
    wrong = [student for student, words in off.items() if words]
    if wrong:
        said = f"{len(wrong)} of {len(off)} ended differently than expected:"
        out.print(Text.assemble((said, "bold red"), f" {', '.join(wrong)}"))
        return 1
    return 0


def make_class(course: Course, samples: SampleClass, folder: Path) -> Course:
    """Make a course directory with the lesson released and every sample handed in.

    Parameters
    ----------
    course : Course
        Where the lesson comes from.
    samples : SampleClass
    folder : Path
        Made anew; an existing folder is removed only if a demo made it.

    Raises
    ------
    CommandError, SampleError, CourseError
        Where the folder is somebody else's, or samples and lesson do not fit.
    """

    if folder.exists() and any(folder.iterdir()) if folder.is_dir() else folder.exists():
        if not (folder / MARKER).is_file():
            raise CommandError(f"{folder} exists and was not made by `grader demo`. Choose another one with --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("This folder is removed by the next `grader demo`.\n", encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(CONFIG.format(line=LINE), encoding="utf-8")
    ignore = shutil.ignore_patterns(*course.coursedir.ignore)
    shutil.copytree(course.folder("source", samples.lesson), folder / "source" / samples.lesson, ignore=ignore)
    demo = Course.open(folder)
    make_student_version(demo, samples.lesson)
    versions = released(demo, samples.lesson)
    if len(versions) != 1:
        raise SampleError(f"{samples.lesson} has {len(versions)} notebooks; samples are made for lessons with one.")
    name, notebook = next(iter(versions.items()))
    for sample in samples.students:
        content = build_submission(notebook, sample)
        if content is not None:
            target = demo.folder("submitted", samples.lesson, sample.id)
            target.mkdir(parents=True)
            (target / f"{name}.ipynb").write_bytes(content)
    with demo.gradebook() as gradebook:
        for sample in samples.students:
            first, _, last = sample.name.partition(" ")
            gradebook.update_or_create_student(sample.id, first_name=first, last_name=last)
    return demo


def _limits(samples: SampleClass) -> Limits:
    # Where there is no fork server to fork from, every submission imports its libraries by itself.
    seconds = samples.cell_seconds if refusal() is None else max(samples.cell_seconds, 20)
    return Limits(cell_seconds=seconds, seconds=120, memory_mb=samples.memory_mb)


def _choose(course: Course, lesson: str | None) -> SampleClass:
    folder = course.root / "samples"
    there = [name for name in lessons_with_samples(folder) if name in course.assignments()]
    if not there:
        raise CommandError(
            f"{folder}: no sample submissions for a lesson of this course. Run it in the repository's folder, or with "
            "--small."
        )
    if lesson is not None and lesson not in there:
        raise CommandError(f"{folder}: no sample submissions for {lesson!r} (there: {', '.join(there)}).")
    return load_samples(folder / (lesson or there[0]))


def _line(sample: Sample, outcome: Outcome | None, off: str) -> dict:
    return {
        "student": sample.id,
        "story": sample.story,
        "state": str(outcome.state) if outcome else None,
        "score": outcome.score if outcome else None,
        "max_score": outcome.max_score if outcome else None,
        "as_expected": not off,
        "difference": off,
    }


def _show(out: Console, samples: SampleClass, outcomes: dict[str, Outcome], off: dict[str, str]) -> None:
    table = Table(
        title=f"{samples.lesson}: the demo class", title_justify="left", title_style="bold", header_style="bold"
    )
    for column in ("student", "what they did"):
        table.add_column(column, overflow="fold")
    table.add_column("state", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("as expected", overflow="fold", ratio=1)
    for sample in samples.students:
        outcome = outcomes.get(sample.id)
        words = Text(f"no: {off[sample.id]}", style="bold red") if off[sample.id] else Text("yes", style="green")
        if outcome is None:
            table.add_row(sample.id, sample.story, "–", "–", "–", words)
            continue
        score = f"{points(outcome.score)}/{points(outcome.max_score)}"
        table.add_row(sample.id, sample.story, state_text(outcome.state), score, f"{outcome.seconds:.1f} s", words)
    out.print(table)


def _where(out: Console, demo: Course, samples: SampleClass, pages: dict, report: Path, seconds: float) -> None:
    out.print(f"Class report: {report.as_uri()}", soft_wrap=True)
    partly = [student for student in pages if student in [sample.id for sample in samples.students if sample.loses]]
    for student in (partly or list(pages))[:1]:
        out.print(f"Feedback page: {pages[student][0].as_uri()}", soft_wrap=True)
    out.print(f"All of them: {demo.folder('feedback', samples.lesson, 'STUDENT')}", soft_wrap=True)
    assignment, where = samples.lesson, course_option(demo.root)
    out.print(f"It took {seconds:.0f} s. Next:", soft_wrap=True)
    for step in (
        "open the report and the page above",
        f"change a notebook below {demo.folder('submitted', assignment, 'STUDENT').parent.parent} and run: "
        f"grader grade {assignment}{where}",
        "make a course of your own notebooks: grader init FOLDER",
    ):
        out.print(f"  - {step}", soft_wrap=True)
