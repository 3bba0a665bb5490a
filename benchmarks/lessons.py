"""Time and peak memory of every lesson from a fresh kernel, in both profiles, beside the budgets they are held to.

usage: python -m benchmarks.lessons [--profile full|fast] [LESSON ...]
"""

import argparse
import os
import sys
import tempfile

from benchmarks import results_page
from tools.notebooks import execute, lessons

SECONDS = {"full": 300, "fast": 40}
MEMORY_MB = 2000
ALL_FAST_SECONDS = 240


def measure(path, profile: str) -> tuple[float, float]:
    """Return the seconds and the peak memory in MB of one run; raise if the lesson does not reach its end."""
    with tempfile.TemporaryDirectory() as results:
        os.environ.update(COURSE_PROFILE=profile, COURSE_RESULTS_DIR=results)
        _, problem, seconds, memory = execute(path)
    if problem:
        raise RuntimeError(f"{path.stem} stops in the {profile} profile: {problem}")
    return seconds, memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="*", help="such as 03_dense_ae; the rows of the others are kept")
    parser.add_argument("--profile", choices=SECONDS, help="one profile instead of both")
    chosen = parser.parse_args()
    data = os.environ["COURSE_DATASET"] = "mnist" if os.environ.get("COURSE_DATA_DIR") else "digits"
    profiles = [chosen.profile] if chosen.profile else list(SECONDS)
    header = ["lesson", *(column for profile in profiles for column in (f"{profile}, s", f"{profile}, peak MB"))]
    rows = kept = stored(header) if chosen.lesson else {}
    again = [name for name in rows if name in chosen.lesson]
    for path in lessons(chosen.lesson):
        figures = [figure for profile in profiles for figure in measure(path, profile)]
        rows[path.stem] = [f"{figure:.0f}" for figure in figures]
        print(path.stem, *rows[path.stem], flush=True)
    bounds = [bound for profile in profiles for bound in (SECONDS[profile], MEMORY_MB)]
    over = [
        f"{name}, {column}"
        for name, cells in sorted(rows.items())
        for column, cell, bound in zip(header[1:], cells, bounds, strict=True)
        if int(cell) > bound
    ]
    table = [*([name, *cells] for name, cells in sorted(rows.items())), ["budget for each", *map(str, bounds)]]
    if "fast" in profiles:
        total = sum(int(cells[header.index("fast, s") - 1]) for cells in rows.values())
        table.append(["all of them", *["", ""] * (len(profiles) - 1), f"{total} of {ALL_FAST_SECONDS}", ""])
        over += [f"all of them, {header[-2]}"] if total > ALL_FAST_SECONDS else []
    lines = [f"Data: {data}.", "", *results_page.table(header, table), ""]
    lines += [f"Measured in a later run on this machine than the rest: {', '.join(again)}."] if again else []
    lines += [f"Over its budget: {name}." for name in over]
    command = "python -m benchmarks.lessons" + (f" --profile {chosen.profile}" if chosen.profile else "")
    if chosen.lesson and not kept:  # one lesson is no table
        print("\n".join(lines))
    else:
        results_page.write("lessons", "Time and peak memory of each lesson, kernel and start included", command, lines)
    return 1 if over else 0


def stored(header: list[str]) -> dict[str, list[str]]:
    """Return the rows of the table that was written last, by lesson; none where its columns were others."""
    section = (
        results_page.PAGE.read_text("utf-8").partition("<!-- lessons: begin -->")[2].partition("<!-- lessons: end")[0]
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    if not rows or rows[0] != header:
        return {}
    return {name: cells for name, *cells in rows[2:] if name[:2].isdigit()}


if __name__ == "__main__":
    sys.exit(main())
