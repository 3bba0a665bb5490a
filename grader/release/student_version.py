"""`grader release`: make the student version with nbgrader, then check it with `preflight`."""

from __future__ import annotations

import contextlib
import copy
import glob
import logging
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from traitlets.config import Config

from grader.course.directory import Course
from grader.errors import CommandError
from grader.notebook.language import code_stub

logger = logging.getLogger(__name__)


def uses_autotest(course: Course, assignment: str) -> bool:
    """Whether nbgrader writes some tests only while releasing, so that the master is complete only afterwards."""
    return any(b"AUTOTEST" in path.read_bytes() for path in course.folder("source", assignment).glob("*.ipynb"))


def make_student_version(course: Course, assignment: str) -> None:
    """Run nbgrader's generate_assignment.

    Raises
    ------
    CommandError
        Where nbgrader refuses; the message is nbgrader's own reason.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.utils import capture_log, temp_attrs

    if assignment not in course.assignments():
        there = ", ".join(course.assignments()) or "none"
        raise CommandError(f"{course.step_folder('source')} has no assignment {assignment!r} (there: {there}).")
    with (
        _without_wildcards(course.root) as root,
        temp_attrs(course.coursedir, root=root, assignment_id=assignment, db_url=course.db_url),
    ):
        config = _with_stubs(course, assignment)
        converter = GenerateAssignment(coursedir=course.coursedir, config=config)
        converter.force = True
        result = capture_log(converter)
    if not result["success"]:
        reason = _reason(result)
        if "SchemaTooOld" in reason:
            folder = shlex.quote(str(course.folder("source", assignment)))
            reason = (
                f"its notebooks carry the metadata of an older nbgrader. Back them up, then: nbgrader update {folder}"
            )
        elif "SchemaTooNew" in reason:
            reason = "its notebooks were made with a newer nbgrader than the one that is installed here. Renew nbgrader"
        raise CommandError(f"nbgrader could not make the student version of {assignment}: {reason}")


@contextlib.contextmanager
def _without_wildcards(root: Path) -> Iterator[str]:
    """Give the course another path while nbgrader runs: it takes `[ ]`, `?` and `*` in a folder's name as wildcards."""
    if glob.escape(str(root)) == str(root):
        yield str(root)
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "course"
        link.symlink_to(root, target_is_directory=True)
        yield str(link)


def _with_stubs(course: Course, assignment: str) -> Config:
    """Return the course's configuration with stubs for the languages of an assignment that have none."""
    from nbgrader.preprocessors import ClearSolutions

    known = dict(ClearSolutions(config=course.config).code_stub)
    missing = {}
    for path in course.folder("source", assignment).glob("*.ipynb"):
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception:  # nbgrader reads it again and says what is wrong with it
            logger.info("%s cannot be read", path.name, exc_info=True)
            continue
        language = notebook.metadata.get("kernelspec", {}).get("language", "python")
        if language not in known:
            missing[language] = code_stub(language)
    config = copy.deepcopy(course.config)
    if missing:
        config.ClearSolutions.code_stub = {**known, **missing}
    return config


def released(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the student versions as they lie in the release folder, by name."""
    folder = course.folder("release", assignment)
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}


def _reason(result: dict) -> str:
    """Return the last telling line of what nbgrader logged: the exception, else the last error."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", f"{result.get('log', '')}\n{result.get('error', '')}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [
        line for line in lines if re.match(r"^[\w.]*(Error|Exception)\b.*:", line) and "NbGraderException" not in line
    ]
    errors = [line for line in lines if "ERROR" in line or "Exception:" in line]
    return (telling or errors or lines or ["no reason was given"])[-1]
