"""Who is alike is found; what everybody was given or everybody writes is not."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable

import nbformat
from nbformat.v4 import new_notebook

from grader.model import Master, Submission, SubmittedFile
from grader.notebook.nbgrader_cells import student_stub
from grader.similarity import handed
from grader.similarity.compare import compare
from grader.similarity.passages import passages, unusual_pairs
from grader.similarity.tokens import code
from tests.grader.made_courses import cell

GIVEN = "import numpy as np\n\nrng = np.random.default_rng(0)\nrows = [rng.normal(size=5) for _ in range(9)]"
STUB = """
def smooth(values, width):
    ### BEGIN SOLUTION
    kernel = np.ones(width) / width
    return np.convolve(values, kernel, "valid")
    ### END SOLUTION
"""
CELLS = [
    cell(GIVEN, "given", locked=True),
    cell(STUB, "smooth", solution=True),
    cell("### BEGIN SOLUTION\nhalf = 0.5\n### END SOLUTION", "half", solution=True),
    cell("assert half == 0.5", "test-half", grade=True, locked=True, points=1),
]

UNUSUAL = """
def smooth(values, width):
    # keep a running total instead of summing each window again
    total, out = float(np.sum(values[:width])), [float(np.sum(values[:width])) / width]
    for i in range(width, len(values)):
        total += values[i] - values[i - width]
        out.append(total / width)
    if len(out) != len(values) - width + 1:
        raise ValueError("too short")
    return np.asarray(out, dtype=float)
"""
RENAMED = '''
def smooth(v, n):
    """Other words."""
    acc,means = float(np.sum(v[:n])), [
        float(np.sum(v[:n]))/n]
    for k in range(n, len(v)):
        acc += v[k]-v[k-n]
        means.append(acc/n)

    if len(means) != len(v)-n+1: raise ValueError('not enough values')
    return np.asarray(means, dtype=float)
'''
REORDERED = """
def check(a, b, c):
    if len(c) != len(a) - b + 1:
        raise ValueError("x")

def smooth(a, b):
    total, c = float(np.sum(a[:b])), [float(np.sum(a[:b])) / b]
    for i in range(b, len(a)):
        total += a[i] - a[i - b]
        c.append(total / b)
    check(a, b, c)
    return np.asarray(c, dtype=float)
"""
# Each does the same in another way.
WAYS = """
def smooth(values, width):
    return np.array([np.mean(values[k : k + width]) for k in range(len(values) - width + 1)])
---
def smooth(values, width):
    sums = np.cumsum(np.insert(values, 0, 0.0))
    return (sums[width:] - sums[:-width]) / width
---
def smooth(values, width):
    windows = np.lib.stride_tricks.sliding_window_view(values, width)
    return windows.mean(axis=-1)
---
def smooth(values, width):
    result = []
    start = 0
    while start + width <= len(values):
        piece = list(values)[start : start + width]
        result.append(sum(piece) / len(piece))
        start = start + 1
    return np.array(result)
---
def smooth(values, width):
    if width == 1:
        return np.asarray(values)
    shorter = smooth(values, width - 1)
    return (shorter[:-1] * (width - 1) + values[width - 1 :]) / width
"""
OWN = WAYS.split("---")


def compared(answers: dict[str, str | dict[str, str]], cells=CELLS, more: Iterable[Submission] = (), **options):
    """Compare people by their answers: to `smooth`, or to each cell by its name."""
    notebook = new_notebook(cells=cells)
    master = Master("ps", {"ps": nbformat.writes(notebook).encode()}, {})
    handed_in = []
    for who, written in answers.items():
        sources = written if isinstance(written, dict) else {"smooth": written}
        stub = student_stub(notebook)
        for each in stub.cells:
            each.source = sources.get(each.metadata.nbgrader.grade_id, each.source)
        handed_in.append(Submission(who, {"ps.ipynb": SubmittedFile(nbformat.writes(stub).encode())}))
    return compare(master, [*handed_in, *more], **options)


def own(number: int = 5) -> dict[str, str]:
    return {f"own{place}": text for place, text in enumerate(OWN[:number])}


def found(similarity) -> list[tuple[str, str]]:
    return [pair.students for pair in similarity.pairs]


def test_the_same_but_for_names_layout_and_remarks_is_found():
    similarity = compared(own() | {"ada": UNUSUAL, "ben": RENAMED})
    assert found(similarity) == [("ada", "ben")]
    (pair,) = similarity.pairs
    assert (pair.most, pair.between_them) == (2, 1)
    assert pair.share > 0.9
    ((left, right),) = pair.rows
    start, end = left.spans[0][0], left.spans[-1][1]
    assert "keep a running total" in left.answer.cell.source[start:end]
    assert right.answer.cell.source[right.spans[-1][0] : right.spans[-1][1]].endswith("dtype=float)")
    assert similarity.to_json()["pairs"][0]["cells"] == ["smooth"]


def test_another_order_and_another_cell_are_found():
    assert found(compared(own() | {"ada": UNUSUAL, "ben": REORDERED})) == [("ada", "ben")]
    apart = {"smooth": "smooth = mine", "half": RENAMED.replace("smooth", "mine")}
    (pair,) = compared(own() | {"ada": UNUSUAL, "ben": apart}).pairs
    assert [[each and each.answer.cell.cell for each in row] for row in pair.rows] == [["smooth", None], [None, "half"]]


def test_who_writes_alone_is_not_found():
    similarity = compared(own() | {"ada": UNUSUAL})
    assert (similarity.pairs, similarity.compared, similarity.problems) == ([], 6, {})


def test_short_answers_that_everybody_writes_alike_are_not_found():
    short = "def smooth(values, width):\n    return np.convolve(values, np.ones(width) / width, mode='valid')"
    renamed = short.replace("values", "v").replace("width", "w")
    assert compared({"a": short, "b": renamed, "c": short, "d": OWN[1], "e": OWN[2]}).pairs == []


def test_what_a_class_has_in_common_is_not_found():
    """A whole class that worked from one page of the lecture's, each with something of their own."""
    answers = {f"s{number}": f"{UNUSUAL}\n\n{text}" for number, text in enumerate(OWN)}
    assert compared(answers).pairs == []


def test_what_was_handed_out_is_not_found():
    copied = GIVEN.replace("rows", "lines")
    answers = own() | {"ada": f"{copied}\n{OWN[0]}", "ben": f"{GIVEN}\n{OWN[1]}"}
    assert all(pair != ("ada", "ben") for pair in found(compared(answers)))


def test_what_the_reference_has_too_is_what_one_finds():
    cells = [cell(f"### BEGIN SOLUTION\n{UNUSUAL}\n### END SOLUTION", "smooth", solution=True), *CELLS[2:]]
    answers = own() | {"ada": UNUSUAL, "ben": RENAMED}
    assert compared(answers, cells).pairs == []
    assert found(compared(answers, cells, common=3)) == [("ada", "ben")]


def test_a_ring_is_named_as_one():
    answers = {f"x{place}": text for place, text in enumerate(OWN * 3)} | {"ada": UNUSUAL, "ben": RENAMED}
    similarity = compared(answers | {"cleo": REORDERED})
    assert ["ada", "ben", "cleo"] in similarity.groups


def test_written_answers_count_too():
    words = "A wide code copies the image because nothing stops it from becoming the identity so that noise must "
    words += "be added first and the network learns to take it away which needs what the images have in common and "
    words += "this is what we wanted the code to hold in the first place as one can see from the filters drawn above "
    written = cell("x", "why", solution=True, grade=True, points=2)
    written.cell_type = "markdown"
    del written["outputs"], written["execution_count"]
    answers = {"ada": words, "ben": words.upper().replace(" THE ", ", the "), "cleo": "It depends.", "dev": "No idea"}
    answers = {who: {"why": text} for who, text in answers.items()}
    assert found(compared(answers, [*CELLS, written])) == [("ada", "ben")]


def test_who_cannot_be_compared_is_named(monkeypatch):
    monkeypatch.setattr(handed, "MOST_TEXT", 2_000)
    others = [
        Submission("broken", {"ps.ipynb": SubmittedFile(b"{")}),
        Submission("letter", {"letter.txt": SubmittedFile(b"Dear all")}),
        Submission("nia", {}),
    ]
    similarity = compared(own() | {"blank": {}, "flood": UNUSUAL + "x = [1]\n" * 1000}, more=others)
    assert set(similarity.problems) == {"broken", "flood", "letter"}
    assert "its JSON is broken" in similarity.problems["broken"]
    assert "only the first 2,000 characters" in similarity.problems["flood"]
    assert similarity.untouched == ["blank"]
    assert similarity.compared == 6


def test_a_class_of_a_thousand_is_compared_in_seconds():
    draw = random.Random(1)
    parts = ["np.sum(x, axis=1)", "x.mean()", "y = x @ W + b", "z.append(4)", "if a < 3:", "a[i, j] = b", "len(rows)"]
    ends = ["", " + 1", " * y", " / n", "[0]", ".T", " - x", " ** 2"]
    people = [
        passages([code("\n".join(draw.choice(parts) + draw.choice(ends) for _ in range(40)), "python")])
        for _ in range(998)
    ]
    people += [passages([code(UNUSUAL, "python")]), passages([code(RENAMED, "python")])]
    started = time.thread_time()
    pairs = unusual_pairs(people, [], 10)
    assert time.thread_time() - started < 10
    assert (pairs[0].one, pairs[0].other) == (998, 999)
