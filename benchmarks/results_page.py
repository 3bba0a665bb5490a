"""The page on which benchmarks write down what they measured: `README.md` beside this program, a section for each."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psutil

from grader.machine import cores

PAGE = Path(__file__).with_name("README.md")


def machine() -> str:
    """Return what a figure depends on, without names and dates.

    Examples
    --------
    >>> machine()  # doctest: +SKIP
    '2 cores, 16 GB of memory, Linux, Python 3.11, nbgrader 0.9.6'
    """
    count = cores()
    memory = psutil.virtual_memory().total / 1e9
    python = ".".join(platform.python_version_tuple()[:2])
    return (
        f"{count} core{'' if count == 1 else 's'}, {memory:.0f} GB of memory, {platform.system()} "
        f"{platform.machine()}, Python {python}, nbgrader {version('nbgrader')}"
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a Markdown table; all columns but the first are figures."""
    rule = "|---|" + "---:|" * (len(header) - 1)
    return [_line(header), rule, *map(_line, rows)]


def write(name: str, title: str, command: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Put lines between the markers of a section; a section that is not there yet is added at the end.

    Parameters
    ----------
    name : str
        Of the markers: `<!-- name: begin -->` and `<!-- name: end -->`.
    title : str
        Heading of a new section.
    command : str
        What was called.
    lines : sequence of str
        Markdown.
    page : Path
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    if begin not in text:
        text = f"{text.rstrip()}\n\n## {title}\n\n{begin}\n{end}\n"
    inside = "\n".join([begin, f"`{command}`: {machine()}", "", *lines, end])
    page.write_text(re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: inside, text, flags=re.DOTALL), "utf-8")


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
