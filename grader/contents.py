"""Contents of files that need not be in memory: large ones are read when they are asked for, piece by piece."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

PIECE = 2**20


class StoredFile:
    """A file of which no more than a piece need be in memory at once; called, it gives all of it.

    Parameters
    ----------
    path : Path
        A plain file.
    size : int
        Its size, which must not change.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size

    def __call__(self) -> bytes:
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield the content piece by piece.

        Raises
        ------
        OSError
            Where it cannot be read, or is no longer what it was.
        """
        left = self.size
        handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb", buffering=0) as stream:
            while piece := stream.read(min(PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                yield piece
        if left:
            raise OSError(errno.ESTALE, "the file was changed while it was graded", str(self.path))


class Contents(Mapping[str, bytes]):
    """Contents of files by name; what is large may be read only when it is asked for, so that few are in memory.

    Parameters
    ----------
    held : mapping of str to (bytes or StoredFile)
    """

    def __init__(self, held: Mapping[str, bytes | StoredFile]) -> None:
        self._held = dict(held)

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Contents:
        """Return files as such contents."""
        return files if isinstance(files, Contents) else cls(files)

    def __getitem__(self, name: str) -> bytes:
        held = self._held[name]
        return held() if isinstance(held, StoredFile) else held

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a content piece by piece; one that is empty has one piece.

        Raises
        ------
        KeyError, OSError
            Where there is none, or it was changed meanwhile.
        """
        held = self._held[name]
        if isinstance(held, StoredFile):
            yield from held.pieces()
        else:
            yield from (held[start : start + PIECE] for start in range(0, max(1, len(held)), PIECE))

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def there(self, name: str) -> bytes | None:
        """Return a content, None where there is none or it was taken away meanwhile."""
        try:
            return self.get(name)
        except OSError:
            return None
