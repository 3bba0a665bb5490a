"""Files and folders that appear at one stroke: whoever looks finds the old one or the new one, never half of one.

What is being made has a name that starts with `.making-`, the number of its process and a mark of its machine, so that
what a kill has left behind is known for what it is and cleared by `clear_leftovers`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import itertools
import logging
import os
import platform
import re
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import psutil

logger = logging.getLogger(__name__)

_LEFTOVER = re.compile(
    r"\.making-(?P<pid>\d+)-(?P<machine>[0-9a-f]{8})-[^.]+\.(?P<kind>new|old)\.(?P<name>.+)$", re.DOTALL
)
# Of another machine, whose process numbers are not ours, only what is old was certainly left.
_MACHINE = f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"
_CERTAINLY_LEFT_SECONDS = 24 * 3600.0
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_LONGEST_NAME = 120
# Folders inside folders of somebody's work: what lies deeper was made by a program that went wrong, or to hurt those
# that go into each folder by calling themselves.
DEEPEST = 100
TOO_DEEP = f"it lies more than {DEEPEST} folders deep"


def _umask() -> int:
    found = os.umask(0o077)
    os.umask(found)
    return found


# Asked once, as asking means setting it for a moment, for every thread.
_UMASK = _umask()


def write_file(path: Path, content: bytes | str, *, mode: int | None = None) -> None:
    """Write a file at one stroke; folders above it are made.

    Parameters
    ----------
    path : Path
    content : bytes or str
        Text is written as UTF-8.
    mode : int, optional
        Rights of the file; default: as this account gives them to every new file.

    Raises
    ------
    OSError
        If it cannot be written; the earlier file is then still in place.
    """
    with made_file(path, mode=mode) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextlib.contextmanager
def made_file(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """Make a file at one stroke: what the block writes into the yielded one is at `path` when it ends without an error.

    Parameters
    ----------
    path : Path
        May exist. Folders above it are made.
    mode : int, optional
        Rights of the file; default: as this account gives them to every new file.

    Raises
    ------
    OSError
        If it cannot be written; the earlier file is then still in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_prefix(), suffix=f".new.{path.name[-_LONGEST_NAME:]}", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, 0o666 & ~_UMASK if mode is None else mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def made_folder(target: Path, *, mode: int | None = None) -> Iterator[Path]:
    """Make a folder at one stroke: what the block puts into the yielded one replaces `target` when it ends.

    Parameters
    ----------
    target : Path
        May exist. Folders above it are made.
    mode : int, optional
        Rights of the folder; default: as this account gives them to every new folder.

    Raises
    ------
    OSError
        If it cannot be put in place; the earlier folder is then still there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=_prefix(), suffix=f".new.{target.name[-_LONGEST_NAME:]}", dir=target.parent))
    try:
        yield new
        new.chmod(0o777 & ~_UMASK if mode is None else mode)
        _put_in_place(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


@contextlib.contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Make a folder for what is only needed meanwhile, on the disk where the result will lie; it is removed at the end.

    Parameters
    ----------
    beside : Path
        The folder in which it is made; what killed processes left there goes first.
    """
    beside.mkdir(parents=True, exist_ok=True)
    clear_leftovers(beside)
    folder = Path(tempfile.mkdtemp(prefix=_prefix(), suffix=".new.meanwhile", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def walked(folder: Path, leave_out: Callable[[str], bool] = lambda name: False) -> Iterator[tuple[Path, str]]:
    """Yield every file and link below a folder in a fixed order; links are not followed.

    Parameters
    ----------
    folder : Path
        Where there is none, nothing is yielded.
    leave_out : callable
        Whether a file or folder of a name is passed over.

    Yields
    ------
    path : Path
    problem : str
        Empty for a file; for a folder why nobody knows what is in it.
    """
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > DEEPEST:
            yield place, TOO_DEEP
            continue
        try:
            with os.scandir(place) as found:
                entries = [(each.name, each.is_dir(follow_symlinks=False)) for each in found]
        except OSError as error:
            if depth or not isinstance(error, FileNotFoundError | NotADirectoryError):
                yield place, f"it cannot be looked into ({error.strerror})"
            continue
        entries = sorted(entry for entry in entries if not leave_out(entry[0]))
        yield from ((place / name, "") for name, is_folder in entries if not is_folder)
        waiting += [(place / name, depth + 1) for name, is_folder in reversed(entries) if is_folder]


def remove_tree(folder: Path) -> None:
    """Remove a folder that somebody else has filled: however deep, and whatever rights were taken from what is in it.

    Nothing calls itself, and no path gets long: each folder inside is first moved to the top. What cannot be removed
    stays.
    """
    moved = 0

    def emptied(place: Path) -> None:
        nonlocal moved
        with contextlib.suppress(OSError):
            place.chmod(0o700)
        with os.scandir(place) as found:
            entries = [(each.path, each.is_dir(follow_symlinks=False)) for each in found]
        for path, is_folder in entries:
            with contextlib.suppress(OSError):
                if not is_folder:
                    os.unlink(path)
                    continue
                os.chmod(path, 0o700)  # to be moved a folder must be writable
                moved += 1
                os.rename(path, tops / str(moved))

    try:
        tops = Path(tempfile.mkdtemp(prefix=_prefix(), suffix=".new.removed", dir=folder.parent))
        folder.rename(tops / "0")
        for number in itertools.count():
            if number > moved:
                break
            with contextlib.suppress(OSError):
                emptied(tops / str(number))
                os.rmdir(tops / str(number))
        os.rmdir(tops)
    except OSError:
        logger.warning("%s cannot be removed", folder, exc_info=True)


def clear_leftovers(folder: Path) -> list[Path]:
    """Remove what killed processes have left half made in a folder, and put back what they had moved away.

    Returns
    -------
    list of Path
        What was removed or put back.
    """
    done = []
    for path in sorted(folder.glob(".making-*")) if folder.is_dir() else []:
        match = _LEFTOVER.match(path.name)
        if match is None or not _is_left(path, int(match["pid"]), match["machine"]):
            continue
        target = folder / match["name"]
        with contextlib.suppress(OSError):
            if match["kind"] == "old" and not target.exists():
                path.rename(target)
                logger.warning("put back %s, which an interrupted run had moved away", target)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            done.append(path)
    return done


def _prefix() -> str:
    return f".making-{os.getpid()}-{_MACHINE}-"


def _is_left(path: Path, pid: int, machine: str) -> bool:
    here = machine == _MACHINE
    if here and pid == os.getpid():
        return False
    with contextlib.suppress(OSError):
        if time.time() - path.lstat().st_mtime > _CERTAINLY_LEFT_SECONDS:
            return True
    return here and not psutil.pid_exists(pid)


def _put_in_place(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return  # the old one has the name of the new one now, and is removed under it
    old = new.with_name(new.name.replace(".new.", ".old.", 1))
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at one stroke; False where this system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
        logger.debug("this file system cannot exchange two folders (%s)", os.strerror(number))
        return False
    raise OSError(number, os.strerror(number), str(other))
