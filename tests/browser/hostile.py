"""What a student may hand in to act in somebody's browser: a vector for each student, and the class that holds them."""

# ruff: noqa: E501  - vectors stand as they are handed in

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'c'\nc.IncludeHeaderFooter.header = ''\n"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
TABLE = "**My answer**, $a < b$ and $\\frac{c}{d}$\n\n| name | value |\n|------|-------|\n| one  | 1     |\n\n"
_UNUSED_SECONDS = 20
REMOTE = "http://127.0.0.1:{port}/fetched"
# Says that it ran in both ways that are looked at.
ACT = "new Image().src='http://127.0.0.1:{port}/ran';alert(1)"
NAME_THAT_ACTS = "<img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Vector:
    """One way in.

    Attributes
    ----------
    written, answer : str
        What stands in the written answer and in the answer in code.
    output : dict
        What the answer shows, by MIME type.
    attachments : dict
        Pictures of the written answer.
    added : str
        A Markdown cell of the student's own.
    files : tuple of str
        Names of further files.
    notebook : str
        The notebook's name.
    name : str
        The student's name.
    acts : bool
        Whether it acts on the page that stock nbgrader makes.
    """

    written: str = ""
    answer: str = "def f(): return 1"
    output: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    added: str = ""
    files: tuple[str, ...] = ()
    notebook: str = "ps.ipynb"
    name: str = ""
    acts: bool = True


def _html(text: str, **more: bool) -> Vector:
    return Vector(output={"text/html": text}, **more)


VECTORS = {
    "script": Vector(written=f"<script>{ACT}</script>"),
    "handlers": Vector(written=f'<img src=x onerror="{ACT}"><svg onload="{ACT}"></svg><details open ontoggle="{ACT}">x'),
    "link": Vector(written=f"[a](javascript:{ACT}) [b][r] <a href=\"java&#10;script:{ACT}\">c</a>\n\n[r]: javascript:{ACT}"),
    "image": Vector(written=f"![a]({REMOTE}) ![b][r] <img srcset='{REMOTE} 2x' src='{REMOTE}'>\n\n[r]: {REMOTE}"),
    "style": Vector(written=f"<style>body {{ background: url({REMOTE}) }}</style><p style='background:url({REMOTE})'>x</p>"),
    "frames": Vector(written=f'<iframe srcdoc="<script>{ACT}</script>"></iframe><img src="{REMOTE}">', acts=False),
    "refresh": Vector(written=f"<meta http-equiv=refresh content='0;url={REMOTE}'>"),
    "base": Vector(written=f"<base href='http://127.0.0.1:{{port}}/'><link rel=stylesheet href='{REMOTE}'>"),
    "added cell": Vector(added=f"<script>{ACT}</script>![a]({REMOTE})[a](javascript:{ACT})"),
    "html output": _html(f'<script>{ACT}</script><img src=x onerror="{ACT}">'),
    "html output link": _html(f"<a href='javascript:{ACT}'>x</a><form action='javascript:{ACT}'><button>y</button></form>", acts=False),
    "html output style": _html(f"<p style='background:url({REMOTE});cursor:url({REMOTE}),auto'>x</p><img src='{REMOTE}'>"),
    "markdown output": Vector(output={"text/markdown": f"[a](javascript:{ACT}) ![b]({REMOTE}) <script>{ACT}</script>"}),
    "drawing": Vector(output={"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><script>{ACT}</script><image href='{REMOTE}'/></svg>"}, acts=False),
    "program output": Vector(output={"application/javascript": ACT}, acts=False),
    "formula output": Vector(output={"text/latex": f"$\\href{{javascript:{ACT}}}{{x}}$<script>{ACT}</script>"}, acts=False),
    "printed": Vector(answer=f"print(\"</pre><script>{ACT}</script>\")\ndef f(): return 1", acts=False),
    "message of a test": Vector(answer=f"class E(Exception): pass\nE.__name__ = E.__qualname__ = \"<script>{ACT}</script>\"\n"
                                       f"def f(): raise E(\"<script>{ACT}</script>`<img src=x onerror=alert(1)>`\")", acts=False),
    "source": Vector(answer=f"# <script>{ACT}</script>\ndef f(): return '''</code></pre><script>{ACT}</script>'''", acts=False),
    "missing attachment": Vector(written="![gone](attachment:gone.png)", acts=False),
    "name of an attachment": Vector(written="![a](attachment:a.png)", acts=False, attachments={
        'a.png" onerror="alert(1)': {"image/png": "QUJD"}, "a.png": {'image/png" onerror="alert(1)': "QUJD"}}),
    "drawing as an attachment": Vector(written="![a](attachment:a.svg)", acts=False, attachments={
        "a.svg": {"image/svg+xml": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4="}}),
    "names of files": Vector(written=f"![a](<{NAME_THAT_ACTS}.png>)", files=(f"{NAME_THAT_ACTS}.png", "x.xhtm", "x.html"), acts=False),
    "name of the notebook": Vector(notebook=f"ps {NAME_THAT_ACTS}.ipynb", acts=False),
    "name of a student": Vector(name=f"{NAME_THAT_ACTS}, </script><script>alert(1)</script>", acts=False),
}  # fmt: skip


def student_of(vector: str) -> str:
    """Return the id of the student who tries a vector."""
    return vector.replace(" ", "_")


def _cell(made: nbformat.NotebookNode, grade_id: str, **marks: object) -> nbformat.NotebookNode:
    wanted = {"grade_id": grade_id, "schema_version": 3, "task": False, "locked": False, "grade": False}
    made.metadata["nbgrader"] = {**wanted, "solution": False, **marks}
    return made


def notebook(vector: Vector | None = None, port: int = 0) -> nbformat.NotebookNode:
    """Return what is handed in for a vector, with its outputs; without one, the master."""
    put_in = lambda text: text.replace("{port}", str(port))  # noqa: E731
    essay = _cell(new_markdown_cell("YOUR ANSWER HERE"), "essay", grade=True, solution=True, points=4)
    answer = _cell(new_code_cell("### BEGIN SOLUTION\ndef f(): return 1\n### END SOLUTION"), "f", solution=True)
    test = _cell(new_code_cell("assert f() == 1"), "t", grade=True, locked=True, points=1)
    cells = [essay, answer, test]
    if vector is not None:
        essay.source = TABLE + put_in(vector.written)
        essay.attachments = vector.attachments
        shown = {mime: put_in(text) for mime, text in vector.output.items()}
        show = f"from IPython.display import display\ndisplay({shown!r}, raw=True)\n" if shown else ""
        answer.source = show + put_in(vector.answer)
        answer.outputs = [new_output("display_data", data=shown)] if shown else []
        cells += [new_markdown_cell(put_in(vector.added))] if vector.added else []
    return new_notebook(cells=cells, metadata=KERNEL)


def of_all(port: int) -> nbformat.NotebookNode:
    """Return one notebook in which every vector is tried, as somebody may check it."""
    every = VECTORS.values()
    together = notebook(
        Vector(
            written="\n\n".join(filter(None, (vector.written for vector in every))),
            added="\n\n".join(filter(None, (vector.added for vector in every))),
            attachments={name: bundle for vector in every for name, bundle in vector.attachments.items()},
            answer="def f(): return 2",
        ),
        port,
    )
    answer = next(cell for cell in together.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "f")
    shown = [notebook(vector, port) for vector in every if vector.output]
    answer.source = "\n".join([each.cells[1].source for each in shown] + [VECTORS["message of a test"].answer])
    return together


def make_class(folder: Path, port: int) -> dict[str, str]:
    """Make a course without any setting of its own, grade it, and return formgrader's number for each student's work.

    All pages of the grader's own are written too: feedback, the report, the page of what is alike, and that of a check
    of one notebook with every vector.
    """
    (folder / "source" / "ps").mkdir(parents=True)
    nbformat.write(notebook(), folder / "source/ps/ps.ipynb")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    names = ["student,first name,last name"]
    for name, vector in VECTORS.items():
        handed = folder / "submitted" / student_of(name) / "ps"
        handed.mkdir(parents=True)
        (handed / vector.notebook).write_text(nbformat.writes(notebook(vector, port)))
        for file in vector.files:
            (handed / file).write_text(f"<script>{ACT}</script>")
        if vector.name:
            names.append(f'{student_of(name)},"{vector.name}","{vector.name}"')
    (folder / "class.csv").write_text("\n".join(names) + "\n")
    run(folder, "roster", "class.csv")
    run(folder, "grade", "ps")
    for command in ("feedback", "report", "similar"):
        run(folder, command, "ps")
    (folder / "mine").mkdir()
    nbformat.write(of_all(port), folder / "mine" / "ps.ipynb")
    run(folder, "check", str(folder / "mine" / "ps.ipynb"))
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "c") as gradebook:
        found = {}
        for name in VECTORS:
            found[name] = gradebook.find_submission_notebook("ps", "ps", student_of(name)).id
        return found


def run(folder: Path, *arguments: str) -> None:
    """Call the grader in a course; 1 only says that some submission needs a person."""
    command = [sys.executable, "-m", "grader", *arguments, "--course", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, env=environment(folder))
    assert done.returncode in (0, 1), done.stdout + done.stderr


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of programs in a course."""
    programs = os.path.dirname(sys.executable)
    return os.environ | {"HOME": str(folder), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A local server that notes what is asked of it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_UNUSED_SECONDS)
                asked = connection.recv(200)
                if asked:
                    heard.append(asked)

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                # A browser opens connections that it may never use: each is waited for by itself.
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard
