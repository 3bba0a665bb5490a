"""Runs in a session, beside the instructor's own code: do two answers give the same results on the same inputs?

Its text is put before one call of `report`; it imports nothing of the grader's.
"""

import contextlib
import copy
import json
import random
import types

_MOST_CALLS, _VARIANTS, _CLOSE = 40, 8, 1e-6


def report(asked, mark, shell):
    """Publish whether a variant gives the reference's results; says nothing where that cannot be found out."""
    wanted = json.loads(asked)
    try:
        same, inputs = _compared(shell, wanted["reference"], wanted["variant"], wanted["tests"])
    except Exception:
        same, inputs = False, 0
    shell.display_pub.publish(data={mark: {"same": same, "inputs": inputs}, "text/plain": ""})


def _compared(shell, reference, variant, tests):
    before = dict(shell.user_ns)
    right, wrong = _names(shell, reference, before), _names(shell, variant, before)
    if set(right) != set(wrong):
        return False, 0
    functions = {name: value for name, value in right.items() if isinstance(value, types.FunctionType)}
    others = set(right) - set(functions)
    if any(isinstance(right[name], type) for name in others):
        return False, 0
    if not all(_equal(right[name], wrong[name]) for name in others):
        return False, 0
    calls = _recorded(shell, right, functions, before, tests)
    asked = 0
    for name, args, kwargs in calls:
        for inputs in _like(args, kwargs):
            outcome = _outcome(right[name], *inputs)
            if outcome is None:
                continue
            asked += 1
            if not _equal(outcome, _outcome(wrong[name], *inputs)):
                return False, asked
    return bool(asked or (others and not functions)), asked


def _names(shell, source, before):
    """Return what an answer binds, in a namespace of its own."""
    namespace = dict(before)
    exec(compile(shell.transform_cell(source), "<answer>", "exec"), namespace)
    return {
        name: value
        for name, value in namespace.items()
        if not name.startswith("__") and not isinstance(value, types.ModuleType) and before.get(name) is not value
    }


def _recorded(shell, right, functions, before, tests):
    """Return the calls that the tests make: function, arguments."""
    calls = []

    def recording(name, function):
        def call(*args, **kwargs):
            if len(calls) < _MOST_CALLS:
                with contextlib.suppress(Exception):
                    calls.append((name, copy.deepcopy(args), copy.deepcopy(kwargs)))
            return function(*args, **kwargs)

        return call

    namespace = {**before, **right, **{name: recording(name, each) for name, each in functions.items()}}
    for test in tests:
        try:
            exec(compile(shell.transform_cell(test), "<test>", "exec"), namespace)
        except Exception:
            continue
    return calls


def _outcome(function, args, kwargs):
    """Return what a call gives, raises and leaves behind in its arguments; None where it cannot be asked."""
    try:
        args, kwargs = copy.deepcopy((args, kwargs))
        _seed()
    except Exception:
        return None
    try:
        result = function(*args, **kwargs)
        if isinstance(result, types.GeneratorType):
            result = [value for value, _ in zip(result, range(1000), strict=False)]
        return ["gives", result, args, kwargs]
    except Exception as error:
        return ["raises", type(error).__name__, args, kwargs]


def _like(args, kwargs):
    """Yield a call's own inputs, then others of the same kind."""
    yield args, kwargs
    chance = random.Random(7)
    for _ in range(_VARIANTS):
        try:
            yield tuple(_varied(each, chance) for each in args), {k: _varied(v, chance) for k, v in kwargs.items()}
        except Exception:
            return


def _varied(value, chance):
    import numpy as np

    if isinstance(value, bool) or value is None or callable(value):
        return value
    if isinstance(value, int):
        return value + chance.choice((0, 0, 1, 2)) if value >= 0 else value - chance.choice((0, 1))
    if isinstance(value, float):
        return value * chance.uniform(0.5, 2.0)
    if isinstance(value, str):
        return "".join(chance.sample(value, len(value)))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        draw = np.random.default_rng(chance.randrange(1 << 30))
        scale = float(np.std(value)) or 1.0
        return (value + scale * draw.normal(size=value.shape)).astype(value.dtype)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        draw = np.random.default_rng(chance.randrange(1 << 30))
        return draw.permutation(value.ravel()).reshape(value.shape)
    if type(value) in (list, tuple):
        return type(value)(_varied(each, chance) for each in value)
    if type(value) is dict:
        return {key: _varied(each, chance) for key, each in value.items()}
    return value


def _equal(one, other):
    import numpy as np

    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray) or hasattr(one, "numpy"):
        a, b = np.asarray(one), np.asarray(other)
        if type(one) is not type(other) or a.shape != b.shape or a.dtype != b.dtype:
            return False
        if a.dtype.kind in "fc":
            scale = np.abs(a[np.isfinite(a)]).max(initial=0.0)
            return bool(np.allclose(a, b, rtol=_CLOSE, atol=_CLOSE * float(scale), equal_nan=True))
        return bool(np.array_equal(a, b))
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one == other or (one != one and other != other) or abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if hasattr(one, "get_weights") and hasattr(one, "get_config"):
        return _equal(_named_alike(one.get_config()), _named_alike(other.get_config())) and _equal(
            one.get_weights(), other.get_weights()
        )
    if callable(one):
        return one is other or getattr(one, "__code__", 0) == getattr(other, "__code__", 1)
    if hasattr(one, "equals"):
        return bool(one.equals(other))
    if type(one).__eq__ is object.__eq__:
        return vars(one).keys() == vars(other).keys() and all(_equal(vars(one)[k], vars(other)[k]) for k in vars(one))
    return bool(one == other)


def _named_alike(config):
    """Return a model's configuration without the numbers that Keras gives to names."""
    text = json.dumps(config, sort_keys=True, default=repr)
    import re

    return re.sub(r"_\d+", "", text)


def _seed():
    import sys

    random.seed(1)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(1)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(1)
