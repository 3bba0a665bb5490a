"""Time and peak memory of every lesson from a fresh kernel, in both profiles, beside the budgets they are held to.

usage: python -m benchmarks.lessons [--profile full|fast] [LESSON ...]
"""

import argparse
import os
import re
import sys
import tempfile
from datetime import datetime

from benchmarks import results_page
from tools.notebooks import execute, lessons

PROFILES = ("full", "fast")
# Columns of the table, and the budget of each.
BUDGETS = {"full, s": 300, "full, longest cell, s": 60, "full, peak MB": 2000, "fast, s": 40, "fast, peak MB": 2000}
ALL_FAST_SECONDS = 240
AGAIN = "Measured again in later runs than the rest:"
TITLE = "Time and peak memory of each lesson, kernel and start included"


def measure(path, profile: str) -> dict[str, int]:
    """Return the columns of one run; raise if the lesson does not reach its end."""
    with tempfile.TemporaryDirectory() as results:
        os.environ.update(COURSE_PROFILE=profile, COURSE_RESULTS_DIR=results)
        notebook, problem, seconds, memory = execute(path)
    if problem:
        raise RuntimeError(f"{path.stem} stops in the {profile} profile: {problem}")
    found = {"s": seconds, "longest cell, s": max(map(cell_seconds, notebook.cells)), "peak MB": memory}
    named = {f"{profile}, {column}": round(figure) for column, figure in found.items()}
    return {column: figure for column, figure in named.items() if column in BUDGETS}


def cell_seconds(cell) -> float:
    """Return how long a cell ran, 0 for one that did not run."""
    times = cell.metadata.get("execution", {})
    ends = [times.get(name) for name in ("iopub.execute_input", "shell.execute_reply")]
    if None in ends:
        return 0.0
    begin, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in ends)
    return (end - begin).total_seconds()


def stored() -> dict[str, dict[str, int]]:
    """Return the figures of the table that was written last, by lesson and column."""
    text = results_page.PAGE.read_text("utf-8")
    section = text.partition("<!-- lessons: begin -->")[2].partition("<!-- lessons: end")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {
        name: {column: int(cell) for column, cell in zip(lines[0][1:], cells, strict=True) if cell.isdigit()}
        for name, *cells in lines[2:]
        if name[:2].isdigit()
    }


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
        if figure > BUDGETS[column]
    ]
    total = sum(row.get("fast, s", 0) for row in rows.values())
    over += [f"all of them, {total} s in the fast profile"] if total > ALL_FAST_SECONDS else []
    table = [[name, *(row.get(column, "–") for column in BUDGETS)] for name, row in sorted(rows.items())]
    table += [["budget for each", *BUDGETS.values()]]
    table += [["all of them", *(f"{total} of {ALL_FAST_SECONDS}" if c == "fast, s" else "" for c in BUDGETS)]]
    lines = [f"Data: {data}. MB are 10^6 bytes.", "", *results_page.table(["lesson", *BUDGETS], table), ""]
    lines += [f"{AGAIN} {', '.join(again)}."] if again else []
    return lines + [f"Over its budget: {name}." for name in over], over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="*", help="such as 03_dense_ae; the rows of the others are kept")
    parser.add_argument(
        "--profile", choices=PROFILES, help="one profile instead of both; the columns of the other are kept"
    )
    chosen = parser.parse_args()
    data = os.environ["COURSE_DATASET"] = "mnist" if os.environ.get("COURSE_DATA_DIR") else "digits"
    rows = stored() if chosen.lesson or chosen.profile else {}
    again = sorted((measured_again() | set(chosen.lesson)) & set(rows)) if chosen.lesson else []
    for path in lessons(chosen.lesson):
        for profile in [chosen.profile] if chosen.profile else PROFILES:
            found = measure(path, profile)
            rows.setdefault(path.stem, {}).update(found)
            print(path.stem, found, flush=True)
    lines, over = page(rows, data, again)
    results_page.write("lessons", TITLE, "python -m benchmarks.lessons", lines)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
