"""What `grader similar` finds among programs that were written apart, and among copies of them.

Run as `python -m benchmarks.similar_programs FOLDER`, with the folder `IR-Plag-Dataset` of O. Karnalim, S. Budi, H.
Toba and M. Joy (Source Code Plagiarism Detection in Academia with Information Retrieval: Dataset and the Observation,
Informatics in Education 18(2), 2019): seven tasks in Java, each with an original, programs that were written apart from
it, and copies of it in six degrees, from new comments (L1) to another logic (L6). The original and those written apart
from it are a class; each copy joins it alone. The table goes between the marks in `benchmarks/README.md`.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from benchmarks import results_page
from grader.similarity.compare import usual_in
from grader.similarity.passages import Passages, passages, unusual_pairs
from grader.similarity.tokens import code

HEADER = (
    "task",
    "tokens of the original",
    "written apart",
    "pairs of them",
    "that stand out",
    "copies found, L1 to L6",
)
DEGREES = ("L1", "L2", "L3", "L4", "L5", "L6")


def read(folder: Path) -> Passages:
    """Return what is compared of the program in a folder."""
    program = next(folder.rglob("*.java"))
    return passages([code(program.read_text(encoding="utf-8", errors="replace"), "java")])


def measured(task: Path) -> tuple[list[object], int, int]:
    """Return the row of a task, how many pairs written apart there are, and how many of them stand out."""
    apart = [folder for folder in sorted((task / "non-plagiarized").iterdir()) if folder.is_dir()]
    people = [read(task / "original"), *map(read, apart)]
    common = usual_in(len(people))
    pairs, wrong = len(people) * (len(people) - 1) // 2, len(unusual_pairs(people, [], common))
    found, tried = Counter(), Counter()
    for degree in DEGREES:
        for folder in sorted((task / "plagiarized" / degree).iterdir()):
            if next(folder.rglob("*.java"), None):
                alike = unusual_pairs([*people, read(folder)], [], common)
                tried[degree] += 1
                found[degree] += any((pair.one, pair.other) == (0, len(people)) for pair in alike)
    copies = ", ".join(f"{found[degree]} of {tried[degree]}" for degree in DEGREES)
    return [task.name, people[0].tokens, len(people), pairs, wrong, copies], pairs, wrong


def main() -> int:
    """Measure and write the table."""
    tasks = [measured(task) for task in sorted(Path(sys.argv[1]).glob("case-*"))]
    pairs, wrong = sum(each[1] for each in tasks), sum(each[2] for each in tasks)
    lines = [*results_page.table(HEADER, [row for row, _, _ in tasks]), ""]
    lines.append(f"Of {pairs} pairs that were written apart {wrong} stand out. Tasks as short as most of these are too "
                 "short to tell a copy from what everybody writes, and then none is reported.")  # fmt: skip
    print("\n".join(lines))
    command = "python -m benchmarks.similar_programs FOLDER"
    results_page.write("similar", "Submissions that are alike", command, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
