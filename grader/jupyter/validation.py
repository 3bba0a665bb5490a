"""The button *Validate*: what grading would say of the checks that a student sees, as tables.

The button belongs to nbgrader's extension of JupyterLab, which shows an entry for each failed cell: a line of text, and
below it HTML.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import tempfile
from collections import OrderedDict
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.utils import compute_checksum
from tornado import web

from grader.course.submitted_files import read_file
from grader.errors import ReadingError
from grader.grading.merge.reading import MIB, UnreadableNotebook, read_notebook
from grader.grading.merge.student_notebook import StudentCell
from grader.jupyter.running import Answer, run_grader
from grader.model import Limits
from grader.text import points

logger = logging.getLogger(__name__)

# nbgrader stops a cell after 30 s, which cells that train reach; `c.Grader.validate_cell_seconds` says otherwise.
CELL_SECONDS, SECONDS = 600.0, 3600.0
_MOST_PAGES = 20
_pages: OrderedDict[str, str] = OrderedDict()
_CELL = "padding: 2px 12px 2px 0; vertical-align: top; text-align: left"


class ValidateHandler(JupyterHandler):
    """Takes what nbgrader's extension posts and answers in its words."""

    @web.authenticated
    async def post(self) -> None:
        path = self.get_argument("path", None, strip=False)
        if path is None:
            body = self.get_json_body()
            path = body.get("path") if isinstance(body, dict) else None
        self.finish(json.dumps(await self._validated(path)))

    async def _validated(self, path: Any) -> dict[str, Any]:
        root = Path(self.settings["grader_root"]).resolve()
        notebook = place_of(root, path)
        if notebook is None:
            return {"success": False, "value": "No notebook of this server is meant: its path is no name of a file."}
        if not notebook.is_relative_to(root):
            raise web.HTTPError(403, "Access denied: path outside allowed directory")
        changed = await asyncio.to_thread(changed_tests, notebook)
        if changed:
            return {"success": True, "value": {"changed": changed}}
        settings = self.settings["grader_config"]
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            answer = await run_grader(
                "check", str(notebook), "--visible", "--output", str(page),
                "--cell-timeout", str(settings.get("validate_cell_seconds", CELL_SECONDS)),
                "--timeout", str(settings.get("validate_seconds", SECONDS)),
                folder=notebook.parent,
            )  # fmt: skip
            address = self._kept(page)
        return result(answer, address)

    def _kept(self, page: Path) -> str:
        """Keep a feedback page while the server runs; return its address, "" where there is none."""
        if not page.is_file():
            return ""
        name = secrets.token_urlsafe(16)
        _pages[name] = page.read_text(encoding="utf-8")
        while len(_pages) > _MOST_PAGES:
            _pages.popitem(last=False)
        return url_path_join(self.base_url, "grader/page", name)


class PageHandler(JupyterHandler):
    """Shows a feedback page, in which nothing can act."""

    @web.authenticated
    def get(self, name: str) -> None:
        if name not in _pages:
            raise web.HTTPError(404, "This page is no longer kept: press Validate again.")
        self.set_header(
            "Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        )
        self.finish(_pages[name])


def place_of(root: Path, path: Any) -> Path | None:
    """Return where a path from a request leads, links followed; None where it can be none."""
    if not isinstance(path, str) or not path:
        return None
    try:
        return (root / path).resolve()
    except (OSError, ValueError, RuntimeError):  # a zero byte, half a character, links in a circle
        return None


def changed_tests(notebook: Path) -> list[dict[str, str]]:
    """Return the locked cells whose text is not what was handed out, as nbgrader's checksums tell.

    Where no checksum is kept, as in a source notebook, nothing is known to have changed. It is read as every notebook
    of a student's: within bounds, and nothing in it is believed.
    """
    try:
        limit = Limits().notebook_mb * MIB
        content = read_file(notebook, notebook.parent, limit).content
        cells = read_notebook(content, limit).cells if content is not None else ()
    except (OSError, UnreadableNotebook, ReadingError):  # what cannot be read is told by the command
        logger.info("%s cannot be read", notebook.name, exc_info=True)
        return []
    return [{"source": cell.source} for cell in cells if _is_changed(cell)]


def _is_changed(cell: StudentCell) -> bool:
    marks = cell.nbgrader
    if not marks.get("locked") or not marks.get("checksum") or marks.get("solution"):
        return False
    plain = {"cell_type": cell.type, "source": cell.source, "metadata": {"nbgrader": marks}}
    try:
        return marks["checksum"] != compute_checksum(nbformat.from_dict(plain))
    except (AttributeError, KeyError, TypeError, ValueError):  # marks that nbgrader never wrote
        return True


def result(answer: Answer, page: str) -> dict[str, Any]:
    """Return what nbgrader's extension shows: nothing but success, or an entry for each cell that lost points."""
    outcome = answer.outcome
    if outcome is None:
        return {"success": False, "value": answer.why}
    lost = [cell for cell in outcome["cells"] if cell["score"] is not None and cell["score"] < cell["max_score"]]
    if outcome["state"] == "graded" and not lost:
        return {"success": True, "value": {}}
    failed = [{"source": _headline(cell), "error": table(cell)} for cell in lost]
    if outcome["reason"]:
        failed.insert(0, {"source": f"The notebook: {outcome['state']}", "error": _block(escape(outcome["reason"]))})
    last = f"{points(outcome['score'])} of {points(_most(outcome))} points of the checks that you see."
    link = f' <a href="{escape(page)}" target="_blank" rel="noopener">Open the whole page</a>' if page else ""
    failed[-1]["error"] += _block(escape(last) + link)
    return {"success": True, "value": {"failed": failed}}


def table(cell: dict[str, Any]) -> str:
    """Return the checks of a test cell as a table of HTML, everything escaped; its message where it has no checks."""
    if not cell["checks"]:
        return _block(escape(cell.get("message") or "The test did not pass."))
    rows = "".join(map(_row, cell["checks"]))
    return f'<table class="grader-checks" style="border-collapse: collapse; white-space: normal">{rows}</table>'


def _row(check: dict[str, Any]) -> str:
    mark = "✓ passed" if check["passed"] else "✗ failed"
    told = [] if check["passed"] else [check["message"], f"Hint: {check['hint']}" if check["hint"] else ""]
    details = "".join(f"<div>{escape(text)}</div>" for text in told if text)
    earned = f"{points(check['points'] if check['passed'] else 0)}/{points(check['points'])}"
    return (
        f'<tr><td style="{_CELL}; white-space: nowrap">{mark}</td><td style="{_CELL}">{earned}</td>'
        f'<td style="{_CELL}"><b>{escape(check["name"])}</b>{details}</td></tr>'
    )


def _headline(cell: dict[str, Any]) -> str:
    return f"{cell['id']}: {points(cell['score'])} of {points(cell['max_score'])} points"


def _block(html: str) -> str:
    return f'<div style="white-space: normal; margin: 4px 0">{html}</div>'


def _most(outcome: dict[str, Any]) -> float:
    return sum(cell["max_score"] for cell in outcome["cells"] if cell["score"] is not None)
