"""Whatever a student returns becomes plain data, and lying objects are found out."""

import sys
from collections import namedtuple

import numpy as np
import pytest

from course_utils.checks.plain_values import NotPlain, to_array, to_plain


class Agreeable:
    """Says yes to everything."""

    __class__ = float
    __array__ = lambda self, *args, **kwargs: np.ones(3)  # noqa: E731
    __float__ = lambda self: 1.0  # noqa: E731
    __len__ = lambda self: 3  # noqa: E731
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = None


class LyingFloat(float):
    def __float__(self):
        return 42.0

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class LyingNumpyFloat(np.float64):
    def __array__(self, *args, **kwargs):
        return np.array(42.0)

    def __float__(self):
        return 42.0


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    def __array__(self, *args, **kwargs):
        return np.full(self.shape, 42.0)

    def __getitem__(self, index):
        return 42.0


class LyingList(list):
    def __iter__(self):
        return iter([42, 42])

    def __len__(self):
        return 2


class LyingText(str):
    def __str__(self):
        return "right"

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


@pytest.mark.parametrize("value", [None, True, 3, 2.5, 1j, "text", b"bytes", [1, [2.0]], (1, "a"), {"a": 1}, {1, 2}])
def test_plain_values_stay_what_they_are(value):
    plain = to_plain(value)
    assert type(plain) is type(value)
    assert plain == value


@pytest.mark.parametrize(
    ("lying", "true"),
    [
        (LyingFloat(1.5), 1.5),
        (LyingNumpyFloat(1.5), 1.5),
        (LyingText("wrong"), "wrong"),
        (LyingList([1, 2, 3]), [1, 2, 3]),
    ],
)
def test_a_subclass_is_read_through_its_base_class(lying, true):
    plain = to_plain(lying)
    assert type(plain) is type(true)
    assert plain == true


def test_a_subclass_of_ndarray_is_read_through_ndarray():
    plain = to_plain(np.arange(3.0).view(LyingArray))
    assert type(plain) is np.ndarray
    assert plain.tolist() == [0.0, 1.0, 2.0]


def test_a_named_tuple_becomes_a_tuple():
    plain = to_plain(namedtuple("Pair", "a b")(1, np.float32(2)))
    assert type(plain) is tuple
    assert plain[0] == 1
    assert plain[1].dtype == np.float32


def test_numpy_scalars_keep_their_dtype():
    assert to_plain(np.float32(1)).dtype == np.float32
    assert to_plain(np.int64(1)).shape == ()
    assert to_plain(np.bool_(True)).dtype == bool


def test_an_array_is_copied():
    original = np.zeros(2)
    to_plain(original)[0] = 1
    assert original[0] == 0


def test_an_agreeable_object_is_refused():
    with pytest.raises(NotPlain, match="type Agreeable"):
        to_plain(Agreeable())
    with pytest.raises(NotPlain, match="type Agreeable"):
        to_plain([1, Agreeable()])


def test_tensors_and_variables_become_arrays():
    tf = pytest.importorskip("tensorflow")
    import keras

    for tensor in (tf.constant([1.0, 2.0]), tf.Variable([1.0, 2.0]), keras.Variable([1.0, 2.0])):
        plain = to_plain(tensor)
        assert type(plain) is np.ndarray
        assert plain.tolist() == [1.0, 2.0]


def test_a_class_that_calls_itself_tensorflows_is_refused():
    pytest.importorskip("tensorflow")
    forged = type("EagerTensor", (), {"__module__": "tensorflow", "numpy": lambda self: np.ones(2)})
    assert "tensorflow" in sys.modules
    with pytest.raises(NotPlain):
        to_plain(forged())


def test_a_symbolic_tensor_is_named():
    keras = pytest.importorskip("keras")
    with pytest.raises(NotPlain, match="symbolic tensor"):
        to_plain(keras.Input((3,)))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([1, None], dtype=object), "dtype object"),
        (np.sin, "function is returned"),
        (lambda: 1, "function is returned"),
        ((i for i in range(3)), "generator"),
        (map(abs, [1]), "map"),
        (object(), "type object"),
    ],
)
def test_what_cannot_be_compared_is_named(value, words):
    with pytest.raises(NotPlain, match=words):
        to_plain(value)


def test_nesting_is_bounded():
    nested = []
    for _ in range(50):
        nested = [nested]
    with pytest.raises(NotPlain, match="levels deep"):
        to_plain(nested)


def test_a_list_that_contains_itself_ends():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain, match="levels deep"):
        to_plain(endless)


def test_lists_become_arrays():
    assert to_array([[1, 2], [3, 4]]).shape == (2, 2)
    assert to_array([np.ones(2), np.zeros(2)]).shape == (2, 2)
    assert to_array(3).shape == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "return statement"),
        ([[1, 2], [3]], "equal lengths"),
        ({"a": 1}, "dict"),
        ({1}, "set"),
        ((1.0, np.ones(3)), "a tuple of 2 values"),
    ],
)
def test_what_forms_no_array_is_named(value, words):
    with pytest.raises(NotPlain, match=words):
        to_array(value)
