"""Every lesson runs from top to bottom on the embedded digits, and prints what is stored where that is marked.

`make test` runs a third of them with nbval, on MNIST where it is there.
"""

import os
import subprocess
import sys

import pytest

from tests.notebooks.lessons import HERE, ROOT, all_lessons


@pytest.mark.ci
@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)
def test_runs_without_network_or_data(lesson, tmp_path):
    environment = os.environ | {
        "COURSE_PROFILE": "fast",
        "COURSE_DATASET": "digits",
        "COURSE_RESULTS_DIR": str(tmp_path / "results"),
    }
    environment.pop("COURSE_DATA_DIR", None)
    nbval = ["--nbval-lax", "--nbval-current-env", "--nbval-sanitize-with", str(HERE / "nbval.cfg")]
    quiet = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", *quiet, *nbval, str(lesson.path)]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert answer.returncode == 0, answer.stdout[-5000:] + answer.stderr
