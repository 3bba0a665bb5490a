"""The command line: what each command takes and its help; the work is in the module of each command.

Modules are imported inside the commands, so that `grader --help` does not wait for nbgrader or Matplotlib.
"""

from __future__ import annotations

from pathlib import Path

import typer

from grader import log
from grader.console.terminal import MENDED_BY_A_PERSON, console
from grader.errors import GraderError
from grader.launching import ahead
from grader.options import (
    ArchiveArgument,
    ArchiveLayoutOption,
    AroundOption,
    Assignment,
    CellTimeoutOption,
    ColumnOption,
    ColumnsOption,
    CommonOption,
    CourseOption,
    CsvOutputOption,
    DebugOption,
    DemoFolderOption,
    FilledRosterOption,
    FolderArgument,
    ForceOption,
    ForWhomOption,
    JobsOption,
    JsonOption,
    LayoutOption,
    LessonOption,
    ListOutputOption,
    MemoryOption,
    MutationOption,
    MutationPageOption,
    NewCourseOption,
    NewerOption,
    NotebookArgument,
    NotebookMbOption,
    PageOption,
    PeopleArgument,
    PreflightOption,
    PythonOption,
    ReportPageOption,
    ReturnedZipOption,
    RosterOption,
    SchedulerOption,
    SecondsOption,
    SimilarPageOption,
    SmallOption,
    StudentOption,
    TestsOption,
    TimeoutOption,
    TrustOption,
    VisibleOption,
    WhichOption,
)

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Release, collect, grade and give back the assignments of any nbgrader course.\n\n"
    "A first look: **grader demo** makes and grades a small class. **grader init** makes a course of a folder of "
    "notebooks, **grader doctor** says how it will be run. Then, in a course directory: "
    "**grader release**, **grader mutate**, **grader collect**, **grader grade**, **grader feedback**, "
    "**grader report**, **grader similar**, **grader return**, **grader export**.",
)


@app.callback()
def options(debug: DebugOption = False) -> None:
    """Take the options of all commands."""
    if debug:
        log.show()


@app.command()
def init(
    folder: FolderArgument = Path("."),
    course: NewCourseOption = None,
    json: JsonOption = None,
) -> None:
    """Turn a folder of notebooks into a course.

    Each notebook becomes an assignment, and so does each folder with notebooks. Where no cell is marked for nbgrader,
    those with a solution become answers and those that assert something tests of one point. Your own files stay as they
    are. It ends with 1 where a notebook has no graded cell.
    """
    from grader.commands.init import run

    raise typer.Exit(run(folder, course=course, json=json))


@app.command()
def release(
    assignment: Assignment,
    course: CourseOption = Path("."),
    preflight: PreflightOption = True,
    mutation_seconds: MutationOption = None,
    python: PythonOption = None,
    json: JsonOption = None,
) -> None:
    """Make the student version of an assignment, and check that it can be handed out.

    Preflight: the reference answers earn every point, the untouched student version earns none and does not crash, test
    cells stand alone, nothing hidden is left in the student version, points add up, names of cells are unique.
    It ends with 1 where something must be mended first. To hand the student version out through nbgrader's exchange:
    **nbgrader release_assignment ASSIGNMENT**.
    """
    ahead(python)
    from grader.commands.release import run

    raise typer.Exit(
        run(course, assignment, preflight=preflight, mutation_seconds=mutation_seconds, json=json, python=python)
    )


@app.command()
def mutate(
    assignment: Assignment,
    course: CourseOption = Path("."),
    seconds: SecondsOption = None,
    jobs: JobsOption = None,
    output: MutationPageOption = None,
    python: PythonOption = None,
    json: JsonOption = None,
) -> None:
    """Find out which wrong answers an assignment's tests would let through.

    They are made from the reference: another operator, off by one, another axis, a forgotten absolute value, a
    statement left out, an input changed in place. Each is graded alone. Those that earn every point are shown, here and
    on a page, as differences from the reference, with the test cell that could have noticed. What was tried is kept. A
    test that gives a wrong answer other points apart than beside it runs beside the answers from then on.
    """
    ahead(python)
    from grader.commands.mutate import run

    raise typer.Exit(run(course, assignment, seconds=seconds, jobs=jobs, output=output, json=json, python=python))


@app.command()
def collect(
    assignment: Assignment,
    source: ArchiveArgument,
    course: CourseOption = Path("."),
    roster: RosterOption = None,
    layout: ArchiveLayoutOption = None,
    newer: NewerOption = False,
    json: JsonOption = None,
) -> None:
    """Put submissions from a folder or a learning platform's zip into the course.

    Canvas, Moodle, Brightspace, Blackboard, ILIAS, Gradescope, or a folder for each student: the archive as a whole
    decides, and it is said. The newest attempt of each student goes to submitted/STUDENT/ASSIGNMENT; earlier ones are
    kept in downloaded/ASSIGNMENT/earlier. A renamed notebook is recognised by its cells; one of another assignment is
    refused. Where it is not certain whose work something is, nothing is moved. It ends with 1 where something was not
    placed.

    If students hand in through nbgrader's exchange, use **nbgrader collect ASSIGNMENT** instead and go on with
    **grader grade**.
    """
    from grader.commands.collect import run

    chosen = layout.value if layout else None
    raise typer.Exit(run(course, assignment, source, roster=roster, json=json, layout=chosen, newer=newer))


@app.command()
def grade(
    assignment: Assignment,
    course: CourseOption = Path("."),
    student: StudentOption = None,
    jobs: JobsOption = None,
    cell_timeout: CellTimeoutOption = 60.0,
    timeout: TimeoutOption = 600.0,
    memory: MemoryOption = 4096,
    notebook_mb: NotebookMbOption = 100,
    tests: TestsOption = "auto",
    trust_submissions: TrustOption = False,
    force: ForceOption = False,
    scheduler: SchedulerOption = None,
    python: PythonOption = None,
    json: JsonOption = None,
) -> None:
    """Grade the submissions of an assignment and write the scores into the course's gradebook.

    Submissions run isolated, on Linux without root or containers: no network, no files but their own.
    Every submission ends in a named state: graded, partial, timeout, crashed, unreadable or missing, with the reason.
    What is graded already and has not changed is not run again. Before the first submission the reference answers and
    the untouched student version are run, to find out where each test is judged right; that is kept. Exit status: 0
    where every submission is graded, 1 where one needs a person or the reference answers lose points in a test
    themselves, 2 where nothing could be graded.
    """
    ahead(python or scheduler)
    from grader.commands.grade import run

    raise typer.Exit(
        run(course, assignment, students=student, jobs=jobs, cell_seconds=cell_timeout, seconds=timeout,
            memory_mb=memory, notebook_mb=notebook_mb, tests=tests, trust=trust_submissions, force=force,
            scheduler=scheduler, json=json, python=python)
    )  # fmt: skip


@app.command()
def check(
    notebook: NotebookArgument,
    course: AroundOption = None,
    assignment: WhichOption = None,
    output: PageOption = None,
    visible: VisibleOption = False,
    cell_timeout: CellTimeoutOption = 60.0,
    timeout: TimeoutOption = 600.0,
    json: JsonOption = None,
) -> None:
    """Tell what grading would say of your own notebook, before you hand it in or where nobody grades it.

    The same merge, session and judge as **grader grade**, and the same page as **grader feedback**; the notebook and
    the gradebook stay as they are. Where no course is around it, its own tests judge it. Exit status: 0 where it ran to
    its end, 1 where it did not.
    """
    ahead()
    from grader.commands.check import run

    raise typer.Exit(
        run(notebook, course=course, assignment=assignment, output=output, json=json, cell_seconds=cell_timeout,
            seconds=timeout, visible_only=visible)
    )  # fmt: skip


@app.command()
def feedback(
    assignment: Assignment, course: CourseOption = Path("."), student: StudentOption = None, json: JsonOption = None
) -> None:
    """Write one HTML page for each student and notebook.

    Pages lie in feedback/STUDENT/ASSIGNMENT. They show points, every failed check with its message and hint, and the
    student's own answers, but no hidden test. To give them back through nbgrader's exchange:
    **nbgrader release_feedback ASSIGNMENT**.
    """
    from grader.commands.feedback import run

    raise typer.Exit(run(course, assignment, students=student, json=json))


@app.command()
def report(
    assignment: Assignment,
    course: CourseOption = Path("."),
    output: ReportPageOption = None,
    json: JsonOption = None,
) -> None:
    """Write one HTML page about the class.

    Distribution of scores, pass rate of every check, hardest exercises, submissions that need a person, time and
    memory.
    """
    from grader.commands.report import run

    raise typer.Exit(run(course, assignment, output=output, json=json))


@app.command()
def similar(
    assignment: Assignment,
    course: CourseOption = Path("."),
    common: CommonOption = None,
    output: SimilarPageOption = None,
    json: JsonOption = None,
) -> None:
    """Find submissions whose answers are unusually alike, and show them side by side.

    Names, layout, remarks and the order of statements do not matter. What the hand-out gave and what many of the class
    have is left out first, and answers of a few lines do not count. Alike does not mean copied: it is for a person to
    read. It ends with 1 where a pair stands out or a submission could not be compared.
    """
    from grader.commands.similar import run

    raise typer.Exit(run(course, assignment, common=common, output=output, json=json))


@app.command("return")
def give_back(
    assignment: Assignment,
    course: CourseOption = Path("."),
    layout: ForWhomOption = None,
    output: ReturnedZipOption = None,
) -> None:
    """Put every student's feedback page into one zip that Canvas or Moodle gives back to them.

    Pages are written anew first. The names in the zip are those under which the work was downloaded, so that the
    platform knows whose each page is: Canvas's upload of submissions, Moodle's of feedback files. It ends
    with 1 where somebody's page could not be put into the zip.
    """
    from grader.commands.give_back import run

    raise typer.Exit(run(course, assignment, layout=layout.value if layout else None, output=output))


@app.command()
def roster(
    file: PeopleArgument = None,
    course: CourseOption = Path("."),
    output: ListOutputOption = None,
    json: JsonOption = None,
) -> None:
    """Show who is in the course, and enrol or mend people from a list.

    Names, e-mail and the platform's number go into nbgrader's own columns. Whoever is known already keeps their id. Who
    is enrolled and hands nothing in is `missing`. It ends with 1 where a row of the list could not be decided.
    """
    from grader.commands.roster import run

    raise typer.Exit(run(course, file, output=output, json=json))


@app.command()
def export(
    assignment: Assignment,
    course: CourseOption = Path("."),
    layout: ColumnsOption = LayoutOption.PLAIN,
    output: CsvOutputOption = None,
    column: ColumnOption = None,
    roster: FilledRosterOption = None,
) -> None:
    """Write the grades as CSV: automatic and manual points, total and state.

    For Canvas and Moodle give the platform's own list with --roster. It ends with 1 where a student with a grade has no
    line in the list, a line has no grade, or there is no list, so that no platform would take the file.

    Cells that a spreadsheet would run as a formula are written so that it shows them as text.
    """
    from grader.commands.export import run

    raise typer.Exit(run(course, assignment, layout=layout.value, output=output, column=column, roster=roster))


@app.command()
def demo(
    folder: DemoFolderOption = Path("demo_class"),
    course: CourseOption = Path("."),
    lesson: LessonOption = None,
    small: SmallOption = False,
    jobs: JobsOption = None,
    json: JsonOption = None,
) -> None:
    """Make a small class from sample submissions, grade it, and say where the pages are.

    Perfect and blank work, wrong answers, an endless loop, a process that ends itself, damaged notebooks: each must end
    in the state and with the score that samples/LESSON/class.toml expects; the command ends with 1 where one does not.
    """
    ahead()
    from grader.commands.demo.demo_class import run, run_small

    if small:
        raise typer.Exit(run_small(folder, jobs=jobs, json=json))
    raise typer.Exit(run(course, folder, lesson=lesson, jobs=jobs, json=json))


@app.command()
def doctor(course: CourseOption = Path("."), python: PythonOption = None, json: JsonOption = None) -> None:
    """Check this machine: versions, gradebook, kernel, disk, memory, and how well submissions can be isolated.

    It ends with 1 where grading would not work.
    """
    from grader.commands.doctor import run

    raise typer.Exit(run(course, json=json, python=python))


def main() -> None:
    """Run the command line; an error that a person can mend ends it with a sentence, not with a traceback."""
    try:
        app()
    except GraderError as error:
        _fail(str(error), error.status)
    except OSError as error:
        # A folder that may not be written or a full disk is met wherever something is written.
        if error.errno not in MENDED_BY_A_PERSON or not error.filename:
            raise
        log.ROOT.info("stopped", exc_info=True)
        _fail(f"{error.filename}: {error.strerror}. {MENDED_BY_A_PERSON[error.errno]}", 2)
    except KeyboardInterrupt:
        _fail("Stopped. What was finished is kept; the same command goes on from there.", 130)


def _fail(message: str, status: int) -> None:
    from rich.text import Text

    console(machine=True).print(Text.assemble(("grader: ", "bold red"), message), soft_wrap=True)
    raise SystemExit(status)
