"""Look for what students must not get: hidden tests, answers and marking schemes in the student version."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.notebook.names import plain_python
from grader.notebook.nbgrader_cells import Regions, Role, nbgrader, role_of
from grader.notebook.syntax import parse as parsed

# Shorter lines ("return x", "else:") stand in any notebook.
TELLING = 20
# An answer's short lines ("x = np.array(x, dtype=float)") stand in lessons for other reasons; a hidden test's do not.
TELLING_ANSWER = 40
# A line that says what comes out, as against one that sets something up.
_CLAIMS = re.compile(r"\b(?:assert|check|expect|raises|equal|allclose|isclose)|[=!<>]=")


def unbalanced(source: str, regions: Regions) -> list[str]:
    """Return the marks of a cell that do not pair up, as "BEGIN ... and END ..."."""
    return [f"{each.begin} and {each.end}" for each in regions.all if not each.balanced(source)]


def secret_lines(master: NotebookNode, regions: Regions) -> dict[str, tuple[str, str]]:
    """Return the lines students must not see: line to (grade_id of its cell, what it is).

    A line that stands openly elsewhere in the same cell is no secret, and a line of a hidden test not where it gives
    nothing away: where a test shows it openly, or where it only sets something up as the instructor's open cells do.
    """
    found: dict[str, tuple[str, str]] = {}
    shown, set_up = _open_lines(master, regions)
    for cell in master.cells:
        grade_id = str(nbgrader(cell).get("grade_id") or cell.get("id", "?"))
        open_text = _outside(cell.source, regions)
        for region in regions.all:
            lines = region.lines(cell.source)
            if region is regions.solution and role_of(cell).written_by_student and region.begin not in cell.source:
                lines = [line.strip() for line in cell.source.splitlines()]  # nbgrader replaces the whole cell
                open_text = ""
            if region is regions.solution and cell.cell_type == "code":
                # What a comment or docstring says, the exercise's text says as well.
                words = _docstrings(cell.source)
                lines = [line for line in lines if not line.startswith("#") and line not in words]
            enough = TELLING if region is regions.hidden_tests else TELLING_ANSWER
            for line in lines:
                if region is regions.hidden_tests and (line in shown or (line in set_up and not _CLAIMS.search(line))):
                    continue
                if len(line) >= enough and not line.startswith(("import ", "from ")) and line not in open_text:
                    found.setdefault(line, (grade_id, region.what))
    return found


def _docstrings(source: str) -> set[str]:
    """Return the lines of the docstrings of a cell; of what is no Python none."""
    try:
        nodes = [*ast.walk(parsed(plain_python(source)))]
    except (SyntaxError, ValueError, RecursionError):
        return set()
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    texts = [ast.get_docstring(node, clean=False) or "" for node in nodes if isinstance(node, documented)]
    return {line.strip() for text in texts for line in text.splitlines()}


def _open_lines(master: NotebookNode, regions: Regions) -> tuple[set[str], set[str]]:
    """Return the lines that tests show openly, and those of all the instructor's code."""
    shown: set[str] = set()
    everywhere: set[str] = set()
    for cell in master.cells:
        role, source = role_of(cell), cell.source
        if cell.cell_type != "code" or role.students:
            continue
        lines = {line.strip() for line in _outside(source, regions).splitlines()}
        everywhere |= lines
        if role is Role.TEST:
            shown |= lines
    return shown, everywhere


def leaks(master: NotebookNode, released: NotebookNode, regions: Regions) -> list[tuple[str, str, str]]:
    """Return (cell of the master, what, line) of every secret that the student version still shows, anywhere in it.

    Parameters
    ----------
    master, released : NotebookNode
        The solution and the student version of one notebook.
    regions : Regions
        How the course marks what is secret.
    """
    text = "\n".join(cell.source for cell in released.cells)
    # Metadata and attachments travel too; in JSON a line's quotes and backslashes are escaped.
    rest = json.dumps(
        [[c.metadata, c.get("attachments", {}), c.get("outputs", [])] for c in released.cells] + [released.metadata]
    )
    return [
        (grade_id, what, line)
        for line, (grade_id, what) in secret_lines(master, regions).items()
        if line in text or json.dumps(line)[1:-1] in rest
    ]


def files_of_hidden_tests(master: NotebookNode, files: Iterable[str], regions: Regions) -> Iterator[tuple[str, str]]:
    """Yield (grade_id, file) of files that hidden tests alone speak of, and that students get with the folder.

    Parameters
    ----------
    master : NotebookNode
    files : iterable of str
        Relative paths of what is handed out beside the notebooks.
    regions : Regions
    """
    open_text = "\n".join(_outside(cell.source, regions) for cell in master.cells)
    for path in map(PurePosixPath, sorted(files)):
        module = rf"\b(?:import|from)\b[^\n#]*\b{re.escape(path.stem)}\b" if path.suffix == ".py" else "(?!)"
        name = re.compile(rf"{module}|(?<![\w-]){re.escape(path.name)}\b")
        for cell in master.cells:
            hidden = "\n".join(regions.hidden_tests.lines(cell.source))
            if role_of(cell) is Role.TEST and name.search(hidden) and not name.search(open_text):
                yield str(nbgrader(cell).get("grade_id") or cell.get("id", "?")), str(path)
                break


def _outside(source: str, regions: Regions) -> str:
    """Return what stands outside of every region of a cell."""
    for region in regions.all:
        source = region.outside(source)
    return source


def marks_left(released: NotebookNode, regions: Regions) -> list[tuple[str, str]]:
    """Return (cell, mark) of every begin mark that the student version still has."""
    found = []
    for cell in released.cells:
        grade_id = str(nbgrader(cell).get("grade_id") or cell.get("id", "?"))
        found += [(grade_id, region.begin) for region in regions.all if region.begin in cell.source]
    return found


def parse(notebook: bytes) -> NotebookNode:
    """Read a notebook from its bytes."""
    return nbformat.reads(notebook.decode("utf-8"), as_version=4)
