"""What `grader check` costs a reader, beside the notebook's own checks in a Jupyter kernel.

Run as `python -m benchmarks.check_cost [LESSON]... [--runs N]`. A copy of the course with the lesson in `study/`, its
answers filled in. Its own checks: a kernel is started and runs every cell that a check needs, and the checks;
demonstrations, which no check needs, are left out of both. Then `grader check`: the first time, when the reference
answers are run once and for all, and after that. The two take turns, and the table holds medians. It goes between the
marks in `benchmarks/README.md`; the exit status is 1 where a later check takes more than one and a half times as long
as the notebook's own.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from benchmarks import results_page
from grader.notebook.nbgrader_cells import role_of
from tests.notebooks.lessons import ROOT, Lesson
from tools.study import student_version

PROMISED = 1.5
SKIPPED = "skip-grading"
HEADER = ("lesson", "its own checks, s", "`grader check`, s", "times", "the first time, s")


def written(lesson: Lesson) -> NotebookNode:
    """Return the lesson as it lies in `study/`, with every answer filled in."""
    notebook = student_version(lesson.path, all_checks=True)
    for cell in notebook.cells:
        if role_of(cell).written_by_student:
            cell.source = lesson.answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    return notebook


def own_checks(notebook: NotebookNode, folder: Path) -> float:
    """Return the seconds that a fresh kernel takes for the cells that grading runs."""
    wanted = nbformat.from_dict(notebook)
    wanted.cells = [cell for cell in wanted.cells if SKIPPED not in cell.metadata.get("tags", [])]
    began = time.monotonic()
    NotebookClient(wanted, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return time.monotonic() - began


def checked(path: Path, course: Path) -> float:
    """Return the seconds that `grader check` takes, started anew as a reader does it."""
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "grader", "check", str(path)], cwd=course, capture_output=True, text=True, check=False
    )
    took = time.monotonic() - began
    if ran.returncode:
        raise SystemExit(f"{path.name}: {ran.stdout}{ran.stderr}")
    return took


def measured(name: str, runs: int) -> tuple[list[str], float]:
    """Return the row of one lesson, and how many times as long as its own checks a later `grader check` takes."""
    lesson = Lesson(ROOT / "notebooks" / name / f"{name}.ipynb")
    notebook = written(lesson)
    with tempfile.TemporaryDirectory() as place:
        course = Path(place)
        shutil.copytree(lesson.path.parent, course / "source" / name)
        (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'measured'\n")
        path = course / "study" / lesson.path.name
        path.parent.mkdir()
        nbformat.write(notebook, path)
        first = checked(path, course)
        own, ours = [], []
        for _ in range(runs):
            own.append(own_checks(notebook, path.parent))
            ours.append(checked(path, course))
    took = statistics.median(own), statistics.median(ours)
    times = took[1] / took[0]
    return [name, f"{took[0]:.1f}", f"{took[1]:.1f}", f"{times:.2f}", f"{first:.1f}"], times


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lesson", nargs="*", default=["03_dense_ae"])
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    rows = [measured(name, asked.runs) for name in asked.lesson]
    most = max(times for _, times in rows)
    lines = [
        *results_page.table(HEADER, [row for row, _ in rows]),
        "",
        f"At most {most:.2f} times; promised: {PROMISED:g}.",
    ]
    print("\n".join(lines))
    command = "python -m benchmarks.check_cost [LESSON]..."
    results_page.write("check", "What checking one notebook costs", command, lines)
    return int(most > PROMISED)


if __name__ == "__main__":
    sys.exit(main())
