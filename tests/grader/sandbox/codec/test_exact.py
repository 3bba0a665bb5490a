"""Values of Python's library, NumPy, pandas and SciPy arrive exactly, and keep who they are inside."""

import collections
import decimal
import enum
import io
import typing

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from grader.sandbox.codec import BadValue, CannotCarry, Reader, Shared, Writer, in_place
from tests.grader.sandbox.codec.examples import EXAMPLES


def carried(value):
    return Reader().read(Writer().write(value))


def same(one, other) -> bool:
    """Return whether two values are alike in all that a test can see."""
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other, check_freq=True)
        return one.attrs == other.attrs and one.columns.names == other.columns.names
    if isinstance(one, pd.Series):
        pd.testing.assert_series_equal(one, other, check_freq=True)
        return True
    if isinstance(one, pd.Index):
        return one.identical(other) and getattr(one, "freq", None) == getattr(other, "freq", None)
    if scipy.sparse.issparse(one):
        return one.dtype == other.dtype and (one != other).nnz == 0
    if isinstance(one, np.ma.MaskedArray):
        return one.fill_value == other.fill_value and repr(one) == repr(other)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and repr(one) == repr(other)
    if isinstance(one, dict) and "root" not in one and "x" not in one:
        return list(one.items()) == list(other.items())
    if isinstance(one, io.StringIO | io.BytesIO):
        return one.__getstate__() == other.__getstate__()
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other) if not isinstance(one, int) else one == other


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_kind_arrives_exactly(name):
    value = EXAMPLES[name]()
    assert same(carried(value), value)
    assert same(carried([value, {"a": value}])[1]["a"], value)


def test_a_default_is_made_on_the_other_side_too():
    back = carried(EXAMPLES["default"]())
    back["new"].append(2)
    assert back == {"a": [1], "new": [2]}
    assert carried(EXAMPLES["counter"]()).most_common(1) == [("a", 2)]


def test_a_million_digits_and_millions_of_entries():
    assert carried(10**1_000_000) == 10**1_000_000
    many = list(range(2_000_000))
    assert carried(many) == many
    deep = []
    for _ in range(100):
        deep = [deep]
    assert carried(deep) == deep


class Text(str):
    """A class of somebody's own."""


class Rows(list):
    """A class of somebody's own."""


class Table(pd.DataFrame):
    """A class of somebody's own."""


class Kind(enum.IntEnum):
    """Numbers of somebody's own."""

    ONE = 1


class Point(typing.NamedTuple):
    """A named tuple with a method."""

    x: int

    def doubled(self) -> int:
        return 2 * self.x


Pair = collections.namedtuple("Pair", "left right")


class Sub(np.ndarray):
    """A class of somebody's own."""


@pytest.mark.parametrize(
    "value",
    [Text("a"), Rows([1]), Table({"a": [1]}), Kind.ONE, Point(1), np.zeros(2).view(Sub), type("F", (float,), {})(1.0),
     type("D", (dict,), {})(a=1), type("C", (collections.Counter,), {})("a"), type("N", (np.float64,), {})(1.0),
     type("X", (decimal.Decimal,), {})(1), pd.arrays.SparseArray([0, 1]), type("S", (io.StringIO,), {})("a")],
)  # fmt: skip
def test_a_subclass_never_goes_as_its_base(value):
    with pytest.raises(CannotCarry, match="cannot be carried"):
        Writer().write(value)
    assert not issubclass(CannotCarry, TypeError | ValueError)


def test_a_closed_stream_is_closed_there_and_one_with_a_name_is_refused():
    stream = io.StringIO("a")
    stream.close()
    assert carried(stream).closed
    named = io.BytesIO(b"a")
    named.name = "a.txt"
    with pytest.raises(CannotCarry, match="attributes of its own"):
        Writer().write(named)


@pytest.mark.parametrize(
    "state", [["a", "\n", -1], ["a", "\n", 1 << 40], [b"a", None, 0], ["a", "x", 0], ["a", "\n", True], ["a"], None]
)
def test_a_stream_is_made_of_nothing_else(state):
    with pytest.raises(BadValue):
        in_place.put(io.StringIO(), state)


def test_named_tuples_are_tuples_of_the_codecs_own_making():
    back = carried(Pair(1, [2]))
    assert (back.left, back.right, back._fields, type(back).__name__) == (1, [2], ("left", "right"), "Pair")
    assert type(back) is not Pair
    assert type(carried(Pair(3, 4))) is type(back)
    odd = collections.namedtuple("Odd", "count index")
    assert carried(odd(1, 2)).count == 1
    with pytest.raises(BadValue, match="decides tests"):
        carried(odd(int, 2))


def test_who_is_who_inside_a_value_stays_so():
    row = [0, 0]
    rows = carried([row, row, [0, 0]])
    assert rows[0] is rows[1]
    assert rows[2] is not rows[0]
    ring = [1]
    ring.append(ring)
    back = carried(ring)
    assert back[1] is back
    array = np.arange(6.0)
    whole, part, again = carried((array, array[1:3], array))
    assert whole is again
    part[0] = 9
    assert whole[1] == 9


def test_a_tuple_in_itself_is_refused_and_a_tree_of_shared_ones_is_small():
    inside = []
    loop = (inside,)
    inside.append(loop)
    with pytest.raises(CannotCarry, match="contains itself"):
        Writer().write(loop)
    pair = ()
    for _ in range(100):
        pair = (pair, pair)
    assert len(Writer().write(pair)) < 10_000


def test_parts_of_one_array_share_it_only_where_the_whole_may_be_told():
    secret = np.arange(10.0)
    body = Writer().write(secret[2:4])
    assert Reader().read(body).base is None
    one, other = Reader().read(Writer(whole=True).write([secret[:5], secret[3:]]))
    assert np.shares_memory(one, other)


_CHANGES = {
    "counter": lambda v: v.update("z"),
    "default": lambda v: v["n"].append(1),
    "ordered": lambda v: v.move_to_end("b"),
    "deque": lambda v: v.append(9),
    "namespace": lambda v: setattr(v, "c", 3),
    "bytearray": lambda v: v.extend(b"c"),
    "text in memory": lambda v: v.readline(),
    "text to write": lambda v: v.write("c"),
    "bytes in memory": lambda v: v.truncate(1),
    "ints": lambda v: v.sort(reverse=True),
    "mixed numbers": lambda v: v.__setitem__(0, True),
    "masked": lambda v: v.__setitem__((0, 0), np.ma.masked),
    "matrix": lambda v: v.__setitem__((0, 0), 5),
    "structured": lambda v: v.__setitem__("x", 2.5),
    "objects": lambda v: v.__setitem__(0, 1),
    "frame": lambda v: v.insert(1, "new", [3, 4]),
    "series": lambda v: v.__setitem__(v.index[0], 7),
    "sparse csr_matrix": lambda v: v.__setitem__((0, 0), 5.0),
    "root": lambda v: v.__setitem__("root", 3),
}


@pytest.mark.parametrize("name", _CHANGES)
def test_what_is_changed_is_noticed_and_changed_on_the_other_side_in_place(name):
    there, here = EXAMPLES[name](), EXAMPLES[name]()
    mine, theirs = Shared(), Shared()
    mine.add(1, [there])
    theirs.add(1, [here])
    mine.look()
    assert mine.changes() == []
    _CHANGES[name](there)
    assert mine.changes() == [1]
    writer = Writer(shared=mine)
    state = Reader(shared=theirs).message(writer.message({}, [writer.state(there)]))[1][0][0]
    in_place.put(here, state)
    assert theirs.get(1) is here
    assert same(here, there)
    mine.renew([1])
    mine.look()
    assert mine.changes() == []


def test_what_nobody_refers_to_any_more_is_let_go():
    shared, kept = Shared(), [1]
    shared.add(1, [kept, [2]])
    assert shared.dead() == [2]
    shared.drop([2])
    assert shared.number_of(kept) == 1
    shared.add(3, [np.zeros(1 << 20)])
    assert shared.too_old() == [3, 1]
