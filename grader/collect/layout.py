"""Decide once, from a whole archive, who handed in which of its files.

Only what the platform wrote counts: the names of the entries on one level of the archive, never a name deeper down,
which a student chose. Where two readings are possible nothing is guessed: `ArchiveError` says what was seen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from grader.collect import platforms
from grader.collect.archive import Member
from grader.collect.handed_by import blackboard_owners, gradescope_owners
from grader.collect.platforms import Handed, Owner
from grader.errors import ArchiveError
from grader.text import key

LAYOUTS = ("canvas", "moodle", "brightspace", "blackboard", "ilias", "gradescope", "folder")
TITLES = {
    "canvas": "Canvas's zip",
    "moodle": "Moodle's zip",
    "brightspace": "Brightspace's zip",
    "blackboard": "Blackboard's zip",
    "ilias": "ILIAS's zip",
    "gradescope": "Gradescope's export",
    "folder": "a folder for each student",
}
# A folder around everything: the name of a collection, not of a person.
COLLECTION = re.compile(
    r"submi|abgabe|entrega|rendu|consegn|inlever|assignment|export|download|homework|class|course|kurs|student|"
    r"collect|inbox|handed|moodle|canvas",
    re.IGNORECASE,
)
# Folders that one person makes for several states of the same work.
STATES = re.compile(
    r"^(attempt|try|versuch|version|v|old|backup|copy|final|draft|new|part|task|aufgabe|src|work)\W*\d*$", re.I
)
SHOWN = 5


@dataclass
class Sorted:
    """What an archive is, whose the files are, and which belong to nobody."""

    layout: str
    handed: list[tuple[Handed, Member]] = field(default_factory=list)
    strays: list[tuple[Member, str]] = field(default_factory=list)
    wrapper: str = ""

    @property
    def said(self) -> str:
        """The decision in words."""
        inside = f", inside the folder {self.wrapper}" if self.wrapper else ""
        people = len({handed.owner.key for handed, _ in self.handed})
        return f"Read as {TITLES[self.layout]}{inside}: {people} {'person' if people == 1 else 'people'}"


def sort_archive(
    members: Iterable[Member],
    *,
    archive: str,
    assignment: str,
    known: Callable[[str], bool] = lambda name: False,
    layout: str | None = None,
) -> Sorted:
    """Decide whose the files of an archive are.

    Parameters
    ----------
    members : iterable of Member
    archive : str
        Name of the zip or folder, without suffix.
    assignment : str
    known : callable
        Whether a name is a student's.
    layout : str, optional
        What the instructor says it is; one of `LAYOUTS`.

    Raises
    ------
    ArchiveError
        Where two readings are possible, or none.
    """
    members = list(members)
    levels = list(_levels(members))
    if layout in (None, "ilias"):
        _refuse_teams(levels, archive)
    for level in levels:
        if layout is None and any(known(part) for part in level.wrapper):
            break  # below a student's own folder nothing tells
        wrapped = "/".join(level.wrapper)
        for name, read in READERS.items():
            if layout not in (None, name) or not level.fits(name):
                continue
            if name == "ilias" and layout is None and not level.wrapper:
                if _are_groups(level.folders) or any(known(folder) for folder in level.folders):
                    continue
                # ILIAS's folders lie inside one of their own: somebody took these out of it, or named students so.
                raise ArchiveError(
                    f"{archive}: its folders are named as {TITLES['ilias']} names them (name, account, number), or by "
                    "whoever made it. Say which: --layout ilias or --layout folder."
                )
            if level.wrapper and layout is None and not _is_collection(level.wrapper, archive, assignment):
                raise ArchiveError(
                    f"{archive}: this may be {TITLES[name]} inside the folder {wrapped}, or the work of one student "
                    f"called {wrapped}. Say which: --layout {name} or --layout folder."
                )
            return _outside(read(level), members, level, wrapped)
    if layout not in (None, "folder"):
        raise ArchiveError(f"{archive}: this is not {TITLES[layout]}: its names are others. Leave --layout out.")
    return _folders(levels, members, archive, assignment, known)


def _are_groups(folders: Iterable[str]) -> bool:
    """Whether names differ in their ends alone, as `lab_group_a_1` and `lab_group_a_2` do; those of people begin so."""
    firsts = [folder.partition("_")[0] for folder in folders]
    return len(firsts) > 1 and len(set(firsts)) == 1


@dataclass
class _Level:
    """The entries of one folder of the archive: `folders` by name with what is below, and the `files` beside them."""

    wrapper: tuple[str, ...]
    folders: dict[str, list[tuple[PurePosixPath, Member]]]
    files: list[tuple[PurePosixPath, Member]]

    def fits(self, name: str) -> bool:
        """Whether what the platform names, and all of it, is named as this platform does."""
        test = FITS[name]
        files = [path for path, _ in self.files]
        if name in FLAT:
            found = [path for path in files if test(path)]
            # One that is named so is a file whose name some systems take for a path.
            others = [inside for folder, inside in self.folders.items() if not test(PurePosixPath(folder))]
            work = any(path.suffix.lower() == ".ipynb" for inside in others for path, _ in inside)
            return bool(found) and not work and len(found) >= 2 * (len(files) - len(found))
        return bool(self.folders) and all(test(PurePosixPath(folder, "x")) for folder in self.folders)

    def entries(self) -> Iterator[tuple[PurePosixPath, Member]]:
        """Yield all files with their paths from this level on."""
        yield from self.files
        for inside in self.folders.values():
            yield from inside


def _levels(members: list[Member]) -> Iterator[_Level]:
    """Yield the archive's top level, then that inside the only folder of each level, three deep at most."""
    wrapper: tuple[str, ...] = ()
    while True:
        folders: dict[str, list[tuple[PurePosixPath, Member]]] = defaultdict(list)
        files = []
        for member in members:
            parts = member.path.parts
            if parts[: len(wrapper)] != wrapper or len(parts) <= len(wrapper):
                continue
            path = PurePosixPath(*parts[len(wrapper) :])
            if len(path.parts) == 1:
                files.append((path, member))
            else:
                folders[path.parts[0]].append((path, member))
        yield _Level(wrapper, dict(folders), files)
        if len(folders) != 1 or len(wrapper) == 3:
            return
        wrapper = (*wrapper, next(iter(folders)))


def _is_collection(wrapper: tuple[str, ...], archive: str, assignment: str) -> bool:
    """Whether folders around everything are named as a collection is, or as the archive or the assignment."""
    names = {key(archive), key(assignment)} - {""}
    return any(key(part) in names or COLLECTION.search(part) for part in wrapper)


def _outside(found: Sorted, members: list[Member], level: _Level, wrapped: str) -> Sorted:
    """Add what lies beside the wrapping folder to the strays."""
    found.wrapper = wrapped
    here = {id(member) for _, member in level.entries()}
    found.strays += [(member, "it lies beside the students' work") for member in members if id(member) not in here]
    return found


def _each(layout: str, read: Callable[[PurePosixPath], Handed | None], why: str) -> Callable[[_Level], Sorted]:
    def run(level: _Level) -> Sorted:
        found = Sorted(layout)
        for path, member in level.entries():
            handed = read(path)
            if handed is None:
                found.strays.append((member, _typed(path) or why))
            else:
                found.handed.append((handed, member))
        return found

    return run


def _typed(path: PurePosixPath) -> str:
    if "_assignsubmission_onlinetext" in path.parts[0]:
        return "text typed into Moodle, no file: ask for the notebook"
    if platforms.CANVAS_TEXT.match(path.name):
        return "text or a link typed into Canvas, no file: ask for the notebook"
    return ""


def _blackboard(level: _Level) -> Sorted:
    found = Sorted("blackboard")
    owners = blackboard_owners(level.entries())
    for path, member in level.entries():
        # A student's name for a file may hold what some systems take for folders; whose it is stands before it.
        match = platforms.BLACKBOARD.match(path.parts[0])
        if match is None or (match["receipt"] and len(path.parts) > 1):
            found.strays.append((member, "it is not named as Blackboard names files"))
        elif match["file"]:
            file = PurePosixPath(match["file"], *path.parts[1:])
            found.handed.append((Handed(owners[match["who"]], file, attempt=match["when"]), member))
    return found


def _gradescope(level: _Level) -> Sorted:
    found = Sorted("gradescope")
    owners = gradescope_owners(level.files)
    for path, member in level.entries():
        entries = owners.get(path.parts[0], [])
        if path.name == platforms.GRADESCOPE_METADATA and len(path.parts) == 1:
            continue
        if not entries:
            why = f"{platforms.GRADESCOPE_METADATA} does not say whose {path.parts[0]} is"
            found.strays.append((member, why if len(path.parts) > 1 else "it lies beside the students' work"))
        for handed in entries:
            found.handed.append((replace(handed, file=PurePosixPath(*path.parts[1:])), member))
    return found


def _moodle_fits(path: PurePosixPath) -> bool:
    found = platforms.MOODLE.match(path.parts[0])
    # A folder ends after the kind; a file without folder goes on with its name.
    return bool(found) and (len(path.parts) == 1 or not found["file"])


FITS: dict[str, Callable[[PurePosixPath], bool]] = {
    "moodle": _moodle_fits,
    "moodle flat": _moodle_fits,
    "canvas": lambda path: bool(platforms.CANVAS.match(path.name) or platforms.CANVAS_TEXT.match(path.name)),
    "blackboard": lambda path: bool(platforms.BLACKBOARD.match(path.name)),
    "brightspace": lambda path: bool(platforms.BRIGHTSPACE.match(path.parts[0])),
    "ilias": lambda path: bool(platforms.ILIAS.match(path.parts[0])),
    "gradescope": lambda path: bool(platforms.GRADESCOPE.match(path.parts[0])),
}
FLAT = ("canvas", "blackboard", "moodle flat")
READERS: dict[str, Callable[[_Level], Sorted]] = {
    "moodle": _each("moodle", platforms.moodle, "it lies beside the students' folders"),
    "moodle flat": _each("moodle", platforms.moodle, "it is not named as Moodle names files"),
    "blackboard": _blackboard,
    "canvas": _each("canvas", platforms.canvas, "it is not named as Canvas names files"),
    "brightspace": _each("brightspace", platforms.brightspace, "it lies beside the students' folders"),
    "gradescope": _gradescope,
    "ilias": _each("ilias", platforms.ilias, "it lies beside the students' folders"),
}


def _folders(
    levels: list[_Level], members: list[Member], archive: str, assignment: str, known: Callable[[str], bool]
) -> Sorted:
    """Take each folder for a student: those on the top level, or those inside the one folder around them."""
    level = levels[0]
    if not level.folders:
        shown = ", ".join(str(path) for path, _ in level.files[:SHOWN])
        raise ArchiveError(
            f"{archive}: the names do not tell whose the files are ({shown}). Put each student's files into a folder "
            "named after the student, or give the platform's own zip."
        )
    mixed = _mixed(level)
    if mixed:
        raise ArchiveError(f"{archive}: {mixed}")
    if len(levels) > 1 and _wraps(levels[1], level, archive, assignment, known):
        level = levels[1]
    found = Sorted("folder")
    for path, member in level.entries():
        if len(path.parts) > 1:
            found.handed.append((Handed(Owner(path.parts[0]), PurePosixPath(*path.parts[1:])), member))
        else:
            found.strays.append(
                (member, "the path does not tell whose it is: put it into a folder named after the student")
            )
    return _outside(found, members, level, "/".join(level.wrapper))


def _mixed(level: _Level) -> str:
    """Say where only some of the entries are named as a platform names them."""
    for name in ("moodle", "brightspace", "gradescope"):
        fitting = [folder for folder in level.folders if FITS[name](PurePosixPath(folder, "x"))]
        if fitting:
            other = next(folder for folder in level.folders if folder not in fitting)
            return (
                f"{fitting[0]} is named as in {TITLES[name]}, {other} is not, so nothing can be told from the names. "
                "Take the folders that do not belong there out."
            )
    return ""


def _refuse_teams(levels: list[_Level], archive: str) -> None:
    """Refuse the zip of a team assignment: who is in a team besides the one who handed in does not stand there."""
    for level in levels:
        for folder, inside in level.folders.items():
            members = all(len(path.parts) > 2 and platforms.ILIAS.match(path.parts[1]) for path, _ in inside)
            if members and platforms.ILIAS_TEAM.match(folder):
                raise ArchiveError(
                    f"{archive}: {folder} is a team's folder in {TITLES['ilias']}, which does not say who else is in "
                    "the team. Give each member a folder with a copy of the team's work, named after the student."
                )


def _wraps(inner: _Level, outer: _Level, archive: str, assignment: str, known: Callable[[str], bool]) -> bool:
    """Whether the only folder is around students' folders (or one student's own).

    Raises
    ------
    ArchiveError
        Where it may be both.
    """
    name = inner.wrapper[0]
    direct = [path for path, _ in inner.files if path.suffix.lower() == ".ipynb"]
    below = {
        folder: {path.name for path, _ in entries if path.suffix.lower() == ".ipynb"}
        for folder, entries in inner.folders.items()
    }
    subs = {folder: names for folder, names in below.items() if names}
    if known(name):
        return False
    if any(known(folder) for folder in subs):
        return True
    collection = _is_collection((name,), archive, assignment)
    all_names = list(subs.values())
    shared = len(subs) > 1 and len(set().union(*all_names)) < sum(map(len, all_names))
    if not subs or (direct and not shared and not collection):
        return False
    states = any(STATES.match(folder) for folder in subs)
    if collection and not states and not (len(subs) == 1 and key(next(iter(subs))) == key(assignment)):
        return True
    if not direct and len(subs) == 1 and key(next(iter(subs))) == key(assignment):
        return False
    if not direct and shared and not states:
        return True
    raise ArchiveError(
        f"{archive}: {name} may be one student with the folders {', '.join(sorted(subs)[:SHOWN])}, or a folder around "
        f"students of these names. Unpack it, and give the folder in which the students' folders lie."
    )
