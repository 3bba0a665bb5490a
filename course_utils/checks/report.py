"""Show checks as a table, and hand them to the grader as plain data."""

import html
import sys
import textwrap

from .trouble import UNWRITTEN

MIME = "application/vnd.course-checks+json"

# Okabe & Ito's bluish green and vermilion: told apart by colour-blind readers, legible on white and on black.
_PASSED, _FAILED, _LATER = "#009E73", "#D55E00", "#888888"


def show(payload):
    """Display one bundle: the table as HTML and as text, and the payload for machines.

    Parameters
    ----------
    payload : dict
        What `Checks.payload` returns.
    """
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(as_text(payload))
        return
    from IPython.display import display

    display({"text/plain": as_text(payload), "text/html": as_html(payload), MIME: payload}, raw=True)


def as_text(payload):
    """The table as plain text."""
    lines = [headline(payload)]
    for check in payload["checks"]:
        mark = "ok  " if check["passed"] else "FAIL"
        lines.append(f"  {mark} {_points(check)}  {check['name']}" + (" [hidden]" if check["hidden"] else ""))
        if not check["passed"]:
            lines += textwrap.wrap(check["message"], 100, initial_indent=" " * 9, subsequent_indent=" " * 9)
            if check["hint"] and check["message"] != UNWRITTEN:
                lines += textwrap.wrap(
                    "hint: " + check["hint"], 100, initial_indent=" " * 9, subsequent_indent=" " * 15
                )
    later = _later(payload)
    return "\n".join([*lines, f"  {later}"] if later else lines)


def as_html(payload):
    """The table as HTML: symbols as well as colours, no style of its own for text and background, everything escaped."""
    rows = "".join(_row(check) for check in payload["checks"])
    later = _later(payload)
    note = f'<div style="color: {_LATER}; margin-top: 4px">{html.escape(later)}</div>' if later else ""
    full = payload["score"] >= payload["points"]
    colour = _PASSED if full else _LATER if not later and payload["score"] == 0 else _FAILED
    if not any(not check["passed"] for check in payload["checks"]):
        colour = _PASSED
    return (
        f'<div style="border-left: 4px solid {colour}; padding-left: 12px; margin: 4px 0">'
        f'<div style="margin-bottom: 4px"><b>{html.escape(headline(payload))}</b></div>'
        f'<table style="border-collapse: collapse; margin: 0; text-align: left">{rows}</table>{note}</div>'
    )


def headline(payload):
    """Exercise and points in one line."""
    return f"{payload['exercise']}: {payload['score']:g} of {payload['points']:g} points"


def _row(check):
    passed = check["passed"]
    mark, word, colour = ("✓", "passed", _PASSED) if passed else ("✗", "failed", _FAILED)
    detail = ""
    if not passed:
        detail = f"<div>{html.escape(check['message'])}</div>"
        if check["hint"] and check["message"] != UNWRITTEN:
            detail += f"<div><i>Hint: {html.escape(check['hint'])}</i></div>"
    hidden = f' <span style="color: {_LATER}">(hidden)</span>' if check["hidden"] else ""
    cell = 'style="text-align: left; vertical-align: top; padding: 2px 10px 2px 0"'
    return (
        f'<tr><td {cell}><b style="color: {colour}">{mark} {word}</b></td>'
        f"<td {cell}>{_points(check).strip()}</td>"
        f"<td {cell}><div>{html.escape(check['name'])}{hidden}</div>{detail}</td></tr>"
    )


def _points(check):
    return f"{check['points'] if check['passed'] else 0:g}/{check['points']:g}".rjust(8)


def _later(payload):
    missing = payload["points"] - sum(check["points"] for check in payload["checks"])
    if missing <= 1e-9 or any(check["hidden"] for check in payload["checks"]):
        return ""
    return f"Further checks ({missing:g} points) run when your work is graded."
