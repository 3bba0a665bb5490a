"""`grader doctor`: whether grading will work on this machine, and what to do where it will not."""

from __future__ import annotations

import logging
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.classes.engine import TRUST_HINT
from grader.commands.doctor_course import ISOLATED_BY, assignments
from grader.commands.findings import Finding
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.errors import CourseError
from grader.machine import cores
from grader.sandbox import probe

logger = logging.getLogger(__name__)

PACKAGES = ("nbgrader", "nbformat", "nbclient", "ipykernel", "numpy", "matplotlib")
OPTIONAL = ("keras", "tensorflow-cpu", "tensorflow")
PYTHONS = ((3, 11), (3, 14))
LITTLE_DISK_MB, NO_DISK_MB = 2_000, 300
LITTLE_MEMORY_MB, NO_MEMORY_MB = 3_000, 700
KERNEL_SECONDS = 60
ISOLATED = "Submissions run isolated here."
NOT_ISOLATED = f"Submissions cannot be isolated here, so `grader grade` stops. {TRUST_HINT}"
TOGETHER = ("confined process", "trial")
# Assignments and notebooks of others have names as long as a sentence.
_WIDEST = 22
STYLE = {"ok": "green", "look": "yellow", "broken": "bold red"}


def run(course_folder: Path, *, json: str | None, python: str | None = None) -> int:
    """Examine the machine; returns 1 where grading would not work, else 0."""
    out = console(machine=json == "-")
    with out.status("Trying everything that grading needs ..."):
        findings = examine(course_folder, python)
    if json:
        write_json(json, [asdict(finding) for finding in findings])
    table = Table(title="grader doctor", title_justify="left", title_style="bold", header_style="bold")
    for column in ("", "what", "state"):
        table.add_column(column, overflow="fold", max_width=_WIDEST)
    table.add_column("seen", overflow="fold", ratio=1)
    table.add_column("what to do", overflow="fold", ratio=1)
    area = ""
    for finding in findings:
        state = Text(finding.state, style=STYLE[finding.state])
        shown = finding.area if finding.area != area else ""
        area = finding.area
        table.add_row(Text(shown, style="bold"), finding.name, state, Text(finding.seen), Text(finding.remedy))
    out.print(table)
    isolated = all(finding.state == "ok" for finding in findings if finding.area == "isolation")
    out.print(ISOLATED if isolated else NOT_ISOLATED)
    if isolated and not any(finding.name == ISOLATED_BY for finding in findings):
        out.print("With --course DIR, each assignment says where its tests run.")
    broken = sum(finding.state == "broken" for finding in findings)
    works = "Grading works here." if isolated else "Everything else that grading needs is here."
    out.print(Text(f"{broken} thing(s) to mend before grading works.", style="bold red") if broken else works)
    return int(broken > 0)


def examine(course_folder: Path, python: str | None = None) -> list[Finding]:
    """Return every finding, in the order of the table."""
    # PATH is looked at first: opening a course adds the environment to it.
    findings = [*_versions(), _programs(), _kernel(), *_machine(), *_course(course_folder)]
    layers = probe()
    findings += assignments(course_folder, layers, python)
    for layer in layers:
        # A layer may be missing on a machine; a trial that fails although each layer is there is ours to mend.
        state = "ok" if layer.available else "broken" if layer.name in TOGETHER else "look"
        findings.append(Finding("isolation", layer.name, state, layer.detail, layer.remedy))
    return findings


def _versions() -> list[Finding]:
    low, high = PYTHONS
    fits = low <= sys.version_info[:2] < high
    remedy = "" if fits else f"Use Python {low[0]}.{low[1]} to {high[0]}.{high[1] - 1}."
    system = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    found = [Finding("versions", "Python", "ok" if fits else "broken", system, remedy)]
    for name in PACKAGES:
        try:
            found.append(Finding("versions", name, "ok", version(name)))
        except PackageNotFoundError:
            found.append(Finding("versions", name, "broken", "not installed", "Install the project again: make setup."))
    for name in OPTIONAL:
        try:
            found.append(Finding("versions", name, "ok", version(name)))
        except PackageNotFoundError:
            continue
    return found


def _programs() -> Finding:
    folder = Path(sys.executable).parent
    if shutil.which("alembic") is None and not any((folder / name).is_file() for name in ("alembic", "alembic.exe")):
        remedy = "nbgrader needs it for the gradebook; install the project again: make setup."
        return Finding("environment", "programs", "broken", "alembic is missing", remedy)
    if str(folder) not in os.environ.get("PATH", "").split(os.pathsep):
        remedy = "Nothing for grader, which adds it; before nbgrader's own commands, activate the environment."
        return Finding("environment", "programs", "ok", f"{folder} is not on PATH", remedy)
    return Finding("environment", "programs", "ok", f"{folder} is on PATH")


def _kernel() -> Finding:
    """Start a kernel and let it add two numbers."""
    from jupyter_client.manager import start_new_kernel

    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        manager, client = start_new_kernel(startup_timeout=KERNEL_SECONDS, kernel_name="python3", **quiet)
    except Exception as error:
        logger.info("not usable", exc_info=True)
        remedy = "Install the project again (make setup), then: python -m ipykernel install --sys-prefix"
        return Finding("environment", "kernel", "broken", f"does not start: {error}", remedy)
    try:
        reply = client.execute_interactive("1 + 1", timeout=KERNEL_SECONDS, output_hook=lambda message: None)
        works = reply["content"]["status"] == "ok"
    except Exception:
        logger.info("not usable", exc_info=True)
        works = False
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    remedy = "" if works else "Start JupyterLab and run a cell: what it says tells more."
    return Finding(
        "environment", "kernel", "ok" if works else "broken", "python3 runs" if works else "no reply", remedy
    )


def _machine() -> list[Finding]:
    import psutil

    memory = psutil.virtual_memory()
    available = memory.available / 2**20
    state = "broken" if available < NO_MEMORY_MB else "look" if available < LITTLE_MEMORY_MB else "ok"
    remedy = "" if state == "ok" else "Close programs, or grade fewer at once: grader grade --jobs 1."
    seen = f"{available / 1024:.1f} GiB free of {memory.total / 2**30:.1f}"
    return [
        Finding("machine", "cores", "ok", f"{cores()}"),
        Finding("machine", "memory", state, seen, remedy),
        _disk("temporary files", Path(tempfile.gettempdir())),
    ]


def _disk(name: str, folder: Path, area: str = "machine") -> Finding:
    free = shutil.disk_usage(folder).free / 2**20
    state = "broken" if free < NO_DISK_MB else "look" if free < LITTLE_DISK_MB else "ok"
    remedy = "" if state == "ok" else f"Make room on the disk of {folder}."
    return Finding(area, name, state, f"{free / 1024:.1f} GiB free in {folder}", remedy)


def _course(folder: Path) -> list[Finding]:
    try:
        course = Course.open(folder)
    except CourseError as error:
        return [Finding("course", "folder", "look", str(error), "Give your course with --course.")]
    names = ", ".join(course.assignments()) or "none yet"
    return [
        Finding("course", "folder", "ok", f"{course.root}; assignments: {names}"),
        _gradebook(course),
        _disk("disk of the course", course.root, "course"),
    ]


def _gradebook(course: Course) -> Finding:
    """Whether the gradebook can be opened and written; nothing is changed, and no file is made."""
    path = course.gradebook_file
    try:
        if path is not None and not path.exists():
            with tempfile.TemporaryFile(dir=path.parent):
                return _for_nbgrader(path) or Finding("course", "gradebook", "ok", f"{path} will be made")
        if path is not None:
            with closing(sqlite3.connect(path, timeout=5)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.rollback()
        with course.gradebook() as gradebook:
            count = len(gradebook.students)
    except (OSError, sqlite3.Error) as error:
        remedy = "Close other programs that use it, and give yourself the right to write it and its folder."
        return Finding("course", "gradebook", "broken", f"{path} cannot be written: {error}", remedy)
    except CourseError as error:
        return Finding("course", "gradebook", "broken", str(error), "Mend this first.")
    found = Finding("course", "gradebook", "ok", f"{course.gradebook_name}: {count} students")
    return (_for_nbgrader(path) if path is not None else None) or found


def _for_nbgrader(path: Path) -> Finding | None:
    """Say where nbgrader's own programs would look for the gradebook in another place than this grader does."""
    if "?" not in str(path):
        return None
    remedy = "Rename the folder before you use nbgrader's own commands or formgrader."
    return Finding("course", "gradebook", "look", f"nbgrader ends {path} at its question mark", remedy)
