"""Attacks on what a test takes from elsewhere, on carried values and on a session's own death; see `attack_list`."""

# ruff: noqa: E501  - sources of attacks stand as they are handed in

from __future__ import annotations

from benchmarks.attack_model import Attack

APART_ONLY = "it attacks the judge, and stock nbgrader has none"
EXCHANGE = """import gc
from grader.sandbox.ipc.rpc import RpcPeer
exchange = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))
"""
FORGED_WEIGHTS = (
    EXCHANGE
    + """
import io, json, zipfile, h5py
from grader.sandbox.codec.nodes import objects
def archive(fill):
    weights = io.BytesIO()
    with h5py.File(weights, 'w') as file: fill(file)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w') as file:
        file.writestr('config.json', json.dumps(CONFIG)); file.writestr('metadata.json', '{}')
        file.writestr('model.weights.h5', weights.getvalue())
    return packed.getvalue()
class Model: pass
real = objects.write_special
def special(self, value, depth):
    if isinstance(value, Model): return {"t": "model", "b": self.blob(archive(FILL)), "s": [[0, 0]]}
    return real(self, value, depth)
objects.write_special = special
def squares(x): return Model()
"""
)
DENSE = '{"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [LAYER]}}'
TREE = """from grader.sandbox.codec import writing
import json, struct
def forged(tree, *blobs):
    about = {"result": True, "first": 1 << 45, "changed": [], "drop": []}
    text = json.dumps([[about, [[tree], [], [None], [], []]], [len(b) for b in blobs]]).encode()
    return b''.join([struct.pack('!I', len(text)), text, *blobs])
def npy(header, data=b''):
    header = header.encode() + b' ' * (-(len(header) + 11) % 64) + b'\\n'
    return b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(header)) + header + data
"""


def _sent(*bodies: str) -> str:
    """Return an answer that sends forged values in turn."""
    return TREE + f"import itertools\nbodies = itertools.cycle([{', '.join(bodies)}])\n" \
        "writing.Writer.message = lambda self, *groups: next(bodies)\ndef squares(x): return 0"  # fmt: skip


def _weights(
    fill: str,
    layer: str = '{"module": "keras.layers", "class_name": "Dense", "registered_name": None, "config": {"units": 1}}',
) -> str:
    return FORGED_WEIGHTS.replace("CONFIG", DENSE.replace("LAYER", layer)).replace("FILL", fill)


VALUE_ATTACKS = [
    Attack("the instructor's tolerance made large", after="", before="TOL = 1e12\nglobals()['TOL'] = 1e12\n",
           answer="def squares(x): return 0 * x\nimport builtins\nbuiltins.TOL = 1e12"),
    Attack("the instructor's list changed in place", before="EXPECTED.clear()\nEXPECTED.extend([(2, 0), (5, 0)])\n"),
    Attack("the instructor's class replaced, and its methods", before="def yes(*a, **k): return True\n"
           "Close.within = Close.__init__ = yes\nclass Close:\n    def __init__(self, *a): pass\n    within = yes\n"),
    Attack("the instructor's object given attributes", before="close.tolerance = 1e12\nclose.within = lambda *a: True\n"
           "close.__dict__['within'] = lambda *a: True\n"),
    Attack("results that change between reads", answer="class Turning:\n    def __init__(self): self.n = 0\n"
           "    def __getattribute__(self, name):\n        n = object.__getattribute__(self, 'n')\n"
           "        object.__setattr__(self, 'n', n + 1)\n        return [9, 25, 1.0, True][n % 4]\n"
           "def squares(x): return Turning()"),
    Attack("a subclass of ndarray that changes", answer="class Turning(np.ndarray):\n    reads = 0\n"
           "    def __array_finalize__(self, other): pass\n    def __eq__(self, other): return True\n"
           "    def __array__(self, *a, **k): return np.array([1.0, 4.0])\n    def tobytes(self, *a): return b''\n"
           "    @property\n    def dtype(self): return np.dtype(float)\n"
           "def squares(x): return np.zeros(np.shape(x)).view(Turning)"),
    Attack("a tuple with fields that are hooks", answer="class Fields(tuple):\n    _fields = ('__class__', '__eq__')\n"
           "    def __eq__(self, other): return True\ndef squares(x): return Fields((1, 2))"),
    Attack("a tuple whose fields are called as methods", answer="import collections\nFields = collections.namedtuple('Fields', "
           "'equals all within')\ndef squares(x): return Fields(list, lambda *a: True, lambda *a: True)"),
    Attack("an object that claims a library's class", answer="import email.message, itertools\nclass Liar:\n"
           "    def __getattr__(self, name): return Liar() if name[:2] != '__' else object.__getattribute__(self, name)\n"
           "    def __len__(self): return 5\n    def __iter__(self): return iter([Liar()] * 5)\n"
           "    def __getitem__(self, key): return Liar()\n    __call__ = lambda self, *a, **k: True\n"
           "    __contains__ = __eq__ = __lt__ = lambda self, other: True\n    __hash__ = lambda self: 9\n"
           "Liar.__module__, Liar.__qualname__ = 'email.message', 'Message'\nemail.message.Message = Liar\n"
           "def squares(x): return Liar()"),
    Attack("enumerations and integers that say they are right", answer="import enum\nclass N(enum.IntEnum):\n    A = 9\n"
           "    def __eq__(self, other): return True\n    def __float__(self): return 25.0\n    __hash__ = int.__hash__\n"
           "class I(int):\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0\n"
           "import itertools\nkinds = itertools.cycle([N.A * 0 + 1, I(1), N.A])\ndef squares(x): return next(kinds) if np.ndim(x) else I(1)"),
    Attack("the session killed between tests, to be asked again", answer="import os, time\nbirth = time.time()\n"
           "def squares(x):\n    if not os.path.exists('seen'):\n        open('seen', 'w').write(repr(x)); os._exit(0)\n    return 0 * x"),
    Attack("the session killed in every cell that is run again", before="import os, threading\n"
           "threading.Timer(0.3, lambda: os._exit(0)).start()\n"),
    Attack("a session that dies with an answer on its way", answer=EXCHANGE + "import os\nfrom grader.sandbox.codec import Writer\n"
           "def squares(x):\n    body = Writer().message({'result': True, 'first': 1 << 45, 'changed': [], 'drop': []}, [9], [], [None], [], [])\n"
           "    for _ in range(9): exchange.channel.send({'op': 'answer', 'ok': True}, body)\n    os._exit(0)", not_stock=APART_ONLY),
    Attack("arrays whose headers are Python", answer=_sent(
        "forged({'t': 'array', 'b': 0}, npy(\"{'descr': '<f8', 'fortran_order': __import__('os'), 'shape': (2,), }\", b'0' * 16))",
        "forged({'t': 'array', 'b': 0}, npy(\"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\", b'0' * 16))",
        "forged({'t': 'array', 'b': 0}, npy(\"{'descr': '<f8', 'fortran_order': False, 'shape': (%s,), }\" % ('9' * 4000), b''))",
        "forged({'t': 'array', 'b': 0}, npy(\"{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }\", b'0' * 16))",
        "forged({'t': 'array', 'b': 0}, npy('(' * 3000, b''))",
        "forged({'t': 'array', 'b': 0}, npy(\"{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,), }\", b'0' * 8))"),
        not_stock=APART_ONLY),
    Attack("forged objects, classes and generators", answer=_sent(
        "forged({'t': 'instance', 'n': 'Close', 'v': {'t': 'dict', 'k': ['within'], 'v': [1]}})",
        "forged({'t': 'instance', 'n': 'Judge', 'v': {'t': 'dict', 'k': [], 'v': []}})",
        "forged({'t': 'instance', 'n': 'Close', 'v': {'t': 'dict', 'k': ['__class__'], 'v': [1]}})",
        "forged({'t': 'same model', 'i': 0})", "forged({'t': 'again', 'i': 5})", "forged({'t': 'shared', 'i': 1})",
        "forged({'t': 'ufunc', 'n': '__doc__'})", "forged({'t': 'type', 'n': 'eval'})",
        "forged({'t': 'reference', 'v': {'home': 'judge', 'id': 1}})",
        "forged({'t': 'keras part', 'n': '[]'})", "forged({'t': 'tuple', 'v': [], 'f': ['a', 'a'], 'n': 'x'})",
        "forged({'t': 'generator', 'n': 'PCG64', 'v': {'t': 'dict', 'k': ['bit_generator'], 'v': ['PCG64']}})"),
        not_stock=APART_ONLY),
    Attack("a .keras file whose weights lead to other files", answer=_weights(
        "lambda file: file.__setitem__('layers', h5py.ExternalLink('/proc/self/environ', '/'))"), not_stock=APART_ONLY),
    Attack("a .keras file that unpacks to gigabytes", answer=_weights(
        "lambda file: file.create_dataset('layers/dense/vars/0', shape=(1 << 34,), dtype='f4', chunks=(1 << 20,), compression='gzip')"),
        not_stock=APART_ONLY),
    Attack("a .keras file with nested and registered names", answer=_weights("lambda file: None",
        '{"module": "keras.layers", "class_name": "TimeDistributed", "registered_name": None, "config": {"layer": '
        '{"module": "keras.layers", "class_name": "Dense", "registered_name": "Custom>Dense", "config": {"units": 1, '
        '"kernel_initializer": {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "eval"}}}}}'),
        not_stock=APART_ONLY),
    Attack("a .keras file whose layer is a module's function", answer=_weights("lambda file: None",
        '{"module": "keras.utils", "class_name": "get_file", "registered_name": None, "config": {"origin": "file:///etc/passwd"}}'),
        not_stock=APART_ONLY),
    Attack("outputs of millions of entries, pieces and updates", answer=EXCHANGE + "send = exchange.channel.send\n"
           "shown = {'output_type': 'display_data', 'data': {'application/json': [[]] * 500_000}}\ndef squares(x):\n"
           "    send({'op': 'output', 'output': shown, 'display_id': 'a'})\n"
           "    for _ in range(3000): send({'op': 'output', 'output': {**shown, 'data': {}}, 'display_id': 'a', 'update': _ % 2 == 0})\n"
           "    send({'op': 'nonsense', 'more': [[]] * 500_000})\n    return 0 * x", not_stock=APART_ONLY),
    Attack("a picture whose width is a script", before="from IPython.display import publish_display_data as show\n"
           "show({'image/png': 'aGk='}, {'image/png': {'width': '1 onload=alert(1) x'}})\n"),
    Attack("callbacks that call back", jitter="def jitter(x, rng):\n    try:\n        for depth in range(50): rng.normal(size=0)\n"
           "        return jitter(x, rng)\n    except RecursionError: return x"),
    Attack("names in letters that look alike", answer="def ｓｑｕａｒｅｓ(x): return 0 * x\nＴＯＬ = 1e12\nｎｐ = None"),
    Attack("whole numbers and texts without end", answer="import itertools\nkinds = itertools.cycle([lambda: 9 ** 10 ** 6, "
           "lambda: '9' * 10 ** 8, lambda: '\\ud800' * 10, lambda: {i: i for i in range(2 * 10 ** 6)}])\ndef squares(x): return next(kinds)()"),
]  # fmt: skip
