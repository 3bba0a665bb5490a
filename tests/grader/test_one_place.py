"""Each question is answered in one place: what only that place may write is looked for everywhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

GRADER = Path(__file__).resolve().parents[2] / "grader"
SOURCES = {path.relative_to(GRADER).as_posix(): path for path in sorted(GRADER.rglob("*.py"))}

# What is asked, the words by which an answer would be known, and the files that may have them.
ONE_PLACE = {
    "which names does a cell need, bind, delete": (
        r"\bsymtable\b|def (free|bound|deleted)_names\b",
        {"notebook/names.py"},
    ),
    "what is a cell for": (
        r"""metadata(\.get\()?\[?["'.]nbgrader\b|metadata\.nbgrader\b""",
        # A course that begins is marked; what a student handed in is read as found, and nothing in it is trusted.
        {"notebook/nbgrader_cells.py", "course/starting.py", "commands/demo/small.py", "grading/merge/reading.py"},
    ),
    "where do answers and hidden tests begin and end": (
        r"_delimeter|(BEGIN|END) (SOLUTION|HIDDEN|MARK)",
        {"notebook/nbgrader_cells.py"},
    ),
    "what identifies the environment of a grade": (r"\bpackages_distributions\b", {"course/fingerprint.py"}),
    "what may a session's environment hold": (r"NBGRADER_EXECUTION", {"grading/session_environment.py"}),
    "how is a gradebook opened": (r"\bGradebook\(", {"course/directory.py"}),
    "which file is which notebook, which upload": (
        r"def (split_version|find_notebook|fitting_notebooks|released_name)\b|-Copy",
        {"notebook/file_names.py"},
    ),
    "which person is this": (
        # A person is told from a namesake by number and address, and found by what a platform calls them.
        r"startswith\('canvas:'\)|\.email[\w.()]*\.casefold\(\)|'email'\)\.casefold|normalize\('NFK?C', name",
        {"course/people.py"},
    ),
    "how many cores may we use": (r"\bcpu_count\b|sched_getaffinity", {"machine.py"}),
    "how does a file appear at one stroke": (
        r"\bos\.replace\(|\bmkstemp\b|NamedTemporaryFile",
        # One knows the names as a test may write them, the other's file is gone when its kernel is.
        {"files.py", "grading/calibration/needs.py", "sandbox/kernel/connection.py"},
    ),
}


def code_of(path: Path) -> str:
    """Return a module's source without comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body[0] = ast.Pass()
    return ast.unparse(tree)


CODE = {name: code_of(path) for name, path in SOURCES.items()}


@pytest.mark.parametrize("question", ONE_PLACE)
def test_one_question_one_place(question):
    words, places = ONE_PLACE[question]
    found = {name for name, code in CODE.items() if re.search(words, code)}
    assert found <= places, question
    assert found, f"{question}: nothing is found any more; mend the words by which it is known"


@pytest.mark.parametrize(
    "word", ["provision", "dialogue", "conversation", "crew", "inert", "warm", "pool", "alone", "fresh", "wire"]
)
def test_no_module_is_called_by_a_word_that_needs_the_inside(word):
    assert [name for name in SOURCES if re.search(rf"(^|[/_]){word}", name)] == []


# Where student code or code of a library may raise anything: what is raised there is an answer, not a failure of ours,
# and these processes have no log.
ANSWERS = ("sandbox/", "mutation/probe")  # the probe runs in a session


def test_a_broad_except_logs_raises_or_answers():
    """What is swallowed without a word cannot be found when it was a mistake of ours."""
    silent = []
    for name, path in SOURCES.items():
        if name.startswith(ANSWERS) and not name.startswith(("sandbox/grader_side", "sandbox/run")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _is_said(node):
                silent.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "contextlib.suppress":
                silent += [f"{name}:{node.lineno}" for kind in node.args if _is_broad(kind)]
    assert silent == []


def _is_broad(kind: ast.expr | None) -> bool:
    names = {ast.unparse(each) for each in (kind.elts if isinstance(kind, ast.Tuple) else [kind])} if kind else {""}
    return bool(names & {"", "Exception", "BaseException"})


def _is_said(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return True
    calls = [node for node in ast.walk(handler) if isinstance(node, ast.Call)]
    logged = any(
        ast.unparse(call.func) == "logger.exception"
        or (ast.unparse(call.func).startswith("logger.") and any(k.arg == "exc_info" for k in call.keywords))
        for call in calls
    )
    # A thread hands it to the one that waits for it, which raises it again.
    return logged or any(ast.unparse(call) == "box.append((None, error))" for call in calls)
