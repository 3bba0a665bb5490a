"""A lesson as a page: exercises as a student sees them, outputs as they were stored, answers folded away.

The page begins with the student version, so that no hidden test and no marking scheme can be on it. What the solution
version adds are outputs and, below each exercise, one answer.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.checks import MIME, report
from grader.notebook.nbgrader_cells import nbgrader
from tools.book.addresses import Repository
from tools.book.lessons import TITLE, Lesson
from tools.study import one_answer, student_version

ATTACHED = re.compile(r"\]\(attachment:([^)\s]+)\)")
# The first form that an output has is shown; what none of them shows is left out.
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
WIDGET = "application/vnd.jupyter.widget-view+json"
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}


def write_page(lesson: Lesson, folder: Path, repository: Repository) -> Path:
    """Write the page of a lesson as a notebook for myst-nb, its pictures beside it.

    Parameters
    ----------
    lesson : Lesson
    folder : Path
        The folder of the lessons' pages; pictures go into `pictures` in it, the download is expected in `downloads`.
    repository : Repository

    Returns
    -------
    Path
        The notebook.
    """
    pictures = Pictures(folder / "pictures", lesson.name)
    cells: list[NotebookNode] = []
    for master, student in zip(lesson.notebook.cells, student_version(lesson.path).cells, strict=True):
        cells += _cells(master, student, pictures)
    cells[0].source = TITLE.sub(f"# {lesson.number} · {lesson.title}", cells[0].source, count=1)
    cells.insert(1, new_markdown_cell(ways_to_work(lesson, repository), id="ways-to-work"))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    page = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": LANGUAGE})
    target = folder / f"{lesson.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(page, target)
    return target


def ways_to_work(lesson: Lesson, repository: Repository) -> str:
    """The line below the title: where a reader gets the student version, and where it runs without installing."""
    download = f"{{download}}`Download the student version <downloads/{lesson.name}.ipynb>`"
    machines = " · ".join(f"[{name}]({address})" for name, address in repository.machines(lesson.name).items())
    elsewhere = f" or open it in {machines}" if machines else ""
    return f":::{{container}} ways-to-work\n{download}{elsewhere}\n:::"


class Pictures:
    """The files of a lesson's pictures, numbered as they come."""

    def __init__(self, folder: Path, lesson: str) -> None:
        self.folder, self.lesson, self.count = folder, lesson, 0

    def save(self, kind: str, data: str) -> str:
        """Keep one picture; return its address from the page."""
        self.count += 1
        name = f"{self.lesson}-{self.count:02}.{PICTURES[kind]}"
        content = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)
        return f"{self.folder.name}/{name}"


def _cells(master: NotebookNode, student: NotebookNode, pictures: Pictures) -> list[NotebookNode]:
    marks = nbgrader(master)
    if marks.get("solution"):
        answer, why = one_answer(master.source)
        text = answer if master.cell_type == "markdown" else f"```python\n{answer}\n```\n\n{_escaped(why)}"
        shown = (
            new_markdown_cell("*Your answer goes here.*", id=student.id)
            if master.cell_type == "markdown"
            else new_code_cell(student.source, id=student.id)
        )
        return [shown, new_markdown_cell(_folded("Show one answer", text), id=f"{student.id}-answer")]
    if master.cell_type == "markdown":
        return [new_markdown_cell(_with_files(student, pictures), id=student.id)]
    if master.cell_type != "code":
        return []
    cell = new_code_cell(student.source, id=student.id, execution_count=master.execution_count)
    cell.metadata["tags"] = [tag for tag in master.metadata.get("tags", []) if tag == "hide-input"]
    test = bool(marks.get("grade"))
    if test:
        cell.metadata["mystnb"] = {"code_prompt_show": "Show the checks", "code_prompt_hide": "Hide the checks"}
    shown = (_output(output, pictures, only_checks=test) for output in master.outputs)
    cell.outputs = [output for output in shown if output is not None]
    return [cell]


def _folded(summary: str, text: str) -> str:
    return f'<details class="answer"><summary>{summary}</summary>\n\n{text}\n\n</details>'


def _with_files(cell: NotebookNode, pictures: Pictures) -> str:
    def saved(found: re.Match[str]) -> str:
        kind, data = next(iter(cell.attachments[found.group(1)].items()))
        return f"]({pictures.save(kind, data)})"

    return ATTACHED.sub(saved, cell.source)


def _output(output: NotebookNode, pictures: Pictures, *, only_checks: bool) -> NotebookNode | None:
    """Return an output as the page shows it: pictures as files with their alt text, checks without the hidden ones."""
    data = output.get("data", {})
    if MIME in data:
        return _html(report.as_html(visible(data[MIME])))
    if only_checks:
        return None
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    picture = next((kind for kind in PICTURES if kind in data), None)
    if picture:
        alt = output.metadata.get(picture, {}).get("alt", "")
        text = f"![{_escaped(alt)}]({pictures.save(picture, data[picture])})"
        return new_output("display_data", {"text/markdown": text, "text/plain": alt})
    if WIDGET in data:  # needs a kernel; its still picture is an output of its own
        return None
    return output if data else None


def _html(text: str) -> NotebookNode:
    return new_output("display_data", {"text/html": text, "text/plain": ""})


def _escaped(alt: str) -> str:
    return re.sub(r"([\\\[\]*_`<>$&])", r"\\\1", " ".join(alt.split()))


def visible(payload: dict) -> dict:
    """Return what a student's version would have said: the checks that are not hidden."""
    checks = [check for check in payload["checks"] if not check["hidden"]]
    return payload | {"checks": checks}
