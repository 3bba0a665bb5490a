"""Run code of a student and put what it raises into words that come before Python's own."""

import linecache
import os
import re
import sysconfig
import traceback
import warnings
from typing import Any

from . import describe
from .cell_history import broken_definition

UNWRITTEN = "not written yet"


class Failed(Exception):
    """The student's code did not come to a result; the message says why."""


def run(value: Any) -> tuple[Any, str]:
    """Call ``value`` if it can be called, and return what comes of it.

    Returns
    -------
    result : object
    warned : str
        What NumPy warned about meanwhile, in a few words; empty if nothing.

    Raises
    ------
    Failed
        If the call raises anything but a KeyboardInterrupt.
    """
    if not callable(value):
        return value, ""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RuntimeWarning)
        try:
            result = value()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise Failed(in_words(error)) from error
    words = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
    return result, describe.shorten(words[0], 70) if words else ""


def in_words(error: BaseException) -> str:
    """Say what an exception means and in which line of the student's code it arose, and then what Python calls it."""
    if isinstance(error, NotImplementedError):
        return UNWRITTEN
    if isinstance(error, SystemExit):
        return "your code called exit(), which ends the notebook: remove it"
    kind = describe.shorten(type(error).__name__, 60)
    try:
        text = describe.shorten(_first_sentence(str(error)), 200)
    except Exception:  # an exception of the student's own may fail to describe itself
        text = ""
    where = _line_of_student(error)
    if isinstance(error, NameError) and where is None:
        name = error.name if isinstance(error.name, str) else ""
        if broken := name and broken_definition(name):
            return broken
        return f"{name or 'a name'} is not defined: run the cell that defines it, then this one again ({kind}: {text})"
    if where is None and isinstance(error, AttributeError | TypeError) and "'NoneType'" in text:
        return "your function returned None: is there a return statement?"
    if where is None and isinstance(error, AttributeError) and text.startswith("'tuple' object has no attribute"):
        return f"your function returned a tuple, but one thing is asked for: look at its return ({kind}: {text})"
    meaning = _meaning(error, text)
    place = f"your line {where[0]}: {where[1]}" if where else ""
    python = f"{kind}: {text}".rstrip(": ")
    if not meaning:
        return f"{place} stops with {python}" if place else f"your function stops with {python}"
    return f"{meaning} ({python}" + (f"; in {place})" if place else ")")


def _meaning(error: BaseException, text: str) -> str:
    """What Python's, NumPy's and Keras's words mean for somebody who writes array code for the first time."""
    if isinstance(error, RecursionError):
        return "the function calls itself without an end"
    for fault, advice in _ADVICE:
        if fault in text:
            return advice
    for kind, advice in _KINDS:
        if isinstance(error, kind):
            return advice
    return ""


_ADVICE = (
    ("Invalid input shape for a Keras model", "the model wants a batch: for a single image, a[np.newaxis]"),
    ("indexing arrays could not be broadcast", "two arrays of positions in one pair of brackets need fitting shapes"),
    ("layer was expecting 0 weights", "the model has no weights before it sees data: begin it with a keras.Input"),
    ("could not be broadcast together", "two shapes do not fit entry by entry: look at axis and keepdims"),
    ("could not broadcast input array", "what is assigned has another shape than the place that it is assigned to"),
    ("mismatch in its core dimension", "the shapes do not fit a matrix product: look at the order and at transposes"),
    ("truth value of an array", "an array has many truth values: work entry by entry, as np.maximum and np.where do"),
    ("out of bounds for array of dimension", "an array has fewer axes than that: print its shape"),
    ("too many indices for array", "an array has fewer axes than there are indices in the brackets: print its shape"),
    ("must be of integer (or boolean) type", "an index is a whole number, and np.array([]) holds floats"),
    ("are valid indices", "an index is a whole number or a truth value: // in place of /, or int()"),
    ("boolean index did not match", "truth values as an index: one for each entry that they choose from"),
    ("'bitwise_", "&, | and ^ work on truth values or whole numbers: compare first, as in (p > t) & (y > 0)"),
    ("ufunc 'invert' not", "~ turns truth values round, but not floats: compare first, as in ~(y > 0)"),
    ("boolean subtract", "truth values have no minus: ~ turns them round, .astype(float) makes numbers"),
    ("cannot reshape array", "the new shape has not as many entries as the array: multiply its sides"),
    ("inhomogeneous shape", "rows of different lengths cannot become one array"),
    ("with casting rule 'same_kind'", "an array of whole numbers stays one under += and the like: begin with floats"),
    ("only integer scalar arrays can be converted", "does np.max or np.sum get two arrays? np.maximum compares two"),
)
_KINDS = (
    (UnboundLocalError, "a variable is used before it has a value"),
    (NameError, "a name is used that nothing defines: is it spelt right?"),
    (ZeroDivisionError, "something is divided by zero"),
    (KeyError, "a dictionary has no such entry"),
    (IndexError, "an index points beyond the end"),
    (ModuleNotFoundError, "a module is imported that is not installed"),
    (MemoryError, "an array would be larger than the memory: look at its shape"),
)


def _first_sentence(text: str) -> str:
    """What Keras says first, without terminal colours, the layer that says it and the arguments it was given."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"^Exception encountered when calling [\w.]+\(\)\.\s*(?=\S)", "", text)
    text = text.partition("\n\nArguments received by ")[0]
    if text.startswith("Invalid input shape"):  # the whole array follows, and only then the shapes
        shapes = text.rpartition("Expected shape ")[2]
        if found := re.match(r"(\([^)]*\)), but input has incompatible shape (\([^)]*\))", shapes):
            return f"Invalid input shape for a Keras model: {found[2]}, expected {found[1]}"
    return text


def _line_of_student(error: BaseException) -> tuple[int, str] | None:
    """Number and text of the deepest line that is neither the test cell's nor a library's."""
    frames = traceback.extract_tb(error.__traceback__)
    if len(frames) < 2:
        return None
    test_cell = frames[1].filename  # frame 0 is `run`, frame 1 the lambda of the test cell
    for frame in reversed(frames[2:]):
        if frame.filename != test_cell and not _is_library(frame.filename):
            text = linecache.getline(frame.filename, frame.lineno or 0).strip()
            return (frame.lineno or 0, describe.shorten(text, 80)) if text else None
    return None


def _is_library(filename: str) -> bool:
    filename = os.path.abspath(filename) if not filename.startswith("<") else filename
    if filename.startswith("<"):
        return not filename.startswith("<ipython-input")
    return filename.startswith(_LIBRARIES) or f"{os.sep}site-packages{os.sep}" in filename


_LIBRARIES = (
    sysconfig.get_paths()["stdlib"],
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
)
