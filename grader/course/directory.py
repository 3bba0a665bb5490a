"""An nbgrader course directory as the grader sees it: where things lie, who is in it, masters and submissions.

Everything is asked of nbgrader's own configuration (`nbgrader_config.py`, `CourseDirectory`), so any layout works.
"""

from __future__ import annotations

import fnmatch
import glob
import logging
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from grader.course.handed_in_at import handed_in_at
from grader.course.masters import build_master
from grader.course.submitted_files import read_folder
from grader.errors import CourseError, NoCourseError
from grader.model import Limits, Master, Submission
from grader.text import visible

logger = logging.getLogger(__name__)

# What is installed where a gradebook's driver is missing.
_DISTRIBUTIONS = {"psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary", "MySQLdb": "mysqlclient"}

STUDENTS_STEPS = ("submitted", "autograded", "feedback")
_OPENINGS = 4  # tables of a new gradebook are made one by one


class Course:
    """One nbgrader course directory; make it with `Course.open`.

    Attributes
    ----------
    root : Path
        The course directory.
    config : traitlets.config.Config
        nbgrader's configuration as loaded for this course.
    coursedir : nbgrader.coursedir.CourseDirectory
    db_url : str
        The gradebook's URL; a relative SQLite path counts from `root`.
    course_id : str
    python, python_from : str
        The Python that runs its notebooks, and who says so; empty where that is left to each notebook.
    """

    def __init__(self, root: Path, config, coursedir, python: str | None = None) -> None:
        self.root = root
        self.config = config
        self.coursedir = coursedir
        self.course_id: str = coursedir.course_id
        configured = str(config.Grader.get("python") or "")
        self.python_from = "--python" if python else "c.Grader.python" if configured else ""
        self.python = python or (_python_at(configured, root) if configured else "")
        self.db_url = _anchored(coursedir.db_url, root)

    @classmethod
    def open(cls, directory: str | os.PathLike = ".", python: str | None = None) -> Course:
        """Load a course directory with its `nbgrader_config.py`.

        Parameters
        ----------
        directory : path
        python : str, optional
            The Python that shall run its notebooks, whatever the configuration says.

        Raises
        ------
        CourseError
            If the folder does not exist, its configuration fails, or it holds no source assignments.
        """
        from nbgrader.apps.baseapp import NbGrader

        put_environment_on_path()
        root = _course_above(Path(directory).resolve())
        if not root.is_dir():
            raise CourseError(f"{root} is not a folder. Give the folder of an nbgrader course with --course.")
        app = NbGrader(log_level=logging.CRITICAL, load_cwd_config=False, raise_config_file_errors=True)
        try:
            with _working_directory(root):
                app.initialize([], root=str(root))
        except (Exception, SystemExit) as error:
            logger.info("the configuration cannot be loaded", exc_info=True)
            raise CourseError(f"{root / 'nbgrader_config.py'} cannot be loaded: {error}") from error
        course = cls(root, app.config, app.coursedir, python)
        source = course.step_folder("source")
        if not source.is_dir():
            raise NoCourseError(
                f"{root} is no nbgrader course: {source} does not exist. Give the course with --course, "
                "or set CourseDirectory.source_directory in its nbgrader_config.py."
            )
        return course

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """Return where `assignment` lies in a step.

        Parameters
        ----------
        step : {"source", "release", "submitted", "autograded", "feedback"}
        assignment, student : str
            `student` matters from "submitted" on.
        """
        directory = getattr(self.coursedir, f"{step}_directory")
        return Path(os.path.normpath(self.coursedir.format_path(directory, student, assignment)))

    def step_folder(self, step: str) -> Path:
        """Return the folder of a whole step, with the student and assignment levels left out."""
        return self.folder(step, ".", ".")

    def assignments(self) -> list[str]:
        """Return the names of the assignments that have at least one source notebook, sorted."""
        return sorted(name for _, name in self._matches("source", any_student=False))

    def excluded(self, student: str) -> bool:
        """Whether the configuration leaves a student out (`CourseDirectory.student_id_exclude`, with `*`)."""
        patterns = [pattern.strip() for pattern in self.coursedir.student_id_exclude.split(",")]
        return any(student == pattern or fnmatch.fnmatchcase(student, pattern) for pattern in patterns if pattern)

    def find_assignment(self, name: str) -> str:
        """Return the assignment of a name, or the only one whose name begins so: `03` finds `03_dense_ae`.

        Raises
        ------
        CourseError
            If there is none, or several begin so.
        """
        there = self.assignments()
        begins = [assignment for assignment in there if assignment.startswith(name)] if name else []
        if name in there or len(begins) == 1:
            return name if name in there else begins[0]
        if begins:
            raise CourseError(
                f"{name!r} is the beginning of several assignments: {', '.join(begins)}. Write more of it."
            )
        found = ", ".join(there) or "none"
        raise CourseError(f"{self.step_folder('source')} has no assignment {name!r} (there: {found}).")

    def submitted_students(self, assignment: str) -> list[str]:
        """Return the students who have a folder for `assignment`, sorted, without those whom the course excludes."""
        return self.students_with("submitted", assignment)

    def students_with(self, step: str, assignment: str) -> list[str]:
        """Return the students who have a folder for `assignment` in a step, sorted, without excluded ones."""
        found = (student for student, name in self._matches(step) if name == assignment)
        return sorted(student for student in found if not self.excluded(student))

    def all_students(self) -> list[str]:
        """Return every student of the gradebook, also those whom the course excludes."""
        with self.gradebook() as gradebook:
            return sorted(student.id for student in gradebook.students)

    def excluded_students(self, assignment: str) -> list[str]:
        """Return who has a folder for `assignment` or stands in the gradebook, but is excluded from the course."""
        found = {student for student, name in self._matches("submitted") if name == assignment}
        found |= {*self.all_students()}
        return sorted(student for student in found if self.excluded(student))

    def students(self, assignment: str) -> list[str]:
        """Return every student in the gradebook or with a folder for `assignment`, sorted.

        Without those whom the course excludes, and those whose id cannot be used.
        """
        return sorted(self._known(assignment) - {*self.unusable_students(assignment)})

    def unusable_students(self, assignment: str) -> list[str]:
        """Return who is known to the course by an id that cannot be used, sorted; nothing of theirs is graded.

        Formgrader prints ids as they are, so that one with ``<``, ``>`` or ``"`` would act on its pages. One with
        characters that steer a terminal is not what it looks like, and one that is no text, as unpacking a zip with old
        names can make it, cannot be written into a gradebook.
        """
        known = self._known(assignment)
        return sorted(student for student in known if set('<>"') & set(student) or visible(student) != student)

    def _known(self, assignment: str) -> set[str]:
        known = {student for student in self.all_students() if not self.excluded(student)}
        return known | set(self.submitted_students(assignment))

    @property
    def gradebook_file(self) -> Path | None:
        """The file of an SQLite gradebook; None for every other database."""
        from sqlalchemy.engine import make_url

        if not self.db_url.startswith("sqlite:///"):
            return None
        name = make_url(self.db_url).database or ""
        return Path(unquote(name.removeprefix("file:")) if name.startswith("file:") else name)

    @property
    def gradebook_name(self) -> str:
        """The gradebook's URL as it may be printed: a password in it is masked."""
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        if self.gradebook_file is not None:
            return f"sqlite:///{self.gradebook_file}"
        try:
            return make_url(self.db_url).render_as_string(hide_password=True)
        except ArgumentError:
            return re.sub(r"(?<=:)[^:@/]*(?=@)", "***", self.db_url)

    @contextmanager
    def gradebook(self) -> Iterator:
        """Open the gradebook (an `nbgrader.api.Gradebook`); it is made where there is none. The only way to open it.

        Raises
        ------
        CourseError
            Where it cannot be read or written, also while it is in use.
        """
        from sqlalchemy.exc import SQLAlchemyError

        put_environment_on_path()
        try:
            gradebook = self._opened_gradebook()
        except ImportError as error:
            driver = (error.name or str(error)).partition(".")[0]
            raise CourseError(
                f"The gradebook {self.gradebook_name} needs the Python package {driver}, which is not installed: "
                f"{sys.executable} -m pip install {_DISTRIBUTIONS.get(driver, driver)}"
            ) from error
        except (SQLAlchemyError, OSError) as error:
            raise CourseError(self._why_no_gradebook(error)) from error
        except Exception as error:  # alembic and nbgrader raise kinds of their own
            logger.exception("the gradebook cannot be opened")
            raise CourseError(self._why_no_gradebook(error)) from error
        try:
            with gradebook:
                yield gradebook
        except (SQLAlchemyError, OSError) as error:
            raise CourseError(self._why_no_gradebook(error)) from error

    def _opened_gradebook(self):
        from nbgrader.api import Gradebook, InvalidEntry
        from sqlalchemy.exc import SQLAlchemyError

        for _ in range(_OPENINGS):
            try:
                return Gradebook(self.db_url, self.course_id)
            except (SQLAlchemyError, InvalidEntry) as error:
                if not isinstance(error, InvalidEntry) and "already exists" not in str(error):
                    raise
                time.sleep(0.3)  # another process makes this new gradebook in the same moment
        return Gradebook(self.db_url, self.course_id)

    def _why_no_gradebook(self, error: Exception) -> str:
        first = (str(error).splitlines() or [type(error).__name__])[0].replace(self.db_url, self.gradebook_name)
        path = self.gradebook_file
        if path is not None and any(text in first for text in ("unable to open", "readonly database")):
            place = path if path.exists() and not os.access(path, os.W_OK) else path.parent
            return f"The gradebook {path} cannot be written: give yourself the right to write {place} ({first})."
        if "locked" in first:
            return f"The gradebook {self.gradebook_name} is in use ({first}). Close formgrader, and run this again."
        return (
            f"The gradebook {self.gradebook_name} cannot be used: {first}. If nbgrader was renewed lately, back the "
            "gradebook up and run `nbgrader db upgrade`."
        )

    def master(self, assignment: str) -> Master:
        """Read the assignment as the instructor wrote it, with nbgrader's header, footer and generated tests.

        Raises
        ------
        CourseError
            If there is no such assignment or a source notebook cannot be read.
        """
        if assignment not in self.assignments():
            there = ", ".join(self.assignments()) or "none"
            raise CourseError(f"{self.step_folder('source')} has no assignment {assignment!r} (there: {there}).")
        try:
            return build_master(self, assignment)
        except (ValueError, RuntimeError, OSError) as error:
            raise CourseError(f"The source of {assignment!r} cannot be used: {error}") from error

    def submission(self, assignment: str, student: str, limits: Limits | None = None) -> Submission:
        """Read what a student handed in, bounded by `limits`; no folder gives a submission without files."""
        folder = self.folder("submitted", assignment, student)
        return Submission(student, read_folder(folder, limits or Limits(), self.coursedir.ignore))

    def handed_in_at(self, assignment: str, student: str) -> tuple[datetime | None, str]:
        """Return when a submission was handed in, and why that is not known although it is written down."""
        return handed_in_at(self.folder("submitted", assignment, student))

    def is_handed_in(self, path: Path) -> bool:
        """Whether a file or folder lies where work of students does, and may be theirs."""
        inside = [*map(self.step_folder, STUDENTS_STEPS), self.root / "downloaded"]
        shapes = [self._shape(step, "__STUDENT__")[0] for step in STUDENTS_STEPS]
        return any(path.is_relative_to(place) for place in inside) or any(
            re.fullmatch(shape, str(each)) for each in (path, *path.parents) for shape in shapes
        )

    def _shape(self, step: str, student: str) -> tuple[str, str]:
        """Return a regular expression and a pattern of files for the folders in a step."""
        directory = getattr(self.coursedir, f"{step}_directory")
        place = os.path.normpath(self.coursedir.format_path(directory, student, "__ASSIGNMENT__"))
        shape, pattern = re.escape(place), glob.escape(os.path.relpath(place, self.root.anchor))
        for word, group in (("__STUDENT__", "student"), ("__ASSIGNMENT__", "assignment")):
            shape = shape.replace(word, f"(?P<{group}>[^/\\\\]+)")
            pattern = pattern.replace(word, "*")
        return shape, pattern

    def _matches(self, step: str, *, any_student: bool = True) -> Iterator[tuple[str, str]]:
        """Yield (student, assignment) of every folder in a step that holds what the step needs."""
        shape, pattern = self._shape(step, "__STUDENT__" if any_student else ".")
        for folder in sorted(Path(self.root.anchor).glob(pattern)):
            match = re.fullmatch(shape, str(folder))
            if match is None or not folder.is_dir() or match["assignment"] in self.coursedir.ignore:
                continue
            if any_student or any(folder.glob("*.ipynb")):
                yield match["student"] if any_student else ".", match["assignment"]


def put_environment_on_path() -> None:
    """Put this environment's programs on PATH: nbgrader starts `alembic` by name, also where nothing is activated."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path]) if path else programs


def courses_around(folder: Path) -> list[Path]:
    """Return the folders at and above `folder` that look like courses, the nearest first.

    A configuration is a program. One that lies where work of students does, in a course further out, was handed in:
    it is none of these.
    """
    found = [each for each in (folder, *folder.parents) if _configured(each) or (each / "source").is_dir()]
    # From the outside in: what lies deeper may be work of students, and is not run to find that out.
    for number in range(len(found) - 1, 0, -1):
        with suppress(CourseError):
            if Course.open(found[number]).is_handed_in(folder):
                return found[number:]
    return found


def _configured(folder: Path) -> bool:
    """Whether a folder has a configuration, but for one that anybody on this machine may have put there."""
    path = folder / "nbgrader_config.py"
    if not path.is_file():
        return False
    open_to_all = folder.stat().st_mode & stat.S_IWOTH and os.name == "posix"
    return not open_to_all or path.stat().st_uid in (0, os.getuid())


def _course_above(folder: Path) -> Path:
    """Return the course around the working directory, for who calls the grader inside `notebooks/` or `source/`."""
    if folder != Path.cwd():
        return folder
    around = courses_around(folder)
    return next((each for each in around if each == folder or _configured(each)), folder)


@contextmanager
def _working_directory(folder: Path) -> Iterator[None]:
    """A course's configuration may name files relative to itself."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _python_at(configured: str, root: Path) -> str:
    """Return a configured Python: a path counts from the course directory, a bare name is a program on PATH."""
    expanded = os.path.expanduser(configured)
    return str(root / expanded) if os.sep in expanded or (root / expanded).exists() else expanded


def _anchored(db_url: str, root: Path) -> str:
    """Make the path of a SQLite URL absolute, counted from the course directory."""
    if db_url == f"sqlite:///{root / 'gradebook.db'}":  # nbgrader's default: no question mark in it begins a query
        return _sqlite_url(root / "gradebook.db")
    match = re.fullmatch(r"sqlite:///(?!/)([^:?][^?]*)(\?.*)?", db_url)
    if match is None or re.match(r"[A-Za-z]:", match[1]):
        return db_url
    return _sqlite_url(root / match[1], (match[2] or "").removeprefix("?"))


def _sqlite_url(path: Path, query: str = "") -> str:
    """Return the URL of a SQLite file, whatever stands in its path: `?` would end it, and `%41` be read as `A`."""
    from sqlalchemy.engine import make_url

    query = f"?{query}" if query else ""
    for written in (str(path), quote(str(path))):  # SQLAlchemy decodes from 2.1 on
        if make_url(f"sqlite:///{written}").database == str(path):
            return f"sqlite:///{written}{query}"
    return f"sqlite:///file:{quote(str(path))}?uri=true{query.replace('?', '&')}"
