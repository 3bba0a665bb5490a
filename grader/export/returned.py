"""Put feedback pages into one zip, named so that a platform gives each student their own.

Canvas finds a student by the two numbers in a file's name (`AbstractAssignment#infer_comment_context_from_filename`),
Moodle by the second part of the name of the folder (`assignfeedback_file_zip_importer`).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.received import Received
from grader.errors import CommandError
from grader.files import made_file

# What Canvas wrote before the student's own name of the file.
CANVAS_PREFIX = re.compile(r"^(?:.+?_(?:LATE_)?\d+|anon_(?:LATE_)?[A-Za-z0-9]{4,6})_\d+_")


@dataclass
class Returned:
    """What is in the zip, and who could not be put into it, with why."""

    path: Path
    students: list[str] = field(default_factory=list)
    pages: int = 0
    left_out: list[str] = field(default_factory=list)


def write_zip(path: Path, pages: dict[str, list[Path]], received: dict[str, Received], layout: str) -> Returned:
    """Write the zip at one stroke.

    Parameters
    ----------
    path : Path
    pages : dict of str to list of Path
        Feedback pages by student id.
    received : dict of str to Received
        What came from the platform, by student id.
    layout : {"canvas", "moodle", "folder"}

    Raises
    ------
    CommandError
        Where it cannot be written, or two students would get one file.
    """
    done = Returned(path)
    try:
        with made_file(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            _fill(archive, pages, received, layout, done)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror}). Give another file with --output.") from error
    return done


def _fill(
    archive: zipfile.ZipFile, pages: dict[str, list[Path]], received: dict[str, Received], layout: str, done: Returned
) -> None:
    taken: dict[str, str] = {}
    for student, own in sorted(pages.items()):
        entry = received.get(student)
        names = {page: entry_name(student, page.name, entry, layout) for page in own}
        if not all(names.values()):
            came = f"came from {entry.layout}" if entry else "was not collected from a platform"
            done.left_out.append(f"{student}: the work {came}, so {layout.capitalize()}'s numbers are not known")
            continue
        for page, name in names.items():
            if name in taken:
                raise CommandError(f"{name} would be the page of both {taken[name]} and {student}: collect again.")
            taken[name] = student
            archive.write(page, name)
        done.students.append(student)
        done.pages += len(own)


def entry_name(student: str, page: str, entry: Received | None, layout: str) -> str:
    """Return the name of a page in the zip, "" where what came does not tell it.

    Parameters
    ----------
    student, page : str
        `page` is the file's name, such as `lab.html`.
    entry : Received or None
    layout : {"canvas", "moodle", "folder"}
    """
    if layout == "folder":
        return f"{student}/{page}"
    if entry is None or entry.layout != layout:
        return ""
    if layout == "moodle":
        return f"{entry.name}_{entry.number}_assignfeedback_file_/{page}"
    # The page of a notebook goes where the notebook came from; of one that is missing, beside another file.
    notebook = f"{Path(page).stem}.ipynb"
    downloaded = entry.files.get(notebook) or next(iter(entry.files.values()), "")
    prefix = CANVAS_PREFIX.match(downloaded.rpartition("/")[2])
    return f"{prefix[0]}{page}" if prefix else ""
