"""What `grader grade` says at its end: the table for people, the list for machines, and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.terminal import state_text
from grader.model import Outcome
from grader.text import points, visible

OUTCOME_KEYS = (
    "student",
    "assignment",
    "state",
    "reason",
    "score",
    "max_score",
    "repairs",
    "seconds",
    "peak_memory_mb",
    "tests",
)
CELL_KEYS = ("notebook", "id", "score", "max_score", "state", "checks")


def machine_list(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return the outcomes with the keys that `--json` promises, and no others."""
    plain = [outcome.to_json() for outcome in outcomes]
    return [
        {key: entry[key] for key in OUTCOME_KEYS}
        | {"cells": [{key: cell[key] for key in CELL_KEYS} for cell in entry["cells"]]}
        for entry in plain
    ]


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """Return 0 where every submission is graded, 1 where one needs a person, 2 where there was none."""
    if not outcomes:
        return 2
    return int(any(outcome.needs_person for outcome in outcomes))


def show_table(console: Console, outcomes: Sequence[Outcome], *, title: str) -> None:
    """Print one line a submission: state, score, seconds, memory, and why it needs a person or what was mended."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    table.add_column("student", overflow="fold")
    table.add_column("state", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("memory", justify="right", no_wrap=True)
    table.add_column("reason", overflow="fold", ratio=1)
    for outcome in outcomes:
        table.add_row(
            Text(outcome.student),
            state_text(outcome.state),
            f"{points(outcome.score)}/{points(outcome.max_score)}",
            f"{outcome.seconds:.1f} s",
            f"{outcome.peak_memory_mb:.0f} MiB" if outcome.peak_memory_mb else "–",
            reason_text(outcome),
        )
    console.print(table)


def reason_text(outcome: Outcome) -> Text:
    """Return why an outcome is what it is, followed by what merging mended."""
    text = Text(visible(outcome.reason))
    for repair in outcome.repairs:
        text.append("\n" if text else "")
        text.append(f"mended: {visible(repair)}", style="dim")
    return text


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return how many submissions ended in which state, most frequent first.

    Examples
    --------
    >>> from grader.model import State
    >>> summary([Outcome("ada", "ps1", State.GRADED), Outcome("bob", "ps1", State.MISSING)])
    '2 submissions: 1 graded, 1 missing'
    """
    counts = Counter(str(outcome.state) for outcome in outcomes)
    plural = "" if len(outcomes) == 1 else "s"
    return f"{len(outcomes)} submission{plural}: " + ", ".join(f"{n} {state}" for state, n in counts.most_common())
