"""Three paths through the lessons, a term, a week and an evening, each made of the lessons that are there."""

from __future__ import annotations

from collections.abc import Callable

from tools.book.lessons import Lesson

WEEK = (1, 2, 3, 5, 9, 12, 14)
EVENING = 3
A_WEEK = 2  # lessons, in a term

Link = Callable[[Lesson], str]


def section(lessons: list[Lesson], link: Link) -> str:
    """Return the paths, in Markdown; `link` gives the address of a lesson from the page on which they are shown."""
    return "\n\n".join(filter(None, [_term(lessons, link), _week(lessons, link), _evening(lessons, link)]))


def missing(numbers: tuple[int, ...], lessons: list[Lesson]) -> set[int]:
    """Return the lessons that those with the given numbers need and that are not among them or come later."""
    before = [(one, numbers[:place]) for place, one in enumerate(numbers)]
    needs = {lesson.number: lesson.needs for lesson in lessons}
    return {need for one, earlier in before for need in needs.get(one, ()) if need not in earlier}


def needed_by_no_other(lessons: list[Lesson]) -> list[Lesson]:
    """Return the lessons that can be left out without a hole in another."""
    needed = {number for lesson in lessons for number in lesson.needs}
    return [lesson for lesson in lessons if lesson.number not in needed]


def _term(lessons: list[Lesson], link: Link) -> str:
    pairs = [lessons[i : i + A_WEEK] for i in range(0, len(lessons), A_WEEK)]
    weeks = [f"- Week {n}: {' and '.join(_named(one, link) for one in pair)}" for n, pair in enumerate(pairs, 1)]
    free = [f"[{one.number}]({link(one)})" for one in needed_by_no_other(lessons)]
    return "\n\n".join([
        "### A term",
        "Every lesson, two a week, in the order of their numbers. Each is an assignment of 20 points.",
        "\n".join(weeks),
        f"A shorter term can leave out any of {_listed(free, 'or')}: no other lesson needs them.",
    ])  # fmt: skip


def _week(lessons: list[Lesson], link: Link) -> str:
    days = [lesson for lesson in lessons if lesson.number in WEEK]
    rows = "\n".join(f"- Day {n}: {_named(one, link)}" for n, one in enumerate(days, 1))
    return "\n\n".join([
        "### A week",
        "One lesson a day, about two hours each, from a network written by hand to codes you can draw from and alarms "
        "that keep their promise. Leave the sections called *Further* for later. No lesson on this path needs one that "
        "is not on it.",
        rows,
    ])  # fmt: skip


def _evening(lessons: list[Lesson], link: Link) -> str:
    by_number = {lesson.number: lesson for lesson in lessons}
    one = by_number.get(EVENING)
    if one is None:
        return ""
    known = _listed([f"{why} (lesson {number})" for number, why in one.reasons.items()], "and")
    after = [_named(each, link) for each in lessons if set(each.needs) == {EVENING}]
    more = f" For another evening there is {_listed(after, 'or')}, which needs nothing else." if after else ""
    return "\n\n".join([
        "### An evening",
        f"{_named(one, link)}, without its sections called *Further*: an autoencoder built, trained and measured in "
        f"two hours. It takes for granted that you know {known}; if that is new to you, begin with "
        f"{_named(lessons[0], link)} instead.{more}",
    ])  # fmt: skip


def _named(lesson: Lesson, link: Link) -> str:
    return f"[{lesson.number} · {lesson.title}]({link(lesson)})"


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
