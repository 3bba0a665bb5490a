"""Values keep what they are on their way; damaged and hostile bytes give one kind of error."""

import contextlib
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox.codec import BadValue, Bounds, CannotCarry, Reader, Writer, frames, science
from tests.grader.sandbox.codec.examples import EXAMPLES

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**300), 2**300)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.characters(categories=["Cs"])
    | st.binary(max_size=50)
)
_HASHABLE = st.recursive(_SCALARS, lambda s: st.tuples(s, s) | st.frozensets(s, max_size=3), max_leaves=5)
_VALUES = st.recursive(
    _SCALARS | st.builds(bytearray, st.binary(max_size=9)) | st.builds(range, st.integers(0, 9), st.integers(0, 99)),
    lambda s: (
        st.lists(s, max_size=4)
        | st.lists(s, max_size=4).map(tuple)
        | st.dictionaries(_HASHABLE, s, max_size=4)
        | st.sets(_HASHABLE, max_size=4)
    ),
    max_leaves=20,
)
_ARRAYS = hnp.arrays(
    hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes() | hnp.complex_number_dtypes()
    | hnp.unicode_string_dtypes() | hnp.byte_string_dtypes() | hnp.datetime64_dtypes() | hnp.timedelta64_dtypes(),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0),
)  # fmt: skip

EXACT = [make() for make in EXAMPLES.values()]


def _canonical(value):
    """Return a text in which sets have an order and NaN equals itself."""
    name = type(value).__name__
    if isinstance(value, set | frozenset):
        return name, sorted(repr(_canonical(v)) for v in value)
    if isinstance(value, dict):
        return name, [(_canonical(k), _canonical(v)) for k, v in value.items()]
    return (name, [_canonical(v) for v in value]) if isinstance(value, list | tuple) else (name, repr(value))


def carried(value, **bounds):
    return Reader(bounds=Bounds(**bounds)).read(Writer(bounds=Bounds(**bounds)).write(value))


@given(_VALUES)
@settings(max_examples=150, deadline=None)
def test_plain_values_come_back_the_same(value):
    back = carried(value)
    assert _canonical(back) == _canonical(value)


@given(_ARRAYS)
@settings(max_examples=200, deadline=None)
def test_arrays_come_back_the_same(array):
    back = carried(array)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == np.asarray(array).tobytes()
    assert back.flags.writeable


def test_numpy_scalars_objects_and_orders_are_kept():
    assert type(carried(np.float32(2))) is np.float32
    assert carried(np.asfortranarray(np.arange(6).reshape(2, 3))).flags.f_contiguous
    ragged = np.array([[1], "a", None], dtype=object)
    assert carried(ragged).tolist() == ragged.tolist()


def test_an_array_that_must_not_be_written_to_stays_so():
    locked = np.arange(3.0)
    locked.flags.writeable = False
    there, free = carried([locked, np.arange(3.0)])
    with pytest.raises(ValueError, match="read-only"):
        there[0] = 1
    free[0] = 1


def test_a_generator_keeps_its_state_and_its_identity():
    rng = np.random.default_rng(3)
    first, second = carried((rng, rng))
    assert first is second
    assert first.integers(1 << 60) == rng.integers(1 << 60)


@pytest.mark.parametrize("kind", ["MT19937", "Philox", "SFC64", "PCG64DXSM"])
def test_every_bit_generator_is_carried(kind):
    rng = np.random.Generator(getattr(np.random, kind)(4))
    assert carried(rng).normal() == rng.normal()


def test_a_random_state_goes_on_with_the_normal_number_it_keeps():
    rng = np.random.RandomState(4)
    rng.normal()
    first, second = carried((rng, rng))
    assert type(first) is np.random.RandomState
    assert first is second
    assert [first.normal(), first.normal(), first.randint(99)] == [rng.normal(), rng.normal(), rng.randint(99)]


def test_a_random_state_of_another_kind_is_refused():
    with pytest.raises(CannotCarry):
        carried(np.random.RandomState(np.random.PCG64(3)))


@given(st.binary(max_size=300))
@settings(max_examples=250, deadline=None)
def test_random_bytes_are_refused(content):
    with pytest.raises(BadValue):
        Reader().read(content)


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_damaged_values_are_refused_or_are_values(data):
    value = data.draw(_VALUES | _ARRAYS | st.sampled_from(EXACT) | st.just(np.random.default_rng(1)))
    content = bytearray(Writer().write(value))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    with contextlib.suppress(BadValue):
        Reader().read(bytes(content[:cut]))


_NODES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["array", "tuple", "dict", "generator", "PCG64"]),
    lambda s: st.lists(s, max_size=4)
    | st.dictionaries(st.sampled_from(["t", "b", "v", "k", "n", "f", "i", "shape", "class_name"]), s, max_size=5)
    | st.fixed_dictionaries(
        {
            "t": st.sampled_from(
                ["array", "scalar", "objects", "tuple", "dict", "set", "range", "slice", "complex", "generator",
                 "again", "shared", "tensor", "reference", "type", "dtype", "ufunc", "bytes", "weight", "default",
                 "counter", "deque", "namespace", "fraction", "decimal", "datetime", "timezone", "path", "pattern",
                 "int", "ints", "floats", "part", "masked", "view", "pairs", "plain dict", "parts"]
            )
        },
        optional={"v": s, "k": s, "b": st.integers(-2, 2), "n": s, "f": s, "i": s, "shape": s, "m": s, "o": s,
                  "of": s, "strides": s, "d": s, "a": s, "quiet": st.booleans()},
    )
    | st.fixed_dictionaries(
        {"t": st.just("made"), "n": st.sampled_from(sorted(frames.TAGS | science.TAGS)), "v": st.lists(s, max_size=5)},
        optional={"quiet": st.booleans()},
    ),
    max_leaves=15,
)  # fmt: skip


@given(_NODES, st.lists(st.integers(-5, 50), max_size=3), st.binary(max_size=60))
@settings(max_examples=400, deadline=None)
def test_forged_structures_are_refused_or_are_values(tree, sizes, rest):
    text = json.dumps([tree, sizes]).encode()
    with contextlib.suppress(BadValue):
        Reader().read(struct.pack("!I", len(text)) + text + rest)


def _forged(tree, *blobs):
    text = json.dumps([tree, [len(b) for b in blobs]]).encode()
    return struct.pack("!I", len(text)) + text + b"".join(blobs)


def _npy(header: str, data: bytes = b"") -> bytes:
    padded = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(padded)) + padded.encode() + data


@pytest.mark.parametrize(
    "content",
    [
        _forged({"t": "array", "b": 0}, _npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", b"x" * 8)),
        _forged({"t": "array", "b": 0}, _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10**12,)}", b"x" * 8)),
        _forged({"t": "array", "b": 0}, _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}")),
        _forged({"t": "array", "b": 0}, _npy("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,)}")),
        _forged({"t": "array", "b": 0}, _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", b"x" * 8)),
        _forged({"t": "array", "b": 0}, _npy("__import__('os').system('x')")),
        _forged({"t": "array", "b": 0}, b"\x80\x04cos\nsystem\n(S'x'\ntR."),
        _forged({"t": "model", "b": 0}, b"PK\x03\x04 no archive"),
        _forged({"t": "reference", "v": {"home": "judge", "id": 1}}),
        _forged({"t": "type", "n": "eval"}),
        _forged({"t": "ufunc", "n": "save"}),
        _forged({"t": "tuple", "v": [1], "f": ["__class__"], "n": "P"}),
        _forged({"t": "tuple", "v": [1], "f": ["a=exit()"], "n": "P"}),
        _forged({"t": "dict", "k": [[1]], "v": [1]}),
        _forged({"t": "generator", "n": "default_rng", "v": None}),
        _forged({"t": "objects", "shape": [10**9, 0, 10**9], "v": []}) + b"",
        struct.pack("!I", 20_000) + b"[" * 10_000 + b"]" * 10_000,
        struct.pack("!I", 6000) + b"[" + b"9" * 5998 + b"]",
    ],
)  # fmt: skip
def test_forged_values_are_refused(content):
    try:
        value = Reader().read(content)
    except BadValue:
        return
    assert getattr(value, "size", None) == 0  # an empty array of a strange shape is still only an empty array


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([[[[[[1]]]]]], "nested"),
        (list(range(20_000)), "larger"),
        ([None] * 20_000, "larger"),
        (np.zeros(100_000), "too large"),
        ("x" * 100_000, "larger"),
        pytest.param(1 << 900_000, "larger", id="a whole number"),
        (object(), "object"),
        (np.zeros(2, [("a", "O")]), "dtype"),
        (open, "builtin_function"),
    ],
)
def test_what_cannot_be_carried_says_why(value, words):
    with pytest.raises(CannotCarry, match=words):
        Writer(bounds=Bounds(depth=5, total_bytes=50_000)).write(value)


@pytest.mark.parametrize("parts", [[], [1.0], [1.0, 2.0, 3.0], "ab"])
def test_a_complex_number_of_other_parts_is_a_bad_value(parts):
    text = json.dumps([{"t": "complex", "v": parts}, []]).encode()
    with pytest.raises(BadValue):
        Reader().read(struct.pack("!I", len(text)) + text)
