"""Show checks as a table, and hand them to the grader as plain data."""

import html
import sys
import textwrap

from .trouble import UNWRITTEN

MIME = "application/vnd.course-checks+json"

# Okabe & Ito's bluish green and vermilion: told apart by colour-blind readers, legible on white and on black.
_PASSED, _FAILED, _LATER = "#009E73", "#D55E00", "#888888"
_HINT, _ITALIC = "Hint: ", "font-style: italic"


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
        mark = "ok  " if check["passed"] else "todo" if _unwritten(check) else "FAIL"
        lines.append(f"  {mark} {_points(check):>8}  {check['name']}" + (" [hidden]" if check["hidden"] else ""))
        for text in _details(check):
            lines += textwrap.wrap(text, 100, initial_indent=" " * 17, subsequent_indent=" " * 17)
    later = _later(payload)
    return "\n".join([*lines, f"  {later}"] if later else lines)


def as_html(payload):
    """The table as HTML: symbols beside colours, no colours of its own for text and background, everything escaped."""
    failed = [check for check in payload["checks"] if not check["passed"]]
    colour = _PASSED if not failed else _LATER if all(map(_unwritten, failed)) else _FAILED
    rows = "".join(_row(check) for check in payload["checks"])
    later = _later(payload)
    note = f'<div style="margin-top: 4px; opacity: 0.75">{html.escape(later)}</div>' if later else ""
    return (
        f'<div style="border-left: 4px solid {colour}; padding-left: 12px; margin: 4px 0; max-width: 60em">'
        f'<div style="margin-bottom: 4px"><b>{html.escape(headline(payload))}</b></div>'
        f'<table style="border-collapse: collapse; margin: 0; text-align: left; color: inherit">{rows}</table>'
        f"{note}</div>"
    )


def headline(payload):
    """Exercise and points in one line."""
    return f"{payload['exercise']}: {payload['score']:g} of {_count(payload['points'])}"


def _row(check):
    mark, colour = ("✓ passed", _PASSED) if check["passed"] else ("✗ failed", _FAILED)
    if _unwritten(check):
        mark, colour = "○ to do", _LATER
    name = html.escape(check["name"]) + (' <span style="opacity: 0.75">(hidden)</span>' if check["hidden"] else "")
    details = "".join(
        f'<div style="{_ITALIC if text.startswith(_HINT) else ""}">{html.escape(text)}</div>'
        for text in _details(check)
    )
    cell = "text-align: left; vertical-align: top; padding: 2px 12px 2px 0"
    return (
        f'<tr><td style="{cell}; white-space: nowrap"><b style="color: {colour}">{mark}</b></td>'
        f'<td style="{cell}; white-space: nowrap">{_points(check)}</td>'
        f'<td style="{cell}"><div>{f"<b>{name}</b>" if details else name}</div>{details}</td></tr>'
    )


def _details(check):
    """Message and hint, where they help: nothing under what passed, and no hint for what is not written yet."""
    if check["passed"] or _unwritten(check):
        return []
    return [check["message"]] + ([f"{_HINT}{check['hint']}"] if check["hint"] else [])


def _unwritten(check):
    return not check["passed"] and check["message"] == UNWRITTEN


def _points(check):
    return f"{check['points'] if check['passed'] else 0:g}/{check['points']:g}"


def _count(points):
    return f"{points:g} point" + ("" if points == 1 else "s")


def _later(payload):
    words = []
    if payload["checks"] and all(map(_unwritten, payload["checks"])):
        words.append("Not written yet: the answer goes into the cell above.")
    missing = round(payload["points"] - sum(check["points"] for check in payload["checks"]), 9)
    if missing > 0 and not any(check["hidden"] for check in payload["checks"]):
        words.append(f"Further checks ({_count(missing)}) run when your work is graded.")
    return " ".join(words)
