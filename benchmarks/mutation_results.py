"""What came of wrong answers, assignment by assignment, and why some of our lessons' earn every point all the same.

Figures and survivors are stored in `mutation_results.json`, so that the program that measures them can be continued and
the table made at any time. Each survivor of a lesson needs a reason in `mutation_survivors.toml`; a better check of the
lesson is the better reason, and takes the survivor away.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.mutation.results import Fate, Mutation

HERE = Path(__file__).resolve().parent
STORED = HERE / "mutation_results.json"
REASONS = HERE / "mutation_survivors.toml"


@dataclass(frozen=True)
class Survivor:
    """A wrong answer that earns every point.

    Attributes
    ----------
    cell : str
        The answer.
    operator : str
        What was done, in words.
    change : str
        The lines that differ from the reference, with their signs.
    tests : tuple of str
        The test cells that could have noticed.
    """

    cell: str
    operator: str
    change: str
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One assignment: how many wrong answers there are of each kind, and those that earn every point."""

    name: str
    killed: int
    survived: int
    equivalent: int
    not_tried: int
    both_ways: int
    differing: int
    survivors: tuple[Survivor, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def wrong(self) -> int:
        """How many wrong answers there are."""
        return self.killed + self.survived

    @property
    def figures(self) -> list[int]:
        """The columns of the table."""
        return [self.wrong, self.killed, self.survived, self.equivalent, self.not_tried, self.both_ways, self.differing]


def row_of(name: str, mutation: Mutation, differing: int) -> Row:
    """Return what is stored of an assignment's mutation, of which so many test cells judge the two ways differently."""
    survivors = sorted(
        (Survivor(each.cell, each.operator, change_of(each.diff), each.tests) for each in mutation.survivors),
        key=lambda each: (each.cell, each.change),
    )
    return Row(
        name, mutation.count(Fate.KILLED), mutation.count(Fate.SURVIVED), mutation.count(Fate.EQUIVALENT),
        mutation.not_tried, sum(each.compared > 0 for each in mutation.results), differing, tuple(survivors),
        tuple(f"{cell}: {why}" for _, cell, why in mutation.unread),
    )  # fmt: skip


def change_of(diff: str) -> str:
    """Return the lines of a unified diff that are taken away or added, without their indentation."""
    lines = [line for line in diff.splitlines() if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines)


def stored(path: Path = STORED) -> dict[str, Row]:
    """Return what was measured, by assignment."""
    if not path.exists():
        return {}
    rows = {}
    for plain in json.loads(path.read_text(encoding="utf-8")):
        survivors = tuple(Survivor(**{**each, "tests": tuple(each["tests"])}) for each in plain["survivors"])
        row = Row(**{**plain, "survivors": survivors, "unread": tuple(plain["unread"])})
        rows[row.name] = row
    return rows


def store(row: Row, path: Path = STORED) -> None:
    """Put one assignment in the place of what was measured of it before."""
    rows = stored(path) | {row.name: row}
    text = json.dumps([asdict(rows[name]) for name in sorted(rows)], indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def reasons(path: Path = REASONS) -> dict[tuple[str, str, str], str]:
    """Return why wrong answers may earn every point, by assignment, answer cell and change."""
    if not path.exists():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
    return {
        (each["assignment"], each["cell"], change.strip()): each["reason"]
        for each in entries
        for change in each["changes"]
    }


def without_reason(rows: Mapping[str, Row], known: Mapping[tuple[str, str, str], str], prefix: str) -> list[str]:
    """Return the survivors of assignments whose name begins in a way and that have no reason."""
    return [
        f"{row.name}, {each.cell}:\n{each.change}"
        for row in rows.values()
        if row.name.startswith(prefix)
        for each in row.survivors
        if (row.name, each.cell, each.change) not in known
    ]


def without_survivor(rows: Mapping[str, Row], known: Mapping[tuple[str, str, str], str]) -> list[str]:
    """Return the reasons that belong to no survivor any more."""
    there = {(row.name, each.cell, each.change) for row in rows.values() for each in row.survivors}
    return [f"{name}, {cell}:\n{change}" for name, cell, change in known if (name, cell, change) not in there]
