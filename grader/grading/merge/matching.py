"""Find which submitted cell is which cell of the master, with or without nbgrader's metadata."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from grader.grading.merge.master_cells import MasterCell
from grader.grading.merge.reading import StudentCell
from grader.notebook.nbgrader_cells import Role, normal

NEAR_ENOUGH = 0.35  # between its known neighbours
FAR_ENOUGH = 0.65  # anywhere else
MAX_COMPARED = 400  # cells without a match that are compared by likeness
SHORT = 400  # characters up to which texts are compared letter by letter
LINES = 400  # lines of a submitted cell that are compared
# Steps that comparing one notebook's texts may cost: a second for the worst there is.
MOST_WORK = 20_000_000
# Read off the text: the syntax tree of a flood takes seconds and gigabytes, and a cell with a mistake has none.
_DEFINITION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


@dataclass
class Match:
    """Which submitted cell stands for which cell of the master.

    Attributes
    ----------
    cells : dict of int to int
        Submitted cell by index of the master's cell.
    by_name : set of int
        The master's cells that were found by `grade_id`.
    duplicates : dict of int to list of int
        Further submitted cells with the same `grade_id`, by index of the master's cell.
    """

    cells: dict[int, int] = field(default_factory=dict)
    by_name: set[int] = field(default_factory=set)
    duplicates: dict[int, list[int]] = field(default_factory=dict)


def match_cells(master: Sequence[MasterCell], student: Sequence[StudentCell]) -> Match:
    """Match by `grade_id`, then by cell id, then by equal text, then by place and likeness.

    Parameters
    ----------
    master : sequence of MasterCell
    student : sequence of StudentCell

    Returns
    -------
    Match
    """
    match, work = Match(), _Work(student)
    _by_grade_id(match, master, student)
    _by_cell_id(match, master, student)
    _by_text(match, master, work)
    written = [cell for cell in master if cell.role.written_by_student]
    others = [cell for cell in master if not cell.role.written_by_student]
    _by_place(match, written, master, student, work)
    _by_place(match, others, master, student, work)
    return match


def choose(cell: MasterCell, copies: Sequence[int], student: Sequence[StudentCell]) -> int:
    """Return which of several submitted copies of one cell counts: the last one that the student worked on."""
    if cell.role.written_by_student:
        worked_on = [index for index in copies if not cell.untouched(student[index].source)]
        return worked_on[-1] if worked_on else copies[0]
    faithful = [index for index in copies if normal(student[index].source) in cell.known]
    return faithful[0] if faithful else copies[0]


def _by_grade_id(match: Match, master: Sequence[MasterCell], student: Sequence[StudentCell]) -> None:
    named = defaultdict(list)
    for index, cell in enumerate(student):
        if cell.grade_id:
            named[cell.grade_id].append(index)
    for cell in master:
        copies = named.get(cell.grade_id, []) if cell.grade_id else []
        if copies:
            chosen = choose(cell, copies, student)
            match.cells[cell.index] = chosen
            match.by_name.add(cell.index)
            if len(copies) > 1:
                match.duplicates[cell.index] = [index for index in copies if index != chosen]


def _by_cell_id(match: Match, master: Sequence[MasterCell], student: Sequence[StudentCell]) -> None:
    named = defaultdict(list)
    for index in _free(match, student):
        if student[index].id:
            named[student[index].id].append(index)
    for cell in _missing(match, master):
        if len(named.get(cell.id, [])) == 1:
            match.cells[cell.index] = named[cell.id][0]


def _by_text(match: Match, master: Sequence[MasterCell], work: _Work) -> None:
    """Equal texts in the same order first, then equal texts elsewhere (not answers: stubs often look the same)."""
    missing, free = _missing(match, master), _free(match, work.student)
    texts = [work.text(index) for index in free]
    known = set(texts)
    keys = [next((text for text in cell.known if text in known), None) for cell in missing]
    # Every cell that has no equal gets a key of its own, so that it takes no part.
    wanted = {key for key in keys if key}
    left = [key if key else ("master", number) for number, key in enumerate(keys)]
    right = [text if text in wanted else ("student", number) for number, text in enumerate(texts)]
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            match.cells[missing[block.a + step].index] = free[block.b + step]
    places: dict[str, list[int]] = defaultdict(list)
    for index in reversed(_free(match, work.student)):
        places[work.text(index)].append(index)
    for cell in _missing(match, master):
        if cell.role.written_by_student:
            continue
        first = [(places[text][-1], text) for text in cell.known if text and places.get(text)]
        if first:
            match.cells[cell.index], text = min(first)
            places[text].pop()


def _by_place(
    match: Match,
    wanted: Sequence[MasterCell],
    master: Sequence[MasterCell],
    student: Sequence[StudentCell],
    work: _Work,
) -> None:
    free = _free(match, student)[:MAX_COMPARED]
    found = []
    for cell in (cell for cell in wanted if cell.index not in match.cells):
        first, last = _gap(match, cell, len(student))
        inside = [index for index in free if first < index < last]
        same_type = [index for index in inside if student[index].type == cell.type]
        for index in sorted(free, key=lambda index: not first < index < last):
            likeness = _likeness(cell, student[index], index, work)
            near = first < index < last
            # An answer may have nothing left of its stub: the only cell of its kind between the neighbours is it.
            alone = near and cell.role.written_by_student and same_type == [index]
            if alone or likeness >= (NEAR_ENOUGH if near else FAR_ENOUGH):
                found.append((-(likeness + near + alone), cell.index, index))
    taken: set[int] = set()
    for _, position, index in sorted(found):
        if position not in match.cells and index not in taken:
            match.cells[position] = index
            taken.add(index)


def _gap(match: Match, cell: MasterCell, length: int) -> tuple[int, int]:
    """Return the submitted indices of the nearest known neighbours; everything, where they are out of order."""
    before = [index for position, index in match.cells.items() if position < cell.index]
    after = [index for position, index in match.cells.items() if position > cell.index]
    nearest_before = max((p for p in match.cells if p < cell.index), default=None)
    nearest_after = min((p for p in match.cells if p > cell.index), default=None)
    first = match.cells[nearest_before] if before else -1
    last = match.cells[nearest_after] if after else length
    return (first, last) if first < last else (-1, length)


class _Work:
    """What is known of the submitted texts; counts what comparing them costs, and ends it where that is too much.

    Parameters
    ----------
    student : sequence of StudentCell
    """

    def __init__(self, student: Sequence[StudentCell]) -> None:
        self.student = student
        self._left = MOST_WORK
        self._texts: dict[int, str] = {}
        self._lines: dict[int, list[str]] = {}
        self._stripped: dict[int, frozenset[str]] = {}
        self._names: dict[int, frozenset[str]] = {}

    def text(self, index: int) -> str:
        """Return a submitted cell's text in normal form."""
        if index not in self._texts:
            self._texts[index] = normal(self.student[index].source)
        return self._texts[index]

    def lines(self, index: int) -> list[str]:
        """Return the first lines of a submitted cell."""
        if index not in self._lines:
            self._lines[index] = self.text(index).splitlines()[:LINES]
        return self._lines[index]

    def stripped(self, index: int) -> frozenset[str]:
        """Return the first lines of a submitted cell without blanks around them."""
        if index not in self._stripped:
            self._stripped[index] = frozenset(line.strip() for line in self.lines(index))
        return self._stripped[index]

    def names(self, index: int) -> frozenset[str]:
        """Return the functions and classes that a submitted cell defines."""
        if index not in self._names:
            self._names[index] = _defined(self.text(index))
        return self._names[index]

    def ratio(self, first: Sequence[str], second: Sequence[str]) -> float:
        """Return how much two texts or lists of lines have in common, roughly where exactly would take too long."""
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        if matcher.real_quick_ratio() < NEAR_ENOUGH or matcher.quick_ratio() < NEAR_ENOUGH:
            return 0.0
        # Every pair of equal parts is looked at, and again on both sides of the longest common part that was found.
        there = Counter(second)
        pairs = sum(count * there[part] for part, count in Counter(first).items())
        self._left -= pairs * (1 + min(len(first), len(second)) // 8)
        return matcher.ratio() if self._left > 0 else _overlap(first, second)


def _overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how many of the lines, or of the runs of three letters, of two texts are the same."""
    step = 3 if isinstance(first, str) else 1
    parts = [Counter(tuple(text[i : i + step]) for i in range(len(text) - step + 1)) for text in (first, second)]
    return 2 * (parts[0] & parts[1]).total() / max(1, parts[0].total() + parts[1].total())


def _likeness(cell: MasterCell, other: StudentCell, index: int, work: _Work) -> float:
    """Return 0 to 1: how much of the released cell is left in a submitted one; 1 if it defines the same names."""
    given, text = normal(cell.stub), work.text(index)
    if not given or not text or cell.type != other.type:
        return 0.0
    if cell.role is Role.ANSWER and _defined(given) and _defined(given) <= work.names(index):
        return 1.0
    lines = {line.strip() for line in given.splitlines() if line.strip()}
    kept = len(lines & work.stripped(index)) / len(lines)
    if len(given) <= SHORT and len(text) <= SHORT:
        return max(kept, work.ratio(given, text))
    return max(kept, work.ratio(given.splitlines(), work.lines(index)))


def _defined(source: str) -> frozenset[str]:
    """Return the functions and classes that a cell defines at its top level."""
    return frozenset(_DEFINITION.findall(source))


def _missing(match: Match, master: Sequence[MasterCell]) -> list[MasterCell]:
    return [cell for cell in master if cell.index not in match.cells]


def _free(match: Match, student: Sequence[StudentCell]) -> list[int]:
    taken = set(match.cells.values()) | {index for copies in match.duplicates.values() for index in copies}
    return [index for index in range(len(student)) if index not in taken]
