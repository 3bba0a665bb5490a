"""What a judge does before its first test changes nothing that a test can see."""

import os
import random
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.sandbox.judge.first_operations import begin_libraries
from grader.sandbox.run import _configures


def test_where_tensorflow_is_not_loaded_nothing_is():
    source = "import sys; from grader.sandbox.judge import first_operations as it; it.begin_libraries()"
    asked = f"{source}; print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_no_state_is_changed():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    keras = pytest.importorskip("keras")
    tensorflow = pytest.importorskip("tensorflow")

    def states():
        return random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002

    def drawn():
        keras.utils.set_random_seed(7)
        return states(), tensorflow.random.normal((3,)).numpy().tolist(), keras.random.normal((3,)).numpy().tolist()

    def name():
        keras.backend.clear_session()
        return keras.layers.Dense(1).name, keras.Sequential().name

    before = drawn(), name()
    keras.utils.set_random_seed(7)
    seeded = states()
    begin_libraries()
    assert states() == seeded
    after = tensorflow.random.normal((3,)).numpy().tolist()
    assert after == before[0][1]
    assert (drawn(), name()) == before


@pytest.mark.parametrize(
    ("source", "files", "expected"),
    [
        ("import tensorflow as tf", {}, False),
        ("tf.config.threading.set_intra_op_parallelism_threads(1)", {}, True),
        ("from tensorflow import config as c", {}, True),
        ("import helper", {"helper.py": b"import tensorflow as tf\ntf.config.set_visible_devices([])"}, True),
        ("import helper", {"helper.py": b"import tensorflow as tf"}, False),
    ],
)
def test_where_a_library_may_be_configured_it_does_not_begin_earlier(source, files, expected):
    notebook = new_notebook(cells=[new_code_cell("x = 1"), new_code_cell(source)])
    nbformat.validate(notebook)
    assert _configures(notebook, files) is expected
