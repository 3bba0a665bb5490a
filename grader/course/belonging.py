"""Which assignment and which of its notebooks a handed-in notebook is, by the cells in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from grader.course.directory import Course
from grader.grading.merge.reading import StudentCell, UnreadableNotebook, read_notebook
from grader.model import Limits

LARGEST = Limits().notebook_mb * 2**20
LONG = 12  # characters: shorter cells are alike in every course


@dataclass(frozen=True)
class Marks:
    """What tells a notebook: the `grade_id`s and longer cells in it; `readable` is False for what is no notebook."""

    ids: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    readable: bool = True


@dataclass(frozen=True)
class Verdict:
    """What a handed-in notebook is.

    Attributes
    ----------
    notebook : str
        The notebook of this assignment it is, "" where its cells do not tell.
    refusal : str
        Why it cannot be this assignment's, "" where it can.
    readable : bool
    """

    notebook: str = ""
    refusal: str = ""
    readable: bool = True


@dataclass
class Masters:
    """The notebooks of a course as far as a handed-in one must be told from others."""

    course: Course
    assignment: str
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = sorted(path.stem for path in self._paths(self.assignment))

    def _paths(self, assignment: str) -> list[Path]:
        return sorted(self.course.folder("source", assignment).glob("*.ipynb"))

    @cached_property
    def own(self) -> dict[str, Marks]:
        """The assignment's notebooks."""
        return {path.stem: _of_file(path) for path in self._paths(self.assignment)}

    @cached_property
    def others(self) -> dict[str, Marks]:
        """All notebooks of each other assignment together."""
        found = {}
        for other in self.course.assignments():
            if other != self.assignment:
                marks = [_of_file(path) for path in self._paths(other)]
                found[other] = Marks(
                    frozenset().union(*(m.ids for m in marks)), frozenset().union(*(m.sources for m in marks))
                )
        return found

    @cached_property
    def files(self) -> set[str]:
        """Names of the assignment's other files."""
        folder = self.course.folder("source", self.assignment)
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    def judge(self, path: Path) -> Verdict:
        """Say what a notebook is: by the `grade_id`s it shares; where an editor took them, by cells as handed out."""
        marks = _of_file(path)
        if not marks.readable:
            return Verdict(readable=False)
        for what in ("ids", "sources"):
            mine = getattr(marks, what)
            shared = {name: len(mine & getattr(own, what)) for name, own in self.own.items()}
            other = {name: len(mine & getattr(theirs, what)) for name, theirs in self.others.items()}
            best, theirs = max(shared.values(), default=0), max(other.values(), default=0)
            if theirs > best:
                name = max(other, key=lambda name: other[name])
                return Verdict(refusal=f"its cells are those of {name}, not of {self.assignment}")
            if best:
                winners = [name for name, count in shared.items() if count == best]
                return Verdict(winners[0] if len(winners) == 1 else "")
            if mine and what == "ids":
                break
        if not any(own.ids for own in self.own.values()):
            return Verdict()  # an assignment without marked cells: nothing can be told
        return Verdict(refusal=f"it shares no cell with {self.assignment} ({', '.join(self.names)})")


def marks_of(content: bytes) -> Marks:
    """Read what tells a notebook off its bytes."""
    try:
        cells = read_notebook(content).cells
    except UnreadableNotebook:
        return Marks(readable=False)
    return Marks(frozenset(cell.grade_id for cell in cells if cell.grade_id), frozenset(_plain(cells)))


def most_alike(course: Course, path: Path, assignments: list[str]) -> list[str]:
    """Return of several assignments those with whose notebooks a notebook shares most; all where it shares nothing."""
    mine = _of_file(path)
    masters = {name: list(Masters(course, name).own.values()) for name in assignments}
    for what in ("ids", "sources"):
        cells = getattr(mine, what)
        shared = {name: max(len(cells & getattr(own, what)) for own in theirs) for name, theirs in masters.items()}
        best = max(shared.values())
        if best:
            return [name for name, count in shared.items() if count == best]
    return assignments


def _plain(cells: tuple[StudentCell, ...]) -> set[str]:
    sources = (" ".join(cell.source.split()) for cell in cells)
    return {source for source in sources if len(source) >= LONG}


def _of_file(path: Path) -> Marks:
    try:
        # One that is too large to be read is not even fetched.
        return marks_of(path.read_bytes()) if path.stat().st_size <= LARGEST else Marks(readable=False)
    except OSError:
        return Marks(readable=False)
