"""Who is who: one record of a person, from the first archive to the last exported list.

Student id, names, e-mail and the platform's number stand in nbgrader's own columns (`student.lms_user_id` and so on);
what nbgrader has no column for (section, the names and numbers by which platforms have called this person) lies in
`people.json` beside the gradebook.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.directory import Course
from grader.errors import CourseError
from grader.files import write_file
from grader.text import inert, key, visible

FILE_NAME = "people.json"
# What nbgrader has columns for; what stands in people.json.
COLUMNS = {"first_name": "first_name", "last_name": "last_name", "email": "email", "lms_id": "lms_user_id"}
ASIDE = ("section", "names", "numbers")


@dataclass(frozen=True)
class Person:
    """A student.

    Attributes
    ----------
    id : str
        The student id: the name of their folders.
    first_name, last_name, email, section : str
    lms_id : str
        Their number on the learning platform (nbgrader's `lms_user_id`).
    names : tuple of str
        Names as platforms have written them, such as "doejane".
    numbers : tuple of str
        Numbers as platforms have written them, such as "canvas:7001". Moodle counts participants anew for each
        assignment, so that there are several.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    section: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last name, or "" where neither is known."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def last_first(self) -> str:
        """Last name, first name; the id where neither is known."""
        return ", ".join(filter(None, (self.last_name, self.first_name))) or self.id

    def is_another(self, number: str = "", email: str = "") -> bool:
        """Whether a number or an address says that somebody of this name is not this person.

        Parameters
        ----------
        number : str
            Such as "canvas:7001". Only Canvas's tells: it is one for a person, Moodle's is another in each assignment.
        email : str
        """
        others = [known for known in self.numbers if known.startswith("canvas:")]
        if number.startswith("canvas:") and any(known != number for known in others):
            return True
        return bool(email.strip() and self.email) and address_key(email) != address_key(self.email)

    def known_also(self, *, names: Iterable[str] = (), numbers: Iterable[str] = ()) -> Person:
        """Return the person with further names and numbers, those that are new."""
        more = tuple(dict.fromkeys([*self.names, *filter(None, names)]))
        return replace(self, names=more, numbers=tuple(dict.fromkeys([*self.numbers, *filter(None, numbers)])))


class People:
    """The people of a course, found by what a platform calls them; answers are sets, so that doubt stays visible."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self._persons: dict[str, Person] = {}
        self._folded: set[str] = set()
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._emails: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._turned: dict[str, set[str]] = defaultdict(set)
        for person in persons:
            self.put(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(sorted(self._persons.values(), key=lambda person: person.id))

    def __len__(self) -> int:
        return len(self._persons)

    def __contains__(self, student: object) -> bool:
        return student in self._persons

    def get(self, student: str) -> Person | None:
        """Return who has this student id."""
        return self._persons.get(student)

    def put(self, person: Person) -> None:
        """Add somebody, or renew what is known of them."""
        self._persons[person.id] = person
        self._folded.add(person.id.casefold())
        for number in person.numbers:
            self._numbers[number].add(person.id)
        if person.email:
            self._emails[address_key(person.email)].add(person.id)
        full = [person.name, f"{person.last_name} {person.first_name}"] if person.name else []
        for name in [*full, *person.names]:
            self._names[key(name)].add(person.id)
            for turned in turns(name):
                self._turned[turned].add(person.id)
        for index in (self._names, self._turned):
            index.pop("", None)

    def numbered(self, number: str) -> set[str]:
        """Return the ids of who has a number, given as "canvas:7001"; "any:7001" stands for every platform."""
        plain = f"any:{number.partition(':')[2]}"
        return self._numbers.get(number) or self._numbers.get(plain) or set()

    def mailed(self, address: str) -> set[str]:
        """Return the ids of who has an e-mail address."""
        return self._emails.get(address_key(address), set()) if address.strip() else set()

    def named(self, name: str, *, turned: bool = False) -> set[str]:
        """Return the ids of who has a name; `turned` takes "Doe, Jane" for "Jane Doe" where nobody is called so."""
        exact = self._names.get(key(name), set())
        if exact or not turned:
            return exact
        return set().union(*(self._turned.get(way, set()) for way in turns(name)))

    def new_id(self, name: str, number: str = "", *, alone: bool = True) -> str:
        """Choose an id that nobody has yet, from the name; the same name and number give the same id.

        Parameters
        ----------
        name, number : str
            As the platform writes them.
        alone : bool
            False where somebody else in the same archive has this name, so that the number must be in the id.
        """
        slug = student_id(name) or student_id(number) or "student"
        if alone and slug.casefold() not in self._folded:
            return slug
        mark = student_id(number) or hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:4]
        slug = f"{slug}_{mark}"
        while slug.casefold() in self._folded:
            slug += "_"
        return slug


def address_key(address: str) -> str:
    """Return what two ways of writing one e-mail address have in common."""
    return address.strip().casefold()


def turns(name: str) -> set[str]:
    """Return the keys of a name with its words in turn first: platforms write "Doe, Jane", "doejane" and "Jane Doe"."""
    words = [word for word in re.split(r"[\s,]+", name) if key(word)]
    return {key("".join(words[start:] + words[:start])) for start in range(len(words))} - {""}


def student_id(text: str) -> str:
    """Make a name into a student id that is a safe folder name everywhere; letters of every script stay.

    Examples
    --------
    >>> student_id("Jane  Doe"), student_id("../../etc"), student_id("José"), student_id("王 伟")
    ('jane_doe', 'etc', 'josé', '王_伟')
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "._@-" else "_" for c in plain)
    slug = re.sub(r"_{2,}", "_", kept)
    while len(slug.encode()) > 120:
        slug = slug[:-1]
    slug = slug.strip("._-")
    return f"{slug}_" if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", slug) else slug


def is_folder_name(student: str) -> bool:
    """Whether a student id can be a folder's name on every system."""
    return (
        bool(re.fullmatch(r"[^/\\+:*?\"<>|\x00-\x1f]+", student))
        and visible(student) == student
        and not student.startswith(".")
        and student == student.strip()
        and len(student.encode()) <= 200
    )


def people(course: Course) -> dict[str, Person]:
    """Return every student of the gradebook by id, excluded ones left out."""
    return {person.id: person for person in load(course)}


def load(course: Course) -> People:
    """Read everybody the gradebook knows, excluded ones left out.

    Raises
    ------
    CourseError
        If the gradebook or `people.json` cannot be read.
    """
    aside = _read_aside(course)
    with course.gradebook() as gradebook:
        persons = [
            Person(
                student.id,
                **{ours: getattr(student, theirs) or "" for ours, theirs in COLUMNS.items()},
                **aside.get(student.id, {}),
            )
            for student in gradebook.students
            if not course.excluded(student.id)
        ]
    return People(persons)


def save(course: Course, persons: Iterable[Person]) -> None:
    """Write people into nbgrader's columns and `people.json`, in one transaction; nobody else is touched.

    Raises
    ------
    CourseError
        If the gradebook or `people.json` cannot be written.
    """
    from nbgrader.api import Student

    persons = list(persons)
    if not persons:
        return
    with course.gradebook() as gradebook:
        known = {student.id: student for student in gradebook.students}
        for person in persons:
            student = known.get(person.id)
            if student is None:
                student = Student(id=person.id)
                gradebook.db.add(student)
            for ours, theirs in COLUMNS.items():
                value = inert(getattr(person, ours))  # formgrader prints names as they are, and people choose theirs
                if (getattr(student, theirs) or "") != value:
                    setattr(student, theirs, value or None)
        gradebook.db.commit()
    _write_aside(course, persons)


def _read_aside(course: Course) -> dict[str, dict]:
    path = course.root / FILE_NAME
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {
            student: {
                "section": str(entry.get("section", "")),
                "names": tuple(map(str, entry.get("names", ()))),
                "numbers": tuple(map(str, entry.get("numbers", ()))),
            }
            for student, entry in stored.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise CourseError(
            f"{path} cannot be read ({error}). Mend it, or take it away: `grader roster` makes it anew."
        ) from error


def _write_aside(course: Course, persons: Iterable[Person]) -> None:
    stored = _read_aside(course)
    for person in persons:
        stored[person.id] = {name: getattr(person, name) for name in ASIDE}
    kept = {student: entry for student, entry in sorted(stored.items()) if any(entry.values())}
    write_json_file(course.root / FILE_NAME, kept)


def write_json_file(path: Path, data: object) -> None:
    """Write JSON at one stroke.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    try:
        write_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}).") from error
