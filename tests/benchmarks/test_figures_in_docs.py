"""What the documentation quotes from the benchmarks stands in the benchmarks' own tables."""

import re
from pathlib import Path

import pytest

from benchmarks import lessons

ROOT = Path(__file__).parents[2]


def _words(text: str) -> str:
    return " ".join(text.split())


def _quotations(page: Path) -> list[str]:
    """Quoted blocks that begin with what a benchmark prints about submissions."""
    blocks = re.findall(r"(?:^> .*\n)+", page.read_text("utf-8"), flags=re.MULTILINE)
    texts = (_words(block.replace("\n> ", " ").removeprefix("> ")) for block in blocks)
    return [text for text in texts if text.startswith("A submission costs")]


def test_the_cost_of_large_classes_is_the_measured_one():
    quoted = _quotations(ROOT / "docs" / "scale.md")
    assert quoted
    measured = _words((ROOT / "benchmarks" / "README.md").read_text("utf-8"))
    for text in quoted:
        assert text in measured, "docs/scale.md quotes other figures than benchmarks/README.md has"


@pytest.mark.parametrize("section", ["lessons", "speed", "scale", "attacks"])
def test_every_benchmark_has_its_table(section):
    page = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    inside = page.split(f"<!-- {section}: begin -->")[1].split(f"<!-- {section}: end -->")[0]
    assert inside.strip().startswith("`python -m benchmarks."), f"benchmarks/README.md has no figures in '{section}'"
    assert "|---|" in inside


def test_the_times_that_lessons_print_are_those_of_the_table():
    rows, page = lessons.stored(), (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    for name, row in rows.items():
        cells = (str(row.get(column, "–")) for column in lessons.BUDGETS)
        assert f"| {name} | {' | '.join(cells)} |" in page, "run `python -m benchmarks.lessons`"
