"""Read a large notebook in a process of its own, which may take memory and time that the grader must not lose.

The process gets the bytes and answers with the cells alone: outputs, by far the most of honest large notebooks, stay
there. Beyond its limits it ends, and the notebook is unreadable.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from grader.grading.merge.student_notebook import StudentCell, StudentNotebook, UnreadableNotebook

_SECONDS, _CPU_SECONDS = 120, 20
# Text in letters outside ASCII takes four bytes each, three times over; what is honest stays far below.
_ADDRESS_SPACE = 2 << 30
TOO_LARGE = (
    "The notebook would take more time or memory to read than any honest one does. "
    "Clear its outputs (Kernel > Restart and clear outputs), save it and hand it in again."
)


def possible() -> bool:
    """Whether this system can bound a process."""
    try:
        import resource  # noqa: F401
    except ImportError:
        return False
    return True


def read(content: bytes) -> StudentNotebook:
    """Read a notebook as `reading.read_here` does, in a process with limits.

    Raises
    ------
    UnreadableNotebook
    """
    project = str(Path(__file__).resolve().parents[3])
    program = "from grader.grading.merge.reading_apart import main; main()"
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.append({project!r}); {program}"]
    # A line for each cell, so that what is read is not held several times over.
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                command, input=content, stdout=answer, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False
            )
            answer.seek(0)
            about = json.loads(answer.readline() or b"null") if done.returncode == 0 else None
        except (OSError, ValueError, subprocess.TimeoutExpired):
            about = None
        if about is None:
            raise UnreadableNotebook(TOO_LARGE)
        if "problem" in about:
            raise UnreadableNotebook(about["problem"])
        cells = tuple(StudentCell(**{**cell, "tags": tuple(cell["tags"])}) for cell in map(json.loads, answer))
    return StudentNotebook(cells, about["kernel"], tuple(about["remarks"]))


def main() -> None:
    """Read standard input under limits and answer on standard output."""
    import resource

    for kind, wanted in ((resource.RLIMIT_AS, _ADDRESS_SPACE), (resource.RLIMIT_CPU, _CPU_SECONDS)):
        hard = resource.getrlimit(kind)[1]
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (limit, limit))
    from grader.grading.merge.reading import read_here

    try:
        found = read_here(sys.stdin.buffer.read())
    except UnreadableNotebook as problem:
        print(json.dumps({"problem": str(problem)}))
    except MemoryError:
        print(json.dumps({"problem": TOO_LARGE}))
    else:
        print(json.dumps({"kernel": found.kernel, "remarks": found.remarks}))
        for cell in found.cells:
            print(json.dumps(asdict(cell)))
