"""What came of an assignment's wrong answers: plain data that can be kept and shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What became of a wrong answer."""

    KILLED = "killed"  # it loses points
    SURVIVED = "survived"  # it earns every point of the assignment's tests
    EQUIVALENT = "equivalent"  # it is no wrong answer: nothing tells it from the reference


@dataclass(frozen=True)
class MutantResult:
    """One wrong answer.

    Attributes
    ----------
    notebook, cell : str
        The answer, by notebook and `grade_id`.
    tests : tuple of str
        The test cells that should have noticed.
    key, operator : str
    line : int
        Of the answer, from 1.
    fate : Fate
    noticed : str
        The test cell that took points, else empty.
    how : str
        Of a killed one what the test said; of an equivalent one how it is known.
    diff : str
        From the reference; kept for what was not killed.
    differs : tuple of str
        Test cells that give it other points apart than beside the answer, every time they are asked.
    compared : int
        Test cells that were asked both ways.
    """

    notebook: str
    cell: str
    tests: tuple[str, ...]
    key: str
    operator: str
    line: int
    fate: Fate
    noticed: str = ""
    how: str = ""
    diff: str = ""
    differs: tuple[str, ...] = ()
    compared: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return JSON-serialisable containers."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> MutantResult:
        """Build a result from what `to_json` returned.

        Raises
        ------
        KeyError, TypeError, ValueError
            If `plain` is something else.
        """
        lists = {name: tuple(plain[name]) for name in ("tests", "differs")}
        return cls(**{**plain, **lists, "fate": Fate(plain["fate"])})


@dataclass
class Mutation:
    """What is known of an assignment's tests.

    Attributes
    ----------
    assignment : str
    results : list of MutantResult
        In the order of the notebook.
    unread : list of (str, str, str)
        Answers of which there are no wrong ones: notebook, cell, why.
    left : dict of (str, str) to int
        Wrong answers of each cell that were not tried, because time was up.
    """

    assignment: str
    results: list[MutantResult] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    left: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, fate: Fate) -> int:
        """Return how many ended in a way."""
        return sum(result.fate is fate for result in self.results)

    @property
    def survivors(self) -> list[MutantResult]:
        """The wrong answers that earn every point."""
        return [result for result in self.results if result.fate is Fate.SURVIVED]

    @property
    def share(self) -> float | None:
        """Share of the wrong answers that lose points; None where there is none."""
        wrong = self.count(Fate.KILLED) + self.count(Fate.SURVIVED)
        return self.count(Fate.KILLED) / wrong if wrong else None

    @property
    def not_tried(self) -> int:
        """Wrong answers for which there was no time."""
        return sum(self.left.values())

    @property
    def differing(self) -> list[tuple[str, str, MutantResult]]:
        """Test cells that judge an answer otherwise apart than beside it: notebook, test, the first such answer."""
        found: dict[tuple[str, str], MutantResult] = {}
        for result in self.results:
            for test in result.differs:
                found.setdefault((result.notebook, test), result)
        return [(*where, result) for where, result in found.items()]

    def to_json(self) -> dict[str, Any]:
        """Return JSON-serialisable containers: figures and all results."""
        return {
            "assignment": self.assignment,
            "share": None if self.share is None else round(self.share, 4),
            **{str(fate): self.count(fate) for fate in Fate},
            "not_tried": self.not_tried,
            "unread": [dict(zip(("notebook", "cell", "why"), each, strict=True)) for each in self.unread],
            "differing": [
                {"notebook": notebook, "cell": test, "mutant": result.key} for notebook, test, result in self.differing
            ],
            "mutants": [result.to_json() for result in self.results],
        }
