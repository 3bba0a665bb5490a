"""Every lesson runs from top to bottom on the embedded digits, where nbval has run it on other data."""

import os
import subprocess
import sys

import pytest

from tests.notebooks.lessons import ROOT, all_lessons


@pytest.mark.ci
@pytest.mark.skipif("COURSE_DATA_DIR" not in os.environ, reason="nbval runs the lessons on the digits")
@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)
def test_runs_without_network_or_data(lesson, tmp_path):
    environment = os.environ | {
        "COURSE_PROFILE": "fast",
        "COURSE_DATASET": "digits",
        "COURSE_RESULTS_DIR": str(tmp_path / "results"),
    }
    environment.pop("COURSE_DATA_DIR", None)
    command = [sys.executable, "tools/notebooks.py", "--check", lesson.name]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert answer.returncode == 0, answer.stdout + answer.stderr
