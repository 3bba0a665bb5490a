"""Read the files of a folder or a zip without trusting any of them.

A zip of submissions comes from people: it may hold paths that climb out of a folder, symbolic links, encrypted or
damaged members, and a few kilobytes that fill a disk. Each such entry has a `problem` and costs nothing but itself.
Nothing here makes a file; `Member.copy` and `Member.read` give bounded bytes. When an entry was written says nothing
about when it was handed in, so times are not read.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from grader.errors import ArchiveError
from grader.files import DEEPEST, TOO_DEEP, walked

logger = logging.getLogger(__name__)

MEMBER_MB = 200
MEMBERS = 1_000_000
INDEX_BYTES = 200  # of the list at the end of a zip for each file: 46 and its name, on average
NAME_BYTES, PATH_BYTES = 240, 1000  # file systems end at 255 for a name
# Text compresses 5 to 20 times, a notebook full of zeros perhaps 100 times; deflate's limit is about 1030.
BOMB_RATIO = 300
BOMB_MB = 20
# Others unpack slowly, or with as much memory as the zip asks for.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PIECE = 2**20
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__", ".git")


@dataclass(frozen=True)
class Member:
    """One file of a folder or zip.

    Attributes
    ----------
    path : PurePosixPath
        Where it lies inside the folder or zip.
    size : int
        Bytes, as declared.
    problem : str
        Why the file is refused; empty where it may be read.
    open : callable
        Opens it; whatever this or reading raises means that it cannot be read.
    """

    path: PurePosixPath
    size: int
    problem: str
    open: Callable[[], BinaryIO]

    def copy(self, target: BinaryIO, limit: int) -> None:
        """Write the content, piece by piece.

        Raises
        ------
        ArchiveError
            Where it turns out to be damaged, or larger than `limit` bytes: then as much has been written.
        """
        for piece in self._pieces(limit):
            target.write(piece)

    def read(self, limit: int) -> bytes:
        """Return the content.

        Raises
        ------
        ArchiveError
            Where it turns out to be damaged, or larger than `limit` bytes.
        """
        return b"".join(self._pieces(limit))

    def _pieces(self, limit: int) -> Iterator[bytes]:
        try:
            with self.open() as stream:
                left = limit
                while piece := stream.read(min(PIECE, left + 1)):
                    yield piece[:left]
                    if len(piece) > left:
                        raise ArchiveError(f"larger than the {limit / 2**20:.0f} MiB that are left for it")
                    left -= len(piece)
        except (ArchiveError, GeneratorExit):
            raise
        except OSError as error:
            raise ArchiveError(f"cannot be read: {error.strerror or error}") from error
        except Exception as error:  # of zlib, zipfile, EOFError, NotImplementedError: all mean the same here
            logger.info("%s cannot be unpacked", self.path, exc_info=True)
            raise ArchiveError(f"damaged in the zip ({error}): download it again, or ask for it again") from error


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
        found = zip_members(source, str(source), most=MEMBERS)
    else:
        raise ArchiveError(f"{source}: there is no such folder or zip. Give the zip you downloaded, or its folder.")
    if not found:
        raise ArchiveError(f"{source}: there are no files in it. Download the submissions again.")
    return found


def is_junk(path: PurePosixPath) -> bool:
    """Whether a file was left by an operating system or an editor, not by a student."""
    return any(part in JUNK or part.startswith("._") for part in path.parts)


def zip_members(path: Path, name: str, *, most: int) -> list[Member]:
    """List the members of a zip; `name` is used in messages.

    Raises
    ------
    ArchiveError
        Where it is no readable zip, or holds more than `most` files.
    """
    try:
        # One that is far too long is refused before it is read: each of its entries takes a kilobyte.
        archive = zipfile.ZipFile(_WithShortIndex(path, most * INDEX_BYTES))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise ArchiveError(f"{name}: not a readable zip ({error}). Download it again.") from error
    if len(infos) > most:
        raise ArchiveError(f"{name}: {len(infos)} files, more than {most}. Unpack it yourself and give the folder.")
    found = [_zip_member(archive, info) for info in infos]
    seen: set[PurePosixPath] = set()
    for index, member in enumerate(found):
        if member.path in seen and not member.problem:
            found[index] = replace(member, problem="a second entry of the same name")
        seen.add(member.path)
    return found


class _WithShortIndex(io.BufferedReader):
    """A file of which nothing larger than an index of so many bytes is read in one piece."""

    def __init__(self, path: Path, index_bytes: int) -> None:
        super().__init__(io.FileIO(path))
        self._most = max(index_bytes, PIECE)

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > self._most:
            raise ArchiveError(f"its list of files takes {size / 2**20:.0f} MiB, far more than that of any honest zip")
        return super().read(size)

    def __del__(self) -> None:
        self.close()


def _folder_members(root: Path) -> Iterator[Member]:
    for path, unknown in walked(root, lambda name: name in JUNK):
        relative = PurePosixPath(path.relative_to(root).as_posix())
        problem = unknown or name_problem(relative)
        if problem:  # of a path that is too long nothing else can be asked
            yield Member(relative, 0, problem, partial(_opened, path, root))
            continue
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            problem = "a symbolic link: it could point at any file of this machine"
        elif not stat.S_ISREG(status.st_mode):
            problem = "not a regular file"
        elif status.st_size > MEMBER_MB * 2**20:
            problem = f"{status.st_size / 2**20:.0f} MiB, more than {MEMBER_MB}"
        yield Member(relative, status.st_size, problem, partial(_opened, path, root))


def _opened(path: Path, folder: Path) -> BinaryIO:
    """Open a file of a folder, which people may write to: a link may have taken its place since it was looked at.

    Raises
    ------
    OSError
        Where it is no regular file, or what is opened lies elsewhere.
    """
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    handle = os.open(path, os.O_RDONLY | flags)
    with contextlib.ExitStack() as opened:
        opened.callback(os.close, handle)
        try:
            real = os.readlink(f"/proc/self/fd/{handle}")
        except OSError:  # not Linux
            real = os.path.realpath(path)
        inside = Path(real).is_relative_to(os.path.realpath(folder))
        if not inside or not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.ELOOP, "another file has taken its place")
        opened.pop_all()
    return os.fdopen(handle, "rb")


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    # zipfile has already turned the separators of this system into "/"; a zip from Windows may still hold backslashes.
    path = PurePosixPath(unicodedata.normalize("NFC", _entry_name(info).replace("\\", "/")))
    return Member(path, info.file_size, _zip_problem(info, path), lambda: archive.open(info))


def _entry_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name as it was meant: many programs write UTF-8 without the flag that says so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
        return raw.decode("utf-8")
    except UnicodeError:
        return _unicode_path(info.extra) or info.filename


def _unicode_path(extra: bytes) -> str:
    """Return the name in Info-ZIP's Unicode field, "" where there is none."""
    while len(extra) >= 4:
        tag, size = struct.unpack("<HH", extra[:4])
        if tag == 0x7075 and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def _zip_problem(info: zipfile.ZipInfo, path: PurePosixPath) -> str:
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0][1:2]):
        return "its path leads out of the zip"
    problem = name_problem(path)
    if problem:
        return problem
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link: it could point at any file of this machine"
    if info.flag_bits & 0x1:
        return "encrypted: ask for it without a password"
    if info.compress_type not in METHODS:
        method = zipfile.compressor_names.get(info.compress_type, f"method {info.compress_type}")
        return f"packed with {method}: ask for it in a zip of the usual kind (deflate)"
    size = info.file_size / 2**20
    if size > MEMBER_MB:
        return f"would unpack to {size:.0f} MiB, more than {MEMBER_MB}"
    if size > BOMB_MB and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
        return f"a zip bomb: {info.compress_size} bytes that unpack to {size:.0f} MiB"
    return ""


def name_problem(path: PurePosixPath) -> str:
    """Say why no file can have this name."""
    if not path.parts:
        return "it has no name"
    if path.is_absolute() or ".." in path.parts:
        return "its path leads out of the folder"
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co") for part in path.parts for character in part):
        return "its name has unprintable characters"
    if any(len(part.encode()) > NAME_BYTES for part in path.parts) or len(str(path).encode()) > PATH_BYTES:
        return "its name is too long for a file"
    if len(path.parts) > DEEPEST:
        return TOO_DEEP
    return ""
