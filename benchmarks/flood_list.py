"""Floods: submissions and outputs that are made to cost the grader's own process time and memory.

Each is the content of `lesson.ipynb`, further files, and the messages that a hostile session sends as it pleases
(headers as bytes, without regard for what an honest session would send).
"""

# ruff: noqa: E501

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

MIB = 1 << 20
# The answers of the lesson that floods are handed in for, in code and in words.
ANSWERS = ("square", "double", *(f"answer{number}" for number in range(8)))
WRITTEN = ("written", *(f"written{number}" for number in range(5)))


@dataclass(frozen=True)
class Flood:
    """One flood.

    Attributes
    ----------
    name : str
    cells : callable, optional
        Returns the cells that are handed in.
    raw : callable, optional
        Returns the bytes that are handed in instead.
    sends : callable, optional
        Returns what the session sends while the first answer runs: headers, encoded.
    files : callable, optional
        Returns further files that are handed in.
    in_test : bool
        Whether the session sends it while a test runs in it, reports of checks included.
    passes : int
        Bytes of a value with which the session answers a judge instead.
    beside : dict of str to int
        Sizes in bytes of files that lie beside the notebook on the disk and go to the session, by name.
    acts : callable, optional
        What the session does instead with its channel and with the descriptors of its standard output and error.
    """

    name: str
    cells: Callable[[], list[Any]] | None = None
    raw: Callable[[], bytes] | None = None
    sends: Callable[[], Iterable[bytes]] | None = None
    files: Callable[[], dict[str, bytes]] = field(default=dict)
    in_test: bool = False
    passes: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    acts: Callable[[socket.socket, Sequence[int]], None] | None = None


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell without nbgrader's metadata."""
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **more}


def text(source: Any, **more: Any) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {}, **more}


def answer(source: Any, grade_id: str = "square", kind: str = "code") -> dict[str, Any]:
    """Return an answer cell of the lesson."""
    meta = {"grade_id": grade_id, "solution": True, "grade": kind != "code", "schema_version": 3}
    return {**(code if kind == "code" else text)(source), "metadata": {"nbgrader": meta}}


def written(source: Any, **more: Any) -> dict[str, Any]:
    """Return the lesson's written answer."""
    return {**answer(source, "written", "markdown"), **more}


def in_every(source: str) -> list[dict[str, Any]]:
    """Return all answers of the lesson in code."""
    return [answer(source, name) for name in ANSWERS]


def finally_in_finally(depth: int) -> str:
    """Return a function with so many `finally` in each other, each of which is compiled twice."""
    lines = [" " * (number + 1) + text for number in range(depth) for text in ("try: a", "finally:")]
    return "\n".join(["def square(x):", *lines, " " * (depth + 1) + "a"])


def ways_out(ways: int, statements: int) -> str:
    """Return a function with so many ways out of a `try`, for each of which what stands below `finally` is compiled."""
    return "def square(x):\n try:\n" + "  if x: return\n" * ways + " finally:\n  " + "a;" * statements


def in_all_words(source: str, **more: Any) -> list[dict[str, Any]]:
    """Return all written answers of the lesson."""
    return [{**answer(source, name, "markdown"), **more} for name in WRITTEN]


def report(checks: int, words: str) -> bytes:
    """Return the message of a report of checks."""
    each = {"name": words[:400], "points": 0.0, "passed": False, "message": words, "hint": words}
    return shown({"application/vnd.course-checks+json": {"version": 1, "checks": [each] * checks}})


def value(text: bytes) -> bytes:
    """Return the message of a cell's value."""
    start = b'{"op":"output","output":{"output_type":"execute_result","metadata":{},"data":{"text/plain":"'
    return start + text + b'"}}}'


def shown(data: dict[str, Any], **more: Any) -> bytes:
    """Return the message of one display."""
    return json.dumps(
        {"op": "output", "output": {"output_type": "display_data", "data": data, "metadata": {}}, **more}
    ).encode()


def printed(words: str, name: str = "stdout") -> bytes:
    """Return the message of printed text."""
    return json.dumps({"op": "output", "output": {"output_type": "stream", "name": name, "text": words}}).encode()


def failed(lines: int, length: int) -> bytes:
    """Return the message of an exception."""
    output = {"output_type": "error", "ename": "E", "evalue": "v" * length, "traceback": ["t" * length] * lines}
    return json.dumps({"op": "output", "output": output}).encode()


def _listed(inside: bytes, size: int) -> bytes:
    start = b'{"op":"output","output":{"output_type":"display_data","metadata":{},"data":{"application/json":['
    return start + b",".join([inside] * (size // (len(inside) + 1))) + b"]}}}"


def _notebook_with(inside: bytes, size: int) -> bytes:
    return b'{"cells":[],"metadata":{},"x":[' + (inside + b",") * (size // (len(inside) + 1) - 1) + inside + b"]}"


def _html(piece: str, size: int = 49_000, count: int = 1) -> Callable[[], Iterable[bytes]]:
    return lambda: [shown({"text/html": piece * (size // len(piece))}) for _ in range(count)]


ACTING_SECONDS = 4.0
_DONE = b'{"op":"done","error":"","count":1}'


def _again_and_again(act: Callable[[], object], *, pause: float = 0.0) -> None:
    """Act until the time is up or nobody is there any more; `pause` is how long nothing is done in between."""
    until = time.monotonic() + ACTING_SECONDS
    with contextlib.suppress(OSError):
        while time.monotonic() < until:
            act()
            rested = time.monotonic() + pause
            while time.monotonic() < rested:
                pass


def _ends(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.sendall(struct.pack("!II", len(_DONE), 0) + _DONE)
        connection.recv(1 << 16)


def message_in_bytes(connection: socket.socket, _: Sequence[int]) -> None:
    """Send a message byte by byte."""
    connection.sendall(struct.pack("!II", 1 << 20, 0))
    _again_and_again(lambda: connection.send(b" "), pause=2e-5)


def out_of_band(connection: socket.socket, _: Sequence[int]) -> None:
    """Send bytes that are no part of any message."""
    _again_and_again(lambda: connection.send(b"x", socket.MSG_OOB), pause=2e-5)
    _ends(connection)


def printed_in_bytes(connection: socket.socket, outputs: Sequence[int]) -> None:
    """Write bytes past Python, one at a time."""
    _again_and_again(lambda: os.write(outputs[0], b"x"), pause=2e-5)
    _ends(connection)


def closed_outputs(connection: socket.socket, outputs: Sequence[int]) -> None:
    """Close what others wait for, and take one's time."""
    for each in outputs:
        os.close(each)
    time.sleep(ACTING_SECONDS)
    _ends(connection)


HTML = ["<b title=i></z>", "<b>", "<b><i>", "<a ", "<!--", "<![CDATA[", "&amp;", "&", "<table><b>", "<p><table>", "</p>", "</br>",
        "<svg><b>", "<math><mi><b>", "<a href='http://a'>x", "<td>", "<select><b>", "<font><p>", "<b style='color:red;a:b;c:d'>", "<",
        "<i a=1 b=2 c=3 d=4>", "<x/", "<script>", "<style>", "\0", "<nobr>", "<b></p>", "<applet><b>"]  # fmt: skip
MARKDOWN = [
    "<a",
    "](",
    "![",
    "![a](attachment:",
    "www.",
    "http",
    "\\href",
    "$",
    "`",
    "*_",
    "> ",
    "- ",
    "[a]: b\n",
    "|a|b\n",
    "&#",
    "\\",
]
# What readers of Markdown and of formulas may take long for, up to the length that is read as such.
READ = [
    *MARKDOWN, "**a", "a**a", "*a **b ", "`` ", "```\n", "~~a", "[", "[[a](", "![a][", "  - ", "1. ", "    a\n", "|a|\n|-|\n", "|" * 50 + "\n",
    "\\begin{matrix}", "$x$ ", "$$x$$\n", "$x^", "$\\frac", "{", "$x_{", "$a$$b", "\\begin{align}a\\end{align}\n", "<http://a>", "&amp;", "&#x41;",
    "\0", "\t", "$\\sqrt{" + "{" * 40 + "}" * 40 + "}$ ", "$" + "x^{" * 60 + "}" * 60 + "$ ", "$\\left(" * 5 + "$ ", "$" + "a" * 1990 + "$ ",
]  # fmt: skip
# What readers of Python, highlighters and IPython may take long for.
CODE = [
    "(", "[0],", "f'{", "\"\"\"", "\\\n", "if x:\n", "lambda:", "-", "a.", "0_", "def f(x):\n", "x=1;", "\t\n", "#\n", "{1:", "@a\n", "%%a\n",
    "%a b\n", "a(b)(", "\"\"\"a\n", "\x0c", "\0", "\u2028", "é", "b'", "match x:\n", "async ", "~", "*", "if 1 else ", "for x in ", "{**",
]  # fmt: skip
IN_LINES = ["?", "a.", "(", "f'{", "0x", "\\", "' ", "a,", "def ", "@", "0.0e", "r'", "import a as ", "%s", "{}"]

FLOODS = [
    Flood("2 MiB of [0]", cells=lambda: [code("[0]" * (2 * MIB // 3))]),
    Flood("2 MiB of [0] in lines", cells=lambda: [code("[0]\n" * (MIB // 2))]),
    Flood("2 MiB of [0], separated", cells=lambda: [code("[0]," * (MIB // 2))]),
    Flood("2 MiB of [0] in an answer", cells=lambda: [answer("[0]," * (MIB // 2))]),
    Flood("99 kB of [0] in 100 cells", cells=lambda: [code("[0]," * 24_000 + str(i)) for i in range(100)]),
    Flood("99 kB of [0] in each of 5,000 cells (one text)", cells=lambda: [code("[0]," * 5_000 + str(i)) for i in range(1990)]),
    Flood("1,990 cells with one id", cells=lambda: [code("x", id="same") for _ in range(1990)]),
    Flood("1,990 cells with one id that is no id", cells=lambda: [code(f"x{i}", id="a" * 56 + "-2") for i in range(1990)]),
    Flood("1,990 copies of an answer", cells=lambda: [answer(f"def square(x): return {i}") for i in range(1990)]),
    Flood("1,990 cells that call themselves tests", cells=lambda: [
        {**code("x"), "metadata": {"nbgrader": {"grade_id": "g" * 80 + str(i), "grade": True}}} for i in range(1990)]),
    Flood("1,990 cells alike by letters", cells=lambda: [code(f"def square(x):\n    return x * {'ab' * 190}{i}") for i in range(1990)]),
    Flood("1,990 cells alike by lines", cells=lambda: [code("    return x\n" * 390 + f"# {i}") for i in range(1990)]),
    Flood("1,990 cells with 50 long tags", cells=lambda: [{**code("x"), "metadata": {"tags": ["t" * 100] * 50}} for _ in range(1990)]),
    Flood("a. 15,000 times", cells=lambda: [answer("a." * 15_000)]),
    Flood("a. in every answer", cells=lambda: [answer("a." * 15_000), answer("a." * 15_000, "double"), written("a." * 15_000)]),
    Flood("10,000 lines of !x", cells=lambda: [answer("!x\n" * 10_000)]),
    Flood("10,000 lines of !x in every answer", cells=lambda: in_every("!x\n" * 10_000)),
    Flood("300 lines of !x in every answer", cells=lambda: in_every("!x\n" * 300)),
    Flood("lines of x = !x in every answer", cells=lambda: in_every("x = !x\n" * 170)),
    Flood("lines of x? in every answer", cells=lambda: in_every("x?\n" * 250)),
    Flood("lines that end elsewhere", cells=lambda: in_every("!x\u2028!x\x0c!x\x85" * 2_000)),
    Flood("30,000 ?", cells=lambda: [answer("?" * 30_000)]),
    Flood("30,000 ? in every answer", cells=lambda: in_every("?" * 30_000)),
    Flood("lines of ? in every answer", cells=lambda: in_every("?\n" * 15_000)),
    Flood("lines of ! in every answer", cells=lambda: in_every("!\n" * 15_000)),
    *(Flood(f"{piece!r} in every answer", cells=lambda piece=piece: in_every(piece * (99_000 // len(piece)))) for piece in CODE),
    *(Flood(f"lines of {piece!r} in every answer", cells=lambda piece=piece: in_every((piece * (290 // len(piece)) + "\n") * 100))
      for piece in IN_LINES),
    Flood("nineteen finally in each other", cells=lambda: [answer(finally_in_finally(19))]),
    Flood("1,500 ways out of a long finally", cells=lambda: [answer(ways_out(1_500, 1_500))]),
    Flood("an answer of 30 MiB", cells=lambda: [answer("x = 1\n" * (5 * MIB))]),
    Flood("a written answer of 30 MiB", cells=lambda: [written("word " * (6 * MIB))]),
    Flood("60 MiB of code in 600 cells", cells=lambda: [code("x = 1\n" * (MIB // 60)) for _ in range(600)]),
    Flood("99 MiB of letters outside ASCII", raw=lambda: json.dumps({"cells": [code("😀" * (24 * MIB))]}, ensure_ascii=False).encode()),
    Flood("99 MiB of letters, one outside ASCII", raw=lambda: json.dumps({"cells": [code("a" * (98 * MIB) + "😀")]}, ensure_ascii=False).encode()),
    Flood("99 MiB of UTF-16", raw=lambda: json.dumps({"cells": [code("a" * (49 * MIB))]}).encode("utf-16")),
    Flood("99 MiB of blanks", raw=lambda: b'{"cells": [' + b" " * (99 * MIB) + b"]}"),
    Flood("99 MiB that are not JSON", raw=lambda: b"<" * (99 * MIB)),
    Flood("99 MiB of lists", raw=lambda: _notebook_with(b"[]", 99 * MIB)),
    Flood("99 MiB of objects", raw=lambda: _notebook_with(b'{"":{}}', 99 * MIB)),
    Flood("99 MiB of numbers", raw=lambda: _notebook_with(b"1e9", 99 * MIB)),
    Flood("99 MiB of different names", raw=lambda: b'{"cells":[],"x":{' + b",".join(b'"%d":0' % i for i in range(9 * MIB)) + b"}}"),
    Flood("9 MiB of lists", raw=lambda: _notebook_with(b"[]", 9 * MIB)),
    Flood("2 MiB of lists", raw=lambda: _notebook_with(b"[]", 2 * MIB)),
    Flood("numbers of a million digits", raw=lambda: _notebook_with(b"9" * 10**6, 20 * MIB)),
    Flood("fractions of a million digits", raw=lambda: _notebook_with(b"9" * 10**6 + b".5e-999999", 20 * MIB)),
    Flood("lists in lists in lists", raw=lambda: b'{"cells":' + b"[" * MIB),
    Flood("honest outputs of 60 MiB", raw=lambda: json.dumps({"cells": [
        {**code("x"), "outputs": [{"output_type": "display_data", "data": {"image/png": "QUJD" * (MIB // 4)}, "metadata": {}}]} for _ in range(60)]}).encode()),
    Flood("an attachment of 60 MiB", cells=lambda: [written("![a](attachment:a.png)", attachments={"a.png": {"image/png": "QUJD" * (15 * MIB)}})]),
    Flood("a million attachments", cells=lambda: [written("x", attachments={f"{i}.png": {"image/png": "QUJD"} for i in range(10**6)})]),
    Flood("attachments in 1,990 cells", cells=lambda: [text("x", attachments={f"{j}.png": {"image/png": "QUJD"} for j in range(50)}) for _ in range(1990)]),
    Flood("2,000 files with long names", cells=list, files=lambda: {f"{'n' * 200}{i}.py": b"x" for i in range(1990)}),
    Flood("2,000 modules", cells=list, files=lambda: {f"m{i}/numpy{i}.py": b"x" for i in range(1990)}),
    Flood("2,000 modules that are installed", cells=list, files=lambda: {f"numpy.{i}.py": b"x" for i in range(1990)}),
    *(Flood(f"a written answer of {piece!r}", cells=lambda piece=piece: [written(piece * (190_000 // len(piece)))]) for piece in MARKDOWN),
    *(Flood(f"all written answers of {piece[:20]!r}", cells=lambda piece=piece: in_all_words(piece * (19_900 // len(piece)))) for piece in READ),
    Flood("nested lists and quotes in all written answers", cells=lambda: in_all_words("\n".join("  " * i + "- > a" for i in range(190)))),
    Flood("tables of 100 columns in all written answers", cells=lambda: in_all_words("|a" * 100 + "\n" + "|-" * 100 + "\n" + "|\n" * 9_000)),
    Flood("23 MiB of pictures", cells=lambda: [written("".join(f"![](attachment:{i}.png)" for i in range(8)), attachments={
        f"{i}.png": {"image/png": "QUJD" * 740_000} for i in range(8)})]),
    Flood("a large file named 800 times", cells=lambda: in_all_words("![](large.png)\n" * 800), files=lambda: {"large.png": bytes(40 * MIB)}),
    Flood("a picture shown 800 times", cells=lambda: in_all_words("![](attachment:a.png)" * 800, attachments={"a.png": {"image/png": "QUJD" * 700_000}})),
    Flood("a picture shown 800 times in paragraphs", cells=lambda: [written("![](attachment:a.png)\n\n" * 800, attachments={"a.png": {"image/png": "QUJD" * 700_000}})]),
    *(Flood(f"100 added cells of {piece!r}", cells=lambda piece=piece: [text(piece * (190_000 // len(piece))) for _ in range(100)])
      for piece in ("<a", "![", "[a]: b\n")),
    *(Flood(f"an output of {piece!r}", sends=_html(piece)) for piece in HTML),
    Flood("20 kB of <b title=i></z>", sends=_html("<b title=i></z>", 20_000)),
    *(Flood(f"forty outputs of {piece!r}", sends=_html(piece, 49_000, 40)) for piece in ("<b title=i></z>", "<table><b>", "<i a=1 b=2 c=3 d=4>")),
    Flood("5,000 outputs of HTML", sends=_html("<b>x</b>", 30, 5000)),
    *(Flood(f"Markdown outputs of {piece!r}", sends=lambda piece=piece: [shown({"text/markdown": piece * (49_000 // len(piece))})] * 4) for piece in MARKDOWN[:6]),
    Flood("1.2 MiB of lists in an output", sends=lambda: [_listed(b"[]", MIB)]),
    Flood("17.6 MiB of lists in outputs", sends=lambda: [_listed(b"[]", MIB)] * 17),
    Flood("17.6 MiB of short lists in outputs", sends=lambda: [_listed(b"[]", 50_000)] * 350),
    Flood("17.6 MiB of lists in one output", sends=lambda: [_listed(b"[]", 17 * MIB)]),
    Flood("17.6 MiB of objects in one output", sends=lambda: [_listed(b'{"a":[]}', 17 * MIB)]),
    Flood("17.6 MiB of empty texts in one output", sends=lambda: [_listed(b'""', 17 * MIB)]),
    Flood("17.6 MiB of names in one output", sends=lambda: [
        b'{"op":"output","output":{"output_type":"display_data","metadata":{},"data":{' + b",".join(b'"%d":0' % i for i in range(MIB)) + b"}}}"]),
    Flood("lists in a message that is no output", sends=lambda: [b'{"op":"done","x":[' + b"[]," * 80_000 + b"[]]}"]),
    Flood("80,000 displays", sends=lambda: [shown({"text/plain": "x"})] * 80_000),
    Flood("80,000 displays with an id", sends=lambda: (shown({"text/plain": "x"}, display_id=str(i)) for i in range(80_000))),
    Flood("80,000 updates of 100 displays", sends=lambda: [*[shown({"text/plain": "x"}, display_id="a")] * 100, *[shown({"text/plain": "y"}, display_id="a", update=True)] * 80_000]),
    Flood("80,000 pieces of two streams", sends=lambda: [printed("x"), printed("y", "stderr")] * 40_000),
    Flood("80,000 times clear", sends=lambda: [b'{"op":"clear","wait":true}', printed("x")] * 40_000),
    Flood("80,000 exceptions", sends=lambda: [failed(1, 1)] * 80_000),
    Flood("exceptions of 20,000 lines", sends=lambda: [failed(20_000, 1)] * 200),
    Flood("an exception of 19 MiB", sends=lambda: [failed(19, MIB)]),
    Flood("19 MiB of text", sends=lambda: [printed("x" * MIB)] * 19),
    Flood("19 MiB of line ends", sends=lambda: [printed("\n" * (MIB // 2))] * 19),
    Flood("19 MiB of returns", sends=lambda: [printed("x\r" * (MIB // 4))] * 19),
    Flood("19 MiB of colours", sends=lambda: [printed("\x1b[31mx" * (MIB // 12))] * 19),
    Flood("19 MiB of text in lists", sends=lambda: [shown({"text/plain": ["x\n"] * 19_000})] * 130),
    Flood("19 MiB of formulas", sends=lambda: [shown({"text/latex": "$x$" * (MIB // 3)})] * 19),
    Flood("19 MiB of pictures", sends=lambda: [shown({"image/png": "QUJD" * (MIB // 4)})] * 19),
    Flood("19 MiB of drawings", sends=lambda: [shown({"image/svg+xml": "<svg/>" * (MIB // 6)})] * 19),
    Flood("19 MiB of letters outside ASCII", sends=lambda: [json.dumps({"op": "output", "output": {
        "output_type": "stream", "name": "stdout", "text": "😀" * (MIB // 4)}}, ensure_ascii=False).encode()] * 19),
    Flood("reports of a thousand checks", sends=lambda: [report(1000, "x" * 2000)] * 4, in_test=True),
    Flood("reports of many thousand checks", sends=lambda: [report(100_000, "x")] * 4, in_test=True),
    Flood("1,000 reports of few checks", sends=lambda: [report(5, "`x` $y$ " * 250)] * 1000, in_test=True),
    Flood("a report with formulas", sends=lambda: [report(900, "$x^{2}$ " * 250)], in_test=True),
    Flood("a report with formulas in names", sends=lambda: [report(900, "$x$" * 100)], in_test=True),
    Flood("an exception of 2 MiB in a test", sends=lambda: [failed(100, 20_000)], in_test=True),
    Flood("a value of a million digits in a test", sends=lambda: [value(b"9" * MIB)], in_test=True),
    Flood("a value of many brackets in a test", sends=lambda: [value(b"(" * 990)], in_test=True),
    Flood("a value of 280 MiB for the judge", passes=280 * MIB),
    Flood("480 MiB of files beside the notebook", beside={f"data{number}.bin": 96 * MIB for number in range(5)}),
    Flood("480 MiB of pictures and tables beside it", beside={f"{number}.{kind}": 48 * MIB for number in range(5) for kind in ("png", "csv")}),
    Flood("a message byte by byte", acts=message_in_bytes),
    Flood("bytes out of band", acts=out_of_band),
    Flood("loose output byte by byte", acts=printed_in_bytes),
    Flood("standard output and error closed", acts=closed_outputs),
    Flood("19 MiB of JSON text", sends=lambda: [shown({"application/json": {"a": "x" * MIB}})] * 19),
]  # fmt: skip
