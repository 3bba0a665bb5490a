"""What the site says about a lesson, read from the lesson itself: number, title, promise, what it needs, how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools import notebooks

TITLE = re.compile(r"^#\s+(?:\d+\s*·\s*)?(.+)$", re.M)
PICTURE = re.compile(r"!\[([^\]]*)\]\(attachment:([^)\s]+)\)")
NUMBERS = r"\d+(?:\s*(?:,\s*and|,|and|to|–|-)\s*\d+)*"
LESSONS_NAMED = re.compile(rf"\b(?:lessons\s+{NUMBERS}|lesson\s+\d+)", re.I)
LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
REASON = re.compile(r"\b(\d+) \(([^()]+)\)")
RANGE = re.compile(r"(\d+)\s*(?:to|–|-)\s*(\d+)")


@dataclass
class Lesson:
    """One lesson of `notebooks/`."""

    path: Path

    @cached_property
    def notebook(self) -> NotebookNode:
        """The solution version, executed."""
        return nbformat.read(self.path, as_version=4)

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def number(self) -> int:
        return int(self.name.partition("_")[0])

    @property
    def title(self) -> str:
        """The heading without its number."""
        return TITLE.search(self.notebook.cells[0].source).group(1)

    @property
    def promise(self) -> str:
        """What the first cell says below its heading and picture."""
        text = PICTURE.sub("", TITLE.sub("", self.notebook.cells[0].source, count=1))
        return next(part.strip() for part in text.split("\n\n") if part.strip())

    @property
    def picture(self) -> tuple[str, str] | None:
        """Alt text and attached file of the opening picture."""
        found = PICTURE.search(self.notebook.cells[0].source)
        return (found.group(1), found.group(2)) if found else None

    def head(self, word: str) -> str:
        """Return a line of the head, such as the one that begins with **You need**, without that word."""
        for cell in self.notebook.cells[:4]:
            for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
                if line.startswith(f"**{word}**"):
                    return line.removeprefix(f"**{word}**").lstrip(": ")
        return ""

    @property
    def needs_words(self) -> str:
        return self.head("You need")

    @property
    def needs(self) -> tuple[int, ...]:
        """Numbers of the lessons that the head asks for."""
        text = LINKED.sub(r"\1", self.needs_words)
        text = re.sub(r"\([^)]*\)", "", text)  # what is needed of a lesson, which may hold other numbers
        numbers: set[int] = set()
        for named in LESSONS_NAMED.findall(re.sub(r"\s+", " ", text)):
            for first, last in RANGE.findall(named):
                numbers |= set(range(int(first), int(last) + 1))
            numbers |= {int(one) for one in re.findall(r"\d+", named)}
        return tuple(sorted(numbers))

    @property
    def reasons(self) -> dict[int, str]:
        """What is needed of each of those lessons: the words in brackets behind its number."""
        found = REASON.findall(LINKED.sub(r"\1", self.needs_words))
        return {int(number): why for number, why in found if int(number) in self.needs}

    @property
    def time(self) -> str:
        """How long a reader takes: the first sentence of the head's line about time."""
        return re.split(r"(?<=[a-z)*])[.;]\s", self.head("Time"))[0].rstrip(".")


def all_lessons() -> list[Lesson]:
    """Return every lesson in `notebooks/`, in order."""
    return [Lesson(path) for path in notebooks.lessons([])]


def indirect_needs(lessons: list[Lesson]) -> dict[int, set[int]]:
    """Return for each lesson the needed ones that another needed one asks for already."""
    needs = {lesson.number: set(lesson.needs) for lesson in lessons}

    def all_of(number: int) -> set[int]:
        return needs.get(number, set()).union(*(all_of(one) for one in needs.get(number, ())))

    return {number: set().union(*(all_of(one) for one in direct)) & direct for number, direct in needs.items()}
