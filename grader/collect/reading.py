"""Put aside what one student handed in, their own zips unpacked, within a budget; what does not fit is named.

Contents go to files at once and stay there: nobody's work has to fit into memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.collect.archive import MEMBER_MB, Member, is_junk, name_problem, zip_members
from grader.collect.attempts import HandedFile
from grader.collect.platforms import Handed
from grader.errors import ArchiveError

STUDENT_MB = 256
STUDENT_FILES = 2000
ZIP_COSTS = 100  # entries: a zip of fewer is counted as so many


@dataclass
class Reading:
    """The files of one student, and those that were refused, with why.

    Attributes
    ----------
    folder : Path
        Where contents are put, under numbers.
    files : list of HandedFile
    refused : list of (str, str)
    left : int
        Bytes that may still be unpacked: those of what turned out to be damaged count as well.
    entries_left : int
        Entries of the student's own zips that may still be looked at.
    """

    folder: Path
    files: list[HandedFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = field(default_factory=lambda: STUDENT_MB * 2**20)
    entries_left: int = field(default_factory=lambda: 2 * STUDENT_FILES)
    _made: int = 0

    def read(self, entries: list[tuple[Handed, Member]]) -> Reading:
        """Read entries, notebooks first, so that a hog of a picture does not cost the work."""
        for handed, member in sorted(entries, key=lambda entry: (_rank(entry[0].file), entry[1].size)):
            self._one(handed, handed.file, member, str(member.path))
        return self

    def _one(self, handed: Handed, path: PurePosixPath, member: Member, entry: str, *, nested: bool = False) -> None:
        try:
            # That of a file in a zip of theirs is the zip's and its own.
            problem = member.problem or name_problem(path)
            if problem:
                raise ArchiveError(problem)
            if len(self.files) >= STUDENT_FILES:
                raise ArchiveError(f"more than {STUDENT_FILES} files of one student")
            stored = self._stored(member)
            if path.suffix.lower() == ".zip" and not nested:
                self._zip(handed, path, stored, entry)
            else:
                self.files.append(HandedFile(handed, path, stored, entry))
        except ArchiveError as error:
            self.refused.append((str(path), str(error)))

    def _stored(self, member: Member) -> Path:
        if member.size > self.left:
            raise ArchiveError(f"more than {STUDENT_MB} MiB of one student")
        self._made += 1
        path = self.folder / str(self._made)
        limit = min(self.left, MEMBER_MB * 2**20)
        self.left -= member.size  # also where it turns out to be damaged at its end
        with path.open("wb") as target:
            member.copy(target, limit)
            self.left -= target.tell() - member.size
        return path

    def _zip(self, handed: Handed, path: PurePosixPath, stored: Path, entry: str) -> None:
        if self.entries_left <= 0:
            raise ArchiveError(f"more than {2 * STUDENT_FILES} files in zips of one student")
        self.entries_left -= ZIP_COSTS  # also where it is refused for its many entries
        found = zip_members(stored, path.name, most=self.entries_left + ZIP_COSTS)
        self.entries_left -= max(0, len(found) - ZIP_COSTS)
        inner = [member for member in found if not is_junk(member.path)]
        tops = {member.path.parts[0] for member in inner if member.path.parts}
        wrapped = len(tops) == 1 and all(len(member.path.parts) > 1 for member in inner)
        for member in sorted(inner, key=lambda member: (_rank(member.path), member.size)):
            inside = PurePosixPath(*member.path.parts[1:]) if wrapped else member.path
            self._one(handed, path.parent / inside, member, entry, nested=True)


def _rank(path: PurePosixPath) -> int:
    return {".ipynb": 0, ".zip": 2}.get(path.suffix.lower(), 1)
