"""Time and peak memory of every lesson from a fresh kernel, in both profiles, beside the budgets they are held to.

usage: python -m benchmarks.lessons [LESSON ...]
"""

import os
import sys
import tempfile

from rich.console import Console
from rich.table import Table

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
    table = Table(title="Lessons: time and peak memory of the kernel, from start to end")
    for name in ("lesson", "full, s", "fast, s", "peak MB"):
        table.add_column(name, justify="left" if name == "lesson" else "right")
    total, over = 0.0, []
    for path in lessons(sys.argv[1:]):
        found = {profile: measure(path, profile) for profile in ("full", "fast")}
        memory = max(peak for _, peak in found.values())
        total += found["fast"][0]
        over += [f"{path.stem}, {profile} profile" for profile, (s, _) in found.items() if s > SECONDS[profile]]
        over += [f"{path.stem}, memory"] if memory > MEMORY_MB else []
        table.add_row(path.stem, f"{found['full'][0]:.0f}", f"{found['fast'][0]:.0f}", f"{memory:.0f}")
    table.add_row("budget for each", str(SECONDS["full"]), str(SECONDS["fast"]), str(MEMORY_MB), style="dim")
    table.add_row("all of them", "", f"{total:.0f} of {ALL_FAST_SECONDS}", "", style="bold")
    Console().print(table)
    for name in over:
        print(f"over its budget: {name}")
    return 1 if over or total > ALL_FAST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
