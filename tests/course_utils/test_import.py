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


def test_the_notes_are_there_for_whoever_asks_for_the_log():
    code = """
import os, sys, types
sys.path.insert(0, os.environ["FAKE"])
import course_utils
import tensorflow
print(tensorflow.answer, type(tensorflow.__spec__.loader).__name__, "exec_module" in vars(tensorflow.__spec__.loader))
os.write(2, b"later")
"""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/tensorflow.py", "w") as file:
            file.write("import os; os.write(2, b'oneDNN is on '); answer = 42")
        quiet = run(code, FAKE=folder)
        assert (quiet.stdout, quiet.stderr) == ("42 SourceFileLoader False\n", "later")
        assert run(code, FAKE=folder, TF_CPP_MIN_LOG_LEVEL="0").stderr == "oneDNN is on later"


def test_a_failing_import_is_still_reported():
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/tensorflow.py", "w") as file:
            file.write("raise ImportError('a library is missing')")
        code = f"import sys; sys.path.insert(0, {folder!r})\nimport course_utils\n"
        code += (
            "try:\n    import tensorflow\nexcept ImportError as error:\n    print(error)\nimport os; os.write(2, b'x')"
        )
        done = run(code)
    assert (done.stdout, done.stderr) == ("a library is missing\n", "x")


def test_convolutions_may_use_onednn():
    assert run("import course_utils, os; print(os.environ.get('TF_ENABLE_ONEDNN_OPTS'))").stdout == "None\n"


def test_many_small_models_bring_no_warning_and_other_warnings_stay():
    code = """
import course_utils, logging
log = logging.getLogger("tensorflow")
log.warning("5 out of the last 5 calls to %s triggered tf.function retracing.", "f")
log.warning("something else")
"""
    assert run(code).stderr == "something else\n"
