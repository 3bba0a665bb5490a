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
    parser.add_argument("lesson", nargs="*", help="such as 03_dense_ae; without any all are run, and the table is kept")
    parser.add_argument("--profile", choices=SECONDS, help="one profile instead of both")
    chosen = parser.parse_args()
    data = os.environ["COURSE_DATASET"] = "mnist" if os.environ.get("COURSE_DATA_DIR") else "digits"
    profiles = [chosen.profile] if chosen.profile else list(SECONDS)
    header = ["lesson", *(column for profile in profiles for column in (f"{profile}, s", f"{profile}, peak MB"))]
    rows, over, total = [], [], 0.0
    for path in lessons(chosen.lesson):
        found = {profile: measure(path, profile) for profile in profiles}
        total += found.get("fast", (0.0, 0.0))[0]
        over += [f"{path.stem}, {profile} profile" for profile, (s, _) in found.items() if s > SECONDS[profile]]
        over += [f"{path.stem}, memory" for _, peak in found.values() if peak > MEMORY_MB]
        rows.append([path.stem, *(f"{figure:.0f}" for pair in found.values() for figure in pair)])
        print(" ".join(rows[-1]), flush=True)
    rows.append(["budget for each", *(str(f) for profile in profiles for f in (SECONDS[profile], MEMORY_MB))])
    if "fast" in profiles:
        rows.append(["all of them", *["", ""] * (len(profiles) - 1), f"{total:.0f} of {ALL_FAST_SECONDS}", ""])
    lines = [f"Data: {data}.", "", *results_page.table(header, rows), ""]
    lines += [f"Over its budget: {name}." for name in over]
    if chosen.lesson:
        print("\n".join(lines))
    else:
        command = "python -m benchmarks.lessons" + (f" --profile {chosen.profile}" if chosen.profile else "")
        results_page.write("lessons", "Time and peak memory of each lesson, kernel and start included", command, lines)
    return 1 if over or total > ALL_FAST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
