"""Pythons beside the one that runs the tests, and environments made of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 9), (3, 15)
#: A variable with a Python under which the tests of the sandbox are run.
VARIABLE = "GRADER_TESTS_UNDER"


def found() -> dict[tuple[int, int], str]:
    """Return the Pythons of this machine by version, the oldest first."""
    pythons = {sys.version_info[:2]: sys.executable}
    for path in sorted(Path.home().glob(".pyenv/versions/*/bin/python")):
        match = re.match(r"(\d+)\.(\d+)", path.parents[1].name)
        if match:
            pythons.setdefault((int(match[1]), int(match[2])), str(path))
    for minor in range(OLDEST[1], NEWEST[1]):
        program = shutil.which(f"python3.{minor}")
        if program and _runs(program):
            pythons.setdefault((3, minor), program)
    return {version: pythons[version] for version in sorted(pythons) if OLDEST <= version < NEWEST}


def _runs(program: str) -> bool:
    return subprocess.run([program, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def make(folder: Path, program: str, packages: list[str]) -> Path:
    """Make a virtual environment; return its Python."""
    pip = [] if packages else ["--without-pip"]
    subprocess.run([program, "-m", "venv", *pip, str(folder)], check=True, capture_output=True)
    python = folder / "bin" / "python"
    if packages:
        command = [str(python), "-m", "pip", "install", "--quiet", *packages]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr[-2000:]
    return python
