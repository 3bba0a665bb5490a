"""A written answer as its reader shall see it: Markdown and formulas, and the pictures that came with it.

No raw HTML, link or remote picture of a student's is ever made into more than text.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup, escape
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from grader.pages.formulas import formula_html

LONGEST = 20_000  # characters that are taken for Markdown; longer text is shown as it is
MOST_FORMULAS = 300
MOST_IN_TABLES = 20_000  # lines, by the columns of the widest table
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURE_BYTES = 3_000_000
SIGNS = ("$", "\\begin")


def written_html(
    source: str, attachments: Mapping[str, Mapping[str, str]] | None = None, plain: bool = False
) -> Markup:
    """Return a written answer as HTML.

    Parameters
    ----------
    source : str
        Markdown, as the student wrote it.
    attachments : mapping, optional
        What came with the cell, as nbformat keeps it: name to MIME type to base64.
    plain : bool
        Whether it shall not be read as Markdown.
    """
    if plain or len(source) > LONGEST or _is_flood(source):
        return Markup('<div class="plain">{}</div>').format(source)
    environment = {"attachments": attachments or {}, "shown": set()}
    return Markup(_markdown().render(source, environment))


def _is_flood(source: str) -> bool:
    """Whether it holds more formulas or cells of tables than anybody writes; a short line fills a row of any width."""
    lines = source.splitlines()
    widest = max((line.count("|") for line in lines), default=0)
    return sum(source.count(sign) for sign in SIGNS) > 2 * MOST_FORMULAS or widest * len(lines) > MOST_IN_TABLES


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["link", "autolink", "reference", "html_block", "html_inline"])
    parser.use(dollarmath_plugin, allow_digits=False, double_inline=True, renderer=_formula)
    parser.inline.ruler.at("math_inline", _inline_formula)
    parser.use(amsmath_plugin, renderer=lambda tex: str(formula_html(tex, display=True)))
    parser.add_render_rule("image", _picture)
    return parser


_between_dollars = math_inline_dollar(allow_space=True, allow_digits=False, allow_double=True)


def _inline_formula(state: StateInline, silent: bool) -> bool:
    """Read a formula between dollar signs; a blank at one end alone is a price and the text after it, `$5, not $`."""
    start, tokens, pending = state.pos, len(state.tokens), state.pending
    if not _between_dollars(state, silent):
        return False
    tex = state.src[start : state.pos].strip("$")
    if tex[:1].isspace() == tex[-1:].isspace():
        return True
    state.pos, state.pending = start, pending
    del state.tokens[tokens:]
    return False


def _formula(tex: str, options: dict[str, Any]) -> str:
    return str(formula_html(tex.strip(), display=bool(options.get("display_mode"))))


def _picture(_renderer: object, tokens: list, index: int, _options: object, environment: dict) -> str:
    token = tokens[index]
    address, words = str(token.attrs.get("src", "")), token.content
    found = environment["attachments"].get(address.removeprefix("attachment:"), {})
    if address in environment["shown"]:  # each stands in the page itself: a thousand times one would be gigabytes
        return f"<span>[picture: {escape(words or address)}, shown above]</span>"
    for kind, data in found.items() if address.startswith("attachment:") else ():
        if kind in PICTURES and isinstance(data, str) and _is_base64(data):
            environment["shown"].add(address)
            alt = words if len(words) > 10 else f"Picture {words or address.removeprefix('attachment:')} of the answer"
            return str(Markup('<img src="data:{};base64,{}" alt="{}">').format(kind, "".join(data.split()), alt))
    return f"<span>[picture: {escape(words or address)}]</span>"


def _is_base64(data: str) -> bool:
    if len(data) > PICTURE_BYTES:
        return False
    try:
        base64.b64decode("".join(data.split()), validate=True)
    except (ValueError, binascii.Error):
        return False
    return True
