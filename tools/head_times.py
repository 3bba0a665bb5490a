"""The run time that a stored lesson prints at its head, printed anew from what `benchmarks.lessons` measured last."""

import re
from pathlib import Path

import nbformat

from course_utils import lesson_times

CALL = re.compile(r"results\.run_time\(['\"](\w+)['\"]\)")
SENTENCE = re.compile(r"^(?:On two processor cores .* for about|How long \w+ runs in the full profile) .*\.$", re.M)


def renew(path: Path) -> bool:
    """Print the run time in a stored lesson anew; return whether that changed anything."""
    notebook = nbformat.read(path, as_version=4)
    changed = False
    for cell in notebook.cells:
        call = CALL.search(cell.source)
        for output in cell.get("outputs", []) if call else ():
            if output.get("name") == "stdout":
                text = SENTENCE.sub(lesson_times.run_time(call[1], profile_used="full"), output.text)
                changed |= text != output.text
                output.text = text
    if changed:
        nbformat.write(notebook, path)
    return changed
