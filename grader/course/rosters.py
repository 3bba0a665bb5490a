"""Put the rows of a roster into the record of people, or say why a row cannot be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course.people import People, Person, is_folder_name
from grader.course.platform_lists import PlatformList, read_list
from grader.errors import RosterError
from grader.text import key

WHO = ("student", "login", "sis", "number", "name", "first", "last", "email")


@dataclass
class Enrolment:
    """What a roster did: ids that are new, ids of which something was mended, and what could not be decided."""

    roster: PlatformList
    students: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def enrol(people: People, path: Path) -> Enrolment:
    """Add everybody in a roster to `people`, and renew what is known of those who are there.

    A column `student` gives the id; from Canvas `SIS Login ID` does; otherwise it is made from the name. Whoever is
    known already (by number, id, address, or a name that only they have) keeps their id.

    Parameters
    ----------
    people : People
        Changed in place; `people.save` writes it.
    path : Path
        A list of our own, Canvas's gradebook or Moodle's grading worksheet or list of participants.

    Raises
    ------
    RosterError
        Where the file cannot be used: no column tells people apart, an id is no folder's name, two rows have one id.
    """
    roster = read_list(path)
    rows = [row for row in roster.rows if roster.is_person(row)]
    if not {"student", "login", "name", "first", "last"} & roster.columns.keys():
        found = ", ".join(roster.header)
        raise RosterError(f"{path}: no column named `student` (found: {found}). Add one with each student's id.")
    _check(roster, rows)
    done = Enrolment(roster)
    names = [roster.name(row) for row in rows]
    matches = [m for row, m in zip(roster.rows, match_rows(people, roster), strict=True) if roster.is_person(row)]
    often = Counter(key(name) for name in names)
    for row, name, match in zip(rows, names, matches, strict=True):
        _enrol(people, row, match, done, alone=often[key(name)] == 1)
    return done


@dataclass(frozen=True)
class Match:
    """Whom a row is about: one student, nobody ("" and no candidates), or one of several."""

    student: str = ""
    candidates: frozenset[str] = frozenset()


def match_rows(people: People, roster: PlatformList, numbers: dict[str, str] | None = None) -> list[Match]:
    """Find whom each row of a list is about: by number, id or address, else by a name that tells only one.

    Parameters
    ----------
    people : People
    roster : PlatformList
    numbers : dict of str to str, optional
        Numbers of students in just this list, as "moodle:501": a row of another number is about somebody else.

    Returns
    -------
    list of Match
        One a row; rows that are about nobody match nobody.
    """
    sure = [_sure(people, roster, row) if roster.is_person(row) else set() for row in roster.rows]
    taken = {next(iter(found)) for found in sure if len(found) == 1}
    unsure = Counter(
        key(roster.name(row))
        for row, found in zip(roster.rows, sure, strict=True)
        if roster.is_person(row) and not found
    )
    matches = []
    for row, found in zip(roster.rows, sure, strict=True):
        if not found and roster.is_person(row):
            number = roster.number(row)
            named = _named(people, roster, row) - taken
            found = {student for student in named if (numbers or {}).get(student, number) == number}
            if found and unsure[key(roster.name(row))] > 1:
                matches.append(Match(candidates=frozenset(found)))
                continue
        matches.append(Match(next(iter(found))) if len(found) == 1 else Match(candidates=frozenset(found)))
    return matches


def _sure(people: People, roster: PlatformList, row: list[str]) -> set[str]:
    """Return whom number, id or address of a row tell, the surest first."""
    found = people.numbered(roster.number(row)) if roster.number(row) else set()
    for what in ("student", "login", "sis"):
        text = roster.cell(row, what)
        found = found or ({text} if text in people else set()) or people.numbered(f"login:{text}" if text else "")
    return found or people.mailed(roster.cell(row, "email")) or people.mailed(roster.cell(row, "login"))


def _named(people: People, roster: PlatformList, row: list[str]) -> set[str]:
    """Return whom the name of a row may be, without those of whom something surer says that they are others."""
    number, mail = roster.number(row), roster.cell(row, "email")
    return {
        student
        for student in people.named(roster.name(row), turned=True)
        if (person := people.get(student)) is not None and not person.is_another(number, mail)
    }


def _check(roster: PlatformList, rows: list[list[str]]) -> None:
    for what in ("student", "login", "number"):
        seen: set[str] = set()
        for row in rows:
            text = roster.cell(row, what)
            if text and text in seen:
                heading = roster.header[roster.columns[what]]
                raise RosterError(
                    f"{roster.path}: two rows have {text!r} as {heading}. Mend the list: an id is one person's."
                )
            seen.add(text)
    column = "student" if "student" in roster.columns else "login"
    for row in rows:
        student = roster.cell(row, column)
        if column == "student" and student and not is_folder_name(student):
            raise RosterError(
                f"{roster.path}: the student id {student!r} cannot be a folder's name. Use letters, digits, - and _."
            )


def _enrol(people: People, row: list[str], match: Match, done: Enrolment, *, alone: bool) -> None:
    roster = done.roster
    given, name = roster.cell(row, "student"), roster.name(row)
    student = given if given in people else match.student
    if not student and match.candidates and not given:
        found = " or ".join(sorted(match.candidates))
        done.troubles.append(f"{name}: this may be {found}. Add a column `student` that tells.")
        return
    if given and student and student != given:
        done.troubles.append(
            f"{given}: by number, address or name this is {student}, who is known already. Use that id in the list."
        )
        return
    student = student or given
    if not student:
        full = " ".join(filter(None, split_name(roster, row)))
        login = roster.cell(row, "login") if is_folder_name(roster.cell(row, "login")) else ""
        student = login if login and login not in people else people.new_id(full, _plain(roster, row), alone=alone)
    if student in done.students:
        done.troubles.append(f"{student}: two rows are about them, the second as {name!r}. Take one out.")
        return
    before = people.get(student)
    after = _renewed(before or Person(student), roster, row)
    people.put(after)
    done.students.append(student)
    if before is None:
        done.new.append(student)
    elif before != after:
        done.mended.append(student)


def _plain(roster: PlatformList, row: list[str]) -> str:
    return roster.number(row).partition(":")[2]


def _renewed(person: Person, roster: PlatformList, row: list[str]) -> Person:
    """Return a person with what a row tells; empty cells take nothing away."""
    first, last = split_name(roster, row)
    logins = [f"login:{text}" for what in ("login", "sis") if (text := roster.cell(row, what))]
    told = set(roster.columns.values())
    others = [cell.strip() for index, cell in enumerate(row) if index not in told and cell.strip()]
    person = person.known_also(names=[roster.name(row)], numbers=[roster.number(row), *logins])
    if "student" in roster.columns:  # any further cell of a list of our own is a way to find the person
        person = person.known_also(names=others, numbers=[f"any:{cell}" for cell in others if cell.isdigit()])
    return replace(
        person,
        first_name=first or person.first_name,
        last_name=last or person.last_name,
        email=roster.cell(row, "email") or person.email,
        section=roster.cell(row, "section") or person.section,
        # Moodle counts participants anew for each assignment: the first number stays.
        lms_id=person.lms_id if roster.kind == "moodle" and person.lms_id else _plain(roster, row) or person.lms_id,
    )


def split_name(roster: PlatformList, row: list[str]) -> tuple[str, str]:
    """Return first and last name: as given, at the comma, else with the last word as the last name."""
    first, last = roster.cell(row, "first"), roster.cell(row, "last")
    return (first, last) if first or last else parted(roster.cell(row, "name"))


def parted(name: str) -> tuple[str, str]:
    """Part a full name.

    Examples
    --------
    >>> parted("Doe, Jane"), parted("Jane van Doe"), parted("Ada")
    (('Jane', 'Doe'), ('Jane van', 'Doe'), ('', 'Ada'))
    """
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return first, last
    first, _, last = name.strip().rpartition(" ")
    return first.strip(), last
