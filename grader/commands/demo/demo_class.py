"""`grader demo`: a small class from sample submissions, released, graded, given back and reported on."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.classes.grade_class import grade_class
from grader.collect.placing import TIME_FORMAT, TIMESTAMP
from grader.commands.demo.samples import (
    Sample,
    SampleClass,
    build_submission,
    difference,
    lessons_with_samples,
    load_samples,
)
from grader.commands.demo.small import made_cell, write_small_course
from grader.commands.similar import submissions
from grader.console.course_notes import course_option
from grader.console.progress import ClassProgress
from grader.console.terminal import console, state_text, write_json
from grader.course.directory import Course
from grader.course.nbgrader_feedback import LINE
from grader.course.received import late_students
from grader.errors import CommandError, SampleError
from grader.machine import cores
from grader.model import CellOutcome, Limits, Outcome, Tests
from grader.pages.feedback import write_feedback
from grader.pages.report import write_report
from grader.pages.similar_page import write_similar_page
from grader.release.student_version import make_student_version, released
from grader.sandbox import refusal
from grader.similarity.compare import Similarity, compare
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
            jobs=jobs or cores() + 1,  # some of them only wait
            limits=_limits(samples),
            trust=True,  # the samples are the course's own
            on_event=progress,
        )
    pages, _ = write_feedback(demo, samples.lesson)
    report, _ = write_report(demo, samples.lesson)
    seen = _Seen.of(demo, samples, outcomes)
    off = seen.differences(samples)
    if json:
        write_json(json, [_line(sample, seen, off[sample.id]) for sample in samples.students])
    _show(out, samples, seen, off)
    _show_more(out, samples, seen)
    _where(out, demo, samples, pages, report, seen.page, time.monotonic() - began)
    wrong = [student for student, words in off.items() if words]
    if wrong:
        said = f"{len(wrong)} of {len(off)} ended differently than expected:"
        out.print(Text.assemble((said, "bold red"), f" {', '.join(wrong)}"))
    inside = samples.in_session <= {cell.id for cell in seen.in_session}
    if not inside:
        out.print(Text("A test that must be judged beside the answers was judged elsewhere.", style="bold red"))
    return int(bool(wrong) or not inside)


@dataclass(frozen=True)
class _Seen:
    """What grading a sample class has found: outcomes, who is late, who is alike, what ran beside the answers."""

    outcomes: dict[str, Outcome]
    late: set[str]
    similarity: Similarity
    page: Path
    in_session: list[CellOutcome]

    @classmethod
    def of(cls, demo: Course, samples: SampleClass, outcomes: list[Outcome]) -> _Seen:
        similarity = compare(demo.master(samples.lesson), submissions(demo, samples.lesson))
        cells = {cell.id: cell for outcome in outcomes for cell in outcome.cells if cell.tests is Tests.IN_SESSION}
        return cls(
            {outcome.student: outcome for outcome in outcomes},
            late_students(demo, samples.lesson),
            similarity,
            write_similar_page(demo, similarity),
            [cell for cell in cells.values() if not cell.manual],
        )

    def alike(self, student: str) -> frozenset[str]:
        """Return with whom somebody's answers are alike."""
        return frozenset(
            other for pair in self.similarity.pairs if student in pair.students for other in pair.students
        ) - {student}

    def differences(self, samples: SampleClass) -> dict[str, str]:
        """Say for each student how it ended differently than expected, "" where it did not."""
        return {
            each.id: difference(each, self.outcomes.get(each.id), late=each.id in self.late, alike=self.alike(each.id))
            for each in samples.students
        }


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
    _add_cells(folder / "source" / samples.lesson, samples)
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
            if sample.handed_in is not None:
                (target / TIMESTAMP).write_text(sample.handed_in.strftime(TIME_FORMAT), encoding="utf-8")
    with demo.gradebook() as gradebook:
        if samples.due is not None:
            gradebook.update_or_create_assignment(samples.lesson, duedate=samples.due)
        for sample in samples.students:
            first, _, last = sample.name.partition(" ")
            gradebook.update_or_create_student(sample.id, first_name=first, last_name=last)
    return demo


def _add_cells(source: Path, samples: SampleClass) -> None:
    """Add the cells of the class file to the demo's copy of a lesson, which itself stays as it is."""
    if not samples.more:
        return
    (path,) = source.glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [made_cell(entry) for entry in samples.more]
    nbformat.write(notebook, path)


def _limits(samples: SampleClass) -> Limits:
    # Where there is no fork server to fork from, every submission imports its libraries by itself.
    longer = 1 if refusal() is None else 3
    return Limits(samples.cell_seconds * longer, samples.seconds * longer, memory_mb=samples.memory_mb)


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


def _line(sample: Sample, seen: _Seen, off: str) -> dict:
    outcome = seen.outcomes.get(sample.id)
    return {
        "student": sample.id,
        "story": sample.story,
        "state": str(outcome.state) if outcome else None,
        "score": outcome.score if outcome else None,
        "max_score": outcome.max_score if outcome else None,
        "late": sample.id in seen.late,
        "alike": sorted(seen.alike(sample.id)),
        "as_expected": not off,
        "difference": off,
    }


def _show(out: Console, samples: SampleClass, seen: _Seen, off: dict[str, str]) -> None:
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
        outcome = seen.outcomes.get(sample.id)
        words = Text(f"no: {off[sample.id]}", style="bold red") if off[sample.id] else Text("yes", style="green")
        if outcome is None:
            table.add_row(sample.id, sample.story, "–", "–", "–", words)
            continue
        score = f"{points(outcome.score)}/{points(outcome.max_score)}"
        state = state_text(outcome.state)
        if sample.id in seen.late:
            state.append(", late", "yellow")
        table.add_row(sample.id, sample.story, state, score, f"{outcome.seconds:.1f} s", words)
    out.print(table)


def _show_more(out: Console, samples: SampleClass, seen: _Seen) -> None:
    """Say what no line of the table shows."""
    for cell in seen.in_session:
        out.print(f"{cell.id} was judged beside the answers, in a copy of their process: {cell.why}.", soft_wrap=True)
    if samples.due is not None and seen.late:
        out.print(
            f"Late, after {samples.due.day} {samples.due:%B, %H:%M}: {', '.join(sorted(seen.late))}.", soft_wrap=True
        )
    for pair in seen.similarity.pairs:
        rare = "nobody else's" if pair.most == 2 else f"at most {pair.most} of {seen.similarity.compared} have it"
        out.print(f"Alike but for names and layout: {' and '.join(pair.students)} ({rare}).", soft_wrap=True)


def _where(
    out: Console, demo: Course, samples: SampleClass, pages: dict, report: Path, similar: Path, seconds: float
) -> None:
    out.print(f"Class report: {report.as_uri()}", soft_wrap=True)
    out.print(f"Who is alike: {similar.as_uri()}", soft_wrap=True)
    partly = [student for student in pages if student in [sample.id for sample in samples.students if sample.loses]]
    for student in (partly or list(pages))[:1]:
        out.print(f"Feedback page: {pages[student][0].as_uri()}", soft_wrap=True)
    out.print(f"All of them: {demo.folder('feedback', samples.lesson, 'STUDENT')}", soft_wrap=True)
    assignment, where = samples.lesson, course_option(demo.root)
    out.print(f"It took {seconds:.0f} s. Next:", soft_wrap=True)
    for step in (
        "open the pages above",
        f"change a notebook below {demo.folder('submitted', assignment, 'STUDENT').parent.parent} and run: "
        f"grader grade {assignment}{where}",
        "make a course of your own notebooks: grader init FOLDER",
    ):
        out.print(f"  - {step}", soft_wrap=True)
