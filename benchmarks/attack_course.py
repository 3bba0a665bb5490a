"""Where attacks are tried, and how it is seen what they achieved: a course folder, canaries around it, a listener."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import psutil
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from benchmarks.attack_model import CANARIES, FIRST_MARK, REACHED, Attack, Cell, filled, master_notebook
from grader.model import Outcome
from grader.pages.feedback_page import build_page
from grader.pages.html import render


@dataclass
class Place:
    """A course folder and what surrounds it: an open folder, a home, a listener and what it heard."""

    course: Path
    outside: Path
    home: Path
    port: int
    heard: list[bytes]
    made: float = field(default_factory=time.time)

    def put_in(self, source: str, mark: int) -> str:
        """Fill in what an attack knows of its surroundings."""
        known = {"course": self.course, "outside": self.outside, "port": self.port, "mark": mark}
        for name, value in known.items():
            source = source.replace(f"{{{name}}}", str(value))
        return source


@contextlib.contextmanager
def place(cells: tuple[Cell, ...] = ()) -> Iterator[Place]:
    """Make a course with the assignment, another student's submission, a canary in the environment and a listener."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder, listener() as (port, heard):
        root = Path(folder)
        root.chmod(0o755)
        found = Place(root / "course", root / "outside", root / "home", port, heard)
        for path in (found.course / "source" / "attacked", found.outside, found.home):
            path.mkdir(parents=True)
        found.outside.chmod(0o777)
        (found.course / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'attacked'\nc.ExecutePreprocessor.timeout = 10\n"
        )
        master = nbformat.writes(master_notebook(cells))
        (found.course / "source" / "attacked" / "attacked.ipynb").write_text(master)
        other = filled(Attack("other", cells=cells), lambda source: source)
        other["cells"][1]["source"] = f"# {CANARIES['another submission']}\ndef squares(x): return x ** 2"
        write_submission(found, "other", {"attacked.ipynb": json.dumps(other).encode()})
        with _variable("GRADER_SECRET", CANARIES["environment"]):
            yield found


def write_submission(where: Place, student: str, files: dict[str, bytes]) -> Path:
    """Write files into a student's folder and return the folder."""
    folder = where.course / "submitted" / student / "attacked"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def content_of(attack: Attack, where: Place, mark: int) -> bytes:
    """Return the notebook that is handed in."""
    if attack.raw is not None:
        return attack.raw()
    return json.dumps(filled(attack, lambda source: where.put_in(source, mark))).encode()


def hand_in(attack: Attack, where: Place, mark: int) -> str:
    """Write an attack's submission and return the student's name."""
    content = content_of(attack, where, mark)
    notebooks = {"attacked.ipynb": content} if not attack.copies else {
        name: content.replace(b'"def squares', b'"# ' + str(number).encode() + b"\\ndef squares", 1)
        for number, name in enumerate(attack.copies)
    }  # fmt: skip
    folder = write_submission(where, f"s{mark}", {**notebooks, **attack.files})
    if attack.link:
        (folder / "attacked.ipynb").unlink()
        (folder / "attacked.ipynb").symlink_to(where.put_in(attack.link, mark))
    return f"s{mark}"


def leaks(attack: Attack, notebook: dict, where: Place, before: int, mark: int) -> list[str]:
    """Return what secret text stands in the outputs of a session's own cells, what was reached, or was sent out.

    Of test cells only what was printed counts: an instructor's test may show itself in its own traceback.
    """
    said = []
    for cell in notebook["cells"]:
        is_test = cell["metadata"].get("nbgrader", {}).get("grade", False)
        for output in cell.get("outputs", []):
            if not is_test or output["output_type"] == "stream":
                said.append(json.dumps(output))
    text = "\n".join(said)
    found = [name for name, canary in CANARIES.items() if canary in text]
    sent = any(f"canary-sent-{mark}".encode() in message for message in where.heard[before:])
    reached = [attack.reaches] if attack.reaches and REACHED in text else []
    return [*found, *reached, *(["network"] if sent else [])]


def left_behind(where: Place, mark: int, graded: Path | None = None) -> list[str]:
    """Return processes and files that bear an attack's mark; end and delete them.

    Nothing else on this machine may be hit: a mark is a long number, and what bears it has begun after the place was
    made.
    """
    if mark < FIRST_MARK:
        raise ValueError(f"{mark} is no mark of an attack")
    found = []
    time.sleep(0.05)
    bears = re.compile(rf"(?<!\d){mark}(?!\d)")
    for process in psutil.process_iter(["pid", "cmdline", "create_time"]):
        words = process.info["cmdline"] or []
        begun = (process.info["create_time"] or 0.0) >= where.made - 1
        if not begun or process.pid == os.getpid() or not bears.search(" ".join(words)):
            continue
        if not any(f"--student=s{mark}" in word for word in words):
            found.append("process")
        with contextlib.suppress(psutil.Error):
            process.kill()
    places = [where.outside, Path("/tmp"), where.home / ".ipython/profile_default/startup"]
    for folder in [*places, *([graded / f"s{mark}" / "attacked"] if graded else [])]:
        for path in folder.glob(f"*{mark}*") if folder.is_dir() else []:
            found.append("file")
            path.unlink()
    return [f"{found.count(kind)} {kind}" for kind in ("process", "file") if kind in found]


class _Acting(HTMLParser):
    """Finds in a page what an attack of a mark put there and what acts in a browser."""

    def __init__(self, mark: int, port: int) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._own, self._remote = f"canary-act-{mark}", f"127.0.0.1:{port}"
        self._inside, self._code = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        self._code += tag in ("pre", "code")
        for name, value in attrs:
            words = re.sub(r"[\x00-\x20]", "", value or "")
            if name.startswith("on") and self._own in words:
                self.found.add("a script")
            elif words.lower().startswith(("javascript:", "vbscript:", "data:text/html")) and self._own in words:
                self.found.add("a link with a script")
            elif self._remote in words and (name != "href" or tag == "link"):
                self.found.add("something from elsewhere")

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and self._own in data:
            self.found.add("a script")
        if self._inside == "style" and self._remote in data:
            self.found.add("something from elsewhere")
        # MathJax makes a link of it, but for code.
        if not self._inside and not self._code and re.search(r"\\href\s*\{\s*javascript:", data) and self._own in data:
            self.found.add("a link with a script")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        self._code = max(0, self._code - (tag in ("pre", "code")))


def acting(page: str, mark: int, where: Place) -> list[str]:
    """Return what of an attack would act in the browser that opens a page."""
    reader = _Acting(mark, where.port)
    reader.feed(page)
    reader.close()
    return sorted(reader.found)


def formgraders_page(notebook: str) -> str:
    """Return the page that formgrader makes of a graded notebook."""
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    about = {"assignment_id": "a", "notebook_id": "a", "submission_id": "s", "index": 0, "total": 1, "base_url": "",
             "student": "s", "last_name": "", "first_name": "", "notebook_path": "a"}  # fmt: skip
    node = nbformat.reads(notebook, as_version=4)
    return HTMLExporter(config=config).from_notebook_node(node, resources=about)[0]


def our_page(outcome: Outcome, cells: tuple[Cell, ...]) -> str:
    """Return the student's page."""
    master = nbformat.writes(master_notebook(cells)).encode()
    return render("feedback.html", page=build_page(outcome, "attacked", master, outcome.executed.get("attacked", "")))


def looked_at(notebook: str, mark: int, where: Place, more: str = "") -> list[str]:
    """Return what acts on formgrader's page of a graded notebook, and on another one of it; or that there is none."""
    try:
        pages = formgraders_page(notebook)
    except Exception as error:  # whatever it is, formgrader answers with it instead of a page
        return [f"no page in formgrader: {type(error).__name__}"]
    return sorted({*acting(pages, mark, where), *acting(more, mark, where)})


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on TCP and UDP at one port; yield the port and what arrives."""
    heard: list[bytes] = []
    with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        udp.bind(tcp.getsockname())
        tcp.listen()

        def take_tcp() -> None:
            with contextlib.suppress(OSError):
                while True:
                    heard.append(tcp.accept()[0].recv(100))

        def take_udp() -> None:
            with contextlib.suppress(OSError):
                while True:
                    heard.append(udp.recv(200))

        for take in (take_tcp, take_udp):
            threading.Thread(target=take, daemon=True).start()
        yield tcp.getsockname()[1], heard


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
