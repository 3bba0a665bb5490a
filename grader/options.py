"""Options and arguments of the command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Assignment = Annotated[str, typer.Argument(help="Name of the assignment: its folder in the course's source directory.")]
CourseOption = Annotated[
    Path, typer.Option("--course", help="The nbgrader course directory.", show_default="the current directory")
]
StudentOption = Annotated[
    list[str] | None, typer.Option("--student", help="Only this student; may be given several times.")
]
JsonOption = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON to FILE; - means standard output."),
]

JobsOption = Annotated[int | None, typer.Option(min=1, help="How many at once.", show_default="number of cores")]
PreflightOption = Annotated[
    bool, typer.Option("--preflight/--no-preflight", help="Check the assignment before and after it is made.")
]
MutationOption = Annotated[
    float | None,
    typer.Option(
        min=0,
        metavar="S",
        help="Try wrong answers on the tests for so long; 0: not at all.",
        show_default="up to 10, while releasing takes less than twice as long as making the student version",
    ),
]
TestsOption = Annotated[
    str,
    typer.Option(
        metavar="auto|apart|in-session",
        help="Where test cells run. auto: away from the student's process, where it cannot touch them; those that "
        "the reference answers pass only inside it, in a copy of it. apart: nowhere else, and who has such a cell "
        "needs a person. in-session: all of them inside it, as nbgrader does.",
    ),
]
TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust-submissions",
        help="Where this machine cannot isolate submissions, grade without isolation, with the tests in the "
        "student's process. Without this, grading stops there.",
    ),
]
PythonOption = Annotated[
    str | None,
    typer.Option(
        "--python",
        metavar="PATH",
        help="The Python that runs notebooks and tests: a program, or the folder of its environment. 3.9 or later; "
        "this grader need not be installed there.",
        show_default="c.Grader.python in nbgrader_config.py, else the notebooks' own kernel, else this one",
    ),
]

LessonOption = Annotated[
    str | None,
    typer.Option("--lesson", help="The lesson to use.", show_default="the first one that has sample submissions"),
]
SmallOption = Annotated[
    bool, typer.Option("--small", help="A course of plain Python that comes with the grader; needs nothing else.")
]


RosterOption = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        help="A list of the class: Canvas's gradebook, Moodle's grading worksheet, or a CSV with a column "
        "`student` (the id in your course). Everybody in it is enrolled; who is not in it is refused. Where it "
        "says when work was handed in, that is the time. Without it ids are made from the names.",
    ),
]
FilledRosterOption = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        help="The platform's own list: Canvas's exported gradebook or Moodle's grading worksheet. All its rows and "
        "columns are kept, grades are filled in. A platform takes no other file.",
    ),
]
ColumnOption = Annotated[
    str | None,
    typer.Option(
        "--column",
        help="Canvas: the assignment's column as in Canvas's own export, such as 'Lesson 3 (81234)'.",
        show_default="the assignment's name",
    ),
]
NotebookArgument = Annotated[Path, typer.Argument(help="The notebook, wherever it lies.")]
AroundOption = Annotated[
    Path | None,
    typer.Option("--course", help="The nbgrader course directory.", show_default="the one around the notebook"),
]
WhichOption = Annotated[
    str | None, typer.Option("--assignment", help="Which one it is, where its name does not say it.")
]
CellTimeoutOption = Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds for one cell.")]
TimeoutOption = Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds for one notebook.")]
MemoryOption = Annotated[int, typer.Option(min=64, metavar="MB", help="MiB of memory for one submission.")]
NotebookMbOption = Annotated[
    int, typer.Option("--notebook-mb", min=1, metavar="MB", help="MiB of the largest notebook that is read.")
]
NewerOption = Annotated[
    bool,
    typer.Option("--newer", help="This download is newer than what was collected before, where nothing else tells."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Grade again what is already graded and unchanged.")]
SchedulerOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster at ADDRESS.")]
MutationPageOption = Annotated[
    Path | None, typer.Option(help="The page to write.", show_default="reports/ASSIGNMENT-mutation.html")
]
FolderArgument = Annotated[Path, typer.Argument(help="The folder that holds your notebooks.", show_default="here")]
NewCourseOption = Annotated[
    Path | None, typer.Option("--course", help="Where to make the course.", show_default="in that folder")
]
VisibleOption = Annotated[bool, typer.Option("--visible", help="Only by the tests that a student sees.")]
PageOption = Annotated[
    Path | None, typer.Option("--output", help="The page to write.", show_default="feedback/ beside the notebook")
]
DemoFolderOption = Annotated[Path, typer.Option("--folder", help="Where to make the class; made anew each time.")]
SecondsOption = Annotated[float | None, typer.Option(min=0, metavar="S", help="Begin none after so many.")]
ReportPageOption = Annotated[
    Path | None, typer.Option("--output", help="Where to write the page.", show_default="reports/ASSIGNMENT.html")
]
SimilarPageOption = Annotated[
    Path | None, typer.Option("--output", help="The page to write.", show_default="reports/ASSIGNMENT-similar.html")
]
CommonOption = Annotated[
    int | None,
    typer.Option(
        min=2,
        metavar="N",
        help="What more than N submissions have is what the class has in common, and is left out.",
        show_default="a fifth of them, but from 2 to 10",
    ),
]
PeopleArgument = Annotated[
    Path | None,
    typer.Argument(
        help="A list to read: Canvas's gradebook, Moodle's grading worksheet or participants, or a CSV with a "
        "column `student`.",
        show_default="only show",
    ),
]
ReturnedZipOption = Annotated[
    Path | None, typer.Option("--output", help="The zip to write.", show_default="returned/ASSIGNMENT-LAYOUT.zip")
]
ArchiveArgument = Annotated[
    Path,
    typer.Argument(help="The zip that a learning platform gives, or a folder (one folder a student, or unpacked zip)."),
]


class LayoutOption(StrEnum):
    """Layouts of an exported grade list."""

    PLAIN = "plain"
    CANVAS = "canvas"
    MOODLE = "moodle"


class ReturnLayoutOption(StrEnum):
    """For whom pages are put into a zip."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    FOLDER = "folder"


class SourceLayoutOption(StrEnum):
    """What an archive of submissions is."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    BRIGHTSPACE = "brightspace"
    BLACKBOARD = "blackboard"
    ILIAS = "ilias"
    GRADESCOPE = "gradescope"
    FOLDER = "folder"


ArchiveLayoutOption = Annotated[
    SourceLayoutOption | None,
    typer.Option(
        "--layout", help="What the archive is, where that cannot be decided.", show_default="decided from the archive"
    ),
]
ColumnsOption = Annotated[
    LayoutOption, typer.Option("--layout", help="Columns: everything, or what Canvas or Moodle imports.")
]
ForWhomOption = Annotated[
    ReturnLayoutOption | None,
    typer.Option("--layout", help="For whom the zip is made.", show_default="where the work came from"),
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Show what the grader decides, retries and swallows, on standard error.")
]
ListOutputOption = Annotated[
    Path | None,
    typer.Option("--output", help="Write the roster as CSV, to be mended and read again; - means stdout."),
]
CsvOutputOption = Annotated[
    Path | None, typer.Option("--output", help="The CSV to write; - means standard output.", show_default="-")
]
