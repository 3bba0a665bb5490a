"""Any nbgrader course directory can be read; what students put there is read with care."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import reads, writes
from nbformat.v4 import new_notebook
from nbgrader.api import Base, Gradebook

from grader.collect.archive import members
from grader.course import submitted_files
from grader.course.directory import Course, courses_around
from grader.course.grade_key import GradeKey
from grader.course.marks import marks
from grader.course.people import people
from grader.course.submitted_files import read_file, read_folder
from grader.errors import CourseError
from grader.grading.grade import grade
from grader.model import Limits, Master, State, Submission


@pytest.fixture
def small(small_course):
    return Course.open(small_course)


def test_the_quickstart_course_is_read(quickstart_course, hand_in):
    hand_in(quickstart_course, "ada", {"problem1.ipynb": {}}, "ps1")
    course = Course.open(quickstart_course)
    assert course.assignments() == ["ps1"]
    assert course.submitted_students("ps1") == ["ada"]
    master = course.master("ps1")
    assert sorted(master.notebooks) == ["problem1", "problem2"]
    assert list(master.files) == ["jupyter.png"]
    # As in the released version, the course's header stands before the instructor's cells.
    assert "Before you turn this problem in" in reads(master.notebooks["problem1"].decode(), 4).cells[0].source
    assert "YOUR CODE HERE" in master.released["problem1"].decode()


def test_without_a_release_the_stubs_are_made(small):
    master = small.master("lesson")
    assert "return x * x" in master.notebooks["lesson"].decode()
    assert "return x * x" not in master.released["lesson"].decode()


def test_another_layout(build, small_course, hand_in):
    (small_course / "source").rename(small_course / "masters")
    (small_course / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.source_directory = 'masters'\n"
        "c.CourseDirectory.submitted_directory = 'in'\n"
        "c.CourseDirectory.directory_structure = '{assignment_id}/{student_id}/{nbgrader_step}'\n"
        "c.CourseDirectory.db_url = 'sqlite:///grades/book.db'\n"
        "c.Autograde.exclude_overwriting = {'lesson': ['model.py']}\n"
    )
    source = small_course / "lesson" / "masters"
    source.mkdir(parents=True)
    (source / "lesson.ipynb").write_text(writes(build.small()))
    (source / "model.py").write_text("x = 1")
    folder = small_course / "lesson" / "ada" / "in"
    folder.mkdir(parents=True)
    (folder / "lesson.ipynb").write_text("{}")
    course = Course.open(small_course)
    assert course.assignments() == ["lesson"]
    assert course.submitted_students("lesson") == ["ada"]
    assert course.db_url == f"sqlite:///{small_course}/grades/book.db"
    assert course.master("lesson").editable == {"model.py"}
    assert course.folder("autograded", "lesson", "ada") == small_course / "lesson" / "ada" / "autograded"


def test_students_are_those_known_and_those_with_a_folder(small, small_course, hand_in):
    hand_in(small_course, "bob", {"lesson.ipynb": {}})
    with Gradebook(small.db_url, small.course_id) as gradebook:
        gradebook.add_student("ada")
    assert small.students("lesson") == ["ada", "bob"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 08:00:00 UTC",
        "2026-11-21T09:00:00+01:00",
        "2026-11-21 08:00:00",
        "2026-11-21 09:00:00 Europe/Berlin",
    ],
)
def test_time_stamps(small, small_course, hand_in, text):
    hand_in(small_course, "ada", {"timestamp.txt": text.encode()})
    time, problem = small.handed_in_at("lesson", "ada")
    assert (time.isoformat(), problem) == ("2026-11-21T08:00:00+00:00", "")


# What a date leaves out would be taken from the day on which it is read: never late, if it is read in time.
@pytest.mark.parametrize(
    "text",
    [
        b"2026-11-21 08:00:00 CEST",
        b"2026-11-21T08:00:00 XYZ",
        b"2026-11-21 08:00:00 " + b"A" * 4000,
        b"2026-11-21 08:00:00 ../../etc/localtime",
        b"2026-11-21 08:00:00 /proc/self/mem",
        b"2026-11-21 08:00:00 /usr/share/zoneinfo/Europe/Berlin",
        b"2026-11-21 08:00:00 " + "\u00b2".encode() * 1000,
        b"9" * 44 + b"m 32T AMpm",
        b"",
        b"yesterday",
        b"\xff\xfe",
        b"9999999999-01-01",
        b"10:00",
        b"mon",
        b"12",
        b"2026-01-01 " + b" " * 5000,
    ],
)
def test_broken_time_stamps_are_named(small, small_course, hand_in, text):
    hand_in(small_course, "ada", {"timestamp.txt": text})
    time, problem = small.handed_in_at("lesson", "ada")
    assert time is None
    assert "timestamp.txt is" in problem


def test_without_a_time_stamp_nothing_is_wrong(small, small_course, hand_in):
    hand_in(small_course, "ada", {"lesson.ipynb": {}})
    assert small.handed_in_at("lesson", "ada") == (None, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_time_stamp_is_read_as_carefully_as_every_other_file(tmp_path, small, small_course, hand_in):
    folder = hand_in(small_course, "ada", {"lesson.ipynb": {}})
    os.mkfifo(tmp_path / "pipe")
    (folder / "timestamp.txt").symlink_to(tmp_path / "pipe")  # reading it would never end
    assert "leads out" in small.handed_in_at("lesson", "ada")[1]


def test_an_id_that_cannot_be_written_down_is_none(small, small_course, hand_in):
    """Unpacking a zip with names of an older system leaves such folders."""
    hand_in(small_course, "ada", {"lesson.ipynb": {}})
    hand_in(small_course, "ad\x1b[8ma", {"lesson.ipynb": {}})
    unusable = ["ad\x1b[8ma"]
    if sys.platform.startswith("linux"):
        hand_in(small_course, os.fsdecode(b"Jos\xe9"), {"lesson.ipynb": {}})
        unusable = ["Jos\udce9", *unusable]
    assert small.unusable_students("lesson") == unusable
    assert small.students("lesson") == ["ada"]


def test_what_is_wrong_is_said(tmp_path, small, small_course):
    with pytest.raises(CourseError, match="is not a folder"):
        Course.open(tmp_path / "nowhere")
    with pytest.raises(CourseError, match="no nbgrader course"):
        Course.open(tmp_path)
    with pytest.raises(CourseError, match=r"no assignment 'x' \(there: lesson\)"):
        small.master("x")
    (small_course / "source" / "lesson" / "lesson.ipynb").write_text("{")
    with pytest.raises(CourseError, match=r"lesson\.ipynb"):
        small.master("lesson")
    (small_course / "nbgrader_config.py").write_text("1 / 0")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be loaded: division by zero"):
        Course.open(small_course)


def test_generated_tests_need_a_release(small_course):
    path = small_course / "source" / "lesson" / "lesson.ipynb"
    path.write_text(path.read_text().replace("assert double(3) == 6", "### AUTOTEST double(3)"))
    with pytest.raises(CourseError, match="release 'lesson' before"):
        Course.open(small_course).master("lesson")


@pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes")
def test_special_files_are_refused_at_once(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    secret = tmp_path / "secret.txt"
    secret.write_text("s")
    (folder / "plain.txt").write_text("p")
    (folder / "inside.txt").symlink_to("plain.txt")
    (folder / "out.txt").symlink_to(secret)
    (folder / "dangling").symlink_to("nothing")
    (folder / "circle").symlink_to("circle")
    (folder / "up").symlink_to(tmp_path)
    (folder / "sub" / "zero").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    files = read_folder(folder, Limits())
    read = {name: file.content for name, file in files.items() if file.content is not None}
    assert read == {"plain.txt": b"p", "inside.txt": b"p"}
    assert set(files) - set(read) == {"out.txt", "dangling", "circle", "up", "sub/zero", "pipe"}
    assert all(file.problem for name, file in files.items() if name not in read)


def test_sizes_are_bounded(tmp_path):
    (tmp_path / "big").write_bytes(b"x" * 1001)
    assert read_file(tmp_path / "big", tmp_path, 1001).content
    assert "at most" in read_file(tmp_path / "big", tmp_path, 1000).problem
    assert read_folder(tmp_path / "none", Limits()) == {}


def test_folders_without_end_cost_themselves_alone(tmp_path):
    (tmp_path / "hw.ipynb").write_bytes(b"{}")
    tmp_path.joinpath(*["a"] * 150).mkdir(parents=True)
    files = read_folder(tmp_path, Limits())
    assert files.pop("hw.ipynb").content == b"{}"
    (only,) = files.values()
    assert "more than 100 folders deep" in only.problem


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="how long a path may be differs")
def test_a_path_that_is_too_long_costs_itself_alone(tmp_path):
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range((4090 - len(os.fspath(tmp_path))) // 241):
        os.mkdir("d" * 240, dir_fd=place)
        inner = os.open("d" * 240, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("f" * 250, os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    (tmp_path / "hw.ipynb").write_bytes(b"{}")
    files = read_folder(tmp_path, Limits())
    assert files.pop("hw.ipynb").content == b"{}"
    (only,) = files.values()
    assert "too long" in only.problem
    assert [member.problem for member in members(tmp_path)] == ["", "its name is too long for a file"]


def test_a_folder_nobody_can_look_into_is_said(tmp_path, monkeypatch):
    (tmp_path / "in" / "closed").mkdir(parents=True)
    real, closed = os.scandir, []

    def scandir(path):
        if Path(path).name in closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for which, name in (("closed", "closed/"), ("in", "./")):
        closed.append(which)
        files = read_folder(tmp_path / "in", Limits())
        assert list(files) == [name]
        assert "Permission denied" in files[name].problem
        outcome = grade(Master("hw", {"hw": writes(new_notebook()).encode()}), Submission("ada", files), runner=None)
        assert outcome.state is State.UNREADABLE
        assert "Permission denied" in outcome.reason


def test_what_is_large_is_read_when_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(submitted_files, "HELD", 100)
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 60)
    files = read_folder(tmp_path, Limits())
    assert [isinstance(file.held, bytes) for file in files.values()] == [True, False, False]
    assert [file.content for file in files.values()] == [b"a" * 60, b"b" * 60, b"c" * 60]
    (tmp_path / "b").write_bytes(b"b" * 61)
    (tmp_path / "c").write_bytes(b"c" * 59)
    for name in "bc":
        with pytest.raises(OSError, match="was changed while it was graded"):
            _ = files[name].content


def test_the_digest_of_a_large_file_is_that_of_its_content(tmp_path, monkeypatch):
    (tmp_path / "data.bin").write_bytes(b"x" * 3_000_000)
    held = GradeKey("a").with_submission(Submission("ada", read_folder(tmp_path, Limits())))
    monkeypatch.setattr(submitted_files, "HELD", 0)
    stored = Submission("ada", read_folder(tmp_path, Limits()))
    assert GradeKey("a").with_submission(stored) == held
    (tmp_path / "data.bin").write_bytes(b"x" * 3_000_001)
    assert GradeKey("a").with_submission(stored) != held


def test_it_works_outside_an_activated_environment(small_course, stock):
    """nbgrader starts `alembic` by name when it makes a gradebook; stock fails where nothing is activated."""
    (small_course / "gradebook.db").unlink()
    failed = stock(small_course, "generate_assignment", "lesson", activated=False)
    assert failed.returncode != 0
    assert "alembic" in failed.stderr
    program = (
        f"from grader.course.directory import Course; print(Course.open({str(small_course)!r}).students('lesson'))"
    )
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != programs)
    (small_course / "gradebook.db").unlink(missing_ok=True)
    ours = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ours.stdout.strip(), ours.returncode) == ("[]", 0), ours.stderr


@pytest.mark.parametrize("name", ["course [2026]", "what?", "a*b"])
def test_a_course_below_a_folder_whose_name_holds_marks_of_patterns(small_course, tmp_path, name):
    moved = tmp_path / name / "course"
    shutil.copytree(small_course, moved)
    course = Course.open(moved)
    assert course.assignments() == ["lesson"]
    (moved / "submitted" / "ada" / "lesson").mkdir(parents=True)
    assert course.submitted_students("lesson") == ["ada"]


def test_a_gradebook_that_cannot_be_read_is_one_sentence_whoever_asks(small_course, tmp_path):
    course = Course.open(small_course)
    book = tmp_path / "book.db"
    book.write_text("no database at all, " * 50)
    course.db_url = f"sqlite:///{book}"
    for ask in (people, lambda course: marks(course, "lesson"), lambda course: course.students("lesson")):
        with pytest.raises(CourseError, match=r"The gradebook .*book\.db cannot be used"):
            ask(course)


def test_a_gradebook_that_two_make_at_once_is_made(small_course, tmp_path, monkeypatch):
    course = Course.open(small_course)
    course.db_url = f"sqlite:///{tmp_path / 'new.db'}"
    make = Base.metadata.create_all
    late = []

    def made_meanwhile(bind, **more):
        monkeypatch.setattr(Base.metadata, "create_all", make)
        with course.gradebook() as gradebook:  # another process is quicker
            gradebook.add_student("ada")
        late.append(1)
        make(bind, checkfirst=False)

    monkeypatch.setattr(Base.metadata, "create_all", made_meanwhile)
    assert course.all_students() == ["ada"]
    assert late


def test_the_beginning_of_a_name_is_enough(small_course):
    (small_course / "source" / "lecture").mkdir()
    (small_course / "source" / "lecture" / "a.ipynb").write_text("{}")
    course = Course.open(small_course)
    assert (course.find_assignment("les"), course.find_assignment("lecture")) == ("lesson", "lecture")
    with pytest.raises(CourseError, match="several assignments: lecture, lesson"):
        course.find_assignment("le")
    with pytest.raises(CourseError, match="no assignment 'x'"):
        course.find_assignment("x")


def test_the_course_above_is_found(small_course, monkeypatch):
    monkeypatch.chdir(small_course / "source" / "lesson")
    assert Course.open(".").root == small_course.resolve()


def test_no_configuration_among_work_of_students_is_run_to_find_the_course(small_course, hand_in, tmp_path):
    ran = tmp_path / "ran"
    program = f"open({str(ran)!r}, 'w').close()\nc = get_config()\n".encode()
    folder = hand_in(small_course, "eve", {"lesson.ipynb": {}, "nbgrader_config.py": program})
    (folder / "a" / "b" / "source").mkdir(parents=True)
    (folder / "a" / "nbgrader_config.py").write_bytes(program)
    for inside in ("a/b/source", "a/b", "a", "."):
        assert courses_around((folder / inside).resolve()) == [small_course.resolve()]
    assert not ran.exists()


def test_nor_in_a_course_of_another_layout(small_course, tmp_path):
    config = small_course / "nbgrader_config.py"
    layout = "c.CourseDirectory.directory_structure = '{assignment_id}/{student_id}/{nbgrader_step}'\n"
    config.write_text(f"c = get_config()\n{layout}")
    (small_course / "lesson").mkdir()
    (small_course / "source").rename(small_course / "lesson" / "source")
    (small_course / "source").mkdir()
    folder = small_course / "lesson" / "eve" / "submitted"
    folder.mkdir(parents=True)
    ran = tmp_path / "ran"
    (folder / "nbgrader_config.py").write_text(f"open({str(ran)!r}, 'w').close()\nc = get_config()\n")
    assert courses_around(folder.resolve()) == [small_course.resolve()]
    assert not ran.exists()
    course = Course.open(small_course)
    assert course.is_handed_in(folder / "a" / "b.ipynb")
    assert not course.is_handed_in(small_course / "lesson" / "source" / "lesson.ipynb")


@pytest.mark.skipif(os.name != "posix", reason="needs owners of files")
def test_a_configuration_of_somebody_elses_in_a_folder_of_everybodys_is_not_run(small_course, monkeypatch):
    lesson = small_course / "source" / "lesson"
    assert small_course in courses_around(lesson)
    shutil.move(small_course / "source", small_course / "masters")
    lesson = small_course / "masters" / "lesson"
    owner = (small_course / "nbgrader_config.py").stat().st_uid or 4711
    os.chown(small_course / "nbgrader_config.py", owner, -1) if os.getuid() == 0 else None
    small_course.chmod(0o1777)
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert courses_around(lesson) == []
    small_course.chmod(0o755)
    assert courses_around(lesson) == [small_course]
