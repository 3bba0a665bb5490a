"""Attacks on a grade, here and under stock nbgrader: points, what leaked, what was left, what acts on people, the cost.

usage: python -m benchmarks.attacks [--side {apart,session,stock}] [--again] [--table] [WORD ...]

Tried here twice, with the tests apart and with the tests in the session; what was measured under stock nbgrader is kept
in `attack_results.json` and only measured where an attack is new or changed (`--again`: in any case). The tables in
`benchmarks/README.md` and `docs/threat-model.md` are written from what is kept, where no words choose some attacks;
`--table` does that alone. Stock nbgrader runs the submissions for real, as the user who starts this program: the
attacks do no lasting harm (see `attack_list`).
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import results_page
from benchmarks.attack_course import Place, content_of
from benchmarks.attack_list import ATTACKS
from benchmarks.attack_model import FIRST_MARK, WRONG, Attack, Result
from benchmarks.attack_sides import APART, IN_SESSION, SIDES, STOCK, measure_here, measure_stock
from benchmarks.floods import MOST_MB, MOST_SECONDS
from grader.files import write_file
from grader.model import Tests

RESULTS = Path(__file__).with_name("attack_results.json")
THREATS = Path(__file__).parents[1] / "docs" / "threat-model.md"
HONEST = {FIRST_MARK + 1: Attack("the wrong answer alone", answer=WRONG)}
# Nothing of a machine is in what is handed in.
_ANYWHERE = Place(Path("course"), Path("outside"), Path("home"), 1, [])
_OPTIONS = {"apart": APART, "session": IN_SESSION, "stock": STOCK}


def numbered(words: list[str]) -> dict[int, Attack]:
    """Return the attacks whose names contain one of `words` (all without words), by their marks."""
    every = dict(enumerate(ATTACKS, FIRST_MARK + 2))
    return {mark: a for mark, a in every.items() if not words or any(word in a.name for word in words)}


@functools.cache
def digest(attack: Attack) -> str:
    """Return what an attack is known by: a result holds for it as long as this is the same."""
    parts = {
        "content": hashlib.sha256(content_of(attack, _ANYWHERE, 0)).hexdigest(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in attack.files.items()},
        "more": [attack.copies, attack.link, attack.reaches, attack.shown, attack.cells, version("nbgrader")],
        "tries": inspect.getsource(attack.tries) if attack.tries else "",
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def stored() -> dict[str, dict[str, dict]]:
    """Return the results that are kept, by side and name of the attack."""
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return {side: found.get(side, {}) for side in SIDES}


def keep(side: str, attack: Attack, result: Result) -> None:
    """Write one result down; what is not in the list of attacks any more goes."""
    kept = stored()  # another call may have written meanwhile
    names = [a.name for a in [*HONEST.values(), *ATTACKS]]
    kept[side][attack.name] = {"of": digest(attack), **{k: v for k, v in asdict(result).items() if v is not None}}
    kept[side] = {name: kept[side][name] for name in names if name in kept[side]}
    write_file(RESULTS, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def known(kept: dict[str, dict[str, dict]], side: str, attack: Attack) -> Result | None:
    """Return the result that is kept of an attack as it is now."""
    found = dict(kept[side].get(attack.name, {}))
    return Result(**found) if found.pop("of", "") == digest(attack) else None


def measured(side: str, attacks: dict[int, Attack]) -> Iterator[tuple[int, Result]]:
    """Try attacks on one side, those that change others' courses each alone."""
    if side == STOCK:
        yield from measure_stock(attacks)
    else:
        yield from measure_here(attacks, Tests.APART if side == APART else Tests.IN_SESSION)


def gains(result: Result) -> list[str]:
    """Return in words what an attack achieved besides points."""
    parts = [f"leaked {', '.join(result.leaked)}"] if result.leaked else []
    parts += [f"left {', '.join(result.left)}"] if result.left else []
    return parts + ([f"acts: {', '.join(result.acts)}"] if result.acts else [])


def is_over(result: Result) -> bool:
    """Whether it cost the grader's own process more than the budget."""
    return (result.seconds or 0) > MOST_SECONDS or (result.mb or 0) > MOST_MB


def achieved(result: Result) -> bool:
    """Whether an attack achieved anything."""
    return bool(
        (result.points or 0) > 0 or gains(result) or is_over(result) or result.state in ("lost", "stopped by us")
    )


def _cell(result: Result | None, attack: Attack) -> str:
    if result is None:
        return "not measured"
    words = "; ".join([f"{result.points or 0:g}", *gains(result)])
    return words if result.state == "graded" else f"{words}; {result.state}"


INSIDE = ["attack", "points in the session", "what else"]
_WHERE_SESSION = (
    "Where *all* tests run in the session (`--tests in-session`), these of the attacks gain or learn something; apart, "
    "each of them gains nothing. Under `auto` it can only be had in the cells that are named as such, each by itself."
)
HEADER = ["attack", "of", "apart", "in the session", "stock nbgrader", "seconds", "MiB"]


def rows(attacks: dict[int, Attack], kept: dict[str, dict[str, dict]]) -> list[list[str]]:
    """Return the table's rows: points gained and what else, on each side; the cost of whichever way here cost more."""
    found = []
    for attack in attacks.values():
        apart, inside, stock = (known(kept, side, attack) for side in SIDES)
        cost = [r for r in (apart, inside) if r is not None and r.seconds is not None]
        under = f"not run: {attack.not_stock}" if attack.not_stock else _cell(stock, attack)
        row = [attack.name, f"{attack.points}", _cell(apart, attack), _cell(inside, attack), under]
        for figure, most in (("seconds", MOST_SECONDS), ("mb", MOST_MB)):
            worst = max((getattr(r, figure) or 0 for r in cost), default=None)
            row.append("–" if worst is None else f"{worst:.1f}" + (" OVER" if worst > most else ""))
        found.append(row)
    return found


def summary(results: list[Result]) -> str:
    """Return in how many attacks something was gained, leaked, left or lost, or cost too much."""
    counts = {
        "gained points": sum((r.points or 0) > 0 for r in results),
        "leaked something": sum(bool(r.leaked) for r in results),
        "left something behind": sum(bool(r.left) for r in results),
        "acted on a person's page or terminal": sum(bool(r.acts) for r in results),
        "lost the submission": sum(r.state in ("lost", "stopped by us") for r in results),
        "were over the budget": sum(is_over(r) for r in results),
    }
    return f"of {len(results)} attacks " + ", ".join(f"{count} {words}" for words, count in counts.items())


def session_rows(attacks: dict[int, Attack], kept: dict[str, dict[str, dict]]) -> list[list[str]]:
    """Return what attacks gain where tests run in the session: the table of the threat model."""
    found = []
    for attack in attacks.values():
        result = known(kept, IN_SESSION, attack)
        if result is not None and ((result.points or 0) > 0 or gains(result)):
            found.append([attack.name, f"{result.points or 0:g} of {attack.points}", "; ".join(gains(result)) or "–"])
    return found


def main(arguments: list[str]) -> int:
    """Try, print the table, write it down; fail if an attack achieved anything here with the tests apart."""
    again = "--again" in arguments
    side = _OPTIONS[arguments.pop(arguments.index("--side") + 1)] if "--side" in arguments else ""
    words = [word for word in arguments if not word.startswith("--")]
    attacks = {**HONEST, **numbered(words)}
    kept = stored()
    for each in () if "--table" in arguments else [side] if side else SIDES:
        wanted = {
            mark: a for mark, a in attacks.items()
            if each != STOCK or again or (not a.not_stock and known(kept, STOCK, a) is None)
        }  # fmt: skip
        for count, (mark, result) in enumerate(measured(each, wanted) if wanted else (), 1):
            keep(each, attacks[mark], result)
            print(f"{each}: {count} of {len(wanted)}: {attacks[mark].name}", file=sys.stderr, flush=True)
    kept = stored()
    lines = rows(attacks, kept)
    table = Table(title="Attacks: a wrong answer that earns no points, and what it gains", show_lines=False)
    for name in HEADER:
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*line)
    Console(width=200).print(table)
    titles = {APART: "Apart", IN_SESSION: "In the session", STOCK: f"Under stock nbgrader {version('nbgrader')}"}
    results = {name: [r for a in attacks.values() if (r := known(kept, name, a)) is not None] for name in SIDES}
    said = [f"{titles[name]}, {summary(results[name])}." for name in SIDES if results[name]]
    print("\n".join(said))
    if not words:
        found = ["\n\n".join(said), "", *results_page.table(HEADER, lines)]
        results_page.write("attacks", "Attacks", "python -m benchmarks.attacks", found)
        if len(results[IN_SESSION]) == len(attacks):  # a part of the list would promise too much
            inside = [_WHERE_SESSION, "", *results_page.table(INSIDE, session_rows(attacks, kept))]
            results_page.write("in the session", "", "python -m benchmarks.attacks", inside, THREATS)
    return int(any(achieved(result) for result in results[APART]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
