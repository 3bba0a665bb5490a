"""A student version on trial: made and checked in a folder of its own, released only when nothing is wrong with it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.course.calibrations import FOLDER
from grader.course.directory import Course
from grader.errors import CommandError
from grader.files import made_folder

UNRELEASED = f"{FOLDER}/unreleased"


@contextmanager
def on_trial(course: Course) -> Iterator[None]:
    """Let the course's release step be a folder for trials while the block runs; what was released stays as it is."""
    from nbgrader.utils import temp_attrs

    with temp_attrs(course.coursedir, release_directory=UNRELEASED):
        yield


def release_trial(course: Course, assignment: str) -> None:
    """Put the version on trial in the place of what was released before, at one stroke.

    Raises
    ------
    CommandError
        Where it cannot be written; what was released before is then still in place.
    """
    made, target = trial_folder(course, assignment), course.folder("release", assignment)
    try:
        with made_folder(target, mode=stat.S_IMODE(made.stat().st_mode)) as new:
            shutil.copytree(made, new, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(made, ignore_errors=True)
    except (OSError, shutil.Error) as error:
        raise CommandError(f"{target} cannot be written ({error}). Make room, then release again.") from error


def trial_folder(course: Course, assignment: str) -> Path:
    """Return where a version on trial lies."""
    with on_trial(course):
        return course.folder("release", assignment)
