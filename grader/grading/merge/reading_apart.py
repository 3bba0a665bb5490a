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
from typing import IO

from grader.errors import ReadingError
from grader.grading.merge.student_notebook import StudentCell, StudentNotebook, UnreadableNotebook

_SECONDS, _CPU_SECONDS = 120, 20
# Text in letters outside ASCII takes four bytes each, three times over; what is honest stays far below.
_ADDRESS_SPACE = 2 << 30
_OUT_OF_MEMORY = 9  # the status of a process that met its limit
_NOT_READ = "The notebook could not be read for a reason of this machine's, mend it and run this again"
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
        Where it is none, or takes more than any honest one.
    ReadingError
        Where this machine could not: its disk for temporary files is full, say.
    """
    project = str(Path(__file__).resolve().parents[3])
    program = "from grader.grading.merge.reading_apart import main; main()"
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.append({project!r}); {program}"]
    # A line for each cell, so that what is read is not held several times over.
    try:
        with tempfile.TemporaryFile() as answer:
            done = subprocess.run(
                command, input=content, stdout=answer, stderr=subprocess.PIPE, timeout=_SECONDS, check=False
            )
            answer.seek(0)
            return _answer(done, answer)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise ReadingError(f"{_NOT_READ} ({error}).") from error


def _answer(done: subprocess.CompletedProcess[bytes], answer: IO[bytes]) -> StudentNotebook:
    """Return what the process read; what ended it by a limit is the notebook's fault, anything else this machine's."""
    if done.returncode < 0 or done.returncode == _OUT_OF_MEMORY:
        raise UnreadableNotebook(TOO_LARGE)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReadingError(f"{_NOT_READ} ({said[-1] if said else f'status {done.returncode}'}).")
    about = json.loads(answer.readline())
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
    try:
        _read_and_answer()
    except MemoryError:
        raise SystemExit(_OUT_OF_MEMORY) from None


def _read_and_answer() -> None:
    from grader.grading.merge.reading import read_here

    try:
        found = read_here(sys.stdin.buffer.read())
    except UnreadableNotebook as problem:
        print(json.dumps({"problem": str(problem)}))
        return
    print(json.dumps({"kernel": found.kernel, "remarks": found.remarks}))
    for cell in found.cells:
        print(json.dumps(asdict(cell)))
    sys.stdout.flush()
