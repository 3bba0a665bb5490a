"""Put submissions from a folder or the zip of a learning platform where nbgrader expects them.

`submitted/<student>/<assignment>/` holds the newest attempt of each student, with `timestamp.txt`; earlier attempts are
kept under `downloaded/<assignment>/earlier/<student>/<time>/`, so nothing that was handed in is lost.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from grader.collect.archive import Member, is_junk, members, zip_members
from grader.collect.attempts import HandedFile, attempts_of, match_names, newest_time
from grader.collect.lms import Handed, key, recognise, student_id
from grader.collect.placing import place, same_files, timestamp
from grader.errors import ArchiveError

NESTED_ZIP_MB = 200


@dataclass
class Placed:
    """One line of the table: what became of the files of one student, or of one file that is nobody's.

    Attributes
    ----------
    student : str
        Student id, or "" where it is not known.
    what : str
        `placed`, `unchanged`, `older` or `refused`.
    files : list of str
        Where they come from.
    notes : list of str
        Everything a person should know: renamed, late, earlier attempts kept, files refused and why.
    folder : str
        Where they lie now.
    refused : list of str
        Files that could not be placed.
    """

    student: str
    what: str
    files: list[str]
    notes: list[str] = field(default_factory=list)
    folder: str = ""
    refused: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON-serialisable containers."""
        return asdict(self)


def collect(
    source: Path,
    target: Callable[[str], Path],
    earlier: Path,
    notebooks: Iterable[str],
    roster: dict[str, str] | None = None,
) -> list[Placed]:
    """Place every submission found in `source`.

    Parameters
    ----------
    source : Path
        A folder, or the zip that Canvas or Moodle gives.
    target : callable
        Gives the folder of a student id for the newest attempt.
    earlier : Path
        The folder for earlier attempts, in it a folder for each student.
    notebooks : iterable of str
        Names, without suffix, of the notebooks that were released.
    roster : dict, optional
        From `lms.read_roster`; without it student ids are made from the names.

    Returns
    -------
    list of Placed
        One entry a student, in order, then files that belong to nobody.

    Raises
    ------
    ArchiveError
        Where `source` cannot be read at all.
    """
    found = [member for member in members(source) if not is_junk(member.path)]
    wrapper = _wrapper(found)
    lines: list[Placed] = []
    people: dict[tuple[str, str], list[HandedFile]] = defaultdict(list)
    for member in found:
        handed = recognise(member.path, wrapper)
        if handed is None:
            lines.append(Placed("", "refused", [str(member.path)], [member.problem or _nobody(member.path)]))
        else:
            people[(handed.name, handed.id)].append(HandedFile(handed, member))
    ids = student_ids(people, roster)
    placed = []
    for person, files in people.items():
        student = ids[person]
        if not student:
            who = " ".join(filter(None, person))
            note = f"{who} is not in the roster, or not alone: mend the roster, then collect again"
            placed.append(Placed("", "refused", [str(file.member.path) for file in files], [note]))
            continue
        placed.append(_one(student, files, target(student), earlier / student, list(notebooks)))
    return sorted(placed, key=lambda line: (not line.student, line.student)) + lines


def student_ids(people: Iterable[tuple[str, str]], roster: dict[str, str] | None) -> dict[tuple[str, str], str]:
    """Choose the student id of each (name, number): from the roster, else the name, with the number where two share it.

    A person who is in a given roster not at all, or not unambiguously, gets "".
    """
    people = list(people)
    if roster is not None:
        return {(name, number): roster.get(key(number)) or roster.get(key(name)) or "" for name, number in people}
    slugs = {person: (person[0] if _plain(person[0]) and not person[1] else student_id(person[0])) for person in people}
    taken = defaultdict(list)
    for person, slug in slugs.items():
        taken[slug].append(person)
    return {
        person: slug if slug and len(taken[slug]) == 1 else student_id(f"{slug}_{person[1] or key(person[0])}")
        for person, slug in slugs.items()
    }


def _plain(name: str) -> bool:
    return not name.startswith(".") and all(character.isalnum() or character in "._@-" for character in name)


def _wrapper(found: list[Member]) -> str:
    """Return the folder around all files if it is around students' folders, else ""."""
    tops = {member.path.parts[0] for member in found}
    deep = all(len(member.path.parts) > 2 for member in found)
    top = tops.pop() if len(tops) == 1 else ""
    inside = {member.path.parts[1] for member in found if len(member.path.parts) > 2}
    return top if top and deep and len(inside) > 1 else ""


def _nobody(path: PurePosixPath) -> str:
    if "assignsubmission_onlinetext" in str(path):
        return "text typed into Moodle, no file: ask for the notebook"
    return "the path does not tell whose it is: put it into a folder named after the student"


def _one(student: str, files: list[HandedFile], folder: Path, earlier: Path, notebooks: list[str]) -> Placed:
    """Read one person's files, choose the newest attempt, and place it."""
    line = Placed(student, "refused", [str(file.member.path) for file in files])
    good = _readable(files, line)
    if any(file.handed.late for file in files):
        line.notes.append("late")
    attempts = attempts_of(good)
    if not attempts:
        line.notes.append("nothing could be read: ask for it again")
        return line
    newest, *others = attempts
    chosen = match_names(newest, notebooks, line.notes)
    if not any(name.suffix == ".ipynb" for name in chosen):
        line.notes.append("no notebook among the files: ask for the .ipynb")
        return line
    for attempt in others:
        when = newest_time(attempt)
        kept = place({name: file.content for name, file in match_names(attempt, notebooks, []).items()}, earlier, when)
        line.notes.append(f"earlier attempt of {when:%Y-%m-%d %H:%M} kept in {kept}")
    line.what = _replace(
        folder, earlier, {name: file.content for name, file in chosen.items()}, newest_time(newest), line.notes
    )
    line.folder = str(folder)
    return line


def _readable(files: list[HandedFile], line: Placed) -> list[HandedFile]:
    """Return the files that could be read, those inside a student's own zip included."""
    good = []
    for file in files:
        try:
            if file.member.problem:
                raise ArchiveError(file.member.problem)
            file.content = file.member.read()
            if file.handed.file.suffix.lower() != ".zip":
                good.append(file)
                continue
            inner = [member for member in zip_members(file.content, file.handed.file.name) if not is_junk(member.path)]
            handed = file.handed
            nested = [
                HandedFile(
                    Handed(handed.layout, handed.name, handed.id, member.path, handed.attempt, handed.late), member
                )
                for member in inner
                if member.path.suffix.lower() != ".zip"
            ]
            if sum(entry.member.size for entry in nested) > NESTED_ZIP_MB * 2**20:
                raise ArchiveError(f"would unpack to more than {NESTED_ZIP_MB} MiB")
            good += _readable(nested, line)
        except ArchiveError as error:
            line.refused.append(str(file.member.path))
            line.notes.append(f"{file.handed.file}: {error}")
    return good


def _replace(folder: Path, earlier: Path, files: dict[PurePosixPath, bytes], when: datetime, notes: list[str]) -> str:
    """Place an attempt unless a newer one lies there; whatever makes room is kept."""
    if folder.is_dir():
        if same_files(folder, files):
            return "unchanged"
        there = timestamp(folder)
        if there is not None and there > when:
            kept = place(files, earlier, when)
            notes.append(f"older than what was collected before; kept in {kept}")
            return "older"
        kept = earlier / f"{there or when:%Y%m%dT%H%M%S}"
        while kept.exists():
            kept = kept.with_name(kept.name + "_")
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, kept)
        notes.append(f"what was collected before is kept in {kept}")
    place(files, folder, when, exact=True)
    return "placed"
