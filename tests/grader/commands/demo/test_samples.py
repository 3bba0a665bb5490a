"""Sample submissions are made from the released lesson and fit it."""

from __future__ import annotations

import json
import tomllib
import warnings
from pathlib import Path

import nbformat
import pytest
from nbformat import writes

from grader.commands.demo.samples import Sample, build_submission, difference, lessons_with_samples, load_samples
from grader.commands.demo.small import TEXT, made_cell
from grader.errors import SampleError
from grader.model import CellOutcome, Outcome, State
from grader.notebook.nbgrader_cells import student_stub

ROOT = Path(__file__).resolve().parents[4]


def _sample(answers=(), damage=(), state=State.GRADED, loses=(), nothing=False):
    return Sample("ada", "Ada Quist", "story", list(answers), list(damage), state, loses, nothing)


@pytest.fixture
def released(build):
    return writes(build.released(build.small())).encode()


def _cells(content):
    return json.loads(content)["cells"]


def test_answers_are_laid_over_each_other(released, tmp_path):
    for folder, text in (("right", "RIGHT"), ("wrong", "WRONG")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "square.py").write_text(text)
    (tmp_path / "right" / "written.md").write_text("words")
    cells = {
        c["id"]: c["source"]
        for c in _cells(build_submission(released, _sample([tmp_path / "right", tmp_path / "wrong"])))
    }
    assert (cells["square"], cells["written"]) == ("WRONG", "words")
    assert "NotImplementedError" in cells["double"]


def test_damage(released):
    def damaged(*steps):
        return build_submission(released, _sample(damage=steps))

    ids = [cell["id"] for cell in _cells(released)]
    assert [c["id"] for c in _cells(damaged({"do": "delete", "cell": "test-square"}))] == [
        i for i in ids if i != "test-square"
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [c["id"] for c in _cells(damaged({"do": "duplicate", "cell": "square"}))].count("square") == 2
    points = {
        c["id"]: c["metadata"].get("nbgrader", {}).get("points")
        for c in _cells(damaged({"do": "points", "cell": "test-square", "points": 100}))
    }
    assert points["test-square"] == 100
    assert not any(cell["metadata"] or "id" in cell for cell in _cells(damaged({"do": "strip"})))
    with pytest.raises(json.JSONDecodeError):
        json.loads(damaged({"do": "cut"}))
    assert damaged({"do": "missing"}) is None


def test_a_cell_that_is_not_there_is_named(released):
    with pytest.raises(SampleError, match="no cell 'nope'"):
        build_submission(released, _sample(damage=[{"do": "delete", "cell": "nope"}]))


def test_difference():
    cells = [
        CellOutcome("n", "a", 1.0, 1.0),
        CellOutcome("n", "b", 0.5, 1.0),
        CellOutcome("n", "w", None, 4.0, manual=True),
    ]
    outcome = Outcome("ada", "n", State.GRADED, score=1.5, cells=cells)
    assert difference(_sample(loses=["b"]), outcome) == ""
    assert difference(_sample(loses=["a"]), outcome) == "a should have lost points; b should have earned every point"
    assert difference(_sample(nothing=True, loses=None), outcome) == "earned 1.5 points, expected none"
    assert difference(_sample(state=State.CRASHED), outcome) == "ended as graded, expected crashed"
    assert difference(_sample(), None) == "was not graded"
    good = Outcome("ada", "n", State.GRADED)
    assert difference(_sample(), good, late=True, alike=frozenset()) == "was called late"
    assert difference(_sample(), good, late=False, alike=frozenset({"ben"})) == "was found alike with ben"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not toml", "class.toml"),
        ('[[student]]\nid = "a"\n', "a student has no"),
        ('[[student]]\nid="a"\nname="a"\nstory=""\nanswers=["no"]\nexpect={state="graded"}\n', "there is no folder"),
        (
            '[[student]]\nid="a"\nname="a"\nstory=""\ndamage=[{do="x"}]\nexpect={state="graded"}\n',
            "is not one of delete",
        ),
        ('[[student]]\nid="a"\nname="a"\nstory=""\nexpect={state="fine"}\n', "fine"),
    ],
)
def test_a_class_file_that_cannot_be_used_is_named(tmp_path, text, says):
    (tmp_path / "class.toml").write_text(text)
    with pytest.raises(SampleError, match=says):
        load_samples(tmp_path)


@pytest.mark.parametrize("lesson", lessons_with_samples(ROOT / "samples"))
def test_the_repositorys_samples_fit_their_lessons(lesson):
    master = nbformat.read(ROOT / "notebooks" / lesson / f"{lesson}.ipynb", 4)
    samples = load_samples(ROOT / "samples" / lesson)
    master.cells += [made_cell(entry) for entry in samples.more]
    released = writes(student_stub(master)).encode()
    tests = {cell.metadata.nbgrader.grade_id for cell in master.cells if cell.metadata.get("nbgrader", {}).get("grade")}
    for sample in samples.students:
        build_submission(released, sample)
        assert set(sample.loses or []) <= tests, sample.id
    assert len({sample.id for sample in samples.students}) == len(samples.students)
    assert samples.in_session <= tests


def test_the_demo_shows_every_state_and_one_of_each_kind():
    small = TEXT.read_text(encoding="utf-8")
    for text in (small, (ROOT / "samples" / "01_spiral_mlp" / "class.toml").read_text(encoding="utf-8")):
        plain = tomllib.loads(text)
        expected = [student["expect"] for student in plain["student"]]
        assert {each["state"] for each in expected} == set(State)
        assert sum("handed_in" in student for student in plain["student"]) == 1
        assert sum("alike" in each for each in expected) == 2
        assert plain["in_session"]
