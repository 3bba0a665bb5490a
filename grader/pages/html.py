"""Turn page data into HTML that stands alone: inline style, no script, nothing from elsewhere."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments import format, highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from grader.files import write_file
from grader.pages.formulas import with_formulas
from grader.pages.written_answers import written_html
from grader.text import points

LIGHT_STYLE, DARK_STYLE = "default", "github-dark"
LONGEST_SOURCE = 30_000  # characters that are shown: a flood would make the page unreadable and slow
# A line this long is nobody's code; some patterns of highlighting take the square of it, or worse.
_LONGEST_LINE = 300
_SECONDS = 0.3  # of the processor for highlighting one answer; what takes longer is shown plain


def render(template: str, **data: Any) -> str:
    """Fill one of the package's templates; every value is escaped."""
    return _environment().get_template(template).render(**data)


def write_page(path: Path, html: str) -> None:
    """Write a page at one stroke, so that nobody opens half of it."""
    write_file(path, html.encode("utf-8", "replace"))


def code_html(source: str, plain: bool = False) -> Markup:
    """Return Python source as escaped HTML, highlighted where that does not take long and it shall not be `plain`."""
    shown = source[:LONGEST_SOURCE]
    cut = "" if len(source) <= LONGEST_SOURCE else f"\n# … {len(source) - LONGEST_SOURCE} more characters are not shown"
    shown += cut
    if plain or max(map(len, shown.splitlines()), default=0) > _LONGEST_LINE:
        return escape(shown)
    tokens = _tokens(shown)
    return escape(shown) if tokens is None else Markup(format(tokens, HtmlFormatter(nowrap=True)))


def _tokens(source: str) -> list[tuple[Any, str]] | None:
    """Return the tokens of Python source, None where telling them apart takes too long."""
    lexer = get_lexer_by_name("ipython3" if _has_ipython() else "python3")
    until, found = time.thread_time() + _SECONDS, []
    for token in lexer.get_tokens(source):
        found.append(token)
        if time.thread_time() > until:
            return None
    return found


def diff_html(text: str) -> Markup:
    """Return a unified diff as highlighted, escaped HTML."""
    return Markup(highlight(text[:LONGEST_SOURCE], get_lexer_by_name("diff"), HtmlFormatter(nowrap=True)))


def ticks_html(text: str) -> Markup:
    """Return escaped text in which `names between backticks` are set as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def code_styles() -> Markup:
    """Return the style sheet of highlighted code, for light and dark."""
    light = HtmlFormatter(style=LIGHT_STYLE).get_style_defs(".code")
    dark = HtmlFormatter(style=DARK_STYLE).get_style_defs(".code")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=points, code=code_html, diff=diff_html, ticks=ticks_html)
    environment.filters.update(formulas=with_formulas, written=written_html)
    environment.globals.update(code_styles=code_styles)
    return environment


@lru_cache(maxsize=1)
def _has_ipython() -> bool:
    try:
        get_lexer_by_name("ipython3")
    except ValueError:
        return False
    return True
