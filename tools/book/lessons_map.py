"""The map of the lessons: which needs which and why, as a drawing and as a table, and three paths along it."""

from __future__ import annotations

import re
import textwrap
from html import escape
from itertools import pairwise

from tools.book import paths
from tools.book.lessons import Lesson, indirect_needs

WIDE, HIGH, GAP_X, GAP_Y, MARGIN = 158, 80, 32, 40, 4
LANE = 5  # between arrows that pass a row side by side
IN_A_ROW, LINE, LETTERS = 4, 16, 20

Point = tuple[float, float]


def page(lessons: list[Lesson]) -> str:
    """Return the page, in MyST Markdown."""
    addresses = {lesson.number: _address(lesson) for lesson in lessons}
    rows = [
        "| lesson | you need | leads to | time |\n|---|---|---|---|",
        *(f"| {_named(one)} | {_linked(one, addresses)} | {_leads_to(one, lessons)} | {one.time} |" for one in lessons),
    ]
    first = [f"{lesson.number} ({lesson.title})" for lesson in lessons if not lesson.needs]
    return "\n\n".join([
        "# Map of the lessons",
        "An arrow leads from a lesson to those that build on it; the table says what they take from it. Take any path "
        f"that follows the arrows, beginning with lesson {' or '.join(first)}, or one of "
        "[three that are marked out](#three-paths): a term, a week, an evening.",
        f'<div class="map">{drawing(lessons)}</div>',
        "## What each lesson needs",
        "\n".join(rows),
        "## Three paths",
        paths.section(lessons, _address),
    ])  # fmt: skip


def _address(lesson: Lesson) -> str:
    return f"lessons/{lesson.name}.ipynb"


def _named(lesson: Lesson) -> str:
    return f"[{lesson.number} · {lesson.title}]({_address(lesson)})"


def _linked(lesson: Lesson, addresses: dict[int, str]) -> str:
    """What the head asks for, with the number of each lesson as a link to it."""

    def link(found: re.Match[str]) -> str:
        number = int(found.group(1))
        there = number in lesson.reasons and number in addresses
        return f"[{number}]({addresses[number]}){found.group(2)}" if there else found.group(0)

    return re.sub(r"\b(\d+)( \()", link, lesson.needs_words)


def _leads_to(lesson: Lesson, lessons: list[Lesson]) -> str:
    return ", ".join(f"[{one.number}]({_address(one)})" for one in lessons if lesson.number in one.needs) or "–"


def layers(lessons: list[Lesson]) -> list[list[Lesson]]:
    """Return the lessons by the length of the longest way to them.

    Raises
    ------
    ValueError
        Where a lesson needs itself, a later one, or one that does not exist.
    """
    depth: dict[int, int] = {}
    for lesson in lessons:
        missing = [number for number in lesson.needs if number not in depth]
        if missing:
            raise ValueError(f"{lesson.path}: the head asks for lesson {missing[0]}, which is not an earlier lesson.")
        depth[lesson.number] = 1 + max((depth[number] for number in lesson.needs), default=-1)
    return [[one for one in lessons if depth[one.number] == level] for level in range(max(depth.values()) + 1)]


def drawing(lessons: list[Lesson]) -> str:
    """Return an SVG with a link for each lesson and an arrow for each need that no other need implies."""
    places: dict[int, tuple[float, float]] = {}
    rows = [layer[i : i + IN_A_ROW] for layer in layers(lessons) for i in range(0, len(layer), IN_A_ROW)]
    width = 2 * MARGIN + max(map(len, rows)) * (WIDE + GAP_X) - GAP_X
    for level, row in enumerate(rows):
        left = (width - len(row) * (WIDE + GAP_X) + GAP_X) / 2
        for column, lesson in enumerate(row):
            places[lesson.number] = (left + column * (WIDE + GAP_X), MARGIN + level * (HIGH + GAP_Y))
    height = 2 * MARGIN + len(rows) * (HIGH + GAP_Y) - GAP_Y
    implied = indirect_needs(lessons)
    taken: set[Point] = set()
    arrows = [
        _arrow(
            _way(places[need], places[lesson.number], list(places.values()), taken),
            f"{need} → {lesson.number}: {lesson.reasons.get(need, '')}",
        )
        for lesson in lessons
        for need in lesson.needs
        if need not in implied[lesson.number]
    ]
    boxes = [_box(lesson, *places[lesson.number]) for lesson in lessons]
    label = "Map of the lessons; the table below says the same in words."
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="group" '
        f'aria-label="{label}"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>{"".join(arrows + boxes)}</svg>'
    )


def _way(begin: Point, end: Point, boxes: list[Point], taken: set[Point]) -> list[Point]:
    """Return the points of an arrow from one box to another, between the boxes of the rows that it passes.

    An arrow that went under a box would look as if it ended there. Each takes a lane of its own, which is added to the
    `taken` ones.
    """
    x, y = begin[0] + WIDE / 2, begin[1] + HIGH
    to_x, to_y = end[0] + WIDE / 2, end[1] - 2
    right = max(box_x for box_x, _ in boxes) + WIDE
    way = [(x, y)]
    for top in sorted({box_y for _, box_y in boxes if begin[1] < box_y < end[1]}):
        row = [box_x for box_x, box_y in boxes if box_y == top]
        straight = x + (to_x - x) * (top + HIGH / 2 - y) / (to_y - y)
        gaps = [gap for box in row for gap in (box - GAP_X / 2, box + WIDE + GAP_X / 2)]
        lanes = [gap + side for gap in gaps if MARGIN < gap < right for side in (0, LANE, -LANE, 2 * LANE, -2 * LANE)]
        free = [lane for lane in lanes if (lane, top) not in taken]
        lane = min(free or lanes, key=lambda one: abs(one - straight))
        taken.add((lane, top))
        way += [(lane, top), (lane, top + HIGH)]
    return [*way, (to_x, to_y)]


def _arrow(way: list[Point], why: str) -> str:
    line = f"M{way[0][0]:g} {way[0][1]:g}"
    for (x, y), (to_x, to_y) in pairwise(way):
        middle = (to_y - y) / 2
        line += f"C{x:g} {y + middle:g} {to_x:g} {to_y - middle:g} {to_x:g} {to_y:g}"
    return f'<path class="arrow" d="{line}"><title>{escape(why)}</title></path>'


def _box(lesson: Lesson, x: float, y: float) -> str:
    lines = textwrap.wrap(f"{lesson.number} · {lesson.title}", LETTERS, max_lines=4, placeholder=" …")
    top = y + HIGH / 2 - (len(lines) - 1) * LINE / 2 + 5
    words = "".join(
        f'<tspan x="{x + WIDE / 2:g}" y="{top + number * LINE:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    full = escape(f"{lesson.number} · {lesson.title}")
    return (
        f'<a href="lessons/{lesson.name}.html"><title>{full}</title>'
        f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="8"/><text>{words}</text></a>'
    )
