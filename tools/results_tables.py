"""The results tables that the stored lessons print: read rows from them, and print them anew.

Each lesson's own rows stand in its own stored output, which is where a later lesson takes them from. So a table never
depends on what else was run on a machine.
"""

import html
import re
from pathlib import Path

import nbformat

from course_utils.results import Results, Row

HEAD = ("lesson", "model", "metric", "value", "data", "setting")
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
LINE = re.compile(r"<tr>(.*?)</tr>", re.S)


def tables(notebook: nbformat.NotebookNode) -> list[tuple[nbformat.NotebookNode, nbformat.NotebookNode]]:
    """Return each cell that displays a results table, with its output."""
    return [
        (cell, output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if _lines(output.get("data", {}).get("text/html", ""))[:1] == [HEAD]
    ]


def own_rows(path: Path) -> list[Row]:
    """Return the rows of a stored lesson that are its own, as its last table shows them."""
    shown = tables(nbformat.read(path, as_version=4))
    rows = [_row(line) for line in _lines(shown[-1][1].data["text/html"])[1:]] if shown else []
    return [row for row in rows if row["lesson"] == number(path)]


def renew(path: Path, rows: list[Row]) -> bool:
    """Print the tables of a stored lesson anew, from its own rows and those of earlier lessons.

    Returns
    -------
    bool
        Whether that changed anything.
    """
    notebook, lesson = nbformat.read(path, as_version=4), number(path)
    earlier = [row for row in rows if row["lesson"] < lesson]
    changed = False
    for cell, output in tables(notebook):
        mine = [row for row in map(_row, _lines(output.data["text/html"])[1:]) if row["lesson"] == lesson]
        table = Results.of(lesson, [*earlier, *mine])
        whole = "whole=True" in cell.source
        new = {"text/plain": table.as_text(whole), "text/html": table.as_html(whole)}
        changed |= any(output.data[kind] != text for kind, text in new.items())
        output.data |= new
    if changed:
        nbformat.write(notebook, path)
    return changed


def number(path: Path) -> int:
    """Return the number of a lesson: 9 for ``09_linear_ae_pca.ipynb``."""
    return int(path.stem.split("_")[0])


def _lines(text: str) -> list[tuple[str, ...]]:
    return [
        tuple(html.unescape(re.sub(r"</?b>", "", cell)) for cell in CELL.findall(line)) for line in LINE.findall(text)
    ]


def _row(line: tuple[str, ...]) -> Row:
    lesson, model, metric, printed, data, setting = line
    value, _, unit = printed.partition(" ")
    row = {"lesson": int(lesson), "value": float(value), "unit": unit, "profile": "full"}
    return row | {"model": model, "metric": metric, "data": data, "setting": setting}
