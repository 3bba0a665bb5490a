"""Read the files of one submission without trusting them: bounded sizes, plain files only, no way out by a link."""

from __future__ import annotations

import fnmatch
import logging
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from grader.contents import StoredFile
from grader.files import walked
from grader.model import Limits, SubmittedFile

logger = logging.getLogger(__name__)

MAX_FILES = 2000
MIB = 1024 * 1024
# Bytes of one submission that are kept in memory; what is beyond is read whenever it is needed.
HELD = 16 * MIB


def read_folder(folder: Path, limits: Limits, ignore: Sequence[str] = ()) -> dict[str, SubmittedFile]:
    """Read every file below `folder`; whatever goes wrong with that is this submission's alone.

    Parameters
    ----------
    folder : Path
        A student's folder; a missing folder gives no files.
    limits : Limits
        `notebook_mb` bounds one file, `scratch_mb` all files together.
    ignore : sequence of str
        File name patterns that are left out.

    Returns
    -------
    dict of str to SubmittedFile
        By path relative to `folder`, with forward slashes. What may not be read has no content and a problem in words;
        a folder nobody could look into is among it, with a slash at its end.
    """
    files: dict[str, SubmittedFile] = {}
    try:
        _read_into(files, folder, limits, ignore)
    except Exception as error:
        logger.exception("%s cannot be read", folder)
        files["./"] = SubmittedFile(None, f"reading the folder failed ({type(error).__name__}: {error})"[:500])
    return files


def _read_into(files: dict[str, SubmittedFile], folder: Path, limits: Limits, ignore: Sequence[str]) -> None:
    left, held = limits.scratch_mb * MIB, HELD
    for path, problem in walked(folder, lambda name: _ignored(name, ignore)):
        name = path.relative_to(folder).as_posix()
        if len(files) >= MAX_FILES:
            files[name] = SubmittedFile(
                None, f"more than {MAX_FILES} files were handed in; this and later ones are left out"
            )
            break
        if problem:
            files[f"{name}/"] = SubmittedFile(None, f"the folder {path.name}: {problem}")
            continue
        files[name], size = _read(path, folder, min(limits.notebook_mb * MIB, left), held)
        left -= size
        held -= size if isinstance(files[name].held, bytes) else 0


def read_file(path: Path, folder: Path, limit: int) -> SubmittedFile:
    """Read one file of at most `limit` bytes that lies inside `folder`; never waits on a pipe or a device.

    Parameters
    ----------
    path, folder : Path
        The file, and the folder that links may not leave.
    limit : int
        Bytes.

    Returns
    -------
    SubmittedFile
    """
    return _read(path, folder, limit, limit)[0]


def _read(path: Path, folder: Path, limit: int, held: int) -> tuple[SubmittedFile, int]:
    """Return a file and its size; one of more than `held` bytes is only looked at and read later."""
    found, size = _looked_at(path, folder, limit, held)
    if found.problem or size <= held:
        return found, size
    return SubmittedFile(StoredFile(path, size)), size


def _looked_at(path: Path, folder: Path, limit: int, held: int) -> tuple[SubmittedFile, int]:
    """Read a file, of one with more than `held` bytes nothing; return it and its size."""
    try:
        if path.is_symlink() and not _inside(path, folder):
            why = f"{path.name} is a symbolic link that leads out of the submission; hand in the file itself"
            return SubmittedFile(None, why), 0
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return SubmittedFile(None, f"{path.name} cannot be read ({error.strerror})"), 0
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            why = f"{path.name} is not a plain file but a folder, a pipe, a socket or a device"
            return SubmittedFile(None, why), 0
        size, content = status.st_size, b""
        if size <= min(limit, held):
            try:
                content = stream.read(limit + 1)
            except OSError as error:
                return SubmittedFile(None, f"{path.name} cannot be read ({error.strerror})"), 0
            size = len(content)
    if size > limit:
        return SubmittedFile(None, f"{path.name} is {size / MIB:.1f} MiB; at most {limit / MIB:.1f} MiB are read"), 0
    return SubmittedFile(content), size


def _ignored(name: str, ignore: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in ignore)


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a dangling link, or links in a circle
        return False
