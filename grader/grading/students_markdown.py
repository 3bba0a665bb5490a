"""Make Markdown of a student's harmless: whoever renders it, in whatever way, gets text, formulas and tables.

Formgrader prints Markdown cells uncleaned, so raw HTML in one would act in the browser of the person who grades, and a
remote picture or link would tell who is reading. What could begin such a thing is parted by a space of no width: the
text looks as it was written, and no renderer of Markdown, HTML or formulas takes it for more than text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from grader.text import inert

ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
# Inline links and pictures, and definitions of links; a picture that was handed in with the cell stays one.
_LINK = re.compile(r"\](?=\(|:)")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(attachment:(?P<name>[\w][\w .\-]{0,100})\)")
# Addresses that renderers turn into links by themselves, also in the middle of a word.
_ADDRESS = re.compile(r"(?i)(https?|ftp)(?=\s*:)|(www)(?=\.)")
# Commands of MathJax that link, load, or give the page's elements names and styles.
_COMMAND = re.compile(
    r"\\(?=(?:href|url|require|style|class|cssId|html[A-Za-z]*|includegraphics|unicode|data|mmlToken|bbox)\b)"
)
_LONGEST = 200_000
# How often one picture is shown: it stands in the page each time.
_MOST_SHOWN = 3


def harmless(source: str, attachments: Collection[str] = (), *, most: int = _LONGEST) -> str:
    """Return Markdown in which no raw HTML, link, remote picture or acting command of a formula is left.

    Parameters
    ----------
    source : str
        A Markdown cell as a student wrote it; what is beyond 200,000 characters is left out, and said.
    attachments : collection of str
        Names of the pictures that came with the cell; a reference to any other, and one to a picture that has been
        shown a few times already, becomes text.
    most : int
        Characters that may be left, where that is less than 200,000.

    Returns
    -------
    str

    Examples
    --------
    >>> harmless("a < b, <b>bold</b>").replace(ZERO_WIDTH, "~")
    'a < b, <~b>bold<~/b>'
    """
    most = min(most, _LONGEST)
    if len(source) > most:
        source = f"{source[:most]}\n\n({len(source) - most:,} more characters are not shown)"
    kept: list[str] = []
    place, shown = 0, Counter()
    for match in _PICTURE.finditer(source):
        shown[match["name"]] += 1
        if match["name"] in attachments and shown[match["name"]] <= _MOST_SHOWN:
            kept += [_parted(source[place : match.start()]), _parted_text(match[0])]
            place = match.end()
    return "".join([*kept, _parted(source[place:])])


def without_commands(text: str) -> str:
    """Return text in which no formula links, loads or styles: pages draw formulas also in outputs."""
    return _COMMAND.sub(f"\\\\{ZERO_WIDTH}", text)


def _parted(text: str) -> str:
    text = _LINK.sub(f"]{ZERO_WIDTH}", inert(text))
    text = _ADDRESS.sub(lambda match: match[0][:-1] + ZERO_WIDTH + match[0][-1], text)
    return without_commands(text)


def _parted_text(picture: str) -> str:
    """Return a picture whose alternative text cannot act either."""
    words, target = picture[2:].rsplit("](", 1)
    return f"![{inert(words)}]({target}"
