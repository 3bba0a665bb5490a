"""Show how far grading a class is, with an estimate of the time left."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from grader.classes.grade_class import Event
from grader.console.terminal import state_text
from grader.text import points

SHOWN_STUDENTS = 4


class ClassProgress:
    """A bar on a terminal, one line a submission elsewhere; call it with every `Event`.

    Parameters
    ----------
    console : rich.console.Console
    title : str
        Name of the assignment.
    """

    def __init__(self, console: Console, title: str) -> None:
        self.console = console
        self.running: dict[str, float] = {}
        self.began = time.monotonic()
        self.run = 0  # submissions that were really graded, not taken over from an earlier run
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn(f"[bold]{escape(title)}[/]"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("[dim]{task.fields[who]}[/]"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.bar.add_task(title, total=None, left="", who="")

    def __enter__(self) -> ClassProgress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if event.kind == "note":
            self.console.print(Text(event.text, style="yellow"))
            return
        if event.kind == "calibrating":
            self.bar.update(self.task, total=None, who=escape(event.text))
            if not self.console.is_terminal:
                self.console.print(Text(event.text, style="dim"))
            return
        if event.kind == "begin":
            if not self.running and not self.run:
                self.began = time.monotonic()  # importing libraries once says nothing about the submissions to come
            self.running[event.student] = time.monotonic()
        if event.kind == "done":
            self.running.pop(event.student, None)
            self.run += not event.reused
            if not self.console.is_terminal:
                self._line(event)
        left = time_left(time.monotonic() - self.began, self.run, event.total - event.done)
        names = list(self.running)
        more = f" and {len(names) - SHOWN_STUDENTS} more" if len(names) > SHOWN_STUDENTS else ""
        who = escape(", ".join(names[:SHOWN_STUDENTS]) + more)
        self.bar.update(self.task, completed=event.done, total=event.total or None, left=left, who=who)

    def _line(self, event: Event) -> None:
        outcome = event.outcome
        line = Text(f"{event.done:>{len(str(event.total))}}/{event.total}  {event.student}  ")
        if outcome is not None:
            line.append(state_text(outcome.state))
            line.append(f"  {points(outcome.score)} / {points(outcome.max_score)} automatic")
        if event.reused:
            line.append("  unchanged since the last run", style="dim")
        left = time_left(time.monotonic() - self.began, self.run, event.total - event.done)
        line.append(f"  {left}" if left else "", style="dim")
        self.console.print(line)


def time_left(elapsed: float, finished: int, remaining: int) -> str:
    """Say how long the remaining submissions will take, judged by those that ran.

    Parameters
    ----------
    elapsed : float
        Seconds since the start.
    finished, remaining : int
        Submissions.

    Examples
    --------
    >>> time_left(30.0, 3, 6), time_left(600.0, 5, 20), time_left(5.0, 0, 7), time_left(5.0, 7, 0)
    ('about 60 s left', 'about 40 min left', '', '')
    """
    if not finished or not remaining:
        return ""
    seconds = seconds_left(elapsed, finished, remaining)
    return f"about {seconds:.0f} s left" if seconds < 100 else f"about {seconds / 60:.0f} min left"


def seconds_left(elapsed: float, finished: int, remaining: int) -> float:
    """Estimate the seconds that `remaining` submissions take when `finished` ones took `elapsed`."""
    return elapsed / finished * remaining
