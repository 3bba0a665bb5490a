"""A cell as a row of tokens, without what anybody changes who wants another look: names, layout, remarks, texts.

One scanner reads every language: its comments begin as the notebook's language says, the rest differs little. It reads
code that no parser would, takes time in proportion to the text, and follows nothing that it reads. Every name becomes
the same token, but for a language's own words and what is asked of an object (`.sum`, `axis=`): those nobody renames.
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from grader.notebook.language import comment_mark

# What stands for any name, and for any text between quotes; no other token has a blank.
NAME, TEXT = "a name", "a text"
# What is not closed goes on to the end, so that nothing is read twice.
_TEXTS = r"""
    (?<![\w)\]])[rbuftRBUFT]{0,2}(?:
        \"\"\"(?:[^\\]|\\[\s\S])*?(?:\"\"\"|\\?\Z) | '''(?:[^\\]|\\[\s\S])*?(?:'''|\\?\Z)
      | "(?:[^"\\\n]|\\[\s\S])*(?:"|(?=\n)|\\?\Z) | '(?:[^'\\\n]|\\[\s\S])*(?:'|(?=\n)|\\?\Z)
    )"""
_OTHERS = r"""
    (?P<name>[^\W\d]\w*) | (?P<number>(?:\d|\.\d)[\w.]*) | (?P<line>\n) | (?P<blank>[^\S\n]+|\\\n)
  | (?P<sign><-|->|\*\*=?|//=?|==|!=|<=|>=|:=|\+=|-=|\*=|/=|%=|@=|&&|\|\||\+\+|--|[^\s\w])"""
_OTHER_LANGUAGES = """
    begin bool boolean break case catch char const continue default do double else end false final finally float for
    function if in int let local long new nil null private public repeat return static struct switch then this throw
    true try until using var void while"""
_OWN_WORDS = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | frozenset(_OTHER_LANGUAGES.split())
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_DECIMAL = re.compile(r"\d*\.?\d*(?:[eE]\d+)?")


@dataclass
class Tokens:
    """The tokens of one cell.

    Attributes
    ----------
    texts : list of str
        As they are compared.
    starts, ends : list of int
        Where each stands in the cell.
    statements : list of int
        The number of the statement that each belongs to; a statement may go over several lines.
    """

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    def add(self, text: str, start: int, end: int, statement: int = 0) -> None:
        """Add one token."""
        self.texts.append(text)
        self.starts.append(start)
        self.ends.append(end)
        self.statements.append(statement)


class _Piece(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    statement: int
    depth: int


def words(source: str) -> Tokens:
    """Return the words of a text, in small letters, without signs.

    Examples
    --------
    >>> words("It **copies**: a wide code.").texts
    ['it', 'copies', 'a', 'wide', 'code']
    """
    found = Tokens()
    for match in re.finditer(r"\w+", source):
        found.add(match[0].casefold(), match.start(), match.end())
    return found


def code(source: str, language: str) -> Tokens:
    """Return the tokens of a cell of code.

    Parameters
    ----------
    source : str
    language : str
        As a notebook names it.

    Examples
    --------
    >>> one = code("total = 0\\nfor row in rows:  # add\\n    total += row.size", "python")
    >>> other = code("s=0.0\\nfor x in table :\\n\\n  s += x.size;", "python")
    >>> one.texts == other.texts, one.texts[-3:]
    (True, ['a name', '.', 'size'])
    """
    pieces, found, before = _without_remarks(_pieces(source, language)), Tokens(), ""
    for piece, after in zip_longest(pieces, (each[1] for each in pieces[1:]), fillvalue=""):
        kind, text, start, end, statement, depth = piece
        # Layout again: the end of a statement, a comma before a bracket that closes.
        if text != ";" and (text != "," or after not in _CLOSED):
            if kind == "name" and text not in _OWN_WORDS:
                argument = after == "=" and depth > 0 and before in ("(", ",")
                found.add(text if before == "." or argument else NAME, start, end, statement)
            else:
                found.add(
                    TEXT if kind == "text" else _number(text) if kind == "number" else text, start, end, statement
                )
        before = text
    return found


def _pieces(source: str, language: str) -> list[_Piece]:
    nested, statement, found = 0, 0, []
    for match in _scanner(comment_mark(language)).finditer(source):
        kind, text = match.lastgroup or "", match[0]
        if kind == "line":
            statement += not nested
        if kind in ("line", "blank", "remark"):
            continue
        # A block of other languages is no bracket that a statement goes on in.
        bracket = text not in "{}" or language == "python"
        nested -= bracket and text in _CLOSED and nested > 0
        found.append(_Piece(kind, text, match.start(), match.end(), statement, nested))
        nested += bracket and text in _OPEN
        statement += text == ";" and not nested
    return found


@lru_cache(maxsize=16)
def _scanner(mark: str) -> re.Pattern[str]:
    remark = rf"{re.escape(mark)}[^\n]*" + (r"|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)" if mark == "//" else "")
    return re.compile(rf"(?P<remark>{remark}) | (?P<text>{_TEXTS}) | {_OTHERS}", re.VERBOSE)


def _without_remarks(pieces: list[_Piece]) -> list[_Piece]:
    """Leave out statements that are nothing but a text: docstrings."""
    found = []
    for place, piece in enumerate(pieces):
        before = pieces[place - 1].statement if place else None
        after = pieces[place + 1].statement if place + 1 < len(pieces) else None
        if piece.kind != "text" or piece.statement in (before, after):
            found.append(piece)
    return found


def _number(text: str) -> str:
    """Write a number as everybody would: `1.`, `1.0` and `1e0` are one."""
    plain = text.replace("_", "")
    return f"{float(plain):.12g}" if len(plain) <= 40 and _DECIMAL.fullmatch(plain) else text
