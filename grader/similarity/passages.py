"""Which people share passages that hardly anybody else has.

A passage is found by its runs of K tokens, as in winnowing (S. Schleimer, D. S. Wilkerson, A. Aiken: Winnowing: Local
Algorithms for Document Fingerprinting, SIGMOD 2003), but by all of them and not by a sample: a class fits in memory,
and how many have a run is then counted and not estimated. Short statements count as runs too, so that it matters less
in which order they stand. What the hand-out has and what many have is left out before anybody is compared with anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from grader.similarity.tokens import Tokens

K = 10  # tokens of a run: about a line
SHORTEST_STATEMENT = 7  # tokens of one that counts by itself
LEAST_TOKENS = 60  # that a pair must share: fewer are found by chance
LEAST_SHARE = 0.5  # of what the one with less has written differently from the class
# So long a passage in common is worth a look, however much the two have written besides.
LONG_TOKENS, LONG_SHARE = 120, 0.2
FEWEST_RUNS = LEAST_TOKENS // K  # with less in common nobody can share so many tokens
MOST_PAIRS = 5_000  # that are compared token by token, those with most runs in common first
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Passages:
    """What is compared of one person.

    Attributes
    ----------
    runs, firsts, lengths : array of int
        Hash, first token and number of tokens of each run; tokens are counted through all cells.
    cells : list of (int, int)
        First token and the one after the last, of each cell.
    """

    runs: np.ndarray
    firsts: np.ndarray
    lengths: np.ndarray
    cells: list[tuple[int, int]]

    @property
    def tokens(self) -> int:
        """How many there are."""
        return self.cells[-1][1] if self.cells else 0


@dataclass
class Pair:
    """Two people who share passages.

    Attributes
    ----------
    one, other : int
        Which they are.
    tokens : int
        How many they share that are rare in the class; of the one where these are fewer.
    share : float
        Of what the one with less has that is not the hand-out's or common.
    between_them : float
        Share of these tokens that nobody else has.
    most : int
        How many people at most have one of these passages.
    marks : tuple of array of bool
        For each of the two, which tokens are shared.
    """

    one: int
    other: int
    tokens: int
    share: float
    between_them: float
    most: int
    marks: tuple[np.ndarray, np.ndarray] = field(repr=False)

    @property
    def stands_out(self) -> bool:
        """Whether it is so much that a person should look."""
        return (self.tokens >= LEAST_TOKENS and self.share >= LEAST_SHARE) or (
            self.tokens >= LONG_TOKENS and self.share >= LONG_SHARE
        )


def passages(cells: Iterable[Tokens]) -> Passages:
    """Return the runs of a person's cells; none goes from one cell into the next."""
    known: dict[str, int] = {}
    runs, firsts, lengths, places, start = [], [], [], [], 0
    for cell in cells:
        ids = np.array([_number(text, known) for text in cell.texts], dtype=np.uint64)
        for hashes, first, length in (_of_length(ids), _statements(ids, cell.statements)):
            runs.append(hashes)
            firsts.append(first + start)
            lengths.append(length)
        places.append((start, start + len(ids)))
        start += len(ids)
    if not runs:
        return Passages(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64), [])
    return Passages(np.concatenate(runs), np.concatenate(firsts), np.concatenate(lengths), places)


def unusual_pairs(people: Sequence[Passages], given: Sequence[Passages], common: int) -> list[Pair]:
    """Return the pairs that stand out, those with most in common first.

    Parameters
    ----------
    people : sequence of Passages
    given : sequence of Passages
        What everybody was given: nothing in it is anybody's.
    common : int
        What more people than this have is the class's, and nobody's either.

    Returns
    -------
    list of Pair
    """
    own = [np.unique(each.runs) for each in people]
    if not own:
        return []
    everywhere, held = np.unique(np.concatenate(own), return_counts=True)
    handed_out = np.unique(np.concatenate([each.runs for each in given])) if given else np.zeros(0, np.uint64)
    held[np.isin(everywhere, handed_out)] = len(people) + common + 1
    counts = [held[np.searchsorted(everywhere, each.runs)] for each in people]
    written = [_covered(each, count <= common) for each, count in zip(people, counts, strict=True)]
    found = []
    for one, other in _candidates(own, everywhere, held, common):
        pair = _pair(people, counts, written, one, other, common)
        if pair.stands_out:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.tokens * pair.share, pair.one, pair.other))


def _number(text: str, known: dict[str, int]) -> int:
    if text not in known:
        known[text] = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    return known[text]


def _of_length(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = max(0, len(ids) - K + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(K):
        hashes = hashes * _STEP + ids[step : step + count]
    return hashes, np.arange(count), np.full(count, K)


def _statements(ids: np.ndarray, statements: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = np.asarray(statements, dtype=np.int64)
    edges = np.flatnonzero(np.diff(numbers, prepend=-1, append=-2)) if len(numbers) else np.zeros(1, np.int64)
    hashes, firsts, lengths = [], [], []
    for first, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if SHORTEST_STATEMENT <= end - first < K:  # a longer one is seen by its runs
            total = 1
            for each in ids[first:end].tolist():
                total = (total * int(_STEP) + each) % 2**64
            hashes.append(total)
            firsts.append(first)
            lengths.append(end - first)
    return np.array(hashes, np.uint64), np.array(firsts, np.int64), np.array(lengths, np.int64)


def _covered(each: Passages, which: np.ndarray) -> np.ndarray:
    """Return which tokens lie in one of these runs."""
    edges = np.zeros(each.tokens + 1, np.int64)
    np.add.at(edges, each.firsts[which], 1)
    np.add.at(edges, each.firsts[which] + each.lengths[which], -1)
    return np.cumsum(edges)[:-1] > 0


def _candidates(
    own: Sequence[np.ndarray], everywhere: np.ndarray, held: np.ndarray, common: int
) -> list[tuple[int, int]]:
    """Return the pairs that have some rare runs in common, those with most first."""
    rare = (held > 1) & (held <= common)
    runs, owners = [], []
    for number, mine in enumerate(own):
        where = np.searchsorted(everywhere, mine)
        chosen = where[rare[where]]
        runs.append(chosen)
        owners.append(np.full(len(chosen), number))
    run, owner = np.concatenate(runs), np.concatenate(owners)
    order = np.argsort(run, kind="stable")
    run, owner = run[order], owner[order]
    _, first, size = np.unique(run, return_index=True, return_counts=True)
    pairs = []
    for count in range(2, common + 1):
        groups = owner[first[size == count][:, None] + np.arange(count)]
        pairs += [groups[:, a] * len(own) + groups[:, b] for a, b in combinations(range(count), 2)]
    codes, together = np.unique(np.concatenate(pairs), return_counts=True) if pairs else ([], np.zeros(0, int))
    enough = np.flatnonzero(together >= FEWEST_RUNS)
    best = enough[np.argsort(-together[enough], kind="stable")][:MOST_PAIRS]
    return [divmod(int(codes[each]), len(own)) for each in best]


def _pair(
    people: Sequence[Passages], counts: Sequence[np.ndarray], written: Sequence[np.ndarray], one: int, other: int,
    common: int,
) -> Pair:  # fmt: skip
    both = np.intersect1d(people[one].runs, people[other].runs)
    marks, alone, most = [], [], 0
    for each in (one, other):
        shared = np.isin(people[each].runs, both) & (counts[each] <= common)
        marks.append(_covered(people[each], shared))
        alone.append(_covered(people[each], shared & (counts[each] == 2)).sum())
        most = max(most, int(counts[each][shared].max(initial=0)))
    sizes = [int(mark.sum()) for mark in marks]
    least = min(max(1, int(written[each].sum())) for each in (one, other))
    tokens = min(sizes)
    share = min(1.0, tokens / least)
    return Pair(one, other, tokens, share, float(min(alone)) / max(1, tokens), most, (marks[0], marks[1]))
