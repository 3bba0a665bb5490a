"""Sample submissions: a TOML file that describes a small class, turned into notebooks from the released version.

`samples/<lesson>/class.toml` lists students, the folders their answers come from, what happened to their notebook
afterwards, and how grading must end. Answers are files named after the `grade_id` of their cell.
"""

from __future__ import annotations

import copy
import json
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.errors import SampleError
from grader.model import Outcome, State
from grader.notebook.nbgrader_cells import nbgrader

FILE_NAME = "class.toml"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Sample:
    """One student of a sample class.

    Attributes
    ----------
    id, name, story : str
    answers : list of Path
        Folders of answers; the later one counts.
    damage : list of dict
        What happens to the notebook afterwards: `do` and what it needs.
    state : State
        How grading must end.
    loses : list of str or None
        `grade_id`s of the test cells that must lose points while all others earn theirs; None: not looked at.
    nothing : bool
        Whether no point may be earned.
    handed_in : datetime or None
        When, where that matters.
    alike : frozenset of str
        With whom the answers must be found to be alike.
    """

    id: str
    name: str
    story: str
    answers: list[Path]
    damage: list[dict[str, Any]]
    state: State
    loses: list[str] | None
    nothing: bool = False
    handed_in: datetime | None = None
    alike: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SampleClass:
    """A small class.

    Attributes
    ----------
    lesson : str
    cell_seconds, seconds : float
        The time that one cell and one notebook get.
    memory_mb : int
        The memory of a submission in MiB.
    students : list of Sample
    more : list of dict
        Cells that the demo adds to its copy of the lesson; see `small.made_cell`.
    due : datetime or None
        When the work was due.
    in_session : frozenset of str
        Test cells that must be judged beside the answers.
    """

    lesson: str
    cell_seconds: float
    memory_mb: int
    students: list[Sample] = field(default_factory=list)
    seconds: float = 120
    more: list[dict[str, Any]] = field(default_factory=list)
    due: datetime | None = None
    in_session: frozenset[str] = frozenset()


def lessons_with_samples(folder: Path) -> list[str]:
    """Return the names of the lessons that have samples in a folder, sorted."""
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE_NAME}"))


def load_samples(folder: Path) -> SampleClass:
    """Read a sample class.

    Parameters
    ----------
    folder : Path
        `samples/<lesson>`.

    Raises
    ------
    SampleError
        Where it cannot be read or is not complete.
    """
    path = folder / FILE_NAME
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        students = [_student(entry, folder / "answers") for entry in plain["student"]]
        return SampleClass(
            folder.name,
            float(plain.get("cell_seconds", 60)),
            int(plain.get("memory_mb", 4096)),
            students,
            float(plain.get("seconds", 120)),
            list(plain.get("more", [])),
            plain.get("due"),
            frozenset(plain.get("in_session", [])),
        )
    except OSError as error:
        raise SampleError(f"{path}: cannot be read ({error.strerror}).") from error
    except KeyError as error:
        raise SampleError(f"{path}: a student has no {error}; add it.") from error
    except (ValueError, TypeError) as error:  # tomllib.TOMLDecodeError is a ValueError
        raise SampleError(f"{path}: {error}") from error


def build_submission(released: bytes, sample: Sample) -> bytes | None:
    """Return the notebook a sample student hands in, or None for one who hands in nothing.

    Parameters
    ----------
    released : bytes
        The student version, as nbformat JSON.
    sample : Sample

    Raises
    ------
    SampleError
        Where an answer or a damage names a cell that the lesson does not have.
    """
    notebook = nbformat.reads(released.decode("utf-8"), as_version=4)
    for grade_id, source in _answers(sample).items():
        _cell(notebook, grade_id, sample).source = source
    cut = False
    for damage in sample.damage:
        if damage["do"] == "missing":
            return None
        cut = cut or damage["do"] == "cut"
        _damage(notebook, damage, sample)
    # Not nbformat.writes: it would mend what an editor has damaged.
    content = json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8")
    return content[: len(content) // 2] if cut else content


def difference(
    sample: Sample, outcome: Outcome | None, *, late: bool | None = None, alike: frozenset[str] | None = None
) -> str:
    """Say how an outcome differs from what a sample expects; "" where it does not.

    Parameters
    ----------
    sample : Sample
    outcome : Outcome or None
    late : bool, optional
        Whether the grader calls it late.
    alike : frozenset of str, optional
        With whom the answers were found to be alike.
    """
    if outcome is None:
        return "was not graded"
    if late is not None and late != bool(sample.handed_in):
        return "was called late" if late else "was not called late"
    if alike is not None and alike != sample.alike:
        return f"was found alike with {', '.join(sorted(alike)) or 'nobody'}"
    if outcome.state is not sample.state:
        return f"ended as {outcome.state}, expected {sample.state}"
    if sample.nothing:
        return f"earned {outcome.score:g} points, expected none" if outcome.score else ""
    if sample.loses is None:
        return ""
    automatic = [cell for cell in outcome.cells if not cell.manual]
    lost = {cell.id for cell in automatic if (cell.score or 0.0) < cell.max_score - TOLERANCE}
    missing, more = sorted(set(sample.loses) - lost), sorted(lost - set(sample.loses))
    said = [f"{', '.join(missing)} should have lost points"] if missing else []
    said += [f"{', '.join(more)} should have earned every point"] if more else []
    return "; ".join(said)


def _student(entry: dict[str, Any], answers: Path) -> Sample:
    expect = entry["expect"]
    loses = expect.get("loses")
    folders = [answers / name for name in entry.get("answers", [])]
    for folder in folders:
        if not folder.is_dir():
            raise ValueError(f"{entry['id']}: there is no folder {folder}")
    damage = list(entry.get("damage", []))
    for step in damage:
        if step.get("do") not in DAMAGES:
            raise ValueError(f"{entry['id']}: damage {step.get('do')!r} is not one of {', '.join(DAMAGES)}")
    return Sample(
        id=entry["id"],
        name=entry["name"],
        story=entry["story"],
        answers=folders,
        damage=damage,
        state=State(expect["state"]),
        loses=None if loses == "all" or loses is None else list(loses),
        nothing=loses == "all",
        handed_in=entry.get("handed_in"),
        alike=frozenset(expect.get("alike", [])),
    )


def _answers(sample: Sample) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in sample.answers:
        for path in sorted(folder.iterdir()):
            if path.suffix in (".py", ".md"):
                found[path.stem] = path.read_text(encoding="utf-8").rstrip("\n")
    return found


def _index(notebook: NotebookNode, grade_id: str, sample: Sample) -> int:
    for index, cell in enumerate(notebook.cells):
        if nbgrader(cell).get("grade_id") == grade_id:
            return index
    raise SampleError(f"Sample {sample.id!r}: the lesson has no cell {grade_id!r}. Mend its answers or {FILE_NAME}.")


def _cell(notebook: NotebookNode, grade_id: str, sample: Sample) -> NotebookNode:
    return notebook.cells[_index(notebook, grade_id, sample)]


DAMAGES = ("delete", "duplicate", "edit", "points", "strip", "cut", "missing")


def _damage(notebook: NotebookNode, damage: dict[str, Any], sample: Sample) -> None:
    match damage["do"]:
        case "delete":
            del notebook.cells[_index(notebook, damage["cell"], sample)]
        case "duplicate":
            index = _index(notebook, damage["cell"], sample)
            notebook.cells.insert(index + 1, copy.deepcopy(notebook.cells[index]))
        case "edit":
            _cell(notebook, damage["cell"], sample).source = damage["source"]
        case "points":
            nbgrader(_cell(notebook, damage["cell"], sample))["points"] = damage["points"]
        case "strip":
            for cell in notebook.cells:
                cell.metadata = nbformat.from_dict({})
                cell.pop("id", None)
            notebook.metadata = nbformat.from_dict({"accelerator": "GPU"})
            notebook.nbformat_minor = 4
