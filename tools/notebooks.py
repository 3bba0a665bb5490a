"""Execute the solution notebooks from a fresh kernel, normalise them and save them with their outputs.

usage: python tools/notebooks.py [--check | --tables] [LESSON ...]        (default: every lesson, in order)

The full profile and MNIST are used unless `COURSE_PROFILE` and `COURSE_DATASET` say otherwise; only a run with both is
saved. With --check nothing is saved: the run shows that a lesson works from top to bottom. A notebook that raises,
writes on stderr, has a figure without alt text or more than 1.5 MB of output is named and not saved.

The results table of a lesson begins with the rows that the stored notebooks of earlier lessons print. With --tables
nothing is executed: the stored tables are printed anew with those rows, as they are now, and so is the run time at the
head, as it was measured last.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for a run as a script

from tools import head_times, results_tables  # noqa: E402

LARGEST_OUTPUT = 1_500_000  # bytes of JSON, so that a page opens quickly on the web
CELL_SECONDS = 300
HEADING = re.compile(r"^(#{1,6})\s+(.*)$", re.M)


def lessons(names: list[str]) -> list[Path]:
    """Return the notebooks of the named lessons, or of all, in order."""
    found = {
        path.parent.name: path for path in sorted(ROOT.glob("notebooks/*/*.ipynb")) if path.stem == path.parent.name
    }
    unknown = [name for name in names if name not in found]
    if unknown:
        sys.exit(f"There is no lesson {', '.join(unknown)} in notebooks/. Lessons: {', '.join(found) or 'none yet'}.")
    return [found[name] for name in names] if names else list(found.values())


def core_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return the cells under no heading that holds the word *Further*, nor under a heading below such a one."""
    kept, further = [], None
    for cell in notebook.cells:
        for marks, title in HEADING.findall(cell.source) if cell.cell_type == "markdown" else ():
            if further is not None and len(marks) <= further:
                further = None
            if further is None and "further" in title.lower():
                further = len(marks)
        if further is None:
            kept.append(cell)
    return kept


def collapse(text: str) -> str:
    """Keep what a terminal would show: the text after the last carriage return of each line."""
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Make the saved file depend on the lesson alone: no timing, no versions of this machine, streams in one piece.

    Cells tagged `hide-input` are folded: the tag folds them on the web, `source_hidden` in JupyterLab.
    """
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    number = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if "hide-input" in cell.metadata.get("tags", []):
            cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
        if cell.cell_type != "code":
            continue
        number += bool(cell.source.strip())
        cell.execution_count = number if cell.source.strip() else None
        cell.outputs = joined(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def joined(outputs: list) -> list:
    """Return the outputs with neighbouring pieces of one stream joined and carriage returns carried out."""
    kept: list = []
    for output in outputs:
        if kept and output.output_type == "stream" == kept[-1].output_type and output.name == kept[-1].name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            output.text = collapse(output.text)
    return [output for output in kept if output.output_type != "stream" or output.text.strip()]


def renew_pictures(notebook: nbformat.NotebookNode) -> None:
    """Attach to each markdown cell with the metadata `picture_of` the figure of the cell named there.

    Released notebooks carry no outputs; an attachment is how the opening picture reaches a student.
    """
    cells = {cell.id: cell for cell in notebook.cells}
    for cell in notebook.cells:
        source = cells.get(cell.metadata.get("picture_of"))
        if source is None:
            continue
        figures = [o.data["image/png"] for o in source.outputs if "image/png" in o.get("data", {})]
        for name in cell.get("attachments", {}) if figures else ():
            cell.attachments[name] = {"image/png": figures[-1].replace("\n", "")}


def faults(notebook: nbformat.NotebookNode, *, to_be_saved: bool) -> list[str]:
    """Return what is wrong with an executed notebook, one sentence each; its size matters where it is to be saved."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                found.append(f"cell {cell.id} writes on stderr: {output.text.strip()[:200]}")
            if "image/png" in output.get("data", {}) and not output.metadata.get("image/png", {}).get("alt"):
                found.append(f"cell {cell.id} shows a figure without alt text")
    size = sum(len(json.dumps(cell.get("outputs", []))) for cell in notebook.cells)
    if to_be_saved and size > LARGEST_OUTPUT:
        found.append(f"its outputs take {size / 1000:.0f} kB; at most {LARGEST_OUTPUT / 1000:.0f} kB may be saved")
    return found


class PeakMemory(threading.Thread):
    """Follow the resident memory of the children that this process starts in the `with` block, in MB.

    Those of before are left out: the kernel of the last run may take a while to end.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self._done = 0.0, threading.Event()
        self._before = set(psutil.Process().children(recursive=True))

    def run(self) -> None:
        while not self._done.wait(0.2):
            total = 0
            for child in set(psutil.Process().children(recursive=True)) - self._before:
                try:
                    total += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak = max(self.peak, total / 1e6)

    def __enter__(self) -> "PeakMemory":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()


def execute(path: Path) -> tuple[nbformat.NotebookNode, str, float, float]:
    """Run a notebook in a fresh kernel; return it with what stopped it, the seconds and the peak memory in MB."""
    notebook = nbformat.read(path, as_version=4)
    begin, problem = time.perf_counter(), ""
    # A kernel's own log is of interest only where it died; what cells write on stderr arrives as output.
    with tempfile.TemporaryFile("w+") as log, tempfile.TemporaryDirectory() as folder, PeakMemory() as memory:
        client = NotebookClient(
            notebook, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute(stderr=log)
        except (CellExecutionError, CellTimeoutError) as error:
            problem = str(error)
        except DeadKernelError as error:
            log.seek(0)
            problem = f"{error}\n{log.read()[-2000:]}"
    return notebook, problem, time.perf_counter() - begin, memory.peak


def earlier_rows(path: Path) -> list:
    """Return the rows of results that the stored notebooks of earlier lessons print."""
    earlier = [one for one in lessons([]) if results_tables.number(one) < results_tables.number(path)]
    return [row for one in earlier for row in results_tables.own_rows(one)]


def fill_results(folder: Path, path: Path) -> None:
    """Put the rows of earlier lessons into the file to which the lesson will add its own."""
    file = folder / "results.json"
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    others = [row for row in kept if row["profile"] != "full"]
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(others + earlier_rows(path)), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="a lesson's folder, such as 03_dense_ae")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="run only; save nothing")
    what.add_argument("--tables", action="store_true", help="run nothing; print stored tables and times anew")
    arguments = parser.parse_args()
    os.environ.setdefault("COURSE_PROFILE", "full")
    os.environ.setdefault("COURSE_DATASET", "mnist")
    if arguments.tables:
        for path in lessons(arguments.lessons):
            changed = [results_tables.renew(path, earlier_rows(path)), head_times.renew(path)]
            print(f"{path.parent.name}: {'changed' if any(changed) else 'as it was'}")
        return 0
    with tempfile.TemporaryDirectory() as folder:  # one table grows through the lessons, apart from the reader's own
        os.environ["COURSE_RESULTS_DIR"] = folder
        return run(arguments)


def run(arguments: argparse.Namespace) -> int:
    """Execute the lessons and save them where that was asked for and nothing is wrong; return the exit status."""
    complete = os.environ["COURSE_PROFILE"] == "full" and os.environ["COURSE_DATASET"] == "mnist"
    bad = 0
    for path in lessons(arguments.lessons):
        print(f"{path.parent.name} ...", end=" ", flush=True)
        fill_results(Path(os.environ["COURSE_RESULTS_DIR"]), path)
        notebook, problem, seconds, memory = execute(path)
        normalise(notebook)
        renew_pictures(notebook)
        to_be_saved = complete and not arguments.check
        found = [problem] if problem else faults(notebook, to_be_saved=to_be_saved)
        saved = to_be_saved and not found
        if saved:
            nbformat.write(notebook, path)
        print(f"{seconds:.0f} s, {memory:.0f} MB at most, {'saved' if saved else 'not saved'}")
        for sentence in found:
            print("  " + sentence.replace("\n", "\n  "))
        bad += bool(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
