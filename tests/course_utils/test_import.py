"""`import course_utils` is light and keeps TensorFlow's start-up log out of the lessons."""

import json
import subprocess
import sys

SAY = """
import json, os, sys
import course_utils
from course_utils import data, gradients, plotting, profile, results, seeding, training
from course_utils.checks import Checks
print(json.dumps({"modules": [m for m in ("tensorflow", "keras", "matplotlib", "sklearn", "skimage", "IPython")
                              if m in sys.modules], "level": os.environ["TF_CPP_MIN_LOG_LEVEL"]}))
"""


def run(code, **variables):
    import os

    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "ABSL_", "GRPC_"))} | variables
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)


def test_nothing_heavy_is_imported():
    said = json.loads(run(SAY).stdout)
    assert said == {"modules": [], "level": "3"}


def test_whoever_wants_the_log_sets_the_variable():
    assert json.loads(run(SAY, TF_CPP_MIN_LOG_LEVEL="0").stdout)["level"] == "0"


def test_tensorflow_starts_without_a_word():
    done = run("import course_utils, keras; print(keras.ops.sum(keras.ops.ones(3)).numpy())")
    assert (done.stdout, done.stderr) == ("3.0\n", "")
