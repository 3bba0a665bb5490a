"""How far the reader is: what the checks of this notebook have said so far, kept in memory while the kernel lives."""

import json
import os
from pathlib import Path
from typing import Any

_so_far: dict[str, dict[str, float]] = {}


def note(payload: dict[str, Any]) -> None:
    """Remember what a test cell has given; a later run of the cell replaces it."""
    _so_far[payload["exercise"]] = {"score": payload["score"], "points": payload["points"]}


def line() -> str:
    """Exercises done, points so far and what is open, in one line.

    Exercises whose checks have not run are counted where the notebook itself can be asked for them, as in JupyterLab.
    """
    known = {exercise: {"score": 0.0, "points": points} for exercise, points in _exercises_of_this_notebook().items()}
    all_of_them = (known if set(_so_far) <= set(known) else {}) | _so_far
    done = [name for name, one in all_of_them.items() if one["score"] >= one["points"]]
    open_ones = [name for name in all_of_them if name not in done]
    score, points = (sum(one[key] for one in all_of_them.values()) for key in ("score", "points"))
    counted = f"{len(done)} of {len(all_of_them)} exercises" + ("" if known else " checked so far")
    left = f"open: {', '.join(open_ones)}" if open_ones else "nothing is open"
    return f"Progress: {counted} done, {score:g} of {points:g} points; {left}."


def forget() -> None:
    """Begin again, as a new kernel does."""
    _so_far.clear()


def _exercises_of_this_notebook() -> dict[str, float]:
    """Points by exercise, from the notebook that Jupyter says this kernel belongs to; empty where it cannot be read."""
    path = os.environ.get("JPY_SESSION_NAME", "")
    try:
        cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"] if path.endswith(".ipynb") else []
        marks = [cell["metadata"].get("nbgrader", {}) for cell in cells if cell["cell_type"] == "code"]
        return {
            mark["grade_id"].removeprefix("test-"): float(mark["points"])
            for mark in marks
            if mark.get("grade") and not mark.get("solution")
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
