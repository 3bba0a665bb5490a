"""What a student wrote in executed notebooks, so that a person's grade stays with what it was given for."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import compute_checksum

from grader.course.directory import Course
from grader.model import Master
from grader.notebook.nbgrader_cells import nbgrader, role_of, written_cells

logger = logging.getLogger(__name__)

# A picture in Markdown, also where a space of no width keeps it from being loaded, and in HTML.
_PICTURE = re.compile(r"""!\[[^\[\]]*\]\u200b?\(\s*<?(?P<plain>[^()\s<>]+)|src\s*=\s*["'](?P<html>[^"'<>]+)["']""")
_DRAWN = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
_LARGEST = 64 * 2**20  # bytes of a picture


@dataclass(frozen=True)
class Written:
    """What a student wrote in executed notebooks; cells below a task are counted to it.

    Attributes
    ----------
    sources : dict of (str, str) to str
        By notebook and `grade_id`.
    pictures : dict of (str, str) to str
        A digest of the pictures in an answer: those that came with the cell, and files it names; "" without any.
    untouched : frozenset of (str, str)
        What was left as it was handed out.
    """

    sources: dict[tuple[str, str], str] = field(default_factory=dict)
    pictures: dict[tuple[str, str], str] = field(default_factory=dict)
    untouched: frozenset[tuple[str, str]] = frozenset()


def written_in(notebooks: Mapping[str, str], file: Callable[[str], bytes | None] = lambda name: None) -> Written:
    """Find what a student wrote.

    Parameters
    ----------
    notebooks : mapping of str to str
        Executed notebooks by name, as nbformat JSON.
    file : callable
        Gives the content of a picture that lies beside them, None where there is none.

    Returns
    -------
    Written
    """
    found: dict[tuple[str, str], str] = {}
    pictures = {}
    untouched = set()
    for name, text in notebooks.items():
        cells = nbformat.reads(text, as_version=4).cells
        for grade_id, written in written_cells(cells).items():
            found[name, grade_id] = "".join(cell.source if nbgrader(cell) else cell.source + "\n" for cell in written)
            pictures[name, grade_id] = _pictures(written, file)
        untouched |= {
            (name, str(nbgrader(cell).get("grade_id")))
            for cell in cells
            if role_of(cell).written_by_student and nbgrader(cell).get("checksum") == compute_checksum(cell)
        }
    return Written(found, pictures, frozenset(untouched))


def written_before(course: Course, master: Master, student: str) -> Written | None:
    """Return `written_in` the executed notebooks that are in place now, None if there are none."""
    folder = course.folder("autograded", master.assignment, student)
    notebooks = {}
    for name in master.notebooks:
        try:
            notebooks[name] = (folder / f"{name}.ipynb").read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
    try:
        return written_in(notebooks, lambda name: _beside(folder, name)) if notebooks else None
    except Exception:  # nbformat raises several kinds; a broken file is as good as none
        logger.info("not usable", exc_info=True)
        return None


def _pictures(cells: list[NotebookNode], file: Callable[[str], bytes | None]) -> str:
    """Return a digest of the pictures that a student put into Markdown cells."""
    parts: list[bytes] = []
    beside: dict[str, bytes | None] = {}
    for cell in cells:
        if cell.cell_type != "markdown":
            continue
        for name, bundle in sorted((cell.get("attachments") or {}).items()):
            parts += [f"{name} {kind} {data}".encode("utf-8", "replace") for kind, data in sorted(bundle.items())]
        for match in _PICTURE.finditer(cell.source):
            name = PurePosixPath(match["plain"] or match["html"])
            inside = name.suffix.lower() in _DRAWN and not name.is_absolute() and ".." not in name.parts
            if inside and str(name) not in beside:  # each is read once, and not kept: an answer may name it for ever
                content = file(str(name))
                beside[str(name)] = None if content is None else hashlib.sha256(content).digest()
            digest = beside.get(str(name))
            parts += [str(name).encode("utf-8", "replace"), digest] if digest is not None else []
    return hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts)).hexdigest() if parts else ""


def _beside(folder: Path, name: str) -> bytes | None:
    path = folder / name
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None
