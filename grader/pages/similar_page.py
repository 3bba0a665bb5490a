"""`grader similar`: one HTML page that shows submissions side by side where they are alike, for instructors only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from grader.course.directory import Course
from grader.errors import CommandError
from grader.pages.exercises import title_of
from grader.pages.html import LONGEST_SOURCE, render, write_page
from grader.similarity.compare import FEW, Alike, Shown, Similarity

MOST_PAIRS = 40  # that are shown cell by cell; all of them stand in the table


@dataclass(frozen=True)
class Side:
    """One student's cell beside another's."""

    where: str
    html: Markup


def marked_html(shown: Shown) -> Markup:
    """Return a cell's text, escaped, with the shared parts marked."""
    source, at, parts = shown.answer.cell.source[:LONGEST_SOURCE], 0, []
    for start, end in shown.spans:
        if start < len(source):
            parts += [escape(source[at:start]), Markup("<mark>{}</mark>").format(source[start:end])]
            at = min(end, len(source))
    cut = len(shown.answer.cell.source) - len(source)
    rest = source[at:] + (f"\n… {cut} more characters are not shown" if cut else "")
    return Markup("").join([*parts, escape(rest)])


def sides(pair: Alike, several: bool) -> list[tuple[Side | None, Side | None]]:
    """Return what is shown of a pair, row by row."""
    return [tuple(each and Side(_where(each, several), marked_html(each)) for each in row) for row in pair.rows]


def write_similar_page(course: Course, similarity: Similarity, output: Path | None = None) -> Path:
    """Write the page.

    Parameters
    ----------
    course : Course
    similarity : Similarity
    output : Path, optional
        Default: `reports/<assignment>-similar.html` in the course.

    Raises
    ------
    CommandError
        Where it cannot be written.
    """
    assignment = similarity.assignment
    master = course.master(assignment)
    titles = [title_of(name, notebook) for name, notebook in master.notebooks.items()]
    path = (output or course.root / "reports" / f"{assignment}-similar.html").resolve()
    html = render(
        "similar.html",
        title=titles[0] if len(titles) == 1 else assignment,
        similarity=similarity,
        larger=[group for group in similarity.groups if len(group) > 2],
        few=FEW,
        shown=[(pair, sides(pair, len(titles) > 1)) for pair in similarity.pairs[:MOST_PAIRS]],
    )
    try:
        write_page(path, html)
    except OSError as error:
        raise CommandError(
            f"{path}: cannot be written ({error.strerror}). Give another place with --output."
        ) from error
    return path


def _where(shown: Shown, several: bool) -> str:
    cell, notebook = shown.answer.cell, f"{shown.answer.notebook}: " if several else ""
    if not cell.added:
        return f"{notebook}{cell.cell}"
    return f"{notebook}a cell added after {cell.cell}" if cell.cell else f"{notebook}a cell added at the beginning"
