"""Show what an assignment's tests let through: figures, and survivors as differences from the reference."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from grader.grading.calibration.verdicts import CellVerdict
from grader.mutation.results import Fate, Mutation

# More differences than this are read on the page.
SHOWN = 8
_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class MutationProgress:
    """A bar on a terminal, a line now and then elsewhere; call it with how many are done, and of how many."""

    def __init__(self, out: Console, title: str) -> None:
        self._out, self._said = out, 0
        self._bar = Progress(
            TextColumn(f"[bold]{escape(title)}[/]: wrong answers"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=out, transient=True, disable=not out.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task(title, total=None)

    def __enter__(self) -> MutationProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)
        if not self._out.is_terminal and done >= self._said + 100:
            self._said = done
            self._out.print(f"{done} of {total} wrong answers", soft_wrap=True)


def sentence(mutation: Mutation) -> str:
    """Return the figures in a sentence."""
    wrong = mutation.count(Fate.KILLED) + mutation.count(Fate.SURVIVED)
    if mutation.share is None:
        said = "No wrong answer could be tried in that time" if mutation.not_tried else "No wrong answer could be tried"
    else:
        said = (
            f"Of {wrong} wrong answers made from the reference {mutation.count(Fate.KILLED)} lose points "
            f"({mutation.share:.0%}), {mutation.count(Fate.SURVIVED)} earn every point"
        )
    if mutation.count(Fate.EQUIVALENT):
        said += f"; {mutation.count(Fate.EQUIVALENT)} more turned out to be right"
    return f"{said}; {mutation.not_tried} were not tried." if mutation.not_tried else f"{said}."


def show_mutation(out: Console, mutation: Mutation, moved: Sequence[CellVerdict] = (), *, most: int = SHOWN) -> None:
    """Print survivors as differences, what was not measured, and the figures."""
    for result in mutation.survivors[:most]:
        tests = " or ".join(result.tests)
        out.print(f"{result.operator}, line {result.line}: nothing noticed, {tests} could", style="bold")
        for line in result.diff.splitlines()[2:]:
            out.print(Text(f"  {line}", style=_STYLES.get(line[:1], "")), soft_wrap=True)
    if len(mutation.survivors) > most:
        out.print(f"... and {len(mutation.survivors) - most} more.")
    for notebook, cell, why in mutation.unread:
        out.print(f"{notebook}: no wrong answers of {cell} were tried: {why}.", soft_wrap=True)
    for verdict in moved:
        out.print(f"{verdict.id} runs beside the answers from now on: {verdict.why}.", soft_wrap=True)
    out.print(sentence(mutation), soft_wrap=True)
