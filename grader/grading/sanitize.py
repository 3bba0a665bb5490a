"""Take out of executed notebooks what could act in the browser of whoever looks at them.

Formgrader and nbgrader's own feedback show outputs and Markdown as they are: a script in one would run with the rights
of the person who grades. Pictures, tables, formulas and text stay.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Collection
from html.parser import HTMLParser
from typing import Any

import nh3
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import compute_checksum

from grader.grading.students_markdown import ZERO_WIDTH, harmless, without_commands
from grader.model import CHECKS_MIME
from grader.notebook.nbgrader_cells import STUDENT_TAG, Role, nbgrader, role_of

# Characters of one output, and of all outputs of a notebook: malicious markup takes the cleaner long.
MOST_HTML, MOST_ALL = 50_000, 200_000
# Characters of Markdown that students wrote, and of outputs that are drawn or shown as they are, of all cells.
MOST_MARKDOWN = 1_000_000
# Characters and lines of one text among the outputs.
MOST_PRINTED, _MOST_LINES = 100_000, 2_000
# Tags open at once: what the cleaner needs grows with the square of it.
_MOST_OPEN = 200
_PICTURES, _DATA = ("image/png", "image/jpeg", "image/gif"), ("application/json", CHECKS_MIME)
_KEPT = frozenset({"text/plain", "text/latex", *_DATA, *_PICTURES})
_MARKUP = ("text/html", "text/markdown")
_TAGS = frozenset(
    """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img ins li ol p pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul
    """.split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset("alt border class colspan height rowspan scope style title width".split())  # noqa: SIM905
_STYLES = frozenset(
    """
    background-color border border-bottom border-bottom-color border-collapse border-color border-left
    border-left-color border-right border-right-color border-top border-top-color color direction display font
    font-family font-size font-style font-variant font-weight height letter-spacing line-height overflow padding
    text-align text-decoration text-indent vertical-align white-space width
    """.split()  # noqa: SIM905
)
# Browsers, and the cleaner with them, open these anew in every paragraph until they are closed: a few hundred of them
# and a few thousand paragraphs would become a million tags. What could become more than so many loses them.
_REOPENED = re.compile(r"(?i)</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^<>]*>?")
_MOST_REOPENED = 200_000
_PICTURE = re.compile(r"[A-Za-z0-9+/=\s]*")
# What a progress bar has overwritten; and what else ends a line where a notebook is stored.
_OVERWRITTEN, _ENDS = re.compile(r"[^\n]*\r(?=[^\n])"), re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def sanitize(notebook: NotebookNode, *, judged: bool | Collection[str] = True) -> NotebookNode:
    """Clean outputs, and the Markdown that a student wrote, in place, and return the notebook.

    Parameters
    ----------
    notebook : NotebookNode
    judged : bool or collection of str
        Whether reports of checks can only be a judge's, and stay as they are; or the ids of cells of which that holds.
    """
    left, left_of_markdown = MOST_ALL, MOST_MARKDOWN
    for cell in notebook.cells:
        if cell.cell_type != "code" and _is_students(cell):
            whole = len(cell.source)
            cell.source = harmless(cell.source, cell.get("attachments", {}), most=max(0, left_of_markdown))
            left_of_markdown -= whole
        kept = judged if isinstance(judged, bool) else cell.get("id") in judged
        for output in cell.get("outputs", []):
            if output.get("output_type") == "stream":
                output["text"] = _readable(_text(output["text"]))
            if "data" in output and not (kept and CHECKS_MIME in output["data"]):
                data = output["data"]
                left -= sum(len(_text(data[mime])) for mime in _MARKUP if mime in data)
                output["data"] = _bundle(data, enough=left < 0)
                output["metadata"] = _metadata(output.get("metadata"))
    return notebook


def _is_students(cell: NotebookNode) -> bool:
    """Whether a student wrote the cell's text; what was left as it was handed out is the instructor's."""
    role = role_of(cell)
    if role.written_by_student:
        return nbgrader(cell).get("checksum") != compute_checksum(cell)
    return role is Role.PLAIN and STUDENT_TAG in cell.metadata.get("tags", [])


def _metadata(metadata: Any) -> dict[str, Any]:
    """Return what may be said about pictures: nbconvert writes widths into the page without quotes around them."""
    found: dict[str, Any] = {}
    for mime, about in metadata.items() if isinstance(metadata, dict) else ():
        if mime not in _PICTURES or not isinstance(about, dict):
            continue
        sizes = {name: about[name] for name in ("width", "height") if type(about.get(name)) in (int, float)}
        words = {name: about[name] for name in ("alt", "needs_background") if type(about.get(name)) is str}
        found[mime] = sizes | words
    return found


def _bundle(data: dict[str, Any], *, enough: bool) -> dict[str, Any]:
    # Text, or lines of it: anything else would end the program that makes a page of it.
    found = {mime: value if mime in _DATA else _text(value) for mime, value in data.items() if mime in _KEPT}
    found |= {mime: _readable(found[mime]) for mime in ("text/plain", "text/latex") if mime in found}
    if "text/latex" in found:
        found["text/latex"] = without_commands(found["text/latex"])
    for mime in _PICTURES:
        if mime in found and not _PICTURE.fullmatch(_text(found[mime])):
            del found[mime]
    mime = next((mime for mime in _MARKUP if mime in data), None)
    if mime is not None and not enough:
        found[mime] = without_commands(clean_html(_text(data[mime])))
        if mime == "text/markdown":
            found[mime] = harmless(found[mime])
    if "image/svg+xml" in data and "image/png" not in found:
        # Inside an image element a drawing can neither run scripts nor load anything.
        packed = base64.b64encode(_text(data["image/svg+xml"]).encode("utf-8", "replace")).decode("ascii")
        found["text/html"] = f'<img alt="drawing" src="data:image/svg+xml;base64,{packed}">'
    if not found and data:
        found["text/plain"] = f"(an output of the kind {', '.join(sorted(data))[:200]} is not shown)"
    return found


def _readable(text: str) -> str:
    """Return text as far as a person reads it: a flood has its middle left out, in characters and in lines."""
    if len(text) > MOST_PRINTED:
        half, left_out = MOST_PRINTED // 2, len(text) - MOST_PRINTED
        text = f"{text[:half]}\n({left_out:,} more characters are not shown)\n{text[-half:]}"
    if len(text.splitlines()) > max(_MOST_LINES, text.count("\n") + 1):
        text = _ENDS.sub(" ", _OVERWRITTEN.sub("", text))
    return text


def clean_html(text: str) -> str:
    """Return HTML without scripts, forms, frames, style sheets, event handlers, and without anything from elsewhere."""
    if len(text) > MOST_HTML or _Depth.of(text) > _MOST_OPEN:
        return f"<p>(HTML of {len(text):,} characters is not shown)</p>"
    reopened = sum(not tag.startswith("</") for tag in _REOPENED.findall(text))
    if reopened * text.count("<") > _MOST_REOPENED:
        text = _REOPENED.sub(ZERO_WIDTH, text)
    return nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"*": _ATTRIBUTES, "a": {"href"}, "img": {"src"}},
        attribute_filter=_allowed,
        url_schemes={"http", "https", "data"},
        filter_style_properties=_STYLES,
    )


class _Depth(HTMLParser):
    """Counts how many tags are open at once, for no more time than reading once takes."""

    def __init__(self) -> None:
        super().__init__()
        self.open = self.most = 0
        self._names: Counter[str] = Counter()

    @classmethod
    def of(cls, text: str) -> int:
        """Return the most tags that are open at once."""
        found = cls()
        found.feed(text)
        return found.most

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("br", "hr", "img", "input", "col", "meta", "link", "wbr"):
            self.open += 1
            self._names[tag] += 1
            self.most = max(self.most, self.open)

    def handle_endtag(self, tag: str) -> None:
        if self._names[tag]:  # an end without a beginning closes nothing
            self._names[tag] -= 1
            self.open -= 1


def _allowed(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        kept = re.match(r"data:image/(png|jpeg|gif|svg\+xml);base64,", value) is not None
    elif name == "href":
        kept = value.startswith(("http://", "https://", "#"))
    elif name == "style":  # what loads a picture, or hides that it does
        kept = not re.search(r"(?i)url|\\|@|image|expression", value)
    elif name == "class":  # names of ours would let an output pose as the page's own words
        kept = value == "dataframe"
    else:
        kept = True
    return value if kept else None


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
