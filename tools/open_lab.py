"""Put the student version of every lesson into `study/` and open JupyterLab there.

usage: python tools/open_lab.py [--no-browser] [--only-copy] [--study FOLDER]

A lesson that you already began is never overwritten. `notebooks/` keeps the solutions: look there when you are stuck.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader import preprocessors

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "study"
# What `nbgrader generate_assignment` does to a notebook, without the gradebook that a reader has no use for.
STEPS = (
    preprocessors.ClearSolutions,
    preprocessors.LockCells,
    preprocessors.ClearOutput,
    preprocessors.ClearHiddenTests,
    preprocessors.ClearMarkScheme,
)
# A reader without a network has no use for a question about news and updates.
NO_CALLS = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
SETTINGS = Path(sys.prefix, "etc", "jupyter", "labconfig", "default_setting_overrides.json")


def student_version(path: Path) -> nbformat.NotebookNode:
    """Return a solution notebook without answers, hidden tests, marking schemes and outputs."""
    notebook = nbformat.read(path, as_version=4)
    resources: dict = {}
    for step in STEPS:
        notebook, resources = step().preprocess(notebook, resources)
    return notebook


def copy_lessons(study: Path) -> tuple[list[str], list[str]]:
    """Write the lessons that the folder `study` lacks; return the names of the new ones and of those left alone."""
    new, kept = [], []
    for source in sorted(ROOT.glob("notebooks/*/*.ipynb")):
        if source.stem != source.parent.name:
            continue
        target = study / source.name
        if target.exists():
            kept.append(source.stem)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(student_version(source), target)
        new.append(source.stem)
    return new, kept


def quiet_notifications() -> None:
    """Answer JupyterLab's question about news with no, in this environment only, unless somebody chose otherwise."""
    if not SETTINGS.exists():
        SETTINGS.parent.mkdir(parents=True, exist_ok=True)
        SETTINGS.write_text(json.dumps(QUIET), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-browser", action="store_true", help="start JupyterLab without opening a browser")
    parser.add_argument("--only-copy", action="store_true", help="put the lessons in place and stop")
    parser.add_argument("--study", type=Path, default=STUDY, metavar="FOLDER", help="where you work (default: study/)")
    arguments = parser.parse_args()
    study = arguments.study
    new, kept = copy_lessons(study)
    quiet_notifications()
    if new:
        print(f"New in {study.name}/: {', '.join(new)}")
    if kept:
        print(f"Left as you had it: {', '.join(kept)} (delete or rename the file to begin anew)")
    if arguments.only_copy:
        return 0
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={study.resolve()}", *NO_CALLS]
    first = next(iter(sorted(study.glob("*.ipynb"))), None)
    if first:
        command.append(f"--LabApp.default_url=/lab/tree/{first.name}")
    return subprocess.call([*command, *(["--no-browser"] if arguments.no_browser else [])], cwd=study)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
