"""Cells behave in a session as they do in JupyterLab."""

import json
import subprocess
import sys

import pytest

from grader.model import State


def outputs(execution, index=0):
    return execution.notebook.cells[index].outputs


def test_values_prints_and_errors_become_outputs(run):
    execution = run("print('a')\nimport sys\nprint('b', file=sys.stderr)\n1 + 1", "1 / 0", "2;", "_")
    first = outputs(execution)
    assert [o.output_type for o in first] == ["stream", "stream", "execute_result"]
    assert first[2].data["text/plain"] == "2"
    assert outputs(execution, 1)[0].ename == "ZeroDivisionError"
    assert any("1 / 0" in line or "ZeroDivisionError" in line for line in outputs(execution, 1)[0].traceback)
    assert outputs(execution, 2) == []
    assert execution.state is State.GRADED
    assert [cell.execution_count for cell in execution.notebook.cells] == [1, 2, 3, 4]


def test_a_failure_is_shown_once_and_formatted_once(run):
    failing = (
        "class Own(Exception):\n    times = 0\n    def _render_traceback_(self):\n        Own.times += 1\n"
        "        return [f'formatted {Own.times}']\nraise Own"
    )
    execution = run(failing, "Own.times")
    assert [output.get("traceback") for output in outputs(execution)] == [["formatted 1"]]
    assert outputs(execution, 1)[0].data["text/plain"] == "1"


# IPython as it comes, told to run cells and to give the traceback of the last one.
UNTOUCHED = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
settings = Config()
settings.HistoryManager.enabled, settings.InteractiveShell.colors = False, "neutral"
shell = InteractiveShell.instance(config=settings)
sys.modules["__main__"] = shell.user_module
shown = []
shell._showtraceback = lambda kind, value, lines: shown.append(lines)
for cell in json.loads(sys.argv[1]):
    shell.run_cell(cell, store_history=True)
print(json.dumps(shown[-1]))
"""


def test_a_traceback_is_the_one_that_ipython_gives(run):
    cells = [
        "class Pair(tuple):\n    def ratio(self):\n        a, b = self\n        return a / b  # a comment",
        "def ratios(pairs):\n    # the way to it\n    return [pair.ratio() for pair in pairs]",
        "text = f'{1:>3}'\ntry:\n    int('{')\nexcept ValueError as error:\n    ratios([Pair((1, 2)), Pair((1, 0))])",
    ]
    said = subprocess.run(
        [sys.executable, "-c", UNTOUCHED, json.dumps(cells)], capture_output=True, text=True, check=True
    )
    shown = outputs(run(*cells), 2)[0].traceback
    assert "".join(shown) == "".join(json.loads(said.stdout.splitlines()[-1]))
    assert "\x1b[" in "".join(shown), "in colours"


def test_where_a_cell_belongs_is_not_looked_for_in_every_module(run):
    asked = "import inspect\ndef f(): pass\nprint(inspect.modulesbyfile.get(f.__code__.co_filename))"
    assert outputs(run(asked))[0].text == "__main__\n"


def test_a_plot_is_a_picture(run):
    execution = run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "fig, ax = plt.subplots()\nplt.show()")
    for index in (0, 1):
        assert "image/png" in outputs(execution, index)[-1].data
    shown = run(
        "import matplotlib.pyplot as plt\nfrom IPython.display import display\nfig = plt.figure()\n"
        "display(fig, metadata={'image/png': {'alt': 'empty'}})\nplt.close(fig)"
    )
    assert outputs(shown)[0].metadata["image/png"]["alt"] == "empty"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import asyncio\nawait asyncio.sleep(0.01)\nprint('waited')", "waited"),
        ("import asyncio\ntask = asyncio.create_task(asyncio.sleep(0, 'task'))\nprint(await task)", "task"),
        ("%time x = 3\nprint(x)", "3"),
        ("%%capture got\nprint('inside')", ""),
        ("%%writefile note.txt\nhello", "Writing note.txt"),
        ("!echo from-shell", "from-shell"),
        ("x = !echo captured\nprint(x)", "['captured']"),
        ("import os\nos.system('echo by-system')", "by-system"),
        ("import subprocess\nsubprocess.run(['echo', 'by-run'])", "by-run"),
        ("get_ipython().run_cell_magic('time', '', 'print(5)')", "5"),
        ("input('name? ')", "StdinNotImplementedError"),
        ("import tempfile\nwith tempfile.NamedTemporaryFile() as f: print(f.name)", "/run/session/tmp"),
        ("import os\nprint(os.path.expanduser('~'), os.getcwd())", "/run/session/home"),
        ("import pandas as pd\npd.DataFrame({'a': [1]})", "<table"),
        ("from tqdm.auto import tqdm\nfor i in tqdm(range(3)): pass", "3/3"),
        ("import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as p: print(p.map(abs, [-7]))", "[7]"),
        ("class A:\n    def _repr_html_(self): return '<b>rich</b>'\nA()", "<b>rich</b>"),
        ("def f(n):\n    return f(n + 1)\nf(0)", "RecursionError"),
        ("import __main__\ny = 3\nprint(__main__.y)", "3"),
        ("print('\\ud800')", "?"),
    ],
)
def test_what_notebooks_do_works(run, text, code, expected):
    assert expected in text(run(code))


def test_displays_can_be_updated_and_cleared(run):
    execution = run(
        "from IPython.display import display, HTML, clear_output\nh = display(HTML('old'), display_id=True)",
        "h.update(HTML('new'))",
        "print('gone')\nclear_output()\nprint('kept')",
        "print('gone')\nclear_output(wait=True)\nprint('kept')",
    )
    assert outputs(execution)[0].data["text/html"] == "new"
    assert outputs(execution, 2)[0].text == outputs(execution, 3)[0].text == "kept\n"


def test_keras_learns(run, scores):
    build = """
import keras
def build(n):
    inputs = keras.Input((n,))
    code = keras.layers.Dense(2, activation='relu', name='code')(inputs)
    model = keras.Model(inputs, keras.layers.Dense(n)(code))
    model.compile('adam', 'mse')
    return model
def train(model, x):
    return model.fit(x, x, epochs=2, verbose=0).history['loss']
"""
    test = """
import keras, numpy as np
x = np.random.default_rng().normal(size=(64, 6)).astype('float32')
model = build(6)
assert isinstance(model, keras.Model) and model.count_params() == 6 * 2 + 2 + 2 * 6 + 6
assert model.get_layer('code').activation is keras.activations.relu
before = [w.copy() for w in model.get_weights()]
losses = train(model, x)
assert len(losses) == 2
assert any((a != b).any() for a, b in zip(before, model.get_weights()))
assert np.isclose(model.evaluate(x, x, verbose=0), losses[-1], rtol=0.5)
"""
    assert scores(run(("answer", build), ("check", test))) == [2.0]


def test_models_with_their_own_layers_are_called_where_they_live(run, scores):
    answer = """
import keras
class Twice(keras.layers.Layer):
    def call(self, x): return 2 * x
def build(): return keras.Sequential([keras.Input((2,)), Twice()])
"""
    test = "import numpy as np\nassert np.allclose(build()(np.ones((3, 2), 'float32')), 2)"
    assert scores(run(("answer", answer), ("check", test))) == [2.0]


def test_notebooks_are_told_that_they_are_graded(run, text):
    """Also by the judge: a test may ask for it as well."""
    asked = "import os\nos.environ['NBGRADER_EXECUTION']"
    assert text(run(asked)).count("autograde") == 1
    assert text(run(("check", asked))).count("autograde") == 1
