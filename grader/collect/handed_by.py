"""Who handed in what, where a platform says so in a file of its own beside the work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import PurePosixPath

import yaml

from grader.collect.archive import Member
from grader.collect.platforms import BLACKBOARD, GRADESCOPE_METADATA, Handed, Owner
from grader.errors import ArchiveError

RECEIPT = re.compile(r"^Name:\s*(?P<name>.+?)\s*\((?P<login>[^()]+)\)\s*$", re.MULTILINE)
LARGEST = 5 * 2**20  # bytes of such a file


def blackboard_owners(files: Iterable[tuple[PurePosixPath, Member]]) -> dict[str, Owner]:
    """Return the person for each "Assignment_username": from the receipts, else what differs between the names."""
    owners: dict[str, Owner] = {}
    all_who = set()
    for path, member in files:
        match = BLACKBOARD.match(path.parts[0])
        if match is None:
            continue
        all_who.add(match["who"])
        text = _read(member) if match["receipt"] and len(path.parts) == 1 else ""
        found = RECEIPT.match(text.lstrip("\ufeff\r\n "))
        if found and match["who"].endswith(f"_{found['login']}"):
            owners[match["who"]] = Owner(found["name"], login=found["login"])
    shared = _shared(all_who) if len(all_who) > 1 else ""
    for who in all_who - owners.keys():
        login = who[len(shared) + 1 :] if shared else who.rpartition("_")[2]
        owners[who] = Owner(login, login=login)
    return owners


def _shared(names: set[str]) -> str:
    """Return what all names begin with, up to the last "_" of it."""
    alike = list(takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))
    return "".join(letters[0] for letters in alike).rpartition("_")[0]


def gradescope_owners(files: Iterable[tuple[PurePosixPath, Member]]) -> dict[str, list[Handed]]:
    """Return who handed in each `submission_N`, and when, as Gradescope's metadata say; empty where there are none.

    Raises
    ------
    ArchiveError
        Where there is no such file, or it cannot be read: nothing else in the export names people.
    """
    member = next((member for path, member in files if path.name == GRADESCOPE_METADATA), None)
    if member is None:
        raise ArchiveError(f"Gradescope's export without its {GRADESCOPE_METADATA} does not say whose work is whose.")
    try:
        stored = yaml.safe_load(_read(member)) or {}
        return {str(name): _submitters(entry or {}) for name, entry in stored.items()}
    except (yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise ArchiveError(f"{member.path} cannot be read ({error}). Export from Gradescope again.") from error


def _submitters(entry: dict) -> list[Handed]:
    when = entry.get(":created_at")
    when = (when.replace(tzinfo=UTC) if when.tzinfo is None else when) if isinstance(when, datetime) else None
    return [
        Handed(
            Owner(
                str(person.get(":name") or ""),
                login=str(person.get(":sid") or ""),
                email=str(person.get(":email") or ""),
            ),
            PurePosixPath("."),
            time=when,
            order=int(when.timestamp()) if when else 0,
        )
        for person in entry.get(":submitters") or []
    ]


def _read(member: Member) -> str:
    if member.problem or member.size > LARGEST:
        return ""
    return member.read(LARGEST).decode("utf-8", "replace")
