"""The folder and the environment that a session gets: the assignment's files, the student's own, and nothing else."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from grader.contents import Contents, StoredFile
from grader.files import remove_tree
from grader.model import Master, Submission
from grader.pythons import Python, own

# Files by which IPython and Python configure themselves when they start.
STARTUP_FILES = frozenset(
    {"sitecustomize.py", "usercustomize.py", "ipython_config.py", "ipython_kernel_config.py", "jupyter_config.py"}
)


def session_files(master: Master, submission: Submission, python: Python | None = None) -> tuple[Contents, list[str]]:
    """Return the files that lie in a session's working directory, and sentences about those left out.

    Parameters
    ----------
    master : Master
        Its files win over a student's of the same name, but for those that students may change.
    submission : Submission
    python : Python, optional
        Which one runs the session; default: the one that runs the grader.

    Returns
    -------
    files : Contents
        By relative path; large ones are read when they are asked for.
    repairs : list of str
    """
    files: dict[str, bytes | StoredFile] = {}
    repairs = []
    for name, file in submission.files.items():
        reason = _refusal(name, python or own())
        if file.held is None:
            repairs.append(f"A file was left out: {file.problem}.")
        elif reason:
            repairs.append(f"The file {name} was left out: {reason}.")
        else:
            files[name] = file.held
    for name, content in master.files.items():
        if name in files and name in master.editable:
            continue
        if name in files and submission.files[name].content != content:
            repairs.append(f"The file {name} had been changed: the instructor's was used.")
        files[name] = content
    return Contents(files), repairs


def _refusal(name: str, python: Python) -> str:
    """Return why a student's file may not lie in the working directory, where Python looks for modules first."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        return "its path leads out of the submission"
    if path.name in STARTUP_FILES:
        return "it would change how Python starts"
    top = path.parts[0]
    module = top.split(".")[0]
    is_module = len(path.parts) > 1 or path.suffix in {".py", ".pyc", ".so", ".pyd"}
    if is_module and module.isidentifier() and _installed(module, python):
        return f"it would take the place of the installed module {module}"
    return ""


def _installed(module: str, python: Python) -> bool:
    here = {"", os.getcwd()}
    before = sys.path[:]
    sys.path[:] = [place for place in before if place not in here]
    try:
        return python.has(module)
    finally:
        sys.path[:] = before


@contextmanager
def scratch(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Make a folder for one session and remove it afterwards, whatever was left in it.

    Yields
    ------
    Path
        Holds `work` (working directory, with `files`), `home`, `tmp` and `run` (for the connection to the kernel).
    """
    base = Path(tempfile.mkdtemp(prefix="grader-"))
    try:
        for part in ("work", "home", "tmp", "run"):
            (base / part).mkdir()
        for name, content in files.items():
            path = base / "work" / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except (NotADirectoryError, FileExistsError, IsADirectoryError):
                continue  # a student's file where the instructor has a folder of the same name
        yield base
    finally:
        remove_tree(base)
