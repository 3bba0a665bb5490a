"""What a student's code raises is put into a sentence."""

import linecache
import warnings

import numpy as np
import pytest

from course_utils.checks.failures import Failed, run

STUDENT = """
def softmax(f):
    shifted = f - f.max(axis=1)
    return shifted

def unwritten(f):
    raise NotImplementedError()

def endless(f):
    return endless(f)

def leave(f):
    exit()

def misspelt(f):
    return numpi.exp(f)

def library(f):
    import numpy as np
    return np.linalg.inv(np.zeros((2, 2)))
"""


@pytest.fixture
def student():
    """The names of a student's cell, compiled as IPython does it: under a file name that linecache knows."""
    filename = "<ipython-input-7-0123456789ab>"
    linecache.cache[filename] = (len(STUDENT), None, STUDENT.splitlines(keepends=True), filename)
    names = {}
    exec(compile(STUDENT, filename, "exec"), names)
    yield names
    del linecache.cache[filename]


def message_of(function):
    with pytest.raises(Failed) as caught:
        run(function)
    return str(caught.value)


def test_a_value_stands_for_itself():
    assert run(3) == (3, "")
    assert run(lambda: 3) == (3, "")


def test_the_line_of_the_student_is_shown(student):
    message = message_of(lambda: student["softmax"](np.ones((5, 3))))
    assert message.startswith("two shapes do not fit entry by entry: look at axis and keepdims (ValueError: operands")
    assert message.endswith("; in your line 3: shifted = f - f.max(axis=1))")


def test_a_line_of_a_library_is_not_shown(student):
    assert message_of(lambda: student["library"](1)) == (
        "your line 20: return np.linalg.inv(np.zeros((2, 2))) stops with LinAlgError: Singular matrix"
    )


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda: np.zeros(3).sum(axis=1), "fewer axes than that"),
        (lambda: np.zeros(3)[:, 0], "fewer axes than there are indices"),
        (lambda: np.zeros(3)[np.array([])], "np.array([]) holds floats"),
        (lambda: np.zeros(3)[4 / 2], "// in place of /"),
        (lambda: np.zeros(3)[np.array([True, False])], "one for each entry"),
        (lambda: np.zeros(3)[3], "beyond the end"),
        (lambda: np.zeros((3, 3))[np.arange(2), np.arange(3)], "arrays of positions"),
        (lambda: np.zeros((2, 3)).__setitem__(0, np.zeros(2)), "assigned has another shape"),
        (lambda: np.ones(2) & np.ones(2), "compare first"),
        (lambda: ~np.ones(2), "~(y > 0)"),
        (lambda: np.array([True]) - np.array([True]), "no minus"),
        (lambda: np.zeros(6).reshape(4, 2), "as many entries"),
        (lambda: np.array([[1, 2], [3]]), "different lengths"),
        (lambda: np.add(np.arange(2), 0.5, out=np.arange(2)), "begin with floats"),
    ],
)
def test_the_words_of_numpy_are_put_into_plain_ones(fault, words):
    advice, python, _ = message_of(fault).partition("Error: ")
    assert python
    assert words in advice


def test_not_written_yet(student):
    assert message_of(lambda: student["unwritten"](1)) == "not written yet"


def test_a_missing_name_says_what_to_run(student):
    assert message_of(lambda: relu(1)) == (  # noqa: F821
        "relu is not defined: run the cell that defines it, then this one again (NameError: name 'relu' is not defined)"
    )
    assert "in your line 16: return numpi.exp(f)" in message_of(lambda: student["misspelt"](1))


def test_wrong_arguments_are_told_without_a_line_of_the_test(student):
    assert (
        message_of(lambda: student["softmax"](1, 2))
        == "your function stops with TypeError: softmax() takes 1 positional argument but 2 were given"
    )


def test_endless_recursion_and_exit(student):
    assert "calls itself without an end" in message_of(lambda: student["endless"](1))
    assert "exit()" in message_of(lambda: student["leave"](1))


def test_an_exception_that_cannot_describe_itself():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    def fail():
        raise Mute

    assert message_of(fail) == "your function stops with Mute"


def test_a_long_message_is_cut():
    def fail():
        raise ValueError("long " * 10_000)

    assert len(message_of(fail)) < 400


def test_an_interrupt_is_not_swallowed():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stop)


def test_what_numpy_warns_about_is_kept():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing may reach stderr
        result, warned = run(lambda: np.exp(np.array([1000.0])))
    assert np.isinf(result[0])
    assert warned == "overflow encountered in exp"


def test_what_keras_says_is_told_in_one_sentence():
    import keras

    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(2)])
    assert message_of(lambda: model(np.zeros(784))) == (
        "the model wants a batch: for a single image, a[np.newaxis] "
        "(ValueError: Invalid input shape for a Keras model: (784,), expected (None, 784))"
    )
    unbuilt = keras.Sequential([keras.layers.Dense(2)])
    assert message_of(lambda: unbuilt.set_weights([np.ones((3, 2)), np.ones(2)])).startswith(
        "the model has no weights before it sees data: begin it with a keras.Input (ValueError: "
    )
    assert message_of(lambda: keras.layers.Reshape((3, 3))(np.zeros((2, 8)))) == (
        "your function stops with ValueError: The total size of the tensor must be unchanged. "
        "Received: input_shape=(8,), target_shape=(3, 3)"
    )


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: np.ones((2, 3)) - np.ones(2), "look at axis and keepdims"),
        (lambda: np.ones((2, 3)) @ np.ones((2, 3)), "order and at transposes"),
        (lambda: max(0, np.ones(2)), "np.maximum and np.where"),
        (lambda: np.max(0, np.ones(2)), "np.maximum compares two"),
        (lambda: len(None), "is there a return statement"),
        (lambda: None.sum(), "is there a return statement"),
        (lambda: (1, 2).count_params(), "returned a tuple, but one thing is asked for"),
    ],
)
def test_what_numpy_says_is_followed_by_what_to_look_at(mistake, words):
    with pytest.raises(Failed, match=words):
        run(mistake)
