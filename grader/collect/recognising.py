"""Which person of the course an owner of files is, by the surest thing that the platform tells; never by a guess."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from grader.collect.platforms import Owner
from grader.course.people import People, Person, is_folder_name, student_id
from grader.course.received import Received
from grader.course.rosters import parted
from grader.text import key


def recognise(
    owners: Iterable[Owner], layout: str, people: People, received: dict[str, Received], *, only_known: bool
) -> tuple[dict[str, Person], dict[str, str]]:
    """Find or make the person of each owner.

    Parameters
    ----------
    owners : iterable of Owner
        All of one archive.
    layout : str
    people : People
        New people are put into it.
    received : dict of str to Received
        What came for this assignment before.
    only_known : bool
        Whether a roster was given, so that strangers are refused.

    Returns
    -------
    persons : dict of str to Person
        By `Owner.key`.
    troubles : dict of str to str
        Why somebody could not be decided, by `Owner.key`.
    """
    owners = list(dict.fromkeys(owners))
    persons: dict[str, Person] = {}
    troubles = _two_names(owners)
    names = Counter(key(owner.name) for owner in owners)
    sure = {owner.key: _sure(owner, layout, people) for owner in owners}
    taken = set().union(*sure.values())  # whoever is told by a number cannot be another owner by name
    for owner in owners:
        if owner.key in troubles:
            continue
        found, alone = sure[owner.key], names[key(owner.name)] == 1
        if not found:
            found = _by_name(owner, layout, people, received, only_known) - taken
            if len(found) > 1 or (found and not alone):
                troubles[owner.key] = (
                    f"{owner}: may be {' or '.join(sorted(found))}, and nothing but the name tells. Give the "
                    "platform's own list of this assignment with --roster."
                )
                continue
        if len(found) > 1:
            troubles[owner.key] = f"{owner}: may be {' or '.join(sorted(found))}. Mend the roster: `grader roster`."
        elif found:
            persons[owner.key] = people.get(next(iter(found))) or Person(next(iter(found)))
        elif only_known:
            troubles[owner.key] = f"{owner} is not in the roster, or not alone: mend the roster, then collect again"
        else:
            persons[owner.key] = _new(owner, layout, people, alone)
            people.put(persons[owner.key])
            taken.add(persons[owner.key].id)
    troubles |= _two_owners(persons, owners)
    done = [owner for owner in owners if owner.key in persons and owner.key not in troubles]
    return {owner.key: _known(persons[owner.key], owner, layout) for owner in done}, troubles


def number_of(owner: Owner, layout: str) -> str:
    """Return an owner's number as `Person.numbers` holds it, "" where there is none."""
    return f"{layout}:{owner.number}" if owner.number else ""


def _sure(owner: Owner, layout: str, people: People) -> set[str]:
    """Return whom number, account or address tells."""
    found = people.numbered(number_of(owner, layout)) if owner.number else set()
    if owner.login:
        found = found or ({owner.login} if owner.login in people else set()) or people.numbered(f"login:{owner.login}")
    if layout == "folder" and owner.name in people:
        found = {owner.name}
    return found or people.mailed(owner.email)


def _by_name(owner: Owner, layout: str, people: People, received: dict[str, Received], only_known: bool) -> set[str]:
    """Return whom the name tells, without those who are known to be somebody else."""
    if not key(owner.name):
        return set()
    named = people.named(owner.name, turned=only_known)
    if not named:
        # Of whom only the id is known, it was made from the name; earlier versions left accents out.
        slugs = (student_id(owner.name), student_id(_ascii(owner.name)))
        named = {slug for slug in slugs if (bare := people.get(slug)) and not (bare.names or bare.numbers or bare.name)}
    number = number_of(owner, layout)
    others = {
        student
        for student in named
        if (person := people.get(student)) is not None
        and (
            person.is_another(number, owner.email)
            or (student in received and received[student].number not in ("", owner.number))
        )
    }
    return named - others


def _new(owner: Owner, layout: str, people: People, alone: bool) -> Person:
    if layout == "folder" and _plain(owner.name):
        student = owner.name if owner.name not in people else people.new_id(owner.name)
    elif owner.login and is_folder_name(owner.login) and owner.login not in people:
        student = owner.login
    else:
        student = people.new_id(owner.name, owner.number or owner.login, alone=alone)
    # Canvas runs last and first name together; the others write a full name.
    first, last = parted(owner.name) if layout != "canvas" and len(owner.name.split()) > 1 else ("", "")
    return Person(student, first, last)


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _plain(name: str) -> bool:
    return is_folder_name(name) and all(character.isalnum() or character in "._@-" for character in name)


def _known(person: Person, owner: Owner, layout: str) -> Person:
    """Return a person with what the archive tells of them."""
    numbers = [number_of(owner, layout), f"login:{owner.login}" if owner.login else ""]
    person = person.known_also(names=[owner.name], numbers=numbers)
    return replace(person, lms_id=person.lms_id or owner.number, email=person.email or owner.email)


def _two_names(owners: list[Owner]) -> dict[str, str]:
    """Find numbers under which two names stand: one of them was made up."""
    names: dict[str, set[str]] = {}
    for owner in owners:
        names.setdefault(owner.key, set()).add(owner.name)
    return {
        number: f"{' and '.join(sorted(found))} have one number, {number}: two people, or a name that somebody made up"
        for number, found in names.items()
        if len({key(name) for name in found}) > 1
    }


def _two_owners(persons: dict[str, Person], owners: list[Owner]) -> dict[str, str]:
    """Find students who would get the work of two owners."""
    whose: dict[str, set[str]] = {}
    for owner in owners:
        if owner.key in persons:
            whose.setdefault(persons[owner.key].id, set()).add(owner.key)
    written = {owner.key: str(owner) for owner in owners}
    return {
        who: f"{' and '.join(sorted(written[w] for w in found))} would both be {student}: mend the roster"
        for student, found in whose.items()
        if len(found) > 1
        for who in found
    }
