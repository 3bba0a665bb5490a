"""How far the reader is: what the checks of this notebook have said so far, and how often each has failed.

It is kept in memory while the kernel lives. In a lesson for self-study it is also kept in a file beside the notebook,
so that a restart of the kernel begins where the reader stopped.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import this_notebook
from .failures import UNWRITTEN
from .one_answer import OneAnswer, unpack

FOLDER = ".progress"
TRIES = 3  # runs of a check that fail before one answer is shown

_so_far: dict[str, dict[str, float]] = {}
_read: set[Path] = set()


def note(payload: dict[str, Any]) -> None:
    """Remember what a test cell has given; a later run of the cell replaces it.

    A run fails if something is written and a check does not pass. What is not written yet is no try.
    """
    file = _file()
    _recall(file)
    failed = [check["message"] for check in payload["checks"] if not check["passed"]]
    tried = any(message != UNWRITTEN for message in failed)
    before = _so_far.get(payload["exercise"], {}).get("failed_runs", 0)
    _so_far[payload["exercise"]] = {
        "score": payload["score"],
        "points": payload["points"],
        "failed_runs": before + tried,
    }
    _keep(file)


def answer_to_show(exercise: str) -> OneAnswer | None:
    """One answer to the exercise, in a lesson for self-study: after three failed runs, or to compare with your own."""
    standing = _so_far.get(exercise, {"score": 0, "points": 1, "failed_runs": 0})
    if standing["failed_runs"] < TRIES and standing["score"] < standing["points"]:
        return None
    return unpack(this_notebook.test_cells().get(exercise, {}).get(this_notebook.ANSWER))


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
    _read.clear()


def file_of(notebook: Path) -> Path:
    """Where the progress in a notebook for self-study is kept."""
    return notebook.parent / FOLDER / f"{notebook.stem}.json"


def _exercises_of_this_notebook() -> dict[str, float]:
    """Points by exercise; empty where the notebook cannot be read."""
    try:
        return {name: float(metadata["nbgrader"]["points"]) for name, metadata in this_notebook.test_cells().items()}
    except (KeyError, TypeError, ValueError):
        return {}


def _file() -> Path | None:
    """Where progress is kept; None where this notebook is no lesson for self-study."""
    answers = [metadata.get(this_notebook.ANSWER) for metadata in this_notebook.test_cells().values()]
    notebook = this_notebook.path()
    return file_of(notebook) if notebook and any(answers) else None


def _recall(file: Path | None) -> None:
    """Take what an earlier kernel has kept, once."""
    if file is None or file in _read:
        return
    _read.add(file)
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        kept = json.loads(file.read_text(encoding="utf-8"))
        points = _exercises_of_this_notebook()
        found = {
            name: {
                "score": float(one["score"]),
                "points": points[name],  # the lesson may have changed since
                "failed_runs": int(one["failed_runs"]),
            }
            for name, one in kept.items()
            if name in points
        }
        _so_far.update(found | _so_far)


def _keep(file: Path | None) -> None:
    """Write progress at one stroke; where it cannot be written, it lives as long as the kernel."""
    if file is None:
        return
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(_so_far, indent=1), encoding="utf-8")
        os.replace(half, file)
