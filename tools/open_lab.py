"""Open JupyterLab to study the lessons, or to teach them.

usage: python tools/open_lab.py [--no-browser] [--only-copy] [--study FOLDER]
       python tools/open_lab.py --teach [--course FOLDER] [--no-browser]

To study: the lessons are put into `study/`, with every check that they have; the page of contents opens beside the
first of them. A lesson that you already began is never overwritten, and nbgrader's panels, which need a course, are
not shown.

To teach: JupyterLab opens on the course with formgrader, where submissions are looked at and graded by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyterlab_server.workspaces_handler import WorkspacesManager

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for a run as a script

from course_utils.checks import progress  # noqa: E402
from tools.book.lessons import all_lessons  # noqa: E402
from tools.study import CONTENTS, student_version, write_contents  # noqa: E402

STUDY = ROOT / "study"
# JupyterLab reads `labconfig/page_config.json` in it: nbgrader's panels and its Validate button are switched off.
READER = ROOT / "tools" / "lab" / "reader"
# The server extension of the grader; where the grader is installed from a wheel, that switches it on already.
TEACHER = ROOT / "grader" / "jupyter" / "config"
WORKSPACE = "study"
HEADINGS = "@jupyterlab/toc:plugin"  # the table of contents of the notebook in front
# A reader without a network has no use for a question about news and updates.
NO_CALLS = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
SETTINGS = Path(sys.prefix, "etc", "jupyter", "labconfig", "default_setting_overrides.json")


def copy_lessons(study: Path) -> tuple[list[str], list[str]]:
    """Write the lessons that the folder `study` lacks; return the names of the new ones and of those left alone."""
    new, kept = [], []
    for lesson in all_lessons():
        target = study / f"{lesson.name}.ipynb"
        if target.exists():
            kept.append(lesson.name)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        progress.file_of(target).unlink(missing_ok=True)  # of a notebook that was deleted, to begin anew
        nbformat.write(student_version(lesson.path, all_checks=True), target)
        new.append(lesson.name)
    return new, kept


def quiet_notifications() -> None:
    """Answer JupyterLab's question about news with no, in this environment only, unless somebody chose otherwise."""
    if not SETTINGS.exists():
        SETTINGS.parent.mkdir(parents=True, exist_ok=True)
        SETTINGS.write_text(json.dumps(QUIET), encoding="utf-8")


def write_workspace(folder: Path, lesson: str) -> None:
    """Write how JupyterLab looks the first time: contents, the first lesson, its headings; later as you left it."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    page, notebook = f"markdownviewer-widget:{CONTENTS}", f"notebook:{lesson}"
    tabs = [{"type": "tab-area", "currentIndex": 0, "widgets": [one]} for one in (page, notebook)]
    dock = {"type": "split-area", "orientation": "horizontal", "sizes": [0.36, 0.64], "children": tabs}
    layout = {
        "main": {"dock": dock, "current": notebook},
        "left": {"collapsed": False, "visible": True, "current": HEADINGS, "widgets": [HEADINGS]},
        "right": {"collapsed": True, "visible": True, "widgets": []},
        "relativeSizes": [0.2, 0.8, 0],
    }
    data = {
        "layout-restorer:data": layout,
        page: {"data": {"path": CONTENTS, "factory": "Markdown Preview"}},
        notebook: {"data": {"path": lesson, "factory": "Notebook"}},
    }
    WorkspacesManager(str(folder)).save(WORKSPACE, json.dumps({"data": data, "metadata": {"id": WORKSPACE}}))


def study_command(study: Path) -> tuple[list[str], dict[str, str]]:
    """Return what starts JupyterLab for a reader, and the environment it starts in."""
    workspaces = study.resolve() / ".workspaces"
    command = [f"--ServerApp.root_dir={study.resolve()}", f"--LabApp.workspaces_dir={workspaces}"]
    first = next(iter(sorted(study.glob("*.ipynb"))), None)
    if first:
        write_workspace(workspaces, first.name)
        command.append(f"--LabApp.default_url=/lab/workspaces/{WORKSPACE}")
    return command, _with_config(READER)


def teach_command(course: Path) -> tuple[list[str], dict[str, str]]:
    """Return what starts JupyterLab on a course with formgrader in front, and the environment it starts in."""
    programs = str(Path(sys.executable).parent)  # nbgrader starts `alembic` by name
    path = os.pathsep.join([programs, os.environ.get("PATH", "")])
    options = [f"--ServerApp.root_dir={course.resolve()}", "--LabApp.default_url=/lab?formgrader=true"]
    return options, _with_config(TEACHER) | {"PATH": path}


def _with_config(folder: Path) -> dict[str, str]:
    """This environment, in which Jupyter reads the configuration in `folder` first."""
    paths = [str(folder), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return dict(os.environ, JUPYTER_CONFIG_PATH=os.pathsep.join(paths))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-browser", action="store_true", help="start JupyterLab without opening a browser")
    parser.add_argument("--only-copy", action="store_true", help="put the lessons in place and stop")
    parser.add_argument("--study", type=Path, default=STUDY, metavar="FOLDER", help="where you work (default: study/)")
    parser.add_argument("--teach", action="store_true", help="open a course with formgrader instead")
    parser.add_argument("--course", type=Path, default=ROOT, metavar="FOLDER", help="the course (default: this one)")
    arguments = parser.parse_args()
    quiet_notifications()
    if arguments.teach:
        if not (arguments.course / "nbgrader_config.py").is_file():
            print(f"{arguments.course} holds no nbgrader_config.py: give the folder of a course.", file=sys.stderr)
            return 2
        folder, (options, environment) = arguments.course, teach_command(arguments.course)
    else:
        folder = arguments.study
        new, kept = copy_lessons(folder)
        write_contents(folder, all_lessons())
        if new:
            print(f"New in {folder.name}/: {', '.join(new)}")
        if kept:
            print(f"Left as you had it: {', '.join(kept)} (delete or rename the file to begin anew)")
        if arguments.only_copy:
            return 0
        options, environment = study_command(folder)
    command = [sys.executable, "-m", "jupyterlab", *options, *NO_CALLS]
    return subprocess.call([*command, *(["--no-browser"] * arguments.no_browser)], cwd=folder, env=environment)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
