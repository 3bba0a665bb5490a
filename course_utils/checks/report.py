"""Show checks as a table, and hand them to the grader as plain data."""

import html
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

from .failures import UNWRITTEN
from .one_answer import OneAnswer

MIME = "application/vnd.course-checks+json"

# Okabe & Ito's bluish green and vermilion: told apart by colour-blind readers, legible on white and on black.
_PASSED, _FAILED, _LATER = "#009E73", "#D55E00", "#888888"
_HINT, _ITALIC = "Hint: ", "font-style: italic"


def show(
    payload: dict[str, Any], warning: str = "", notes: Sequence[str] = (), answer: OneAnswer | None = None
) -> None:
    """Display one bundle: the table as HTML and as text, and the payload for machines.

    Parameters
    ----------
    payload : dict
        What `Checks.payload` returns.
    warning : str
        A sentence above the checks.
    notes : sequence of str
        Lines below the checks.
    answer : OneAnswer, optional
        Shown below them, folded; nothing of it is in the text, which cannot be folded.
    """
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(as_text(payload, warning, notes))
        return
    from IPython.display import display

    texts = {"text/plain": as_text(payload, warning, notes), "text/html": as_html(payload, warning, notes, answer)}
    display(texts | {MIME: payload}, raw=True)


def as_text(payload: dict[str, Any], warning: str = "", notes: Sequence[str] = ()) -> str:
    """The table as plain text."""
    lines = [headline(payload)]
    lines += textwrap.wrap(warning, 110, initial_indent="  ", subsequent_indent="  ")
    for check, details in zip(payload["checks"], _all_details(payload), strict=True):
        mark = "ok  " if check["passed"] else "todo" if _unwritten(check) else "FAIL"
        lines.append(f"  {mark} {_points(check):>8}  {check['name']}" + (" [hidden]" if check["hidden"] else ""))
        for text in details:
            lines += textwrap.wrap(text, 100, initial_indent=" " * 17, subsequent_indent=" " * 17)
    return "\n".join([*lines, *(f"  {text}" for text in [*_later(payload), *notes])])


def as_html(
    payload: dict[str, Any], warning: str = "", notes: Sequence[str] = (), answer: OneAnswer | None = None
) -> str:
    """The table as HTML: symbols beside colours, no colours of its own for text and background, everything escaped."""
    failed = [check for check in payload["checks"] if not check["passed"]]
    colour = _PASSED if not failed else _LATER if all(map(_unwritten, failed)) else _FAILED
    rows = "".join(map(_row, payload["checks"], _all_details(payload)))
    first = f'<div style="margin-bottom: 4px">{html.escape(warning)}</div>' if warning else ""
    last = "".join(
        f'<div style="margin-top: 4px; opacity: 0.75">{html.escape(text)}</div>' for text in [*_later(payload), *notes]
    )
    return (
        f'<div style="border-left: 4px solid {colour}; padding-left: 12px; margin: 4px 0; max-width: 60em">'
        f'<div style="margin-bottom: 4px"><b>{html.escape(headline(payload))}</b></div>{first}'
        f'<table aria-label="Checks of {html.escape(payload["exercise"])}" '
        f'style="border-collapse: collapse; margin: 0; text-align: left; color: inherit">{rows}</table>'
        f"{last}{_folded(answer, solved=not failed) if answer else ''}</div>"
    )


def _folded(answer: OneAnswer, *, solved: bool) -> str:
    summary = "Show one answer, to compare with yours" if solved else "Show one answer and why it works"
    why = f"<div>{html.escape(answer.why)}</div>" if answer.why else ""
    return (
        f'<details style="margin-top: 4px"><summary style="cursor: pointer">{summary}</summary>'
        f'<pre style="overflow-x: auto; padding: 4px 0">{html.escape(answer.code)}</pre>{why}</details>'
    )


def headline(payload: dict[str, Any]) -> str:
    """Exercise and points in one line."""
    return f"{payload['exercise']}: {payload['score']:g} of {_count(payload['points'])}"


def _row(check: dict[str, Any], texts: Sequence[str]) -> str:
    mark, colour = ("✓ passed", _PASSED) if check["passed"] else ("✗ failed", _FAILED)
    if _unwritten(check):
        mark, colour = "○ to do", _LATER
    name = html.escape(check["name"]) + (' <span style="opacity: 0.75">(hidden)</span>' if check["hidden"] else "")
    details = "".join(
        f'<div style="{_ITALIC if text.startswith(_HINT) else ""}">{html.escape(text)}</div>' for text in texts
    )
    cell = "text-align: left; vertical-align: top; padding: 2px 12px 2px 0"
    return (
        f'<tr><td style="{cell}; white-space: nowrap"><b style="color: {colour}">{mark}</b></td>'
        f'<td style="{cell}; white-space: nowrap">{_points(check)}</td>'
        f'<th scope="row" style="{cell}; font-weight: normal"><div>{f"<b>{name}</b>" if details else name}</div>'
        f"{details}</th></tr>"
    )


def _all_details(payload: dict[str, Any]) -> list[list[str]]:
    """Message and hint of each check, where they help.

    Nothing under what passed, no hint for what is not written yet, and what several checks have to say, such as the
    exception that stops them all, once.
    """
    details: list[list[str]] = []
    said: set[str] = set()
    for check in payload["checks"]:
        message, hint = check["message"], check["hint"]
        if check["passed"] or _unwritten(check):
            details.append([])
        elif message in said:
            details.append(["The same as above."])
        else:
            details.append([message] + ([f"{_HINT}{hint}"] if hint and hint not in said else []))
            said |= {message, hint}
    return details


def _unwritten(check: dict[str, Any]) -> bool:
    return not check["passed"] and check["message"] == UNWRITTEN


def _points(check: dict[str, Any]) -> str:
    return f"{check['points'] if check['passed'] else 0:g}/{check['points']:g}"


def _count(points: float) -> str:
    return f"{points:g} point" + ("" if points == 1 else "s")


def _later(payload: dict[str, Any]) -> list[str]:
    checks, lines = payload["checks"], []
    if checks and all(map(_unwritten, checks)):
        lines.append("Not written yet: the answer goes into the cell above.")
    missing = round(payload["points"] - sum(check["points"] for check in checks), 9)
    if missing > 0 and not any(check["hidden"] for check in checks):
        passed = bool(checks) and all(check["passed"] for check in checks)
        words = f"hidden checks on fresh input follow when your work is graded ({missing:g} of the points)."
        lines.append(f"Every check you can see passes; {words}" if passed else words.capitalize())
    return lines
