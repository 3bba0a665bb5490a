"""What is kept of the attacks fits the list of them, and the documentation says what was measured."""

import re
from pathlib import Path

from benchmarks import attacks, results_page
from benchmarks.attack_model import Attack, Result
from benchmarks.attack_sides import APART, IN_SESSION, STOCK

ROOT = Path(__file__).parents[2]
EVERY = attacks.numbered([])
KEPT = attacks.stored()


def _table(page: Path, section: str) -> list[str]:
    inside = page.read_text("utf-8").split(f"<!-- {section}: begin -->")[1].split(f"<!-- {section}: end -->")[0]
    return [line for line in inside.splitlines() if line.startswith("| ")]


def _lines(header: list[str], rows: list[list[str]]) -> list[str]:
    return [line for line in results_page.table(header, rows) if line.startswith("| ")]


def test_names_are_told_apart():
    names = [attack.name for attack in EVERY.values()]
    assert len(names) == len(set(names)) > 100


def test_every_attack_on_a_grade_has_been_tried_apart_as_it_is_now():
    """What tries the commands themselves takes a minute each, and the other sides longer: their cells may be open."""
    missing = [a.name for a in EVERY.values() if a.tries is None and attacks.known(KEPT, APART, a) is None]
    assert missing == [], "run `python -m benchmarks.attacks`"


def test_apart_nothing_is_gained_and_in_the_session_nothing_leaves_it():
    apart = {attack.name: attacks.known(KEPT, APART, attack) for attack in EVERY.values()}
    assert [name for name, result in apart.items() if result and attacks.achieved(result)] == []
    inside = {attack.name: attacks.known(KEPT, IN_SESSION, attack) for attack in EVERY.values()}
    beyond = [
        n
        for n, r in inside.items()
        if r and (r.left or r.acts or attacks.is_over(r) or set(r.leaked) - {"hidden tests"})
    ]
    assert beyond == []


def test_the_threat_model_lists_what_a_session_gains_once_all_of_it_is_measured():
    every = all(attacks.known(KEPT, IN_SESSION, attack) for attack in EVERY.values())
    rows = _lines(attacks.INSIDE, attacks.session_rows(EVERY, KEPT)) if every else []
    assert _table(ROOT / "docs" / "threat-model.md", "in the session") == rows


def test_the_table_of_all_attacks_is_the_measured_one():
    rows = attacks.rows({**attacks.HONEST, **EVERY}, KEPT)
    assert _table(ROOT / "benchmarks" / "README.md", "attacks") == _lines(attacks.HEADER, rows)


def test_a_changed_attack_is_measured_anew(monkeypatch):
    attack = Attack("one", before="x = 1\n")
    changed = Attack("one", before="x = 2\n")
    kept = {STOCK: {"one": {"of": attacks.digest(attack), "points": 3.0, "state": "graded"}}}
    assert attacks.known(kept, STOCK, attack) == Result(3.0, state="graded")
    assert attacks.known(kept, STOCK, changed) is None


def test_what_is_kept_names_no_machine():
    text = attacks.RESULTS.read_text("utf-8")
    assert not re.search(r"/(?:tmp|home|root|work)/", text)
