"""Attacks on the people who grade: scripts and remote content on their pages, commands for their terminal, old marks.

What says `canary-act-{mark}` or leads to the listener's port is looked for on formgrader's page and on ours.
"""

# ruff: noqa: E501  - sources of attacks stand as they are handed in

from __future__ import annotations

import asyncio
import io
import mimetypes
import os
import random
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks.attack_course import Place, content_of, write_submission
from benchmarks.attack_model import CANARIES, Attack, Cell, Result
from benchmarks.programs import run_program, stock_points
from grader.jupyter.running import run_grader

ESSAY: tuple[Cell, ...] = (("essay", "written", 4, "### BEGIN SOLUTION\nMuch.\n### END SOLUTION"),)
_ALERT = "alert('canary-act-{mark}')"
_REMOTE = "http://127.0.0.1:{port}/canary-act-{mark}"
_STEERING = "\x1b]0;canary-act\x07\x1b[2J\x1b[31m\r\b\u202e"
_SHOW = "from IPython.display import HTML, SVG, Latex, Markdown, Javascript, display\n"


def _written(name: str, text: str, **more: object) -> Attack:
    return Attack(name, cells=ESSAY, fills={"essay": text}, shown=True, **more)


def _attached(name: str, bundle: dict[str, str]) -> Callable[[dict], None]:
    def edit(notebook: dict) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["attachments"] = {name: bundle}

    return edit


def _texts(*sources: str) -> Callable[[dict], None]:
    def edit(notebook: dict) -> None:
        for number, source in enumerate(sources):
            cell = {"cell_type": "markdown", "id": f"text{number}", "metadata": {}, "source": source}
            notebook["cells"].append(cell)

    return edit


def by_commands(side: str, where: Place, mark: int, attack: Attack) -> Result:
    """Grade with the program itself; look at what it prints and at what lies beside the graded notebook."""
    student = f"s{mark}"
    write_submission(where, student, {"attacked.ipynb": content_of(attack, where, mark), **attack.files})
    program, options = ("nbgrader", ["autograde", "attacked"]) if side == "stock" else ("grader", ["grade", "attacked"])
    options += [f"--student={student}", *(["--tests", side.replace(" ", "-")] if side != "stock" else [])]
    done = run_program(where, program, *options)
    folder = where.course / "autograded" / student / "attacked"
    result = Result(stock_points(where, student), state="graded" if (folder / "attacked.ipynb").exists() else "lost")
    if b"\x1b]0;canary-act" in done.said or b"\x1b[2J" in done.said:
        result.acts.append("commands for the terminal")
    result.acts += [f"a page is served: *{suffix}" for suffix in _served(folder)]
    return result


def _served(folder: Path) -> list[str]:
    """Return the suffixes of files that a browser would take for pages or programs where formgrader serves them."""
    found = set()
    for path in folder.rglob("*") if folder.is_dir() else ():
        kind = mimetypes.guess_type(path.name)[0] or ""
        if path.is_file() and ("html" in kind or kind.endswith(("/xml", "+xml", "javascript"))):
            found.add(path.suffix)
    return sorted(found)


def steered_by_names(side: str, where: Place, mark: int) -> Result:
    """Hand in files whose names, and answers whose errors, hold commands for a terminal."""
    answer = f"raise ValueError({_STEERING!r} * 2)\nprint({_STEERING!r})\ndef squares(x): raise KeyError({_STEERING!r})"
    names = {f"{_STEERING.replace('/', '')}.txt": b"x", f"{_STEERING}.ipynb": b"{}"}
    return by_commands(side, where, mark, Attack("", answer=answer, files=names))


def served_beside(side: str, where: Place, mark: int) -> Result:
    """Hand in pages and programs beside the notebook."""
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert('canary-act')</script></html>"
    kinds = (
        "xhtm",
        "xhtml",
        "xht",
        "xpdl",
        "html",
        "htm",
        "shtml",
        "svg",
        "xml",
        "xsl",
        "rdf",
        "wsdl",
        "js",
        "mjs",
        "mml",
        "mht",
        "swf",
    )
    return by_commands(side, where, mark, Attack("", files={f"page.{kind}": page for kind in kinds}))


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _collected(side: str, where: Place, mark: int, files: dict[str, bytes]) -> Result:
    """Collect a zip that a platform would give, and one of the same people without what is hostile."""
    plain = content_of(Attack(""), where, mark)
    costs = []
    for more in ({}, files):
        archive = where.course / "downloaded" / "attacked" / "archive"
        archive.mkdir(parents=True, exist_ok=True)
        given = archive / "work.zip"
        honest = {f"{name}/attacked.ipynb": plain for name in ("ada", "bob")}
        stocks = {f"{name}_attacked_attempt_2026-01-01-00-00-00_attacked.ipynb": plain for name in ("ada", "bob")}
        given.write_bytes(_zip({**(stocks if side == "stock" else honest), **more}))
        if side == "stock":
            done = run_program(where, "nbgrader", "zip_collect", "attacked", "--force")
        else:
            done = run_program(where, "grader", "collect", "attacked", str(given), "--newer")
        costs.append(done)
    result = Result(0.0, state="graded" if (where.course / "submitted" / "ada" / "attacked").is_dir() else "lost")
    if any(command in done.said for done in costs for command in (b"\x1b]0;canary-act", b"\x1b[2J")):
        result.acts.append("commands for the terminal")
    if side != "stock":
        result.mb = round(max(0.0, costs[1].mb - costs[0].mb), 1)
        result.seconds = round(max(0.0, costs[1].seconds - costs[0].seconds), 2)
    return result


def steered_by_an_archive(side: str, where: Place, mark: int) -> Result:
    """Collect a zip whose names hold commands for a terminal."""
    return _collected(side, where, mark, {f"eve/{_STEERING}.ipynb": b"{}", f"{_STEERING}/attacked.ipynb": b"{}"})


def named_by_dots(side: str, where: Place, mark: int) -> Result:
    """Collect a zip with a file whose name is dots and a number, as a second upload of nothing."""
    return _collected(side, where, mark, {"ada/.(1)": b"x", "ada/.. (2).ipynb": b"{}"})


def named_as_another(side: str, where: Place, mark: int) -> Result:
    """Hand in a file whose name holds a backslash and, behind it, what Canvas writes before a classmate's files."""
    plain, posing = content_of(Attack(""), where, mark), "eve_3_30_x\\bob_2_99_helper.py"
    files = {"bob_2_20_attacked.ipynb": plain, "eve_3_29_attacked.ipynb": plain, posing: b"x"}
    archive = where.course / "work.zip"
    archive.write_bytes(_zip(files))
    run_program(where, "grader", "collect", "attacked", str(archive))
    theirs = where.course / "submitted" / "bob" / "attacked"
    result = Result(0.0, state="graded" if theirs.is_dir() else "lost")
    result.acts += [f"{path.name} is another's" for path in theirs.rglob("*helper*")]
    return result


def filled_by_zips(side: str, where: Place, mark: int) -> Result:
    """Collect four zips of zeros of one student, each just below what is refused as a bomb."""
    noise = random.Random(0).randbytes(1 << 20)
    inner = _zip({f"data{number}.bin": noise[: 1 << 18] + bytes(60 << 20) for number in range(3)})
    return _collected(side, where, mark, {f"ada/part{number}.zip": inner for number in range(4)})


def damaged_again_and_again(side: str, where: Place, mark: int) -> Result:
    """Collect zips whose members unpack to 20 MiB each and turn out to be damaged at their ends."""
    packed = bytearray(_zip({f"{number}.bin": bytes(20 << 20) for number in range(100)}))
    at = -1
    while (at := packed.find(b"PK\1\2", at + 1)) >= 0:
        packed[at + 16] ^= 0xFF  # the checksum
    return _collected(side, where, mark, {f"ada/part{number}.zip": bytes(packed) for number in range(4)})


def an_endless_list(side: str, where: Place, mark: int) -> Result:
    """Collect a zip whose list of files takes far longer than its files."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    listed = entry * 900_000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(listed), 0, 0)
    return _collected(side, where, mark, {"ada/part.zip": listed + end})


def _run_as_the_teacher(
    side: str, where: Place, mark: int, names: tuple[str, ...], source: str, inside: str = ""
) -> Result:
    """Hand in files beside the notebook, and have the notebook validated as the course's staff does."""
    ran = where.outside / f"ran-{mark}"
    program = source.replace("RAN", f"open({str(ran)!r}, 'w').close()").encode()
    files = {f"{inside}attacked.ipynb": content_of(Attack(""), where, mark), **dict.fromkeys(names, program)}
    notebook = write_submission(where, f"s{mark}", files) / inside / "attacked.ipynb"
    if side == "stock":
        run_program(where, "nbgrader", "validate", str(notebook))
    else:
        asyncio.run(run_grader("check", str(notebook), "--visible", folder=notebook.parent))
    result = Result(0.0, state="graded", acts=["it ran as the teacher"] if ran.exists() else [])
    ran.unlink(missing_ok=True)
    return result


def a_module_beside(side: str, where: Place, mark: int) -> Result:
    """Hand in a module of the name of one that the program imports."""
    return _run_as_the_teacher(side, where, mark, ("json.py",), "RAN\nraise SystemExit")


def a_configuration_beside(side: str, where: Place, mark: int) -> Result:
    """Hand in a configuration of a course."""
    return _run_as_the_teacher(side, where, mark, ("nbgrader_config.py",), "RAN\nc = get_config()")


def configurations_above(side: str, where: Place, mark: int) -> Result:
    """Hand in configurations in the notebook's folder and in the one above it."""
    names = ("a/nbgrader_config.py", "nbgrader_config.py")
    return _run_as_the_teacher(side, where, mark, names, "RAN\nc = get_config()", inside="a/")


def a_link_into_a_course(side: str, where: Place, mark: int) -> Result:
    """Make a course of a folder in which a link leads to a file elsewhere."""
    secret = where.home / "secret.txt"
    secret.write_text(CANARIES["environment"])
    folder = where.outside / f"folder-{mark}"
    (folder / "week").mkdir(parents=True)
    (folder / "week" / "attacked.ipynb").write_bytes(content_of(Attack(""), where, mark))
    (folder / "week" / "data.csv").symlink_to(secret)
    run_program(where, "grader", "init", str(folder))
    handed_out = [path for path in (folder / "source").rglob("data.csv") if CANARIES["environment"] in path.read_text()]
    shutil.rmtree(folder)
    return Result(0.0, state="graded", leaked=["a file of the teacher's"] if handed_out else [])


def folders_without_end(side: str, where: Place, mark: int) -> Result:
    """Hand in a thousand folders, each in the one before; look whether a classmate is graded all the same."""
    folder = write_submission(where, f"s{mark}", {"attacked.ipynb": content_of(Attack(""), where, mark)})
    place = os.open(folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=place)
        inner = os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    program, command = ("nbgrader", "autograde") if side == "stock" else ("grader", "grade")
    run_program(where, program, command, "attacked")
    graded = (where.course / "autograded" / "other" / "attacked" / "attacked.ipynb").exists()
    result = Result(stock_points(where, f"s{mark}"), state="graded" if graded else "lost")
    result.acts += [] if graded else ["a classmate is not graded"]
    subprocess.run(["rm", "-rf", folder], check=True)  # Python's own way goes no deeper than it can call itself
    return result


def keeps_a_mark(side: str, where: Place, mark: int) -> Result:
    """Hand in a picture, get points for it from a person, and hand in another picture under the same name."""
    student, words = f"s{mark}", "![plot](attachment:plot.png) and ![file](file.png)"
    command = ("nbgrader", "autograde", "attacked", "--force") if side == "stock" else ("grader", "grade", "attacked")
    for turn in ("QUJD", "REVG"):
        attack = Attack("", cells=ESSAY, fills={"essay": words}, edit=_attached("plot.png", {"image/png": turn}))
        files = {"attacked.ipynb": content_of(attack, where, mark), "file.png": turn.encode()}
        write_submission(where, student, files)
        run_program(where, command[0], *command[1:], f"--student={student}")
        with Gradebook(f"sqlite:///{where.course}/gradebook.db", "attacked") as book:
            grade = book.find_grade("essay", "attacked", "attacked", student)
            if turn == "QUJD":
                grade.manual_score, grade.needs_manual_grade = 4.0, False
                book.db.commit()
            kept = 0.0 if grade.needs_manual_grade or grade.manual_score is None else float(grade.manual_score)
    return Result(kept, state="graded")


PEOPLE_ATTACKS = [
    _written("a script in a written answer", f"<script>{_ALERT}</script><SCRIPT src='{_REMOTE}'></SCRIPT>\n\nx <b>y</b>"),
    _written("handlers of events in a written answer", f'<img src=x onerror="{_ALERT}"><svg onload="{_ALERT}"></svg><details open ontoggle="{_ALERT}">'),
    _written("javascript: in links of a written answer", f"[a](javascript:{_ALERT}) [b][r] <javascript:{_ALERT}> <a href=\"java&#10;script:{_ALERT}\">c</a>\n\n[r]: javascript:{_ALERT}"),
    _written("remote pictures in a written answer", f"![a]({_REMOTE}) ![b][r] <img src='{_REMOTE}' srcset='{_REMOTE} 2x'>\n\n[r]: {_REMOTE}"),
    _written("style sheets and frames in a written answer", f"<style>@import '{_REMOTE}';</style><link rel=stylesheet href='{_REMOTE}'><iframe srcdoc=\"<script>{_ALERT}</script>\" src='{_REMOTE}'></iframe>"),
    _written("a formula that is a link", f"$\\href{{javascript:{_ALERT}}}{{x}}$ $$\\require{{html}}\\href {{javascript:{_ALERT}}}{{x}}$$"),
    _written("a missing attachment", "![gone](attachment:gone.png) and more"),
    _written("an attachment that is a page", "![a](attachment:a.svg)", edit=_attached("a.svg", {"text/html": f"<script>{_ALERT}</script>", "image/svg+xml": f"<svg onload=\"{_ALERT}\"/>"})),
    _written("an attachment whose name ends the quotes", "![a](attachment:a.png)", edit=_attached('a.png" onerror="alert(1)', {"image/png": "QUJD"})),
    Attack("scripts in Markdown cells that were added", cells=ESSAY, shown=True, edit=_texts(f"<script>{_ALERT}</script>", f"[x](javascript:{_ALERT}) ![y]({_REMOTE})")),
    Attack("a script and a handler in an HTML output", _SHOW + f"display(HTML(\"\"\"<script>{_ALERT}</script><img src=x onerror=\\\"{_ALERT}\\\">\"\"\"))\n", cells=ESSAY, shown=True),
    Attack("remote content in an HTML output", _SHOW + f"display(HTML(\"<div style='cursor:url({_REMOTE}),auto;background:url({_REMOTE})'>x</div><img src='{_REMOTE}'><table background='{_REMOTE}'></table>\"))\n", cells=ESSAY, shown=True),
    Attack("a drawing with a script", _SHOW + f"display(SVG(\"<svg xmlns='http://www.w3.org/2000/svg'><script>{_ALERT}</script><image href='{_REMOTE}'/></svg>\"))\n", cells=ESSAY, shown=True),
    Attack("javascript: in a Markdown output", _SHOW + f"display(Markdown(\"[a](javascript:{_ALERT}) <a href='javascript:{_ALERT}'>b</a>\"))\n", cells=ESSAY, shown=True),
    Attack("a remote picture in a Markdown output", _SHOW + f"display(Markdown('![a]({_REMOTE})'))\n", cells=ESSAY, shown=True),
    Attack("a program as an output", _SHOW + f"display(Javascript(\"{_ALERT}\"))\ndisplay({{'application/vnd.jupyter.widget-view+json': {{'model_id': 'x'}}}}, raw=True)\n", cells=ESSAY, shown=True),
    Attack("a formula in an output that is a link", _SHOW + f"display(Latex(r\"$\\href{{javascript:{_ALERT}}}{{x}}$ <script>{_ALERT}</script>\"))\n", cells=ESSAY, shown=True),
    Attack("printed text and errors that are HTML", f"print(\"</pre><script>{_ALERT}</script>\")\n", answer=f"class E(Exception): pass\nE.__name__ = \"<script>{_ALERT}</script>\"\nraise E(\"<script>{_ALERT}</script>\")", cells=ESSAY, shown=True),
    Attack("pages and programs beside the notebook", tries=served_beside, quick=False),
    Attack("commands for a terminal in names of files and errors", tries=steered_by_names, quick=False),
    Attack("commands for a terminal in names in a zip", tries=steered_by_an_archive, quick=False),
    Attack("names of files that are dots", tries=named_by_dots, quick=False),
    Attack("a name that goes on as another student's", tries=named_as_another, quick=False, not_stock="it knows no names of Canvas's"),
    Attack("four zips of zeros", tries=filled_by_zips, quick=False),
    Attack("zips that turn out to be damaged at every end", tries=damaged_again_and_again, quick=False),
    Attack("a zip with an endless list of files", tries=an_endless_list, quick=False),
    Attack("a module beside a notebook that the teacher validates", tries=a_module_beside, quick=False),
    Attack("a configuration beside a notebook that the teacher validates", tries=a_configuration_beside, quick=False),
    Attack("configurations one below the other", tries=configurations_above, quick=False),
    Attack("a link in a folder that becomes a course", tries=a_link_into_a_course, quick=False, not_stock="stock nbgrader has no such command"),
    Attack("folders without end", tries=folders_without_end, quick=False),
    Attack("a picture in an answer exchanged after it was marked", cells=ESSAY, tries=keeps_a_mark, quick=False),
]  # fmt: skip
