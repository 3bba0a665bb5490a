"""Put submissions from a folder or the zip of a learning platform where nbgrader expects them.

`submitted/<student>/<assignment>/` holds the newest attempt of each student; earlier attempts are kept under
`downloaded/<assignment>/earlier/<student>/<number>/`, so nothing that was handed in is lost. What is not certain is not
moved: it is listed with the reason.
"""

from __future__ import annotations

import logging
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from grader.collect.archive import Member, is_junk, members
from grader.collect.attempts import Arranged, HandedFile, arrange
from grader.collect.layout import Sorted, sort_archive
from grader.collect.placing import keep_earlier, kept_before, next_folder, place, same_files
from grader.collect.platforms import Handed, Owner
from grader.collect.reading import Reading
from grader.collect.recognising import recognise
from grader.course import people as records
from grader.course.belonging import Masters
from grader.course.directory import Course
from grader.course.handed_in_at import handed_in_at
from grader.course.people import People, Person
from grader.course.received import Received, load_received, save_received
from grader.course.rosters import Enrolment, enrol, match_rows
from grader.errors import GraderError
from grader.files import working_folder

logger = logging.getLogger(__name__)

# What platforms add to their archives.
PLATFORMS_OWN = ("index.html", "status.xlsx", "status.xls", "status.csv")


@dataclass
class Placed:
    """One line of the table: what became of the files of one student, or of one file that is nobody's.

    Attributes
    ----------
    student : str
        Student id, or "" where it is not known.
    what : str
        `placed`, `unchanged`, `older` (kept beside newer work), `undecided` (nothing was moved), `refused`, or `aside`
        for a file of the platform's own.
    files : list of str
        Where they come from.
    notes : list of str
        Everything a person should know: renamed, earlier attempts kept, files refused and why.
    folder : str
        Where they lie now.
    refused : list of str
        Files that could not be placed.
    late : bool
        Whether the platform says so.
    time : str
        When it was handed in, as the platform says it; "" where it does not.
    """

    student: str
    what: str
    files: list[str]
    notes: list[str] = field(default_factory=list)
    folder: str = ""
    refused: list[str] = field(default_factory=list)
    late: bool = False
    time: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON-serialisable containers."""
        return asdict(self)


@dataclass
class Collected:
    """What collecting did.

    Attributes
    ----------
    lines : list of Placed
        One a student, in order, then files that belong to nobody.
    said : str
        What the archive was read as.
    enrolment : Enrolment or None
        What the roster told.
    missing : list of str
        Who is enrolled and has handed nothing in, now or before.
    """

    lines: list[Placed]
    said: str
    enrolment: Enrolment | None = None
    missing: list[str] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """Whether something was not placed."""
        bad = any(line.what in ("refused", "undecided") or line.refused for line in self.lines)
        return bad or bool(self.enrolment and self.enrolment.troubles)


def collect(
    course: Course,
    assignment: str,
    source: Path,
    *,
    roster: Path | None = None,
    layout: str | None = None,
    newer: bool = False,
) -> Collected:
    """Place every submission found in `source`.

    Parameters
    ----------
    course : Course
    assignment : str
    source : Path
        A folder, or the zip that a platform gives.
    roster : Path, optional
        A list of the class; its people are enrolled, strangers are refused. Where it says when somebody handed in,
        that is the time.
    layout : str, optional
        What the archive is, where that cannot be decided; one of `layout.LAYOUTS`.
    newer : bool
        Whether `source` is newer than what was collected before, where nothing else tells.

    Raises
    ------
    CourseError, RosterError, ArchiveError
        Where nothing can be collected; then nothing was moved.
    """
    people = records.load(course)
    for student in course.submitted_students(assignment):
        if student not in people:
            people.put(Person(student))
    enrolment = enrol(people, roster) if roster else None
    found = [member for member in members(source) if not is_junk(member.path)]
    named = [member for member in found if member.path.parts and "leads out" not in member.problem]
    known = lambda name: name in people or bool(people.named(name))  # noqa: E731
    archive = source.resolve().name if source.is_dir() else source.stem
    sorted_ = sort_archive(named, archive=archive, assignment=assignment, known=known, layout=layout)
    sorted_.strays += [(member, member.problem) for member in found if member not in named]
    run = _Collecting(course, assignment, people, sorted_, enrolment, newer=newer)
    try:
        lines = run.place_all()
    finally:
        run.keep()
    handed = set(course.submitted_students(assignment))
    missing = [person.id for person in people if person.id not in handed and not course.excluded(person.id)]
    return Collected(lines, sorted_.said, enrolment, missing)


class _Collecting:
    """One call of `collect` after the archive was understood."""

    def __init__(
        self,
        course: Course,
        assignment: str,
        people: People,
        found: Sorted,
        enrolment: Enrolment | None,
        *,
        newer: bool,
    ) -> None:
        self.course, self.assignment, self.people, self.found = course, assignment, people, found
        self.enrolment, self.newer = enrolment, newer
        self.received = load_received(course, assignment)
        self.placed: dict[str, Received] = {}
        self.masters = Masters(course, assignment)
        self.persons: dict[str, Person] = {}
        self.times = self._times()
        self.earlier = course.root / "downloaded" / assignment / "earlier"

    def place_all(self) -> list[Placed]:
        """Place everybody's work; return the lines of the table."""
        owned: dict[str, list[tuple[Handed, Member]]] = defaultdict(list)
        for handed, member in self.found.handed:
            owned[handed.owner.key].append((handed, member))
        owners = [handed.owner for handed, _ in self.found.handed]
        persons, troubles = recognise(
            owners, self.found.layout, self.people, self.received, only_known=self.enrolment is not None
        )
        self.persons = {person.id: person for person in persons.values()}
        lines = []
        for who, entries in owned.items():
            if who in troubles:
                files = [str(member.path) for _, member in entries]
                lines.append(Placed("", "refused", files, [troubles[who]]))
            elif self.course.excluded(persons[who].id):
                note = "left out: the course's configuration excludes this student"
                lines.append(Placed(persons[who].id, "unchanged", [str(m.path) for _, m in entries], [note]))
            else:
                lines.append(self._one(persons[who], entries))
        lines.sort(key=lambda line: (not line.student, line.student))
        return lines + [_stray(member, why) for member, why in self.found.strays]

    def keep(self) -> None:
        """Write what is known of people and what came from whom, also of a run that was broken off."""
        enrolled = self.enrolment.students if self.enrolment else []
        new = [s for s in enrolled if s not in self.persons and not self.course.excluded(s)]
        enrolled_people = [self.people.get(student) for student in new]
        known = [person for person in self.persons.values() if not self.course.excluded(person.id)]
        records.save(self.course, [*known, *(person for person in enrolled_people if person)])
        # Read anew: another call may have collected others meanwhile.
        save_received(self.course, self.assignment, load_received(self.course, self.assignment) | self.placed)

    def _times(self) -> dict[str, tuple[datetime | None, bool]]:
        """Return when students handed in and whether late, as the roster says it."""
        times: dict[str, tuple[datetime | None, bool]] = {}
        roster = self.enrolment.roster if self.enrolment else None
        if roster is None:
            return times
        unread = {}
        for row, match in zip(roster.rows, match_rows(self.people, roster), strict=True):
            if match.student:
                times[match.student] = roster.submitted(row), roster.late(row)
                unread |= {match.student: text} if (text := roster.unread_time(row)) else {}
        if unread:
            who, text = next(iter(unread.items()))
            self.enrolment.troubles.append(
                f"Times of handing in that cannot be read: {len(unread)} ({who}: {text!r}); nobody knows who is late. "
                "Download the list in English."
            )
        return times

    def _one(self, person: Person, entries: list[tuple[Handed, Member]]) -> Placed:
        """Read one person's files, choose the newest attempt, and place it."""
        with working_folder(self.earlier.parent) as meanwhile:
            try:
                return self._read(person, entries, meanwhile)
            except (GraderError, OSError):  # this machine's or the course's
                raise
            except Exception as error:  # what nobody thought of is this student's alone
                logger.exception("the work of %s cannot be placed", person.id)
                why = f"it cannot be placed ({type(error).__name__}: {error}): unpack it yourself and look at its names"
                return Placed(person.id, "refused", [str(member.path) for _, member in entries], [why])

    def _read(self, person: Person, entries: list[tuple[Handed, Member]], meanwhile: Path) -> Placed:
        reading = Reading(meanwhile).read(entries)
        time, late = self.times.get(person.id, (None, False))
        time = time or max((h.time for h, _ in entries if h.time), default=None)
        late = late or any(handed.late for handed, _ in entries)
        line = Placed(person.id, "refused", [str(member.path) for _, member in entries], late=late)
        line.time = time.isoformat() if time else ""
        line.refused = [name for name, _ in reading.refused]
        line.notes = [f"{name}: {why}" for name, why in reading.refused]
        if not reading.files:
            line.notes.append("nothing could be read: ask for it again")
            return line
        arranged = arrange(reading.files, self.masters)
        line.notes += arranged.notes
        for file, why in arranged.refused:
            line.refused.append(str(file.path))
            line.notes.append(f"{file.path}: {why}")
        if arranged.troubles:
            line.what = "undecided"
            line.notes += arranged.troubles
            return line
        if not any(file.is_notebook for file in arranged.files.values()):
            missing = "no notebook of this assignment among the files: ask for the .ipynb"
            line.notes.append(missing)
            return line
        self._place(
            person,
            line,
            arranged,
            _received(self.found.layout, entries[0][0].owner, arranged, line, self.found.wrapper),
        )
        return line

    def _place(self, person: Person, line: Placed, arranged: Arranged, now: Received) -> None:
        folder = self.course.folder("submitted", self.assignment, person.id)
        earlier = self.earlier / person.id
        when = datetime.fromisoformat(line.time) if line.time else None
        files = {path: file.stored for path, file in arranged.files.items()}
        for attempt in arranged.earlier:
            kept = keep_earlier({path: file.stored for path, file in attempt.items()}, earlier, None)
            line.notes.append(f"earlier attempt kept in {kept}")
        line.what = self._replace(folder, earlier, files, when, now, line, unreadable=arranged.unreadable)
        if line.what in ("placed", "unchanged"):
            line.folder = str(folder)
            self.placed[person.id] = now

    def _replace(
        self,
        folder: Path,
        earlier: Path,
        files: dict[PurePosixPath, Path],
        when: datetime | None,
        now: Received,
        line: Placed,
        *,
        unreadable: bool,
    ) -> str:
        """Place an attempt unless newer work lies there, or may; whatever makes room is kept."""
        if folder.is_dir() and same_files(folder, files):
            return "unchanged"
        kept = None
        if folder.is_dir() and any(folder.iterdir()):
            before = self.received.get(line.student)
            newer = True if self.newer else _is_newer(before, now, handed_in_at(folder)[0], when)
            if newer is None and kept_before(files, earlier):
                newer = False
            if newer is None:
                line.notes.append(
                    "other work of this student was collected before, and the platform does not say which is newer: "
                    "give its list with --roster, or --newer if this download is"
                )
                return "undecided"
            if not newer or unreadable:
                why = "older than what was collected before" if not newer else "no notebook that can be read"
                line.notes.append(f"{why}; kept in {keep_earlier(files, earlier, when)}")
                return "refused" if unreadable and newer else "older"
            gone = [path.name for path in folder.glob("*.ipynb") if PurePosixPath(path.name) not in files]
            if gone:
                line.notes.append(f"{', '.join(gone)} was there before and is not in this download")
            kept = next_folder(earlier)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, kept)
            line.notes.append(f"what was collected before is kept in {kept}")
        elif folder.is_dir():
            folder.rmdir()
        try:
            failed = place(files, folder, when)
        except BaseException:
            if kept is not None and not folder.exists():
                shutil.move(kept, folder)  # whoever had handed in before is not missing because a disk is full
            raise
        for name in failed:
            line.refused.append(name)
            line.notes.append(f"{name}: no file of this name can be placed")
        return "placed"


def _stray(member: Member, why: str) -> Placed:
    aside = member.path.name.casefold() in PLATFORMS_OWN and not member.problem
    return Placed("", "aside" if aside else "refused", [str(member.path)], [member.problem or why])


def _is_newer(
    before: Received | None, now: Received, time_before: datetime | None, time_now: datetime | None
) -> bool | None:
    """Whether work is newer than what was collected before; None where neither numbers nor times tell."""
    if before is not None and before.layout == now.layout and before.order and now.order and before.order != now.order:
        return now.order > before.order
    if time_before is not None and time_now is not None and time_before != time_now:
        return time_now > time_before
    return None


def _received(layout: str, owner: Owner, arranged: Arranged, line: Placed, wrapper: str) -> Received:
    files: Iterable[tuple[PurePosixPath, HandedFile]] = arranged.files.items()
    entries = {str(path): file.entry for path, file in files}
    if wrapper:
        entries = {path: entry.removeprefix(f"{wrapper}/") for path, entry in entries.items()}
    orders = [file.handed.order for file in arranged.files.values()]
    attempts = [file.handed.attempt for file in arranged.files.values() if file.handed.attempt]
    digits = "".join(c for c in max(attempts, default="") if c.isdigit())
    order = max(orders, default=0) or int(digits or 0)
    return Received(layout, owner.name, owner.number or owner.login, line.late, line.time, order, entries)
