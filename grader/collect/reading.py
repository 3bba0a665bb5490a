"""Read what one student handed in within a budget of memory, their own zips included; what does not fit is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.collect.archive import MEMBER_MB, Member, is_junk, zip_members
from grader.collect.attempts import HandedFile
from grader.collect.platforms import Handed
from grader.errors import ArchiveError

STUDENT_MB = 256
STUDENT_FILES = 2000


@dataclass
class Reading:
    """The files of one student, and those that were refused, with why."""

    files: list[HandedFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = field(default_factory=lambda: STUDENT_MB * 2**20)

    def read(self, entries: list[tuple[Handed, Member]]) -> Reading:
        """Read entries, notebooks first, so that a hog of a picture does not cost the work."""
        for handed, member in sorted(entries, key=lambda entry: (_rank(entry[0].file), entry[1].size)):
            self._one(handed, handed.file, member, str(member.path))
        return self

    def _one(self, handed: Handed, path: PurePosixPath, member: Member, entry: str, *, nested: bool = False) -> None:
        try:
            if member.problem:
                raise ArchiveError(member.problem)
            if len(self.files) >= STUDENT_FILES:
                raise ArchiveError(f"more than {STUDENT_FILES} files of one student")
            if member.size > self.left:
                raise ArchiveError(f"more than {STUDENT_MB} MiB of one student")
            content = member.read(min(self.left, MEMBER_MB * 2**20))
            self.left -= len(content)
            if path.suffix.lower() == ".zip" and not nested:
                self._zip(handed, path, content, entry)
            else:
                self.files.append(HandedFile(handed, path, content, entry))
        except ArchiveError as error:
            self.refused.append((str(path), str(error)))

    def _zip(self, handed: Handed, path: PurePosixPath, content: bytes, entry: str) -> None:
        inner = [member for member in zip_members(content, path.name) if not is_junk(member.path)]
        tops = {member.path.parts[0] for member in inner if member.path.parts}
        wrapped = len(tops) == 1 and all(len(member.path.parts) > 1 for member in inner)
        for member in sorted(inner, key=lambda member: (_rank(member.path), member.size)):
            inside = PurePosixPath(*member.path.parts[1:]) if wrapped else member.path
            self._one(handed, path.parent / inside, member, entry, nested=True)


def _rank(path: PurePosixPath) -> int:
    return {".ipynb": 0, ".zip": 2}.get(path.suffix.lower(), 1)
