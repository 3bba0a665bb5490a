"""Bodies of messages that are only passed on: the large ones lie in a file meanwhile, not in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

_PIECE = 1 << 20


class Spool:
    """A body in a file that has no name and vanishes with the object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  - it is closed with the object
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, piece: bytes) -> None:
        """Add a piece at the end.

        Raises
        ------
        OSError
            Where the disk has no room for it.
        """
        left = memoryview(piece)
        while left:
            left = left[self._file.write(left) :]
        self._size += len(piece)

    def pieces(self) -> Iterator[bytes]:
        """Return the body piece by piece, from its beginning."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece
