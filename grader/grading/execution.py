"""The seam between grading and running: a `Runner` takes a merged notebook and returns an `Execution`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from nbformat.notebooknode import NotebookNode

from grader.model import Limits, State
from grader.pythons import Python

SKIP_TAG = "skip-grading"


@dataclass
class CellRun:
    """How one cell ended.

    Attributes
    ----------
    state : State
        `graded` if it ran to its end (with or without an exception) or was left out on purpose.
    executed : bool
        False where the cell never started.
    error : str
        The exception that ended it, as one line; empty if none did.
    reason : str
        Why it did not run to its end.
    seconds : float
    left_out : tuple of str
        Statements that failed at the head of a student's cell, where the rest of it was run all the same.
    refused : tuple of str
        What a test that ran apart could not be told; it may have gone on all the same.
    """

    state: State = State.GRADED
    executed: bool = False
    error: str = ""
    reason: str = ""
    seconds: float = 0.0
    left_out: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass
class Execution:
    """A notebook after running: outputs are in `notebook`, how cells ended in `cells` by cell id.

    `state` is `graded` if all cells ran to their end, `partial` if single cells were stopped, `timeout` if the rest
    was not run any more, `crashed` if the kernel died or never came up; `reason` says it in words.
    """

    notebook: NotebookNode
    cells: dict[str, CellRun] = field(default_factory=dict)
    state: State = State.GRADED
    reason: str = ""
    peak_memory_mb: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Placement:
    """Where the test cells of one notebook run: all of them apart, but for those that are named here.

    Attributes
    ----------
    copies : frozenset of str
        Ids of test cells that run in a copy of the student's session, made when their turn comes.
    shown : dict of str to str
        By id, what students see of a test cell: it runs in the session when the test's turn has come and gone, as it
        does in Jupyter, so that later answers find the names it binds. What it puts out or raises is left aside.
    together : bool
        Every test cell runs in the session itself, one after the other, as stock nbgrader does it.
    """

    copies: frozenset[str] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)
    together: bool = False


class Runner(Protocol):
    """A way of running notebooks: isolated (`grader.sandbox`), or in a plain kernel (`grader.grading.kernel`)."""

    @property
    def python(self) -> Python:
        """The Python that runs notebooks of Python."""
        ...

    def __call__(
        self,
        notebook: NotebookNode,
        limits: Limits,
        files: dict[str, bytes] | None = None,
        *,
        given: Mapping[str, Any] | None = None,
        run_skipped: bool = False,
        placement: Placement | None = None,
    ) -> Execution:
        """Execute a merged notebook; later cells run after an exception.

        Parameters
        ----------
        notebook : NotebookNode
            Outputs are written into it.
        limits : Limits
        files : dict of str to bytes, optional
            What lies in the working directory, by relative path.
        given : dict of str to CellInputs, optional
            What each test cell is given from elsewhere, by its id; without it the notebook is the instructor's own.
        run_skipped : bool
            Execute cells tagged `skip-grading` too.
        placement : Placement, optional
            Which tests shall not run apart; of no account where none do.

        Returns
        -------
        Execution
            Whatever a notebook does becomes a state; nothing is raised.
        """
        ...
