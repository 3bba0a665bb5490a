"""What came from a platform is kept as it came; a record that somebody mended by hand is not guessed at."""

from __future__ import annotations

import pytest

from grader.course.directory import Course
from grader.course.received import Received, load_received, received_path, save_received
from grader.errors import CourseError


@pytest.fixture
def course(small_course):
    return Course.open(small_course)


def test_it_comes_back_as_it_was(course):
    came = {"ada": Received("canvas", "doeada", "7001", True, "2026-01-01T00:00:00+00:00", 3, {"a.ipynb": "x/a.ipynb"})}
    save_received(course, "lesson", came)
    assert load_received(course, "lesson") == came


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"ada": {"layout": "canvas", "late": "perhaps"}}', "ada, late: "),
        ('{"ada": {"layout": "canvas", "files": ["a.ipynb"]}}', "ada, files: "),
        ('{"ada": {"layout": "canvas", "lat": true}}', "ada, lat: "),
        ('{"ada": 5}', "ada: "),
        ("[" * 100_000, "recursion"),
        ("", "JSON"),
    ],
)
def test_what_is_no_record_is_named(course, text, said):
    path = received_path(course, "lesson")
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(CourseError, match=said):
        load_received(course, "lesson")


def test_a_word_for_no_is_no(course):
    """Any text would count as true."""
    path = received_path(course, "lesson")
    path.parent.mkdir(parents=True)
    path.write_text('{"ada": {"layout": "canvas", "late": "no"}}')
    assert not load_received(course, "lesson")["ada"].late
