"""Read a submitted notebook from bytes: whatever is in it becomes a plain list of cells or a problem in words.

What is large is read by a process of its own (`reading_apart`): a few megabytes can stand for gigabytes of lists.
"""

from __future__ import annotations

import json
import re
from typing import Any

from grader.grading.merge import reading_apart
from grader.grading.merge.student_notebook import StudentCell, StudentNotebook, UnreadableNotebook

CELL_TYPES = ("code", "markdown", "raw")
MAX_CELLS = 2000
MIB = 1024 * 1024
# Bytes of a notebook that is read in this process: at their worst they become forty times as much.
MOST_HERE = MIB
# Bytes of all cells' text, and of all pictures pasted into them, that are an answer and no flood.
MOST_TEXT, MOST_PICTURES = 8 * MIB, 24 * MIB
MAX_ATTACHMENTS = 200
MAX_LINES = 100_000  # of all cells: notebooks are stored line by line, and some letters end one unseen
_PICTURE_TYPE, _BASE64 = re.compile(r"image/[a-z0-9.+-]{1,40}"), re.compile(r"[A-Za-z0-9+/=\s]*")
_MARKS = ("grade_id", "grade", "solution", "locked", "task", "points", "cell_type", "schema_version", "checksum")
SAVE_AGAIN = "Open it in Jupyter, save it and hand it in again."


def read_notebook(content: bytes, limit: int = 100 * MIB) -> StudentNotebook:
    """Read a notebook of format 2 to 4 from untrusted bytes.

    Parameters
    ----------
    content : bytes
    limit : int
        Largest size in bytes.

    Returns
    -------
    StudentNotebook

    Raises
    ------
    UnreadableNotebook
        For anything else; no other exception for what is in a file leaves this function.
    ReadingError
        Where this machine could not read it.
    """
    if len(content) > limit:
        raise UnreadableNotebook(
            f"The notebook is {len(content) / MIB:.1f} MiB; at most {limit / MIB:.0f} MiB are read. "
            "Clear its outputs (Kernel > Restart and clear outputs), save it and hand it in again."
        )
    if len(content) > MOST_HERE and reading_apart.possible():
        return reading_apart.read(content)
    return read_here(content)


def read_here(content: bytes) -> StudentNotebook:
    """Read a notebook of any size in this process; see `read_notebook`."""
    plain = _parse(_decode(content))
    try:
        return _normalise(plain)
    except RecursionError:
        raise UnreadableNotebook(f"The notebook is nested too deeply to be read. {SAVE_AGAIN}") from None


def _decode(content: bytes) -> str:
    if not content.strip():
        raise UnreadableNotebook("The file is empty. Save the notebook in Jupyter and hand it in again.")
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        kind = "a zip archive" if content[:2] == b"PK" else "not text in UTF-8"
        raise UnreadableNotebook(f"The file is {kind}, so it is no notebook. {SAVE_AGAIN}") from None


def _parse(text: str) -> dict[str, Any]:
    try:
        plain = json.loads(text, parse_constant=lambda _: None, parse_int=_bounded_int)
    except RecursionError:
        raise UnreadableNotebook(f"The notebook is nested too deeply to be read. {SAVE_AGAIN}") from None
    except ValueError as error:
        raise UnreadableNotebook(f"The file is no notebook: {_likely_cause(text, error)}. {SAVE_AGAIN}") from None
    if not isinstance(plain, dict):
        raise UnreadableNotebook(f"The file is JSON, but not a notebook. {SAVE_AGAIN}")
    return plain


def _bounded_int(digits: str) -> int:
    """Python refuses to read integers of thousands of digits; none of a notebook's numbers matter that much."""
    return int(digits) if len(digits) < 1000 else 0


def _likely_cause(text: str, error: ValueError) -> str:
    start = text.lstrip()[:200].lower()
    if "<<<<<<<" in text and ">>>>>>>" in text:
        return "it holds the marks of an unfinished git merge (<<<<<<<)"
    if start.startswith(("<!doctype", "<html")):
        return "it is a web page"
    if not start.startswith("{"):
        return "it is not JSON"
    where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the file"
    return f"its JSON is broken or cut off at {where}"


def _normalise(plain: dict[str, Any]) -> StudentNotebook:
    raw_cells = plain.get("cells")
    if raw_cells is None and isinstance(plain.get("worksheets"), list):  # formats 2 and 3
        sheets = [sheet.get("cells") for sheet in plain["worksheets"] if isinstance(sheet, dict)]
        raw_cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(raw_cells, list):
        raise UnreadableNotebook(
            f"The file is JSON, but it has no list of cells, so it is not a notebook. {SAVE_AGAIN}"
        )
    if len(raw_cells) > MAX_CELLS:
        raise UnreadableNotebook(f"The notebook has {len(raw_cells)} cells; at most {MAX_CELLS} are read.")
    cells = [_cell(raw) for raw in raw_cells if isinstance(raw, dict)]
    _refuse_floods(cells)
    remarks = []
    if len(cells) < len(raw_cells):
        remarks.append(f"{len(raw_cells) - len(cells)} entries of the notebook were no cells and were left out.")
    kernelspec = _dict(_dict(plain.get("metadata")).get("kernelspec"))
    return StudentNotebook(tuple(cells), _text(kernelspec.get("name"))[:200], tuple(remarks))


def _refuse_floods(cells: list[StudentCell]) -> None:
    """Refuse what no person wrote: every later step would take as long as the notebook is large."""
    text = sum(len(cell.source.encode("utf-8", "replace")) for cell in cells)
    if text > MOST_TEXT:
        raise UnreadableNotebook(
            f"Its cells hold {text / MIB:.1f} MiB of text; at most {MOST_TEXT / MIB:.0f} MiB are read. "
            "Put data into a file beside the notebook and hand both in."
        )
    lines = sum(len(cell.source.splitlines()) for cell in cells)
    if lines > MAX_LINES:
        raise UnreadableNotebook(
            f"Its cells hold {lines:,} lines of text; at most {MAX_LINES:,} are read. "
            "Put data into a file beside the notebook and hand both in."
        )
    named = [(name, bundle) for cell in cells for name, bundle in cell.attachments.items()]
    count = sum(len(bundle) for _, bundle in named)
    size = sum(len(name) for name, _ in named) + sum(len(data) for _, bundle in named for data in bundle.values())
    if count > MAX_ATTACHMENTS or size > MOST_PICTURES:
        raise UnreadableNotebook(
            f"It holds {count} pasted pictures of {size / MIB:.1f} MiB; at most {MAX_ATTACHMENTS} of "
            f"{MOST_PICTURES / MIB:.0f} MiB are read. Paste smaller pictures and hand it in again."
        )


def _cell(raw: dict[str, Any]) -> StudentCell:
    metadata = _dict(raw.get("metadata"))
    kind = raw.get("cell_type")
    source = raw.get("source", raw.get("input", ""))
    if kind == "heading":  # format 3
        level = raw.get("level")
        kind, source = (
            "markdown",
            "#" * (level if isinstance(level, int) and 0 < level < 7 else 1) + " " + _text(source),
        )
    tags = metadata.get("tags")
    return StudentCell(
        type=kind if kind in CELL_TYPES else "raw",
        source=_text(source).replace("\r\n", "\n").replace("\r", "\n"),
        id=_text(raw.get("id"))[:64],
        nbgrader=_marks(_dict(metadata.get("nbgrader"))),
        tags=tuple(_text(tag)[:100] for tag in tags[:50]) if isinstance(tags, list) else (),
        attachments=_attachments(raw.get("attachments")),
    )


def _text(value: Any) -> str:
    """Return a string, or a list of strings joined; halves of surrogate pairs become the replacement character."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _marks(raw: dict[str, Any]) -> dict[str, Any]:
    """Return of nbgrader's metadata what merging looks at, each a text, a number or nothing."""
    return {
        name: value[:300] if isinstance(value, str) else value if isinstance(value, int | float | None) else "?"
        for name, value in ((name, raw[name]) for name in _MARKS if name in raw)
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    found = {}
    for name, bundle in _dict(value).items():
        texts = {_text(mime): _text(data) for mime, data in _dict(bundle).items() if isinstance(data, str | list)}
        # Both are set into a page between quotes, which nothing in them may end.
        pictures = {m: data for m, data in texts.items() if _PICTURE_TYPE.fullmatch(m) and _BASE64.fullmatch(data)}
        if pictures:
            found[_text(name)] = pictures
    return found
