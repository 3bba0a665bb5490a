"""Why a test failed, for its author: which assertion did, or which cell that should have defined a name.

"AssertionError" alone says nothing to act on, nor does "name 'np' is not defined" where the import failed.
"""

from __future__ import annotations

import json
import re

from grader.model import Outcome
from grader.notebook.names import bound_names

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# The line that failed, as IPython's tracebacks mark it and as Python's own show it.
_CLAIM = re.compile(r"^(?:-+> *\d+ +| +)(assert\b.*)$", re.MULTILINE)
_BARE = ("AssertionError", "AssertionError:")
_UNKNOWN = re.compile(r"NameError: name '(\w+)' is not defined$")
_LONGEST = 160


def with_claims(outcome: Outcome) -> None:
    """Add to the message of each cell what its author can act on. It may show hidden lines: for the author's eyes only.

    That is what a bare assertion claimed, and why a name is unknown that a cell before the test was to define.
    """
    for cell in outcome.cells:
        unknown = _UNKNOWN.match(cell.message.strip())
        if unknown and (why := _why_unknown(outcome.executed.get(cell.notebook, ""), cell.id, unknown[1])):
            cell.message = f"{unknown[0]}, for the cell that defines it fails: {why[:_LONGEST]}"
        if cell.message.strip() in _BARE and (claim := _claim(outcome.executed.get(cell.notebook, ""), cell.id)):
            cell.message = f"AssertionError at `{claim[:_LONGEST]}`"


def _why_unknown(notebook: str, grade_id: str, name: str) -> str:
    """Return the error of the cell before a test that defines a name, "" where none fails."""
    for cell in json.loads(notebook)["cells"] if notebook else []:
        if (cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") == grade_id:
            break
        errors = [each for each in cell.get("outputs") or [] if each.get("output_type") == "error"]
        if errors and name in _defined("".join(cell.get("source") or "")):
            return f"{errors[0].get('ename', '')}: {errors[0].get('evalue', '')}".strip(": ")
    return ""


def _defined(source: str) -> set[str]:
    try:
        return bound_names(source)
    except (SyntaxError, ValueError, RecursionError):
        return set()


def _claim(notebook: str, grade_id: str) -> str:
    """Return the assertion that failed in a cell of an executed notebook, "" where it is not to be found."""
    cells = json.loads(notebook)["cells"] if notebook else []
    tracebacks = [
        "\n".join(output.get("traceback") or [])
        for cell in cells
        if (cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") == grade_id
        for output in cell.get("outputs") or []
        if output.get("output_type") == "error"
    ]
    claims = _CLAIM.findall(_COLOURS.sub("", tracebacks[-1])) if tracebacks else []
    return claims[-1].strip() if claims else ""
