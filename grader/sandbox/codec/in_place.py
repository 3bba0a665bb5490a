"""Make an object what the other side says that it has become, in place, so that it stays the same object."""

from __future__ import annotations

import collections
from typing import Any

from grader.sandbox.codec import arrays, containers, frames, instances, science, streams
from grader.sandbox.codec.bounds import BadValue
from grader.sandbox.codec.numpy_here import np


def put(value: Any, state: Any) -> None:
    """Give an object another state, as `Writer.state` has written it.

    Raises
    ------
    BadValue
        If it does not fit the object, or would decide tests.
    """
    kind = type(value)
    if kind in containers.MAPPINGS:
        keys, values, factory = _exactly(state, tuple)
        containers.fill_mapping(value, keys, values)
        if kind is collections.defaultdict:
            value.default_factory = factory
    elif kind is bytearray:
        containers.fill_sequence(value, _exactly(state, bytes))
    elif kind in containers.SEQUENCES:
        containers.fill_sequence(value, _exactly(state, list))
    elif streams.is_stream(value):
        streams.put(value, state)
    elif isinstance(value, np.ma.MaskedArray):
        _put_masked(value, _exactly(state, np.ma.MaskedArray))
    elif isinstance(value, np.ndarray):
        arrays.put(value, _exactly(state, np.ndarray))
    elif frames.is_frame(value):
        frames.put(value, state)
    elif science.parts_of(value) is not None:
        science.put(value, state)
    elif isinstance(value, (tuple, frozenset)):
        raise BadValue("a tuple that has changed")
    else:
        instances.set_state(value, _exactly(state, dict))


def _exactly(state: Any, kind: type) -> Any:
    if type(state) is not kind:
        raise BadValue("an object that has become something else")
    return state


def _put_masked(value: np.ma.MaskedArray, new: np.ma.MaskedArray) -> None:
    if value.shape != new.shape or value.dtype != new.dtype or not value.flags.writeable:
        raise BadValue("an array that may not be changed")
    np.copyto(value.data, new.data)
    value.mask = np.ma.getmaskarray(new)
