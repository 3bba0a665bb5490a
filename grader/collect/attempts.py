"""Sort what one student handed in: which files are one attempt, which is the newest, and which notebook is which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from grader.collect.archive import Member
from grader.collect.lms import Handed, key, split_version


@dataclass
class HandedFile:
    """A file, whose it is, and its content once it was read."""

    handed: Handed
    member: Member
    content: bytes = b""

    @property
    def plain_name(self) -> str:
        """Its name without folders and without what a platform or browser appended to a repeated name."""
        file = self.handed.file
        return split_version(file.stem)[0] + file.suffix


def attempts_of(files: list[HandedFile]) -> list[list[HandedFile]]:
    """Group one student's files into attempts, newest first.

    Files of the same name (but for an appended "-2" or " (2)") are attempts of one another. Canvas numbers attempts;
    elsewhere the time decides, and the appended number where times are equal.
    """
    same_name: dict[str, list[HandedFile]] = defaultdict(list)
    for file in files:
        same_name[file.plain_name].append(file)
    groups: dict[int, list[HandedFile]] = defaultdict(list)
    for same in same_name.values():
        for rank, file in enumerate(sorted(same, key=_age, reverse=True)):
            groups[rank].append(file)
    return [groups[rank] for rank in sorted(groups)]


def newest_time(files: list[HandedFile]) -> datetime:
    """Return when the last of the files was written."""
    return max(file.member.modified for file in files)


def match_names(files: list[HandedFile], notebooks: list[str], notes: list[str]) -> dict[PurePosixPath, HandedFile]:
    """Give each file of an attempt the name it has in the course.

    Parameters
    ----------
    files : list of HandedFile
    notebooks : list of str
        Names, without suffix, of the notebooks that were released.
    notes : list of str
        Gets a sentence for each notebook that was renamed or is not known.

    Returns
    -------
    dict
        File by name. Folders around files are dropped: helper modules lie beside the notebook.
    """
    placed: dict[PurePosixPath, HandedFile] = {}
    loose: list[HandedFile] = []
    for file in files:
        stems = (key(file.handed.file.stem), key(split_version(file.handed.file.stem)[0]))
        name = next((PurePosixPath(f"{name}.ipynb") for name in notebooks if key(name) in stems), None)
        if file.handed.file.suffix.lower() != ".ipynb":
            placed[PurePosixPath(file.handed.file.name)] = file
        elif name is not None and name not in placed:
            placed[name] = file
        else:
            loose.append(file)
    for name in notebooks:
        target = PurePosixPath(f"{name}.ipynb")
        likely = [file for file in loose if key(name) in key(file.handed.file.stem)]
        if len(notebooks) == 1 and not likely:
            likely = loose
        if target not in placed and likely and (len(likely) == 1 or len(notebooks) == 1):
            chosen = max(likely, key=_age)
            if len(likely) > 1:
                notes.append(f"{len(likely)} notebooks, none named {target}: the newest counts")
            notes.append(f"renamed from {chosen.handed.file}")
            loose.remove(chosen)
            placed[target] = chosen
    for file in loose:
        target = PurePosixPath(file.handed.file.name)
        while target in placed:
            target = target.with_name(f"other-{target.name}")
        placed[target] = file
        notes.append(f"{target}: no notebook of this assignment has this name ({', '.join(notebooks)})")
    return placed


def _age(file: HandedFile) -> tuple[tuple[int, int], datetime, int]:
    return file.handed.attempt, file.member.modified, split_version(file.handed.file.stem)[1]
