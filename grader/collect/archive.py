"""Read the files of a folder or a zip without trusting any of them.

A zip of submissions comes from people: it may hold paths that climb out of a folder, symbolic links, encrypted or
damaged members, and a few kilobytes that fill a disk. Nothing here writes a file; `Member.read` gives bounded bytes.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.errors import ArchiveError

MEMBER_MB = 200
TOTAL_MB = 8_000
MEMBERS = 50_000
# Text compresses 5 to 20 times, a notebook full of zeros perhaps 100 times; deflate's limit is about 1030.
BOMB_RATIO = 300
BOMB_MB = 20
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__", ".git")


@dataclass(frozen=True)
class Member:
    """One file of a folder or zip.

    Attributes
    ----------
    path : PurePosixPath
        Where it lies inside the folder or zip.
    modified : datetime
        When it was written, with a time zone.
    size : int
        Bytes, as declared.
    problem : str
        Why the file is refused; empty where it may be read.
    read : callable
        Gives the content as bytes; raises `ArchiveError` where the file turns out to be damaged.
    """

    path: PurePosixPath
    modified: datetime
    size: int
    problem: str
    read: Callable[[], bytes]


def members(source: Path) -> list[Member]:
    """List the files of a folder or zip, refused ones included.

    Parameters
    ----------
    source : Path
        A folder, or a zip file.

    Raises
    ------
    ArchiveError
        Where `source` does not exist, is no zip, or holds too many files.
    """
    if source.is_dir():
        found = list(_folder_members(source))
    elif source.is_file():
        found = zip_members(source, str(source))
    else:
        raise ArchiveError(f"{source}: there is no such folder or zip. Give the zip you downloaded, or its folder.")
    if not found:
        raise ArchiveError(f"{source}: there are no files in it. Download the submissions again.")
    return found


def is_junk(path: PurePosixPath) -> bool:
    """Whether a file was left by an operating system or an editor, not by a student."""
    return any(part in JUNK or part.startswith("._") for part in path.parts)


def zip_members(content: bytes | Path, name: str) -> list[Member]:
    """List the members of a zip, given as its bytes or its path; `name` is used in messages.

    Raises
    ------
    ArchiveError
        Where it is no readable zip, or holds more than `MEMBERS` files or `TOTAL_MB` MiB.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise ArchiveError(f"{name}: not a readable zip ({error}). Download it again.") from error
    if len(infos) > MEMBERS:
        raise ArchiveError(f"{name}: {len(infos)} files, more than {MEMBERS}. Unpack it yourself and give the folder.")
    total = sum(info.file_size for info in infos) / 2**20
    if total > TOTAL_MB:
        raise ArchiveError(
            f"{name}: would unpack to {total:.0f} MiB, more than {TOTAL_MB}. Split it, or give a folder."
        )
    return [_zip_member(archive, info) for info in infos]


def _folder_members(folder: Path) -> Iterator[Member]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(folder for folder in folders if folder not in JUNK)
        links = [entry for entry in folders if (Path(parent) / entry).is_symlink()]
        for name in sorted(names) + links:
            path = Path(parent) / name
            status = path.lstat()
            problem = ""
            if stat.S_ISLNK(status.st_mode):
                problem = "a symbolic link: it could point at any file of this machine"
            elif not stat.S_ISREG(status.st_mode):
                problem = "not a regular file"
            elif status.st_size > MEMBER_MB * 2**20:
                problem = f"{status.st_size / 2**20:.0f} MiB, more than {MEMBER_MB}"
            yield Member(
                PurePosixPath(path.relative_to(folder).as_posix()),
                datetime.fromtimestamp(status.st_mtime, UTC),
                status.st_size,
                problem,
                lambda path=path: _read_file(path),
            )


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    # zipfile has already turned the separators of this system into "/"; a zip from Windows may still hold backslashes.
    path = PurePosixPath(info.filename.replace("\\", "/"))
    return Member(path, _zip_time(info), info.file_size, _zip_problem(info, path), lambda: _read_member(archive, info))


def _zip_problem(info: zipfile.ZipInfo, path: PurePosixPath) -> str:
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        return "its path leads out of the zip"
    if any(not part.isprintable() for part in path.parts):
        return "its name has unprintable characters"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link: it could point at any file of this machine"
    if info.flag_bits & 0x1:
        return "encrypted: ask for it without a password"
    size = info.file_size / 2**20
    if size > MEMBER_MB:
        return f"would unpack to {size:.0f} MiB, more than {MEMBER_MB}"
    if size > BOMB_MB and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
        return f"a zip bomb: {info.compress_size} bytes that unpack to {size:.0f} MiB"
    return ""


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as stream:
            content = stream.read(MEMBER_MB * 2**20 + 1)
    except (
        Exception
    ) as error:  # zlib.error, lzma errors, BadZipFile, NotImplementedError, EOFError: all mean the same here
        raise ArchiveError(f"damaged in the zip ({error}): download it again, or ask for it again") from error
    if len(content) > MEMBER_MB * 2**20:
        raise ArchiveError(f"unpacks to more than {MEMBER_MB} MiB")
    return content


def _zip_time(info: zipfile.ZipInfo) -> datetime:
    """Return the time of a member: the UTC stamp of the Unix extra field, else the zip's local time."""
    extra = info.extra
    while len(extra) >= 4:
        tag, size = struct.unpack("<HH", extra[:4])
        if tag == 0x5455 and size >= 5 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*info.date_time).astimezone()
    except ValueError:
        return datetime(1980, 1, 1, tzinfo=UTC)
