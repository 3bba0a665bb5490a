"""Formulas in TeX as MathML, which browsers draw by themselves: nothing is loaded, and no script runs.

A formula comes from a student: it is bounded in length and depth, and of what the library makes of it only elements and
attributes that say how a formula looks are kept, written out by us.
"""

from __future__ import annotations

import logging
import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

logger = logging.getLogger(__name__)

LONGEST = 2000  # characters
DEEPEST = 60  # elements inside each other
ELEMENTS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "ms", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "mstyle",
    "mpadded", "mphantom", "menclose",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "display", "displaystyle", "scriptlevel", "stretchy", "fence", "form", "separator", "accent", "accentunder",
    "movablelimits", "largeop", "symmetric", "minsize", "maxsize", "width", "height", "depth", "lspace", "rspace",
    "linethickness", "mathvariant", "rowspacing", "columnspacing",
})  # fmt: skip
# How many parts an element has.
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
_PLAIN_VALUE = re.compile(r"[\w .%+-]{1,40}")
# Environments that the library does not know, by one that it draws alike.
_ENVIRONMENTS = {"aligned": "align*", "eqnarray": "align*", "eqnarray*": "align*", "gathered": "gather*"}
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(" + "|".join(map(re.escape, _ENVIRONMENTS)) + r")\}")
_BARE_LETTER = re.compile(r"\\(math(?:bb|cal|frak|scr|bf|sf|tt|rm))\s+([A-Za-z0-9])")
_BETWEEN_DOLLARS = re.compile(r"\$([^$\s](?:[^$\n]*[^$\s])?)\$(?!\d)")
_MACRO = re.compile(r"\\(?:re)?newcommand|\\g?def\b|\\let\b|\\providecommand|\\DeclareMathOperator")


def formula_html(tex: str, *, display: bool = False) -> Markup:
    """Return a formula as MathML; what is no formula, or too large, as the text it is.

    Parameters
    ----------
    tex : str
        Without the signs around it.
    display : bool
        Whether it stands in a line of its own.

    Examples
    --------
    >>> "<mfrac>" in formula_html(r"\\frac{a}{b}"), str(formula_html(r"\\frac{a"))
    (True, '<code class="tex">\\\\frac{a</code>')
    """
    drawn = _drawn(tex, display) if len(tex) <= LONGEST and not _MACRO.search(tex) else None
    if drawn is not None:
        return drawn
    return Markup('<code class="tex">{}</code>').format(tex)


def _drawn(tex: str, display: bool) -> Markup | None:
    tex = _ENVIRONMENT.sub(lambda found: f"\\{found[1]}{{{_ENVIRONMENTS[found[2]]}}}", tex)
    tex = _BARE_LETTER.sub(r"\\\1{\2}", tex)
    try:
        made = convert_to_element(tex, display="block" if display else "inline")
        return Markup(_written(made, DEEPEST))
    except Exception:  # the library raises many kinds, RecursionError among them
        logger.debug("no formula: %r", tex[:200], exc_info=True)
        return None


def _written(element: Element, depth: int) -> str:
    """Write an element out; one that is not known gives what is in it."""
    if depth == 0:
        raise ValueError("a formula that is too deep")
    if PARTS.get(element.tag, len(element)) != len(element):
        raise ValueError(f"{element.tag} with {len(element)} parts: a formula that breaks off")
    inner = _text(element.text) + "".join(_written(child, depth - 1) + _text(child.tail) for child in element)
    if element.tag not in ELEMENTS:
        return inner
    kept = {
        name: value for name, value in element.attrib.items() if name in ATTRIBUTES and _PLAIN_VALUE.fullmatch(value)
    }
    # Browsers know this attribute no more.
    if element.get("columnalign") in ("left", "right"):
        kept["style"] = f"text-align: {element.get('columnalign')}"
    attributes = "".join(f' {name}="{value}"' for name, value in kept.items())
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"


def _text(text: str | None) -> str:
    # The library writes signs as references.
    return str(escape(unescape(text))) if text and text.strip() else ""


def with_formulas(text: str) -> Markup:
    """Return a line of text in which what stands between dollar signs is a formula.

    Examples
    --------
    >>> str(with_formulas("cheap at $5"))
    'cheap at $5'
    """
    parts = _BETWEEN_DOLLARS.split(text)
    return Markup("").join(formula_html(part) if index % 2 else escape(part) for index, part in enumerate(parts))
