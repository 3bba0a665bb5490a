"""How numbers and texts of strangers are written where people read them."""

from __future__ import annotations

import re
import unicodedata

# Characters that steer a terminal, or turn the direction of what follows them.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return a text of a stranger's as it may be printed: names of files can hold commands for the terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


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
