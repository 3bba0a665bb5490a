"""Attacks on a grade, here and under stock nbgrader: points gained, what leaked, what was left behind.

usage: python -m benchmarks.attacks [--here] [WORD ...]

Writes the table into `benchmarks/README.md` when all attacks are run on both sides. Stock nbgrader runs the
submissions for real, as the user who starts this program: the attacks here do no lasting harm (see `attack_list`).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook, MissingEntry
from rich.console import Console
from rich.table import Table

from benchmarks import results_page
from benchmarks.attack_list import ATTACKS, CANARIES, MASTER_CELLS, WRONG, Attack
from grader.course.submitted_files import read_folder
from grader.grading.grade import grade
from grader.model import Limits, Master, Submission, Tests
from grader.notebook.nbgrader_cells import student_stub
from grader.pythons import Python
from grader.sandbox import ForkServer, Sandbox

LIMITS = Limits(cell_seconds=5, seconds=30, memory_mb=1200, output_mb=5, scratch_mb=64)
STOCK_SECONDS = 240
_FLAGS = {
    "locked": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
}
_FIRST_MARK = 987_000


@dataclass
class Result:
    """What an attack achieved: points, names of what leaked, descriptions of what was left, and how it ended."""

    points: float | None = None
    leaked: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    state: str = ""


@dataclass
class Place:
    """A course folder and what surrounds it: an open folder, a listener, and canaries."""

    course: Path
    outside: Path
    home: Path
    port: int
    heard: list[bytes]


def master_notebook() -> nbformat.NotebookNode:
    """Return the assignment that every attack starts from."""
    cells = []
    for grade_id, part, points, source in MASTER_CELLS:
        mark = {"grade_id": grade_id, "schema_version": 3, "task": False, **_FLAGS[part]}
        mark |= {"points": points} if part == "test" else {}
        cells.append(new_code_cell(source, metadata={"nbgrader": mark}))
        cells[-1]["id"] = grade_id
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """Make a course with the assignment, another student's submission, a canary in the environment and a listener."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder, listener() as (port, heard):
        root = Path(folder)
        root.chmod(0o755)
        found = Place(root / "course", root / "outside", root / "home", port, heard)
        for path in (found.course / "source" / "attacked", found.outside, found.home):
            path.mkdir(parents=True)
        found.outside.chmod(0o777)
        (found.course / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'attacked'\nc.ExecutePreprocessor.timeout = 10\n"
        )
        (found.course / "source" / "attacked" / "attacked.ipynb").write_text(nbformat.writes(master_notebook()))
        other = filled(Attack("other"), found, 0)
        other["cells"][1]["source"] = f"# {CANARIES['another submission']}\ndef squares(x): return x ** 2"
        write_submission(found, "other", json.dumps(other).encode())
        with _variable("GRADER_SECRET", CANARIES["environment"]):
            yield found


def filled(attack: Attack, where: Place, mark: int) -> dict:
    """Return the notebook that is handed in."""
    notebook = json.loads(nbformat.writes(student_stub(master_notebook())))
    sources = {"squares": attack.before + attack.answer, "jitter": attack.jitter}
    for cell in notebook["cells"]:
        source = sources.get(cell["metadata"]["nbgrader"]["grade_id"])
        cell["source"] = put_in(source, where, mark) if source is not None else "".join(cell["source"])
    if attack.after:
        added = {"cell_type": "code", "id": "added", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append({**added, "source": put_in(attack.after, where, mark)})
    if attack.edit is not None:
        attack.edit(notebook)
    return notebook


def put_in(source: str, where: Place, mark: int) -> str:
    """Fill in what an attack knows of its surroundings."""
    known = {"course": where.course, "outside": where.outside, "port": where.port, "mark": mark}
    for name, value in known.items():
        source = source.replace(f"{{{name}}}", str(value))
    return source


def write_submission(where: Place, student: str, content: bytes) -> Path:
    """Write a notebook into a student's folder and return the folder."""
    folder = where.course / "submitted" / student / "attacked"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "attacked.ipynb").write_bytes(content)
    return folder


def hand_in(attack: Attack, where: Place, mark: int) -> str:
    """Write an attack's submission and return the student's name."""
    student = f"s{mark}"
    folder = write_submission(
        where, student, attack.raw() if attack.raw else json.dumps(filled(attack, where, mark)).encode()
    )
    for name, content in attack.files.items():
        (folder / name).write_bytes(content)
    if attack.link:
        (folder / "attacked.ipynb").unlink()
        (folder / "attacked.ipynb").symlink_to(put_in(attack.link, where, mark))
    return student


def run_here(attack: Attack, where: Place, mark: int, server: ForkServer) -> Result:
    """Grade an attack in a session and a judge."""
    student = hand_in(attack, where, mark)
    before = len(where.heard)
    files = read_folder(where.course / "submitted" / student / "attacked", LIMITS)
    master = Master(
        "attacked",
        {"attacked": nbformat.writes(master_notebook()).encode()},
        {"attacked": nbformat.writes(student_stub(master_notebook())).encode()},
    )
    runner = Sandbox(server)
    outcome = grade(master, Submission(student, files), LIMITS, runner=runner, tests=Tests.APART)
    executed = outcome.executed.get("attacked", '{"cells": []}')
    result = Result(outcome.score, leaks(json.loads(executed), where, before, mark), state=outcome.state.value)
    result.left = left_behind(where, mark)
    return result


def run_stock(attacks: dict[int, Attack], where: Place) -> dict[int, Result]:
    """Grade attacks with one call of `nbgrader autograde`, for all students or for one."""
    before = len(where.heard)
    called = [f"--student=s{next(iter(attacks))}"] if len(attacks) == 1 else []
    ended = stock(where, "autograde", "attacked", *called, "--force")
    found = {}
    for mark in attacks:
        executed = where.course / "autograded" / f"s{mark}" / "attacked" / "attacked.ipynb"
        notebook = json.loads(executed.read_text()) if executed.exists() else {"cells": []}
        result = Result(stock_points(where, f"s{mark}"), leaks(notebook, where, before, mark))
        result.state = "graded" if executed.exists() else "lost" if ended >= 0 else "stopped by us"
        found[mark] = result
    time.sleep(3 if len(attacks) == 1 else 0)  # what goes on afterwards has a moment to do so
    for mark in attacks:
        found[mark].points = max(filter(None, [found[mark].points, stock_points(where, f"s{mark}")]), default=0.0)
        found[mark].left = left_behind(where, mark, where.course / "autograded")
    return found


def stock(where: Place, *arguments: str) -> int:
    """Run the stock program as a user would; return its exit status, or a negative number where it had to be ended."""
    programs = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(where.home),
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    environment.pop("IPYTHONDIR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=where.course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_bounds,
    ) as process:
        try:
            return process.wait(STOCK_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return -1


def stock_points(where: Place, student: str) -> float | None:
    """Return a student's points in the gradebook, None where there are none."""
    with Gradebook(f"sqlite:///{where.course}/gradebook.db", "attacked") as gradebook:
        try:
            submission = gradebook.find_submission("attacked", student)
        except MissingEntry:
            return None
        return float(sum(grade.score or 0 for notebook in submission.notebooks for grade in notebook.grades))


def leaks(notebook: dict, where: Place, before: int, mark: int) -> list[str]:
    """Return what secret text stands in the outputs of a session's own cells, or was sent out.

    Of test cells only what was printed counts: an instructor's test may show itself in its own traceback.
    """
    said = []
    for cell in notebook["cells"]:
        is_test = cell["metadata"].get("nbgrader", {}).get("grade", False)
        for output in cell.get("outputs", []):
            if not is_test or output["output_type"] == "stream":
                said.append(json.dumps(output))
    text = "\n".join(said)
    found = [name for name, canary in CANARIES.items() if canary in text]
    sent = any(f"canary-sent-{mark}".encode() in message for message in where.heard[before:])
    return [*found, *(["network"] if sent else [])]


def left_behind(where: Place, mark: int, graded: Path | None = None) -> list[str]:
    """Return processes and files that bear an attack's mark; end and delete them."""
    found = []
    time.sleep(0.05)
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if str(mark) in " ".join(words) and process.pid != os.getpid() and "benchmarks.attacks" not in words:
            if not any(f"--student=s{mark}" in word for word in words):
                found.append("process")
            with contextlib.suppress(psutil.Error):
                process.kill()
    places = [where.outside, Path("/tmp"), where.home / ".ipython/profile_default/startup"]
    for folder in [*places, *([graded / f"s{mark}" / "attacked"] if graded else [])]:
        for path in folder.glob(f"*{mark}*") if folder.is_dir() else []:
            found.append("file")
            path.unlink()
    return [f"{found.count(kind)} {kind}" for kind in ("process", "file") if kind in found]


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on TCP and UDP at one port; yield the port and what arrives."""
    heard: list[bytes] = []
    with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        udp.bind(tcp.getsockname())
        tcp.listen()

        def take_tcp() -> None:
            with contextlib.suppress(OSError):
                while True:
                    heard.append(tcp.accept()[0].recv(100))

        def take_udp() -> None:
            with contextlib.suppress(OSError):
                while True:
                    heard.append(udp.recv(200))

        for take in (take_tcp, take_udp):
            threading.Thread(target=take, daemon=True).start()
        yield tcp.getsockname()[1], heard


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))


def measure_stock(attacks: dict[int, Attack]) -> dict[int, Result]:
    """Run attacks under stock nbgrader, those that would stop or change others each in a course of its own."""
    together = {mark: attack for mark, attack in attacks.items() if not attack.not_stock and not attack.alone}
    apart = [{mark: attack} for mark, attack in attacks.items() if not attack.not_stock and attack.alone]
    found: dict[int, Result] = {}
    for group in ([together] if together else []) + apart:
        with place() as where:
            if stock(where, "generate_assignment", "attacked") != 0:
                raise RuntimeError("nbgrader cannot make the assignment")
            for mark, attack in group.items():
                hand_in(attack, where, mark)
            found |= run_stock(group, where)
        print(f"stock: {len(found)} of {len(together) + len(apart)}", file=sys.stderr)
    return found


def measure_here(attacks: dict[int, Attack], at_once: int = 1, python: Python | None = None) -> dict[int, Result]:
    """Run attacks in one course, forked from one fork server; their marks tell apart those that run at once."""
    with ForkServer(["keras"], python=python) as server, place() as where, ThreadPoolExecutor(at_once) as threads:
        where.course.joinpath("gradebook.db").write_text(CANARIES["hidden tests"])
        waited = {mark: threads.submit(run_here, attack, where, mark, server) for mark, attack in attacks.items()}
        return {mark: result.result() for mark, result in waited.items()}


def numbered(words: list[str]) -> dict[int, Attack]:
    """Return the attacks whose names contain one of `words` (all without words), by their marks."""
    every = dict(enumerate(ATTACKS, _FIRST_MARK))
    return {mark: a for mark, a in every.items() if not words or any(word in a.name for word in words)}


def rows(attacks: dict[int, Attack], here: dict[int, Result], stocks: dict[int, Result]) -> list[list[str]]:
    """Return the table's rows."""
    found = []
    for mark, attack in attacks.items():
        ours, theirs = here[mark], stocks.get(mark)
        row = [attack.name, f"{ours.points or 0:g}", _said(ours), ours.state]
        if theirs is None:
            row += ["–", f"not run: {attack.not_stock}" if attack.not_stock else "not run", "–"]
        else:
            row += [f"{theirs.points or 0:g}", _said(theirs), theirs.state]
        found.append(row)
    return found


def _said(result: Result) -> str:
    parts = [f"leaked {', '.join(result.leaked)}"] if result.leaked else []
    return "; ".join(parts + ([f"left {', '.join(result.left)}"] if result.left else [])) or "nothing"


POINTS = sum(points for _, _, points, _ in MASTER_CELLS)
HEADER = [
    "attack",
    f"here: points of {POINTS}",
    "leaked, left",
    "state",
    f"stock: points of {POINTS}",
    "leaked, left",
    "state",
]


def summary(results: dict[int, Result]) -> str:
    """Return in how many attacks something was gained, leaked, left or lost."""
    several = results.values()
    counts = (
        sum((r.points or 0) > 0 for r in several),
        sum(bool(r.leaked) for r in several),
        sum(bool(r.left) for r in several),
        sum(r.state in ("lost", "stopped by us") for r in several),
    )
    words = "of {} attacks {} gained points, {} leaked something, {} left something behind, {} lost the submission"
    return words.format(len(results), *counts)


def main(arguments: list[str]) -> int:
    """Run, print the table, write it down; fail if an attack achieved anything here."""
    only_here = "--here" in arguments
    words = [word for word in arguments if not word.startswith("--")]
    attacks = numbered(words)
    honest = {_FIRST_MARK - 1: Attack("the wrong answer alone", answer=WRONG)}
    here = measure_here({**honest, **attacks})
    stocks = {} if only_here else measure_stock({**honest, **attacks})
    lines = rows({**honest, **attacks}, here, stocks)
    table = Table(title=f"Attacks: a wrong answer that earns 0 of {POINTS} points, and what it gains", show_lines=False)
    for name in HEADER:
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*line)
    Console(width=200).print(table)
    said = [f"Here, {summary(here)}.", f"Under stock nbgrader 0.9.6, {summary(stocks)}." if stocks else ""]
    print("\n".join(said))
    if not words and not only_here:
        found = [*filter(None, said), "", *results_page.table(HEADER, lines)]
        results_page.write("attacks", "Attacks", "python -m benchmarks.attacks", found)
    return int(any((r.points or 0) > 0 or r.leaked or r.left for r in here.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
