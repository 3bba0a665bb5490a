"""Turn page data into HTML that stands alone: inline style, no script, nothing from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from grader.files import write_file
from grader.pages.formulas import with_formulas
from grader.pages.written_answers import written_html
from grader.text import points

LIGHT_STYLE, DARK_STYLE = "default", "github-dark"
LONGEST_SOURCE = 30_000  # characters: highlighting a flood would make the page unreadable and slow


def render(template: str, **data: Any) -> str:
    """Fill one of the package's templates; every value is escaped."""
    return _environment().get_template(template).render(**data)


def write_page(path: Path, html: str) -> None:
    """Write a page at one stroke, so that nobody opens half of it."""
    write_file(path, html.encode("utf-8", "replace"))


def code_html(source: str) -> Markup:
    """Return Python source as highlighted, escaped HTML."""
    shown = source[:LONGEST_SOURCE]
    lexer = get_lexer_by_name("ipython3" if _has_ipython() else "python3")
    cut = "" if len(source) <= LONGEST_SOURCE else f"\n# … {len(source) - LONGEST_SOURCE} more characters are not shown"
    return Markup(highlight(shown + cut, lexer, HtmlFormatter(nowrap=True)))


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
