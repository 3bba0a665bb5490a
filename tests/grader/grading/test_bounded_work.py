"""Whatever is handed in, the grader's own process spends at most two seconds and 200 MiB on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.flood_list import FLOODS
from benchmarks.floods import MOST_MB, MOST_SECONDS, Cost

ROOT = Path(__file__).resolve().parents[3]
# One of each kind; all of them are measured by `pytest -m ci`.
QUICK = [
    "2 MiB of [0]", "99 kB of [0] in 100 cells", "1,990 cells with one id", "1,990 cells alike by lines",
    "a. in every answer", "99 MiB of lists", "a million attachments", "100 added cells of", "an output of '<b title",
    "17.6 MiB of lists in one output", "17.6 MiB of short lists", "80,000 displays", "exceptions of 20,000 lines",
    "480 MiB of files beside",
]  # fmt: skip

pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is measured on Linux")


def measured(*words: str) -> list[Cost]:
    """Measure the floods whose names hold one of `words` (all without words), in a program of its own."""
    command = [sys.executable, "-m", "benchmarks.floods", "--json", *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE)
    found = [Cost(**json.loads(line)) for line in done.stdout.splitlines()]
    assert found, "nothing was measured"
    return found


def check(costs: list[Cost]) -> None:
    over = [cost for cost in costs if cost.over]
    assert over == [], f"over {MOST_SECONDS} s or {MOST_MB} MiB"
    assert all(cost.words for cost in costs if cost.state != "graded")


@pytest.mark.slow
def test_floods_of_each_kind_stay_within_the_budget():
    check(measured(*QUICK))


@pytest.mark.ci
def test_all_floods_stay_within_the_budget():
    costs = measured()
    assert len(costs) == len(FLOODS)
    check(costs)
