"""Compare the submissions of an assignment: who shares with whom what hardly anybody else has, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.model import Limits, Master, Submission
from grader.similarity.handed import Answer, ClassWork, Handed, read_class
from grader.similarity.passages import Pair, unusual_pairs

FEW = 6  # submissions of which nobody can say well what is usual


@dataclass(frozen=True)
class Shown:
    """One cell of one student, and the parts of it that the other one has too.

    Attributes
    ----------
    answer : Answer
    spans : list of (int, int)
        First character and the one after the last of each shared part.
    """

    answer: Answer
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class Alike:
    """Two submissions that are unusually alike.

    Attributes
    ----------
    students : (str, str)
    tokens : int
        Tokens that they share and hardly anybody else has.
    share : float
        Of what the one with less wrote differently from the class.
    between_them : float
        Share of `tokens` that nobody else has.
    most : int
        How many people at most have one of these passages, these two among them.
    rows : list of (Shown or None, Shown or None)
        The cells with shared parts, those of the same exercise side by side.
    """

    students: tuple[str, str]
    tokens: int
    share: float
    between_them: float
    most: int
    rows: list[tuple[Shown | None, Shown | None]]

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "students": list(self.students),
            "tokens": self.tokens,
            "share": round(self.share, 3),
            "between_them": round(self.between_them, 3),
            "most": self.most,
            "cells": list(dict.fromkeys(each.answer.cell.cell for row in self.rows for each in row if each)),
        }


@dataclass(frozen=True)
class Similarity:
    """What comparing a class has found.

    Attributes
    ----------
    assignment : str
    compared : int
        How many submissions were compared.
    common : int
        What more of them than this have is what the class has in common.
    pairs : list of Alike
        Most in common first.
    untouched : list of str
        Who handed in what they were given.
    problems : dict of str to str
        Who is not compared, or not in all of it, and why.
    """

    assignment: str
    compared: int
    common: int
    pairs: list[Alike] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> list[list[str]]:
        """Who hangs together by pairs, the largest group first; two alone are a group too."""
        groups: list[set[str]] = []
        for pair in self.pairs:
            touched = [group for group in groups if group & set(pair.students)]
            groups = [group for group in groups if group not in touched]
            groups.append(set(pair.students).union(*touched))
        return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "assignment": self.assignment,
            "compared": self.compared,
            "common": self.common,
            "pairs": [pair.to_json() for pair in self.pairs],
            "groups": self.groups,
            "untouched": self.untouched,
            "problems": self.problems,
        }


def usual_in(people: int) -> int:
    """Return how many may have a passage before it is what the class has in common: a fifth, from 2 to 10."""
    return max(2, min(10, people // 5))


def compare(
    master: Master, submissions: Iterable[Submission], *, common: int | None = None, limits: Limits | None = None
) -> Similarity:
    """Compare every two submissions of an assignment.

    Parameters
    ----------
    master : Master
    submissions : iterable of Submission
        Read one after the other, and not kept.
    common : int, optional
        What more people than this have is the class's; default: `usual_in` the class.
    limits : Limits, optional
        Bound what is read of a notebook.

    Raises
    ------
    ValueError, RuntimeError
        Only if the master itself cannot be used.
    """
    work = read_class(master, submissions, limits or Limits())
    common = usual_in(len(work.people)) if common is None else common
    return Similarity(master.assignment, len(work.people), common, _alike(work, common), work.untouched, work.problems)


def _alike(work: ClassWork, common: int) -> list[Alike]:
    # The reference is one voice more on what is usual: what it has and two people have is what one finds.
    people = [each.passages for each in [*work.people, work.reference]]
    last = len(work.people)
    pairs = [pair for pair in unusual_pairs(people, work.given, common) if pair.other != last]
    return [_shown(work.people[pair.one], work.people[pair.other], pair) for pair in pairs]


def _shown(one: Handed, other: Handed, pair: Pair) -> Alike:
    left, right = (_marked(each, mark) for each, mark in zip((one, other), pair.marks, strict=True))
    rows: list[tuple[Shown | None, Shown | None]] = []
    for shown in left:
        beside = next((each for each in right if _place(each) == _place(shown)), None)
        right = [each for each in right if each is not beside]
        rows.append((shown, beside))
    rows += [(None, each) for each in right]
    return Alike(
        (one.student, other.student), pair.tokens, pair.share, pair.between_them, pair.most,
        sorted(rows, key=lambda row: row[0] is None or row[1] is None),
    )  # fmt: skip


def _place(shown: Shown) -> tuple[str, str, str]:
    return shown.answer.notebook, shown.answer.cell.cell, shown.answer.cell.type


def _marked(handed: Handed, mark: np.ndarray) -> list[Shown]:
    found = []
    for answer, (start, end) in zip(handed.answers, handed.passages.cells, strict=True):
        spans = list(_spans(answer, mark[start:end]))
        if spans:
            found.append(Shown(answer, spans))
    return found


def _spans(answer: Answer, mark: np.ndarray) -> Iterable[tuple[int, int]]:
    """Yield first and last character of each row of shared tokens."""
    edges = np.flatnonzero(np.diff(mark.astype(np.int8), prepend=0, append=0)).tolist()
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        yield answer.tokens.starts[first], answer.tokens.ends[end - 1]
