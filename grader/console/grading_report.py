"""What `grader grade` says at its end: the table for people, the list for machines, and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.terminal import state_text
from grader.course.marks import Marks
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import Outcome, State, Tests
from grader.release.preflight import Problem
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
CELL_KEYS = ("notebook", "id", "score", "max_score", "state", "checks", "message", "tests", "why")
# How a test's message begins that was given what it cannot judge, see `grader.sandbox.judge.refusals`.
REFUSAL = "CannotJudge:"
# One submission says nothing about a test.
FEWEST = 2


def machine_list(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return the outcomes with the keys that `--json` promises, and no others."""
    plain = [outcome.to_json() for outcome in outcomes]
    return [
        {key: entry[key] for key in OUTCOME_KEYS}
        | {"cells": [{key: cell[key] for key in CELL_KEYS} for cell in entry["cells"]]}
        for entry in plain
    ]


def exit_status(
    outcomes: Sequence[Outcome], calibration: Calibration | None = None, wrong: Sequence[Problem] = ()
) -> int:
    """Return 0 where every submission is graded, 1 where one, a test or the source needs a person, 2 for none."""
    if not outcomes:
        return 2
    broken = bool(calibration and calibration.broken) or bool(wrong)
    return int(broken or any(outcome.needs_person for outcome in outcomes))


def say_errors(wrong: Sequence[Problem]) -> list[Text]:
    """Return a line for each error for which `grader release` would refuse the source now."""
    if not wrong:
        return []
    lines = [
        _line("bold red", visible(": ".join(filter(None, (each.notebook, each.cell))) or "source"), visible(each.text))
        for each in wrong
    ]
    return [Text("`grader release` would refuse the source as it is now:", style="bold red"), *lines]


def findings(calibration: Calibration, outcomes: Sequence[Outcome]) -> list[Text]:
    """Return what an instructor must know about the tests themselves, gravest first, a line each.

    Parameters
    ----------
    calibration : Calibration
    outcomes : sequence of Outcome
        Of a class; a check that nobody passed is named only where several were graded.
    """
    grave, odd = "bold red", "yellow"
    several = len({cell.notebook for outcome in outcomes for cell in outcome.cells}) > 1

    def name(notebook: str, cell: str) -> str:
        return visible(f"{notebook}: {cell}" if several else cell)

    lines = [
        _line(grave, name(cell.notebook, cell.id),
              f"the reference answers lose points in it ({_first(cell.broken)}). Mend the answer or the test; "
              "until then nobody's score in it counts.")
        for cell in calibration.broken
    ]  # fmt: skip
    lines += [_line(odd, name(*where), "nobody passed it. Is the test right?") for where in nobody_passed(outcomes)]
    known = {(cell.notebook, cell.id) for cell in calibration.broken}
    lines += [
        _line(odd, name(*where), f"{_some(students)} earned nothing because it was given what it cannot judge. "
              "Their feedback says so; look at these answers, as they may be right.")
        for where, students in beyond_judging(outcomes).items() if where not in known
    ]  # fmt: skip
    lines += [
        _line(odd, name(cell.notebook, cell.id), f"the untouched student version earns {points(cell.free)} in it.")
        for cell in calibration.cells
        if cell.free
    ]
    lines += [
        _line(odd, f"{notebook}.ipynb", "the source has no reference answers, so nobody knows whether its tests "
              "judge right answers right.")
        for notebook in calibration.uncalibrated
    ]  # fmt: skip
    inside = [cell for cell in calibration.in_session if _ran_inside(cell, outcomes)]
    if inside:
        tests = "1 test cell runs" if len(inside) == 1 else f"{len(inside)} test cells run"
        lines.append(Text(f"{tests} beside the student's code, in a copy of its process:"))
        lines += [_line("", f"  {name(cell.notebook, cell.id)}", f"{visible(cell.why)}.") for cell in inside]
    return lines


def nobody_passed(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """Return (notebook, cell or cell and check) of what was run for several submissions and passed by none."""
    passed: dict[tuple[str, str], list[bool]] = {}
    for outcome in outcomes:
        for cell in outcome.cells:
            if cell.manual or not cell.max_score or cell.state in (State.MISSING, State.UNREADABLE):
                continue
            if not cell.checks:
                passed.setdefault((cell.notebook, cell.id), []).append(bool(cell.score))
            for check in cell.checks:
                passed.setdefault((cell.notebook, f"{cell.id}, check {check.name!r}"), []).append(check.passed)
    return [where for where, each in passed.items() if len(each) >= FEWEST and not any(each)]


def beyond_judging(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], list[str]]:
    """Return the students by (notebook, cell) whose answers a test could not use, such as objects of their own."""
    found: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        for cell in outcome.cells:
            if not cell.manual and not cell.score and cell.message.startswith(REFUSAL):
                found.setdefault((cell.notebook, cell.id), []).append(outcome.student)
    return found


def _some(students: Sequence[str]) -> str:
    names = ", ".join(visible(student) for student in students[:5]) + (", ..." if len(students) > 5 else "")
    return f"{len(students)} submission{'' if len(students) == 1 else 's'} ({names})"


def _ran_inside(verdict: CellVerdict, outcomes: Sequence[Outcome]) -> bool:
    return any(
        (cell.notebook, cell.id) == (verdict.notebook, verdict.id) and cell.tests is Tests.IN_SESSION
        for outcome in outcomes
        for cell in outcome.cells
    )


def _line(style: str, name: str, words: str) -> Text:
    return Text.assemble((name, style), f": {words}")


def _first(text: str) -> str:
    return visible((text.splitlines() or [""])[0][:200])


def show_table(
    console: Console,
    outcomes: Sequence[Outcome],
    *,
    title: str,
    late: Collection[str] = frozenset(),
    given: Mapping[str, Marks] | None = None,
) -> None:
    """Print one line a submission: state, score, seconds, memory, and why it needs a person or what was mended.

    Parameters
    ----------
    console : rich.console.Console
    outcomes : sequence of Outcome
    title : str
    late : collection of str
        Who handed in late.
    given : mapping of str to Marks, optional
        What the gradebook says, so that scores are those of the feedback pages: points given by hand are in them.
    """
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    table.add_column("student", overflow="fold")
    table.add_column("state", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    if late:
        table.add_column("late", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("memory", justify="right", no_wrap=True)
    table.add_column("reason", overflow="fold", ratio=1)
    for outcome in outcomes:
        table.add_row(
            Text(outcome.student),
            state_text(outcome.state),
            _score(outcome, given or {}),
            *([Text("LATE" if outcome.student in late else "", style="yellow")] if late else []),
            f"{outcome.seconds:.1f} s",
            f"{outcome.peak_memory_mb:.0f} MiB" if outcome.peak_memory_mb else "–",
            reason_text(outcome),
        )
    console.print(table)


def _score(outcome: Outcome, given: Mapping[str, Marks]) -> Text:
    """Write a score as the pages do, with what is taken off for lateness and whether a person still grades."""
    mark = given.get(outcome.student)
    if mark is None:
        most = max((each.max_score for each in given.values()), default=outcome.max_score)
        return Text(f"{points(outcome.score)} / {points(most)}")
    text = Text(f"{points(mark.automatic + mark.manual)} / {points(mark.max_score)}")
    if mark.penalty:
        text.append(f"\n−{points(mark.penalty)} late", style="yellow")
    if mark.waiting and outcome.state is not State.UNREADABLE:
        text.append("\nto be graded", style="dim")
    return text


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
