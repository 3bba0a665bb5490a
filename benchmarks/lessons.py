"""Time and peak memory of every lesson from a fresh kernel, in both profiles, beside the budgets they are held to.

usage: python -m benchmarks.lessons [--profile full|fast] [LESSON ...]

What was measured is kept in `course_utils/lesson_times.json`, lesson by lesson, so that the program can be stopped, and
lessons print it at their head.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from benchmarks import results_page
from course_utils import lesson_times
from tools.notebooks import core_cells, execute, lessons

PROFILES = ("full", "fast")
# Columns of the table, and the budget of each; the core is what stands under no heading with the word *Further*.
BUDGETS: dict[str, int | None] = {
    "full, s": 300,
    "full, core, s": None,
    "full, longest cell, s": 60,
    "full, peak MB": 2000,
    "fast, s": 40,
    "fast, core, s": None,
    "fast, longest cell, s": 10,
    "fast, peak MB": 2000,
}
STORE = Path(lesson_times.__file__).with_suffix(".json")
MEAN_FAST_SECONDS = 26  # of all lessons: tests run them
AGAIN = "Measured again in later runs than the rest:"
TITLE = "Time and peak memory of each lesson, kernel and start included"


def measure(path: Path, profile: str) -> dict[str, int]:
    """Return the columns of one run; raise if the lesson does not reach its end."""
    with tempfile.TemporaryDirectory() as results:
        os.environ.update(COURSE_PROFILE=profile, COURSE_RESULTS_DIR=results)
        notebook, problem, seconds, memory = execute(path)
    if problem:
        raise RuntimeError(f"{path.stem} stops in the {profile} profile: {problem}")
    core = {cell.id for cell in core_cells(notebook)}
    further = sum(cell_seconds(cell) for cell in notebook.cells if cell.id not in core)
    ranked = sorted(notebook.cells, key=cell_seconds, reverse=True)
    longest = cell_seconds(ranked[0])
    print(f"  {profile}: " + ", ".join(f"{cell.id} {cell_seconds(cell):.0f} s" for cell in ranked[:5]), flush=True)
    found = {"s": seconds, "core, s": seconds - further, "longest cell, s": longest, "peak MB": memory}
    return {f"{profile}, {column}": round(figure) for column, figure in found.items()}


def cell_seconds(cell: NotebookNode) -> float:
    """Return how long a cell ran, 0 for one that did not run."""
    times = cell.metadata.get("execution", {})
    ends = [times.get(name) for name in ("iopub.execute_input", "shell.execute_reply")]
    if None in ends:
        return 0.0
    begin, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in ends)
    return (end - begin).total_seconds()


def stored() -> dict[str, dict[str, int]]:
    """Return what was measured last, by lesson and column."""
    return json.loads(STORE.read_text("utf-8"))


def measured_again() -> set[str]:
    """Return the lessons of which the page says that they were measured later than the rest."""
    found = re.search(re.escape(AGAIN) + r" (.*)\.", results_page.PAGE.read_text("utf-8"))
    return set(found[1].split(", ")) if found else set()


def page(rows: dict[str, dict[str, int]], data: str, again: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the section, and what is over its budget."""
    over = [
        f"{name}, {column}"
        for name, row in sorted(rows.items())
        for column, figure in row.items()
        if (budget := BUDGETS[column]) is not None and figure > budget
    ]
    total, most = sum(row.get("fast, s", 0) for row in rows.values()), MEAN_FAST_SECONDS * len(rows)
    over += [f"all of them, {total} s in the fast profile"] if total > most else []
    table = [[name, *(row.get(column, "–") for column in BUDGETS)] for name, row in sorted(rows.items())]
    table += [["budget for each", *("" if budget is None else budget for budget in BUDGETS.values())]]
    table += [["all of them", *(f"{total} of {most}" if c == "fast, s" else "" for c in BUDGETS)]]
    lines = [f"Data: {data}. MB are 10^6 bytes.", "", *results_page.table(["lesson", *BUDGETS], table), ""]
    lines += [f"{AGAIN} {', '.join(again)}."] if again else []
    lines += ["A dash: not measured yet."] if any("–" in row for row in table) else []
    return lines + [f"Over its budget: {name}." for name in over], over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="*", help="such as 03_dense_ae; the rows of the others are kept")
    parser.add_argument(
        "--profile", choices=PROFILES, help="one profile instead of both; the columns of the other are kept"
    )
    chosen = parser.parse_args()
    data = os.environ["COURSE_DATASET"] = "mnist" if os.environ.get("COURSE_DATA_DIR") else "digits"
    rows, wanted = stored(), lessons(chosen.lesson)
    known = {path.stem for path in lessons([])}
    rows = {name: row for name, row in rows.items() if name in known}
    again = sorted((measured_again() | set(chosen.lesson)) & known) if chosen.lesson else []
    for path in wanted:
        for profile in [chosen.profile] if chosen.profile else PROFILES:
            found = measure(path, profile)
            rows[path.stem] = {c: f for c, f in (rows.get(path.stem, {}) | found).items() if c in BUDGETS}
            STORE.write_text(json.dumps(dict(sorted(rows.items())), indent=1) + "\n", "utf-8")
            print(path.stem, found, flush=True)
    lines, over = page(rows, data, again)
    results_page.write("lessons", TITLE, "python -m benchmarks.lessons", lines)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
