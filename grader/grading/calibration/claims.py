"""Which assertion failed, for the author of a test: "AssertionError" alone says nothing to act on."""

from __future__ import annotations

import json
import re

from grader.model import Outcome

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# The line that failed, as IPython's tracebacks mark it and as Python's own show it.
_CLAIM = re.compile(r"^(?:-+> *\d+ +| +)(assert\b.*)$", re.MULTILINE)
_BARE = ("AssertionError", "AssertionError:")
_LONGEST = 160


def with_claims(outcome: Outcome) -> None:
    """Add to the message of each cell that a bare assertion ended what it claimed. For the author's eyes only."""
    for cell in outcome.cells:
        if cell.message.strip() in _BARE and (claim := _claim(outcome.executed.get(cell.notebook, ""), cell.id)):
            cell.message = f"AssertionError at `{claim[:_LONGEST]}`"


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
