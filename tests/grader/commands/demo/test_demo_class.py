"""`grader demo` makes, grades and shows a class, and says so when a sample does not end as it should."""

from __future__ import annotations

import json
import shutil

import pytest

from grader.commands.demo import demo_class as demo
from grader.course.directory import Course
from grader.errors import CommandError

CLASS = """
cell_seconds = 20
due = 2026-11-02T20:00:00
in_session = ["test-where"]
[[more]]
id = "where"
answer = true
source = "### BEGIN SOLUTION\\nopen('here.txt', 'w').write('x')\\n### END SOLUTION"
[[more]]
id = "test-where"
points = 1
source = "assert open('here.txt').read() == 'x'"
[[student]]
id = "ada"
name = "Ada Quist"
story = "everything right"
answers = ["right"]
expect = { state = "graded", loses = [] }
[[student]]
id = "ben"
name = "Ben Okafor"
story = "half of it"
answers = ["half"]
handed_in = 2026-11-02T20:30:00
expect = { state = "graded", loses = ["test-double"] }
[[student]]
id = "nia"
name = "Nia Mensah"
story = "nothing"
damage = [{ do = "missing" }]
expect = { state = "missing", loses = "all" }
"""


@pytest.fixture
def course(small_course):
    """Return a course with samples of its one lesson."""
    answers = small_course / "samples" / "lesson" / "answers"
    for folder in ("right", "half"):
        (answers / folder).mkdir(parents=True)
        (answers / folder / "square.py").write_text("def square(x):\n    return x**2\n")
        (answers / folder / "where.py").write_text("with open('here.txt', 'w') as file:\n    file.write('x')\n")
    (answers / "right" / "double.py").write_text("def double(x):\n    return x + x\n")
    (answers.parent / "class.toml").write_text(CLASS)
    return small_course


def test_a_class_is_made_graded_and_shown(course, tmp_path, capsys, monkeypatch):
    folder = tmp_path / "demo_class"
    assert demo.run(course, folder, lesson=None, jobs=None, json=str(tmp_path / "d.json")) == 0
    found = {line["student"]: line for line in json.loads((tmp_path / "d.json").read_text())}
    assert {name: (line["state"], line["score"]) for name, line in found.items()} == {
        "ada": ("graded", 4),
        "ben": ("graded", 3),
        "nia": ("missing", 0),
    }
    said = capsys.readouterr().out
    assert "file://" in said
    assert "test-where was judged beside the answers" in said
    assert "Late, after 2 November, 20:00: ben." in said
    assert [name for name, line in found.items() if line["late"]] == ["ben"]
    assert all(line["alike"] == [] for line in found.values())
    assert "where" not in (course / "source" / "lesson" / "lesson.ipynb").read_text()
    last = said.strip().splitlines()[-3:]
    assert [line.startswith("  - ") for line in last] == [True] * 3
    assert "open the pages" in last[0]
    assert f"grader grade lesson --course {folder}" in last[1]
    assert "grader init FOLDER" in last[2]
    assert (folder / "feedback" / "ben" / "lesson" / "lesson.html").is_file()
    assert (folder / "reports" / "lesson.html").is_file()
    assert "nia" in (folder / "reports" / "lesson.html").read_text()
    # The same outcomes under an expectation that does not hold: the difference is said.
    monkeypatch.setattr(demo, "make_class", lambda course, samples, folder: Course.open(folder))
    text = (course / "samples/lesson/class.toml").read_text().replace('["test-double"]', '["test-square"]')
    (course / "samples/lesson/class.toml").write_text(text)
    assert demo.run(course, folder, lesson="lesson", jobs=None, json=None) == 1
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "1 of 3 ended differently than expected: ben" in said


def test_somebody_elses_folder_is_left_alone(course, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(CommandError, match="was not made by `grader demo`"):
        demo.run(course, tmp_path / "mine", lesson=None, jobs=None, json=None)
    assert (tmp_path / "mine" / "thesis.txt").is_file()
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="was not made by"):
        demo.run(course, tmp_path / "file", lesson=None, jobs=None, json=None)


def test_a_course_without_samples_and_an_unknown_lesson(course, tmp_path):
    with pytest.raises(CommandError, match=r"no sample submissions for 'x' \(there: lesson\)"):
        demo.run(course, tmp_path / "d", lesson="x", jobs=None, json=None)
    shutil.rmtree(course / "samples")
    with pytest.raises(CommandError, match="no sample submissions for a lesson of this course"):
        demo.run(course, tmp_path / "d", lesson=None, jobs=None, json=None)
