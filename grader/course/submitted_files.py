"""Read the files of one submission without trusting them: bounded sizes, plain files only, no way out by a link."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.model import Limits, SubmittedFile

MAX_FILES = 2000
MIB = 1024 * 1024


def read_folder(folder: Path, limits: Limits, ignore: Sequence[str] = ()) -> dict[str, SubmittedFile]:
    """Read every file below `folder`.

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
        By path relative to `folder`, with forward slashes. What may not be read has no content and a problem in words.
    """
    files: dict[str, SubmittedFile] = {}
    left = limits.scratch_mb * MIB
    for path in _walk(folder, ignore):
        name = path.relative_to(folder).as_posix()
        if len(files) >= MAX_FILES:
            files[name] = SubmittedFile(
                None, f"more than {MAX_FILES} files were handed in; this and later ones are left out"
            )
            break
        file = read_file(path, folder, min(limits.notebook_mb * MIB, left))
        left -= len(file.content or b"")
        files[name] = file
    return files


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
    if path.is_symlink() and not _inside(path, folder):
        return SubmittedFile(
            None, f"{path.name} is a symbolic link that leads out of the submission; hand in the file itself"
        )
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return SubmittedFile(None, f"{path.name} cannot be read ({error.strerror})")
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            return SubmittedFile(None, f"{path.name} is not a plain file but a folder, a pipe, a socket or a device")
        try:
            content = stream.read(limit + 1)
        except OSError as error:
            return SubmittedFile(None, f"{path.name} cannot be read ({error.strerror})")
    if len(content) > limit:
        size = max(status.st_size, len(content)) / MIB
        return SubmittedFile(None, f"{path.name} is {size:.1f} MiB; at most {limit / MIB:.1f} MiB are read")
    return SubmittedFile(content)


def _walk(folder: Path, ignore: Sequence[str]) -> Iterator[Path]:
    """Yield files and links below `folder` in a fixed order; folders that are links are yielded, not entered."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _ignored(name, ignore))
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in sorted([*names, *links]):
            if not _ignored(name, ignore):
                yield Path(place, name)


def _ignored(name: str, ignore: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in ignore)


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a dangling link, or links in a circle
        return False
