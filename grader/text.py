"""How numbers and texts of strangers are written where people read them."""

from __future__ import annotations

import re
import unicodedata

# Characters that steer a terminal, or turn the direction of what follows them.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What begins a formula in a spreadsheet, and a number that is none.
_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|-")
_SIGNS = "[=+@\uff1d\uff0b\uff0d\uff20-]"
# After a comma or at the beginning of a line people write signs that are none: a list, "-1 for style". What can do harm
# as a formula calls something or names another file.
_PARTS = r"(?:(?P<sure>[;\t][\s\"]*)|(?P<maybe>[,\r\n][\s\"]*))"
_ACTS = r"(?(maybe)(?=[^\r\n]*[(|!#]))"
_AFTER_SEPARATOR = re.compile(rf"(?P<before>{_PARTS})(?P<sign>{_SIGNS}){_ACTS}")
_MADE_SAFE = re.compile(rf"(?P<before>{_PARTS})'(?P<sign>{_SIGNS}){_ACTS}")
# What programs pass over at the beginning of a cell.
_PASSED_OVER = "\x00\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
# What could begin a tag.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def visible(text: str) -> str:
    """Return a text of a stranger's as it may be printed: names of files can hold commands for the terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def inert(text: str) -> str:
    """Return a text that begins no tag where a page prints it as it is: a space of no width parts what could be one."""
    return _TAG.sub("<\N{ZERO WIDTH SPACE}", text)


def json_text(text: str) -> str:
    """Return JSON in which characters that steer a terminal are written as escapes; it means the same.

    Examples
    --------
    >>> print(json_text('"a\N{RIGHT-TO-LEFT OVERRIDE}"'))
    "a\\u202e"
    """
    # Outside of texts, JSON of ours holds none of these but the ends of lines.
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet will not run as a formula: what would be one is led by an apostrophe.

    A spreadsheet of another language may take a semicolon, a tab or a comma for the end of a cell, or a line's end for
    that of a row, quotes or not, and wide forms of the signs for the signs.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-1.5"), safe_cell("-"), safe_cell("O'Neil, Ada"), safe_cell("a;=1")
    ("'=HYPERLINK(1)", '-1.5', '-', "O'Neil, Ada", "a;'=1")
    >>> safe_cell("Doe,=HYPERLINK(1)"), safe_cell("Good, -1 for style")
    ("Doe,'=HYPERLINK(1)", 'Good, -1 for style')
    """
    if _NUMBER.fullmatch(text):
        return text
    text = _AFTER_SEPARATOR.sub(r"\g<before>'\g<sign>", text)
    begins = text.lstrip().lstrip(_PASSED_OVER).lstrip()[:1]
    return f"'{text}" if begins in _BEGINS or text[:1] in ("\t", "\r", "\n") else text


def plain_cell(text: str) -> str:
    """Return the text that `safe_cell` wrote so, any other as it is.

    Examples
    --------
    >>> plain_cell("'=HYPERLINK(1)"), plain_cell("'t Hooft"), plain_cell("a;'=1")
    ('=HYPERLINK(1)', "'t Hooft", 'a;=1')
    """
    found = _MADE_SAFE.sub(r"\g<before>\g<sign>", text).removeprefix("'")
    return found if safe_cell(found) == text else text


def points(value: float | None) -> str:
    """Write points without needless zeros: 4, 3.5, 0.25; "–" where there are none yet."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def key(text: str) -> str:
    """Reduce a name to its letters and digits, accents kept: "Doe, Jane" and "doejane" are one key, José and Jose two.

    Examples
    --------
    >>> key("Doe, Jane"), key("José") == key("Jose"), key("王 伟")
    ('doejane', False, '王伟')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LMN")
