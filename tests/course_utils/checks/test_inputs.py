"""What a check works on is found by name, without calling anything."""

import numpy as np

from course_utils.checks.inputs import arrays_of, lengths_of

X = np.zeros((5, 3))
PARAMS = {"W": np.zeros((3, 4)), "b": np.zeros(4), "name": "net"}


def student(x):
    raise AssertionError("never called")


def call(i):
    return student(PARAMS)[i]


def test_globals_closures_defaults_and_functions_of_the_test_cell():
    inside = np.zeros(7)
    assert set(arrays_of(lambda: student(X + 0))) == {"X"}
    assert set(arrays_of(lambda x=X: student(x))) == {"x"}
    assert set(arrays_of(lambda: [student(inside * i) for i in range(3)])) == {"inside"}
    assert set(arrays_of(lambda: call(0))) == {"PARAMS['W']", "PARAMS['b']"}
    assert arrays_of(X) == {}
    assert arrays_of(np.exp) == {}


class Hostile:
    def __getattr__(self, name):
        raise RuntimeError("asked")

    def __call__(self):
        raise AssertionError("never called")


def test_nothing_is_asked_of_objects():
    hostile = Hostile()
    assert arrays_of(hostile) == {}
    assert arrays_of(lambda: student(hostile)) == {}


def test_what_is_no_array_of_numbers_is_left_out():
    words, things = np.array(["a", "b"]), [np.zeros(2), None, np.array([None, 1])]
    assert set(arrays_of(lambda: student(words, things))) == {"things[0]"}


def test_lengths_are_named_by_axis_first():
    lengths = lengths_of({"x": np.zeros((5, 28, 28)), "w": np.zeros((3, 1))})
    assert lengths[5] == "the length of axis 0 of x"
    assert lengths[28] == "the length of axis 1 of x"
    assert lengths[784] == "the number of values along axes 1 and 2 of x"
    assert lengths[5 * 784] == "the number of values in x"
    assert lengths[3] == "the length of axis 0 of w"
    assert 1 not in lengths
