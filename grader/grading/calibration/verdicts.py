"""What calibration found out about an assignment: plain data that can be kept and sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grader.grading.execution import Placement
from grader.grading.merge.master_cells import MasterCell
from grader.model import Outcome, Tests
from grader.notebook.nbgrader_cells import Role


@dataclass(frozen=True)
class CellVerdict:
    """What is known of one test cell; cells that are judged apart, rightly, have none.

    Attributes
    ----------
    notebook, id : str
    tests : Tests
        Where it has to run, `apart` or `in-session`.
    why : str
        Why not apart, as the end of a sentence: "it reads the source of the answer".
    broken : str
        Why the reference answers lose points in it wherever it runs; empty where they do not.
    free : float
        Points that the untouched student version earns in it.
    """

    notebook: str
    id: str
    tests: Tests = Tests.APART
    why: str = ""
    broken: str = ""
    free: float = 0.0


@dataclass(frozen=True)
class Calibration:
    """The verdicts on an assignment.

    Attributes
    ----------
    cells : tuple of CellVerdict
    shown : tuple of str
        Notebooks in which answers need what visible tests leave behind: what students see of each runs in the session.
    together : tuple of str
        Notebooks in which all tests have to run one after the other in the session itself.
    uncalibrated : tuple of str
        Notebooks of which the course has no reference answers.
    reference, blank : Outcome or None
        What the reference answers and the untouched student version get when each cell runs where it has to.
    """

    cells: tuple[CellVerdict, ...] = ()
    shown: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    uncalibrated: tuple[str, ...] = ()
    reference: Outcome | None = None
    blank: Outcome | None = None

    def verdict(self, notebook: str, grade_id: str) -> CellVerdict:
        """Return what is known of a cell."""
        for cell in self.cells:
            if (cell.notebook, cell.id) == (notebook, grade_id):
                return cell
        return CellVerdict(notebook, grade_id)

    @property
    def in_session(self) -> list[CellVerdict]:
        """The cells that have to run in the student's session."""
        return [cell for cell in self.cells if cell.tests is Tests.IN_SESSION]

    @property
    def broken(self) -> list[CellVerdict]:
        """The cells in which the reference answers lose points wherever they run."""
        return [cell for cell in self.cells if cell.broken]

    def placement(self, notebook: str, cells: Sequence[MasterCell], ids: Sequence[str]) -> Placement:
        """Return where the tests of a merged notebook run; cell i of the master has the id `ids[i]` in it."""
        inside = {cell.id for cell in self.in_session if cell.notebook == notebook}
        tests = [(cell, name) for cell, name in zip(cells, ids, strict=True) if cell.role is Role.TEST]
        return Placement(
            frozenset(name for cell, name in tests if cell.grade_id in inside),
            {name: cell.stub for cell, name in tests} if notebook in self.shown else {},
            together=notebook in self.together,
        )

    def to_json(self, *, runs: bool = True) -> dict[str, Any]:
        """Return JSON-serialisable containers; without `runs`, what grading needs and no more."""
        plain = asdict(self) | {"reference": None, "blank": None}
        if runs:
            plain |= {name: run and run.to_json() for name, run in self._runs().items()}
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Calibration:
        """Build a calibration from what `to_json` returned.

        Raises
        ------
        KeyError, TypeError, ValueError
            If `plain` is something else.
        """
        cells = tuple(CellVerdict(**{**cell, "tests": Tests(cell["tests"])}) for cell in plain["cells"])
        runs = {
            name: None if plain[name] is None else Outcome.from_json(plain[name]) for name in ("reference", "blank")
        }
        names = {name: tuple(_texts(plain[name])) for name in ("shown", "together", "uncalibrated")}
        return cls(cells, **names, **runs)

    def key(self) -> str:
        """Return a key of what scores can depend on."""
        return hashlib.sha256(json.dumps(self.to_json(runs=False), sort_keys=True).encode("ascii")).hexdigest()

    def _runs(self) -> dict[str, Outcome | None]:
        return {"reference": self.reference, "blank": self.blank}


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if not isinstance(value, str):
            raise TypeError("the name of a notebook is text")
        yield value
