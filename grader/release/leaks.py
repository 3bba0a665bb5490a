"""Look for what students must not get: hidden tests, answers and marking schemes in the student version."""

from __future__ import annotations

import json
import re

import nbformat
from nbformat.notebooknode import NotebookNode

REGIONS = {"HIDDEN TESTS": "hidden tests", "SOLUTION": "an answer", "MARK SCHEME": "a marking scheme"}
# Shorter lines ("return x", "else:") stand in any notebook.
TELLING = 20
# An answer's short lines ("x = np.array(x, dtype=float)") stand in lessons for other reasons; a hidden test's do not.
TELLING_ANSWER = 40


def region_lines(source: str, region: str) -> list[str]:
    """Return the lines between `BEGIN region` and `END region` in a cell, stripped, without empty ones."""
    parts = re.findall(rf"BEGIN {region}[^\n]*\n(.*?)(?:[^\n]*END {region}|\Z)", source, re.DOTALL)
    return [line.strip() for part in parts for line in part.splitlines() if line.strip()]


def outside_regions(source: str) -> str:
    """Return a cell's source without its hidden tests, answers and marking schemes."""
    for region in REGIONS:
        source = re.sub(rf"[^\n]*BEGIN {region}.*?(?:END {region}[^\n]*|\Z)", "", source, flags=re.DOTALL)
    return source


def unbalanced(source: str) -> list[str]:
    """Return the regions of a cell whose BEGIN and END marks do not pair up."""
    return [
        region
        for region in REGIONS
        if len(re.findall(rf"BEGIN {region}", source)) != len(re.findall(rf"END {region}", source))
    ]


def secret_lines(master: NotebookNode) -> dict[str, tuple[str, str]]:
    """Return the lines students must not see: line to (grade_id of its cell, what it is).

    A line that stands openly elsewhere in the same cell is no secret.
    """
    found: dict[str, tuple[str, str]] = {}
    for cell in master.cells:
        marks = cell.metadata.get("nbgrader") or {}
        grade_id = str(marks.get("grade_id", cell.get("id", "?")))
        open_text = outside_regions(cell.source)
        for region, words in REGIONS.items():
            lines = region_lines(cell.source, region)
            if region == "SOLUTION" and marks.get("solution") and not lines:
                lines = [line.strip() for line in cell.source.splitlines()]  # nbgrader replaces the whole cell
                open_text = ""
            for line in lines:
                enough = TELLING if region == "HIDDEN TESTS" else TELLING_ANSWER
                if len(line) >= enough and not line.startswith(("import ", "from ")) and line not in open_text:
                    found.setdefault(line, (grade_id, words))
    return found


def leaks(master: NotebookNode, released: NotebookNode) -> list[tuple[str, str, str]]:
    """Return (cell of the master, what, line) of every secret that the student version still shows, anywhere in it.

    Parameters
    ----------
    master, released : NotebookNode
        The solution and the student version of one notebook.
    """
    text = "\n".join(cell.source for cell in released.cells)
    # Metadata and attachments travel too; in JSON a line's quotes and backslashes are escaped.
    rest = json.dumps(
        [[c.metadata, c.get("attachments", {}), c.get("outputs", [])] for c in released.cells] + [released.metadata]
    )
    secrets = secret_lines(master)
    return [
        (grade_id, what, line)
        for line, (grade_id, what) in secrets.items()
        if line in text or json.dumps(line)[1:-1] in rest
    ]


def marks_left(released: NotebookNode) -> list[tuple[str, str]]:
    """Return (cell, mark) of every `BEGIN ...` mark that the student version still has."""
    found = []
    for cell in released.cells:
        grade_id = str((cell.metadata.get("nbgrader") or {}).get("grade_id", cell.get("id", "?")))
        found += [(grade_id, f"BEGIN {region}") for region in REGIONS if f"BEGIN {region}" in cell.source]
    return found


def parse(notebook: bytes) -> NotebookNode:
    """Read a notebook from its bytes."""
    return nbformat.reads(notebook.decode("utf-8"), as_version=4)
