"""Options and arguments of the command line that several commands take."""

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
