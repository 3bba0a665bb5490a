"""Importing TensorFlow leaves the garbage collector as it was, with the library's objects out of its way."""

import subprocess
import sys

import pytest

PROGRAM = """
import gc
import course_utils
before = gc.get_freeze_count()
import tensorflow
assert gc.isenabled(), "the collector was left switched off"
assert gc.get_freeze_count() > before + 100_000, "TensorFlow's objects are searched again and again"
"""


@pytest.mark.ci
def test_import_of_tensorflow_keeps_its_objects_from_the_collector():
    answer = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
