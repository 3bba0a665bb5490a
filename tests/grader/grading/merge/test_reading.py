"""A submitted file is read or refused in words; nothing else ever leaves `read_notebook`."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import ReadingError
from grader.grading.merge import reading_apart
from grader.grading.merge.reading import MAX_CELLS, UnreadableNotebook, read_notebook


def packed(**notebook) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **notebook}).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "broken or cut off"),
        (b"not json", "not JSON"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'{"cells": [\n<<<<<<< HEAD\n1\n>>>>>>> b\n]}', "git merge"),
        (b"[1, 2]", "not a notebook"),
        (b'"text"', "not a notebook"),
        (b"{}", "no list of cells"),
        (b'{"cells": {"a": 1}}', "no list of cells"),
        (b"\x80\x81\xff", "UTF-8"),
        (b"PK\x03\x04\xff\xfe", "zip archive"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
        (packed(cells=[{"cell_type": "code"}] * (MAX_CELLS + 1)), "cells; at most"),
    ],
)
def test_what_is_no_notebook_is_said_in_words(content, words):
    with pytest.raises(UnreadableNotebook, match=words):
        read_notebook(content)


def test_size_is_limited_before_anything_is_parsed():
    with pytest.raises(UnreadableNotebook, match="Clear its outputs"):
        read_notebook(b"[" * 2048, limit=1024)


def test_odd_but_readable_forms_are_normalised():
    cells = [
        {"cell_type": "code", "source": ["a = 1\r\n", "b = 2"], "metadata": {"tags": ["x", 3]}},
        {"cell_type": "markdown", "source": None, "metadata": None},
        {"source": "no type"},
        "not a cell",
        {"cell_type": "code", "source": "lone \ud800 half", "metadata": {"nbgrader": ["no", "dict"]}},
        {"cell_type": "code", "source": {"a": 1}, "id": 7},
    ]
    notebook = read_notebook(packed(cells=cells, metadata={"kernelspec": {"name": ["x"]}}))
    assert [cell.type for cell in notebook.cells] == ["code", "markdown", "raw", "code", "code"]
    assert notebook.cells[0].source == "a = 1\nb = 2"
    assert notebook.cells[0].tags == ("x", "")
    assert notebook.cells[3].source == "lone \ufffd half"
    assert notebook.cells[3].nbgrader == {}
    assert notebook.kernel == "x"
    assert "1 entries" in notebook.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_byte_order_are_no_obstacle(encoding):
    text = json.dumps({"cells": [{"cell_type": "code", "source": "x = 'ä'"}]}, ensure_ascii=False)
    assert read_notebook(text.encode(encoding)).cells[0].source == "x = 'ä'"


def test_constants_and_numbers_that_json_does_not_know():
    content = b'{"cells": [{"cell_type": "code", "source": "1", "metadata": {"a": NaN, "b": -Infinity}}], "n": %s}'
    assert read_notebook(content % (b"9" * 5000)).cells[0].source == "1"


def test_notebooks_of_format_3_are_read():
    cells = [
        {"cell_type": "code", "input": ["x = 1\n", "x"], "language": "python", "outputs": []},
        {"cell_type": "heading", "level": 2, "source": "Title"},
        {"cell_type": "markdown", "source": "text"},
    ]
    notebook = read_notebook(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}, {}]}).encode())
    assert [cell.source for cell in notebook.cells] == ["x = 1\nx", "## Title", "text"]


def test_a_picture_in_an_answer_stays():
    cell = {"cell_type": "markdown", "source": "![](a.png)", "attachments": {"a.png": {"image/png": "aGk="}, "b": 1}}
    assert read_notebook(packed(cells=[cell])).cells[0].attachments == {"a.png": {"image/png": "aGk="}}


@pytest.mark.parametrize(
    "bundle",
    [{'image/png" onerror=alert(1) x="': "aGk="}, {"image/png": 'aGk=" onerror="alert(1)'}, {"text/html": "aGk="}],
)
def test_an_attachment_that_would_leave_its_quotes_is_dropped(bundle):
    cell = {"cell_type": "markdown", "source": "![](attachment:a.png)", "attachments": {"a.png": bundle}}
    assert read_notebook(packed(cells=[cell])).cells[0].attachments == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "metadata", "source", "cell_type", "nbgrader", "tags", "attachments", "id", "input"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(JSON | st.fixed_dictionaries({"cells": st.lists(JSON)}) | st.fixed_dictionaries({"worksheets": JSON}))
def test_any_json_is_read_or_refused(value):
    try:
        notebook = read_notebook(json.dumps(value).encode())
    except UnreadableNotebook:
        return
    for cell in notebook.cells:
        cell.source.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(UnreadableNotebook):
        read_notebook(content)


def test_a_notebook_with_50_mb_of_outputs_is_read():
    picture = {"output_type": "display_data", "data": {"image/png": "QUJD" * (1 << 18)}, "metadata": {}}
    cells = [{"cell_type": "code", "source": f"x = {number}", "outputs": [picture]} for number in range(50)]
    content = json.dumps({"cells": cells}).encode()
    assert len(content) > 50 << 20
    assert [cell.source for cell in read_notebook(content).cells] == [f"x = {number}" for number in range(50)]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([{"source": "x\n" * 60_000}] * 2, "120,000 lines of text; at most 100,000"),
        ([{"source": "\u2028" * 120_000}], "lines of text"),
        ([{"source": "x" * (3 << 20)}] * 3, "9.0 MiB of text; at most 8 MiB"),
        ([{"source": "x"}] * 2001, "2001 cells; at most 2000"),
        (
            [{"source": "x", "attachments": {f"{i}.png": {"image/png": "QUJD"} for i in range(201)}}],
            "201 pasted pictures",
        ),
        ([{"source": "x", "attachments": {"a.png": {"image/png": "QUJD" * (7 << 20)}}}], "at most 200 of 24 MiB"),
    ],
    ids=["lines", "lines unseen", "text", "cells", "pictures", "large pictures"],
)
def test_what_no_person_wrote_is_refused_in_words(cells, words):
    content = json.dumps({"cells": [{"cell_type": "markdown", **cell} for cell in cells]}).encode()
    with pytest.raises(UnreadableNotebook, match=words):
        read_notebook(content)


def test_a_large_notebook_of_lists_is_refused_by_the_process_that_reads_it():
    with pytest.raises(UnreadableNotebook, match="more time or memory to read"):
        read_notebook(b'{"cells": [], "x": [' + b"[]," * (30 << 20) + b"0]}")


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (-9, b"", UnreadableNotebook),
        (9, b"", UnreadableNotebook),
        (1, b"OSError: No space left on device", ReadingError),
    ],
)
def test_what_this_machine_lacks_is_not_said_of_the_notebook(monkeypatch, status, said, error):
    """Beyond its limits a large notebook is unreadable; on a full disk nobody knows."""
    ended = subprocess.CompletedProcess([], status, stderr=said)
    monkeypatch.setattr(reading_apart.subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(error, match="than any honest one" if error is UnreadableNotebook else "No space left"):
        reading_apart.read(b"{}")


def test_without_a_folder_for_temporary_files_nothing_is_said_of_the_notebook(monkeypatch, tmp_path):
    monkeypatch.setattr(reading_apart.tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(ReadingError, match="No such file"):
        reading_apart.read(b"{}")
