"""The master decides: whatever was done to a submission, its answers land where they belong and nothing else counts."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import from_dict, writes

from grader.grading.merge.merging import merge
from grader.grading.merge.reading import StudentNotebook, read_notebook
from grader.notebook.nbgrader_cells import STUDENT_TAG

OWN = "def square(x):\n    total = 0\n    for _ in range(abs(x)):\n        total += abs(x)\n    return total"


@pytest.fixture
def small(build):
    return build.small()


@pytest.fixture
def merged(build, small):
    """Return a function that merges a submitted notebook with the small master."""

    def run(notebook, master=None, released=None):
        master = master or small
        handed_in = read_notebook(json.dumps(notebook).encode())
        given_out = build.released(released or master)
        return merge(writes(master).encode(), writes(given_out).encode(), handed_in)

    return run


def sources(result):
    return {cell["id"]: cell.source for cell in result.notebook.cells}


def index_of(notebook, grade_id):
    return next(
        index
        for index, cell in enumerate(notebook.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def flags(notebook, grade_id):
    return notebook.cells[index_of(notebook, grade_id)].metadata.nbgrader


def without_metadata(notebook):
    bare = from_dict(json.loads(json.dumps(notebook)))
    for number, cell in enumerate(bare.cells):
        cell.metadata, cell["id"] = {}, f"new-{number}"
    return bare


def test_an_undamaged_submission_needs_no_repair(build, small, merged):
    result = merged(build.solved(small, square=OWN))
    assert result.repairs == []
    assert sources(result)["square"] == OWN
    assert "### BEGIN HIDDEN TESTS" in sources(result)["test-square"]
    assert result.untouched == frozenset()
    assert [cell.source for cell in result.notebook.cells][:2] == ["# A small lesson", "import math"]
    nbformat.validate(result.notebook)


def test_the_untouched_version_holds_no_solution(build, small, merged):
    result = merged(build.released(small))
    assert result.repairs == []
    assert result.untouched == {"square", "double", "written"}
    assert "x * x" not in sources(result)["square"].replace("Return x * x", "")
    assert "Much" not in writes(result.notebook)


def test_an_empty_submission_is_the_released_version_not_the_solution(build, small):
    result = merge(writes(small).encode(), None, StudentNotebook())
    assert "return x * x" not in sources(result)["square"]
    assert result.untouched == {"square", "double", "written"}


def test_what_editors_do_is_no_repair(build, small, merged):
    notebook = build.solved(small)
    for cell in notebook.cells:
        cell.metadata["collapsed"] = True
        cell.metadata["vscode"] = {"languageId": "python"}
        cell.source = cell.source.replace("\n", "\r\n") + "  \n"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="x")], 7
    notebook.metadata["language_info"] = {"name": "python"}
    notebook = dict(reversed(list(notebook.items())))
    assert merged(notebook).repairs == []


def test_a_deleted_test_cell_comes_back(build, small, merged):
    notebook = build.solved(small)
    del notebook.cells[index_of(notebook, "test-square")]
    result = merged(notebook)
    assert result.repairs == ["The test cell 'test-square' was missing: the instructor's was put back."]
    ids = [cell["id"] for cell in result.notebook.cells]
    assert ids.index("test-square") == ids.index("square") + 1


def test_an_edited_test_cell_is_restored(build, small, merged):
    notebook = build.solved(small)
    notebook.cells[index_of(notebook, "test-square")].source = "2"
    result = merged(notebook)
    assert result.repairs == ["The test cell 'test-square' had been changed: the instructor's was used."]
    assert sources(result)["test-square"] == small.cells[index_of(small, "test-square")].source


def test_edited_points_and_flags_are_put_back(build, small, merged):
    notebook = build.solved(small)
    flags(notebook, "test-square").points = 100
    flags(notebook, "test-double").update(grade=False, locked=False)
    flags(notebook, "square").update(grade=True, points=50)
    result = merged(notebook)
    assert [repair.split(":")[0] for repair in result.repairs] == [
        "The nbgrader flags of 'square' had been changed (grade)",
        "The points of 'test-square' had been changed to 100",
        "The nbgrader flags of 'test-double' had been changed (grade, locked)",
    ]
    assert flags(result.notebook, "test-square").points == 2
    assert flags(result.notebook, "test-double").grade is True
    assert flags(result.notebook, "square").grade is False


def test_an_edited_grade_id_is_recognised(build, small, merged):
    notebook = build.solved(small, square=OWN)
    cell = notebook.cells[index_of(notebook, "square")]
    cell.metadata.nbgrader.grade_id, cell["id"] = "my-square", "other"
    result = merged(notebook)
    assert sources(result)["square"] == OWN
    assert any("had been changed to 'my-square'" in repair for repair in result.repairs)
    assert len(result.notebook.cells) == len(small.cells)


@pytest.mark.parametrize("first", ["attempt", "stub"])
def test_of_a_duplicated_answer_the_last_one_worked_on_counts(build, small, merged, first):
    notebook = build.solved(small, square=OWN)
    place = index_of(notebook, "square")
    copy = from_dict(json.loads(json.dumps(notebook.cells[place])))
    copy["id"] = "copy"
    stub = build.released(small).cells[place].source
    copy.source = "def square(x):\n    return 0" if first == "attempt" else stub
    notebook.cells.insert(place if first == "attempt" else place + 2, copy)
    result = merged(notebook)
    assert sources(result)["square"] == OWN
    assert result.repairs == [
        "The cell 'square' was there 2 times: the last one that differs from the released text counts."
    ]
    # The earlier attempt runs before, as it did for the student; a bare stub would undo the answer and is dropped.
    assert ("copy" in sources(result)) == (first == "attempt")


def test_a_cell_that_was_split_runs_whole(build, small, merged):
    notebook = build.solved(small)
    place = index_of(notebook, "square")
    second = from_dict(json.loads(json.dumps(notebook.cells[place])))
    notebook.cells[place].source = "def helper(x):\n    return x * x"
    second.source, second["id"] = "def square(x):\n    return helper(x)", "second"
    notebook.cells.insert(place + 1, second)
    texts = [cell.source for cell in merged(notebook).notebook.cells]
    assert texts.index("def helper(x):\n    return x * x") < texts.index("def square(x):\n    return helper(x)")


def test_a_duplicated_test_cell_counts_once(build, small, merged):
    notebook = build.solved(small)
    place = index_of(notebook, "test-square")
    notebook.cells.insert(place, from_dict(json.loads(json.dumps(notebook.cells[place]))))
    result = merged(notebook)
    assert result.repairs == ["The cell 'test-square' was there 2 times: the instructor's counts once."]
    assert len(result.notebook.cells) == len(small.cells)


def test_an_invented_graded_cell_is_run_and_never_scored(build, small, merged):
    notebook = build.solved(small)
    notebook.cells.append(build.test("bonus", "100", 100))
    result = merged(notebook)
    assert result.repairs == ["The cell 'bonus' called itself graded, but is not the instructor's."]
    assert result.notebook.cells[-1].source == "100"
    assert "nbgrader" not in result.notebook.cells[-1].metadata
    assert result.notebook.cells[-1].metadata.tags == [STUDENT_TAG]


def test_another_kernel_is_replaced(build, small, merged):
    notebook = build.solved(small)
    notebook.metadata.kernelspec = {"name": "conda-env-ml-py", "display_name": "ml", "language": "python"}
    result = merged(notebook)
    assert result.notebook.metadata.kernelspec.name == "python3"
    assert result.repairs == ["The notebook named the kernel 'conda-env-ml-py': the assignment's ('python3') was used."]


@pytest.mark.parametrize("answer", [OWN, "square = lambda x: x**2", "from math import pow as square"])
def test_stripped_metadata_costs_nothing(build, small, merged, answer):
    notebook = without_metadata(build.solved(small, square=answer, written="I learned a lot."))
    result = merged(notebook)
    assert sources(result)["square"] == answer
    assert sources(result)["written"] == "I learned a lot."
    assert result.repairs == [
        "The notebook had lost all nbgrader metadata: cells were recognised by their place and text."
    ]
    assert result.untouched == frozenset()
    assert len(result.notebook.cells) == len(small.cells)


def test_stripped_metadata_with_own_cells_and_a_missing_answer(build, small, merged):
    notebook = without_metadata(build.solved(small, square=OWN))
    del notebook.cells[6]
    notebook.cells.insert(3, build.cell("helper = 1"))
    result = merged(notebook)
    assert sources(result)["square"] == OWN
    assert result.untouched == {"double"}
    assert "The answer cell 'double' was missing: it counts as not answered." in result.repairs
    assert "helper = 1" in sources(result).values()


def test_another_order_is_put_right(build, small, merged):
    notebook = build.solved(small, square=OWN)
    notebook.cells.append(notebook.cells.pop(index_of(notebook, "square")))
    result = merged(notebook)
    assert [cell.source for cell in result.notebook.cells][3] == OWN
    assert any("another order" in repair for repair in result.repairs)


def test_stripped_and_another_order(build, small, merged):
    notebook = without_metadata(build.solved(small, square=OWN))
    notebook.cells = notebook.cells[5:] + notebook.cells[:5]
    result = merged(notebook)
    assert sources(result)["square"] == OWN
    assert "return 2 * x" in sources(result)["double"]


def test_the_students_own_cells_stay_in_place(build, small, merged):
    notebook = build.solved(small)
    notebook.cells.insert(0, build.cell("first = 1"))
    place = index_of(notebook, "square")
    notebook.cells.insert(place + 1, build.cell("square(4)"))
    notebook.cells.append(build.text("my notes"))
    result = merged(notebook)
    assert result.repairs == []
    texts = [cell.source for cell in result.notebook.cells]
    assert texts[0] == "first = 1"
    assert texts[texts.index("square(4)") + 1].startswith("assert square(3)")
    assert texts[-1] == "my notes"
    own = [cell for cell in result.notebook.cells if STUDENT_TAG in cell.metadata.get("tags", [])]
    assert len(own) == 3


def test_a_changed_open_cell_runs_after_the_instructors(build, merged):
    master = build.notebook(build.cell("a = 1", tags=["skip-grading"]), build.test("t", "1"))
    master.cells[0]["id"] = "plain"
    notebook = build.released(master)
    notebook.cells[0].source = "a = 2"
    result = merged(notebook, master)
    assert [cell.source for cell in result.notebook.cells] == ["a = 1", "a = 2", "1"]
    assert result.notebook.cells[1].metadata.tags == [STUDENT_TAG, "skip-grading"]
    assert result.repairs == []


def test_an_edited_read_only_cell_is_restored(build, small, merged):
    notebook = build.solved(small)
    notebook.cells[index_of(notebook, "imports")].source = "import os"
    result = merged(notebook)
    assert "import os" not in sources(result).values()
    assert result.repairs == ["The read-only cell 'imports' had been changed: the instructor's was used."]


def test_an_answer_of_another_type_is_turned_back(build, small, merged):
    notebook = build.solved(small)
    cell = notebook.cells[index_of(notebook, "square")]
    cell.cell_type = "raw"
    del cell["outputs"], cell["execution_count"]
    result = merged(notebook)
    assert result.notebook.cells[3].cell_type == "code"
    assert "return x * x" in sources(result)["square"]
    assert result.repairs == ["The answer cell 'square' had become a raw cell: it was turned back."]


def test_a_test_added_after_release_is_no_ones_fault(build, small, merged):
    master = from_dict(json.loads(json.dumps(small)))
    master.cells.insert(5, build.test("test-square-more", "assert square(5) == 25", 3))
    result = merged(build.solved(small), master, released=small)
    assert result.repairs == []
    assert "test-square-more" in sources(result)


def test_a_master_with_corrected_tests_and_points_is_no_ones_fault(build, small, merged):
    master = from_dict(json.loads(json.dumps(small)))
    master.cells[index_of(master, "test-square")].source = "assert square(9) == 81"
    flags(master, "test-square").points = 5
    result = merged(build.solved(small), master, released=small)
    assert result.repairs == []
    assert flags(result.notebook, "test-square").points == 5


def test_what_stands_below_a_task_stays_there(build, merged):
    master = build.notebook(build.task("essay", "Show it."), build.text("## Next"), build.test("t", "1"))
    notebook = build.released(master)
    notebook.cells[1:1] = [build.text("my essay"), build.cell("plot = 1")]
    result = merged(notebook, master)
    assert [cell.source for cell in result.notebook.cells] == ["Show it.", "my essay", "plot = 1", "## Next", "1"]
    assert result.repairs == []


def test_pictures_in_a_written_answer_are_lifted(build, small, merged):
    notebook = build.solved(small, written="![](a.png)")
    notebook.cells[-1]["attachments"] = {"a.png": {"image/png": "aGk="}}
    assert merged(notebook).notebook.cells[-1].attachments == {"a.png": {"image/png": "aGk="}}


def test_metadata_is_clean_and_ids_are_unique(build, small, merged):
    notebook = build.solved(small)
    for cell in notebook.cells:
        cell.metadata["nbgrader"] = {**cell.metadata.get("nbgrader", {}), "evil": 1, "schema_version": "x"}
        cell["id"] = "same"
    notebook.cells += [build.cell("a = 1"), build.cell("a = 2")]
    notebook.cells[-1]["id"] = notebook.cells[-2]["id"] = "square"
    result = merged(notebook)
    nbformat.validate(result.notebook)
    ids = [cell["id"] for cell in result.notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all("evil" not in cell.metadata.get("nbgrader", {}) for cell in result.notebook.cells)
    assert all(
        cell.metadata.nbgrader.schema_version == 3 for cell in result.notebook.cells if "nbgrader" in cell.metadata
    )


def test_masters_of_old_schemas_are_upgraded(build, small, merged):
    for cell in small.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 1
            del cell.metadata.nbgrader["task"]
    assert merged(build.solved(small), small).repairs == []


ANY = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.lists(st.text(max_size=3), max_size=2)
)
GRADE_IDS = st.sampled_from(["square", "test-square", "double", "test-double", "written", "imports", "new", ""])
META = st.dictionaries(
    st.sampled_from(["grade", "solution", "locked", "task", "points", "schema_version", "checksum"]), ANY, max_size=4
)


@st.composite
def damaged(draw, texts):
    """Draw a notebook made of known and unknown cells in any order with any metadata."""
    cells = []
    for _ in range(draw(st.integers(0, 12))):
        meta = draw(META) | {"grade_id": draw(GRADE_IDS | ANY)}
        cells.append(
            {
                "cell_type": draw(st.sampled_from(["code", "markdown", "raw", "odd"])),
                "source": draw(st.sampled_from(texts) | st.text(max_size=30)),
                "metadata": draw(st.sampled_from([{}, {"nbgrader": meta}])),
                "id": draw(st.sampled_from(["square", "written", "x", ""]) | ANY),
            }
        )
    return cells


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_handed_in_the_master_decides(build, data):
    master = build.small()
    texts = [cell.source for cell in [*master.cells, *build.released(master).cells]]
    notebook = {"cells": data.draw(damaged(texts)), "metadata": {"kernelspec": {"name": data.draw(ANY)}}}
    student = read_notebook(json.dumps(notebook).encode())
    result = merge(writes(master).encode(), writes(build.released(master)).encode(), student)
    nbformat.validate(result.notebook)
    ours = [cell for cell in result.notebook.cells if STUDENT_TAG not in cell.metadata.get("tags", [])]
    assert len(ours) == len(master.cells)
    for mine, theirs in zip(ours, master.cells, strict=True):
        assert mine.cell_type == theirs.cell_type
        if not theirs.metadata.get("nbgrader", {}).get("solution"):
            assert mine.source == theirs.source
    assert sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in result.notebook.cells) == 7
