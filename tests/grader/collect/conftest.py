"""A course with two assignments, and archives made in a line."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from grader.collect.submissions import collect
from grader.course.directory import Course


def notebook(build, *ids: str, text: str = "", stripped: bool = False):
    """Return the bytes of a notebook that was handed in: answers and tests with these ids."""
    cells = [build.text("Read the task, then write your answers below it.")]
    for name in ids:
        cells.append(build.answer(name, text or "x = 1"))
        cells.append(build.test(f"test-{name}", f"assert answer_of('{name}') == 1"))
    made = build.notebook(*cells)
    if stripped:
        for cell in made.cells:
            cell.metadata.pop("nbgrader", None)
    return json.dumps(made).encode()


@pytest.fixture(scope="session")
def lab_template(build, small_template, tmp_path_factory) -> Path:
    """Make a course: `lab` with the notebooks lab-1 and lab-2 and data.csv, `hw` with hw, `lesson`."""
    root = Path(shutil.copytree(small_template, tmp_path_factory.mktemp("lab") / "lab"))
    for assignment, name in (("lab", "lab-1"), ("lab", "lab-2"), ("hw", "hw")):
        folder = root / "source" / assignment
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_bytes(notebook(build, f"{name}-a", f"{name}-b"))
    (root / "source" / "lab" / "data.csv").write_text("1,2\n")
    return root


class Class:
    """A copy of the course, and what is asked of it."""

    def __init__(self, root: Path, build) -> None:
        self.root, self.build = root, build
        self.course = Course.open(root)

    def work(self, name: str = "hw", text: str = "", **more) -> bytes:
        """Return a handed-in notebook; `name` is a released one or any other word."""
        return notebook(self.build, f"{name}-a", f"{name}-b", text=text, **more)

    def zip(self, entries: dict[str, bytes | str], name: str = "download.zip") -> Path:
        path = self.root.parent / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for entry, content in entries.items():
                made.writestr(entry, content)
        return path

    def collect(self, source, assignment: str = "hw", **options):
        """Collect and return the lines by student; those of nobody under "?"."""
        self.done = collect(self.course, assignment, source, **options)
        return {line.student or "?": line for line in self.done.lines}

    def placed(self, student: str, assignment: str = "hw") -> dict[str, bytes]:
        folder = self.course.folder("submitted", assignment, student)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def tree(self) -> dict[str, bytes]:
        """Return everything that was placed."""
        folder = self.root / "submitted"
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def earlier(self, student: str, assignment: str = "hw") -> list[bytes]:
        folder = self.root / "downloaded" / assignment / "earlier" / student
        return [path.read_bytes() for path in sorted(folder.glob("*/*.ipynb"))]


@pytest.fixture
def klass(lab_template, tmp_path, build) -> Class:
    """Return a fresh copy of the course."""
    return Class(Path(shutil.copytree(lab_template, tmp_path / "course")), build)
