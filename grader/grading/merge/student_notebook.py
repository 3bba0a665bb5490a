"""A submitted notebook as merging sees it: its cells and no outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class UnreadableNotebook(Exception):
    """A submitted file is no notebook; the message says what it is and what to do."""


@dataclass(frozen=True)
class StudentCell:
    """One cell as handed in.

    Attributes
    ----------
    type : {"code", "markdown", "raw"}
    source : str
        Valid Unicode, lines ended by a newline character.
    id : str
        The notebook format's cell id, empty before version 4.5.
    nbgrader : dict
        The cell's nbgrader metadata as found: nothing in it is to be trusted.
    tags : tuple of str
    attachments : dict
        Pictures pasted into a Markdown cell.
    """

    type: str
    source: str
    id: str = ""
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str:
        """nbgrader's name for the cell, empty if it has none."""
        name = self.nbgrader.get("grade_id")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True)
class StudentNotebook:
    """A submitted notebook: its cells, the kernel it names, and what was odd about the file."""

    cells: tuple[StudentCell, ...] = ()
    kernel: str = ""
    remarks: tuple[str, ...] = ()
