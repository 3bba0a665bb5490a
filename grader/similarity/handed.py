"""What each student of a class wrote, read from what they handed in, and what everybody was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import nbformat

from grader.grading.grade import read_notebooks
from grader.grading.merge.lifting import Lifted, Lifting
from grader.model import Limits, Master, Submission
from grader.notebook.language import language_of
from grader.similarity.passages import Passages, passages
from grader.similarity.tokens import Tokens, code, words

# Characters of one submission that are compared: some thousand lines, more than anybody writes into answers.
MOST_TEXT = 60_000


@dataclass(frozen=True)
class Answer:
    """One cell that a student wrote, and its notebook."""

    notebook: str
    cell: Lifted
    tokens: Tokens = field(repr=False)


@dataclass(frozen=True)
class Handed:
    """What one student wrote.

    Attributes
    ----------
    student : str
    answers : list of Answer
    passages : Passages
        Of the answers, cell for cell.
    """

    student: str
    answers: list[Answer]
    passages: Passages = field(repr=False)


@dataclass
class ClassWork:
    """What a class handed in for an assignment.

    Attributes
    ----------
    people : list of Handed
        Whoever wrote something.
    given : list of Passages
        What everybody was given.
    reference : Handed
        The reference answers.
    untouched : list of str
        Who handed in what they were given.
    problems : dict of str to str
        Who is not compared, or not in all of what they wrote, and why.
    """

    people: list[Handed]
    given: list[Passages]
    reference: Handed
    untouched: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def read_class(master: Master, submissions: Iterable[Submission], limits: Limits) -> ClassWork:
    """Read what a class has written.

    Parameters
    ----------
    master : Master
    submissions : iterable of Submission
        Read one after the other, and not kept.
    limits : Limits
        Bound what is read of a notebook.

    Returns
    -------
    ClassWork
    """
    lifting = {
        name: Lifting(notebook, master.released.get(name), master.conventions)
        for name, notebook in master.notebooks.items()
    }
    languages = {
        name: language_of(nbformat.reads(notebook.decode("utf-8"), as_version=4))
        for name, notebook in master.notebooks.items()
    }
    given = [
        passages(_tokens(kind, source, languages[name]) for kind, source in each.given)
        for name, each in lifting.items()
    ]
    work = ClassWork([], given, _reference(master, languages))
    for submission in submissions:
        _read(work, master, submission, limits, lifting, languages)
    return work


def _read(
    work: ClassWork, master: Master, submission: Submission, limits: Limits, lifting: dict[str, Lifting],
    languages: dict[str, str],
) -> None:  # fmt: skip
    student = submission.student
    notebooks, problems = read_notebooks(master, submission, limits)
    why = [str(problem) for problem in problems.values() if not problem.missing or notebooks]
    if not submission.files:
        return  # nothing was handed in
    if not notebooks:
        work.problems[student] = "; ".join(why) or "no notebook was handed in"
        return
    left, answers = MOST_TEXT, []
    for name, (_, notebook) in notebooks.items():
        for cell in lifting[name].lift(notebook):
            shown = cell.source[:left]
            left -= len(shown)
            if len(shown) < len(cell.source):
                why.append(f"only the first {MOST_TEXT:,} characters were compared")
            if shown:
                answers.append(Answer(name, cell, _tokens(cell.type, shown, languages[name])))
            if not left:
                break
    if why:
        work.problems[student] = "; ".join(dict.fromkeys(why))
    if answers:
        work.people.append(Handed(student, answers, passages(answer.tokens for answer in answers)))
    else:
        work.untouched.append(student)


def _reference(master: Master, languages: dict[str, str]) -> Handed:
    answers = []
    for name, content in master.notebooks.items():
        cells = nbformat.reads(content.decode("utf-8"), as_version=4).cells
        for cell in cells:
            lifted = Lifted("", cell.cell_type, cell.source)
            answers.append(Answer(name, lifted, _tokens(cell.cell_type, cell.source, languages[name])))
    return Handed("", answers, passages(answer.tokens for answer in answers))


def _tokens(kind: str, source: str, language: str) -> Tokens:
    return code(source, language) if kind == "code" else words(source)
