"""Arrange what one student handed in: which file is which notebook, and which of two is the newer one.

The names of the released version decide: `lab-1.ipynb` is a notebook of the assignment where one of this name was
released, and the second upload of `lab.ipynb` where one of that name was. Other files keep their names and folders.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.collect.platforms import Handed
from grader.course.belonging import Masters, Verdict
from grader.notebook.file_names import released_name, split_version
from grader.text import key


@dataclass
class HandedFile:
    """A file: whose it is, its path in the submission, where its content lies now, and its entry in the archive."""

    handed: Handed
    path: PurePosixPath
    stored: Path
    entry: str

    @property
    def is_notebook(self) -> bool:
        """Whether its name says so."""
        return self.path.suffix.lower() == ".ipynb"


@dataclass
class Arranged:
    """One student's files.

    Attributes
    ----------
    files : dict of PurePosixPath to HandedFile
        What counts, by path in the submission.
    earlier : list of dict of PurePosixPath to HandedFile
        Earlier attempts, the oldest first.
    notes : list of str
        Renamed, or not known.
    refused : list of (HandedFile, str)
        Notebooks that are not this assignment's, and why.
    troubles : list of str
        What could not be decided; then nothing of this student may be moved.
    unreadable : bool
        Whether a notebook that counts is no notebook inside.
    """

    files: dict[PurePosixPath, HandedFile] = field(default_factory=dict)
    earlier: list[dict[PurePosixPath, HandedFile]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[tuple[HandedFile, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    unreadable: bool = False


def arrange(files: list[HandedFile], masters: Masters) -> Arranged:
    """Arrange the files of one student, those of several attempts included."""
    by_attempt: dict[str, list[HandedFile]] = defaultdict(list)
    for file in files:
        by_attempt[file.handed.attempt].append(file)
    *others, newest = [_unwrapped(by_attempt[attempt], masters) for attempt in sorted(by_attempt)]
    done = _Arranging(masters).run(newest)
    before = [_Arranging(masters).run(attempt) for attempt in others]
    done.earlier = [files for attempt in before for files in (*attempt.earlier, attempt.files)] + done.earlier
    return done


def _unwrapped(files: list[HandedFile], masters: Masters) -> list[HandedFile]:
    """Take off folders around everything, and the folder of the assignment where other assignments lie beside it."""
    while files and all(len(file.path.parts) > 1 for file in files):
        tops = {file.path.parts[0] for file in files}
        inner = next((top for top in tops if key(top) == key(masters.assignment)), None)
        if len(tops) > 1 and (inner is None or not tops - {inner} <= {*masters.course.assignments()}):
            break
        top = inner or tops.pop()
        inside = [file for file in files if file.path.parts[0] == top]
        if not any(file.is_notebook for file in inside):
            break
        files = inside
        for file in files:
            file.path = PurePosixPath(*file.path.parts[1:])
    return files


class _Arranging:
    """One attempt of one student."""

    def __init__(self, masters: Masters) -> None:
        self.masters = masters
        self.done = Arranged()
        # notebook -> files that may be it, surest first: (order, version) where the name says so, else by their cells
        self.named: dict[str, list[tuple[int, int, HandedFile]]] = defaultdict(list)
        self.by_cells: dict[str, list[HandedFile]] = defaultdict(list)
        self.loose: list[HandedFile] = []
        self.broken: dict[int, bool] = {}

    def run(self, files: list[HandedFile]) -> Arranged:
        done = self.done
        notebooks = [file for file in files if file.is_notebook]
        at_top = [file for file in notebooks if len(file.path.parts) == 1] or notebooks
        for file in at_top:
            self._sort(file)
        self._choose()
        for file in files:
            if not file.is_notebook or not any(file is other for other in at_top):
                self._put(self._plain(file, files), file)
        for file in self.loose:
            if self._put(file.path, file):
                names = ", ".join(self.masters.names)
                done.notes.append(f"{file.path}: no notebook of this assignment has this name ({names})")
        return done

    def _sort(self, file: HandedFile) -> None:
        verdict = self.masters.judge(file.stored)
        self.broken[id(file)] = not verdict.readable
        if verdict.refusal:
            self.done.refused.append((file, verdict.refusal))
            return
        name, version = self._by_name(file, verdict)
        if name:
            self.named[name].append((file.handed.order, version, file))
        elif verdict.notebook:
            self.by_cells[verdict.notebook].append(file)
        elif len(self.masters.names) == 1:
            self.by_cells[self.masters.names[0]].append(file)
        else:
            self.loose.append(file)

    def _by_name(self, file: HandedFile, verdict: Verdict) -> tuple[str, int]:
        """Return the notebook and version that a name tells, unless the cells say that it is another one."""
        name, version = released_name(file.path.stem, self.masters.names)
        if verdict.notebook and verdict.notebook != name:
            return "", 0
        return name, version

    def _choose(self) -> None:
        for name in self.masters.names:
            target = PurePosixPath(f"{name}.ipynb")
            named = sorted(self.named[name], key=lambda found: found[:2])
            if named:
                *older, (_, version, file) = named
                if [found[:2] for found in older[-1:]] == [named[-1][:2]]:
                    self.done.troubles.append(f"{len(named)} files are {target}: {_list(f for *_, f in named)}")
                    continue
                self._count(target, file, renamed=file.path.name != target.name and not version)
                self.done.earlier += [{target: other} for *_, other in older]
                self.loose += self.by_cells.pop(name, [])
                continue
            likely = sorted(self.by_cells[name], key=lambda file: file.handed.order)
            if len(likely) > 1 and likely[-1].handed.order == likely[-2].handed.order:
                self.done.troubles.append(f"{len(likely)} notebooks, none named {target}, may be it: {_list(likely)}")
            elif likely:
                *older, file = likely
                if older:
                    self.done.notes.append(f"{len(likely)} notebooks, none named {target}: the newest counts")
                self._count(target, file, renamed=True)
                self.done.earlier += [{target: other} for other in older]

    def _count(self, target: PurePosixPath, file: HandedFile, *, renamed: bool) -> None:
        if renamed:
            self.done.notes.append(f"renamed from {file.path}")
        self.done.unreadable |= self.broken[id(file)]
        self.done.files[target] = file

    def _plain(self, file: HandedFile, files: list[HandedFile]) -> PurePosixPath:
        """Return a file's path; Canvas appends a number to helper files, too, when they are handed in again."""
        plain, version = split_version(file.path.stem)
        again = any(version for found in self.named.values() for _, version, _ in found)
        original = file.path.with_name(plain + file.path.suffix)
        siblings = [other for other in files if split_version(other.path.stem)[0] == plain and other is not file]
        if version and again and not siblings and (file.path.suffix == ".py" or str(original) in self.masters.files):
            self.done.notes.append(f"renamed from {file.path}")
            return original
        return file.path

    def _put(self, path: PurePosixPath, file: HandedFile) -> bool:
        """Put a file beside the others; one whose path is taken, or leads through a file, is refused."""
        there = self.done.files
        if path in there or any(parent in there for parent in path.parents) or any(path in p.parents for p in there):
            self.done.refused.append((file, "another file is in its place"))
            return False
        there[path] = file
        return True


def _list(files) -> str:
    return ", ".join(str(file.path) for file in files)
