"""NumPy arrays as `.npy` bytes without pickle, checked before anything is allocated for them."""

from __future__ import annotations

import io
import math

import numpy as np
from numpy.lib import format as npy

from grader.sandbox.codec.bounds import BadValue, CannotCarry

# Booleans, integers, floats, complex numbers, fixed-width text and bytes, dates and durations.
KINDS = frozenset("biufcUSMm")
_MAX_HEADER = 4096
_MAX_DIMENSIONS = 32
_MAX_ITEM_BYTES = 1 << 20
BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


def write_array(array: np.ndarray) -> bytes:
    """Return `.npy` bytes of an array.

    Raises
    ------
    CannotCarry
        If its dtype is not plain.
    """
    plain = np.asarray(array)
    if plain.dtype.kind not in KINDS:
        raise CannotCarry(f"an array of dtype {plain.dtype} cannot be carried; use a plain numeric dtype")
    buffer = io.BytesIO()
    npy.write_array(buffer, plain, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def read_array(content: bytes, *, locked: bool = False) -> np.ndarray:
    """Return the array in `.npy` bytes; it owns its memory and may be written to unless it is `locked`.

    Raises
    ------
    BadValue
        If the bytes are no such array: another dtype, or a header that does not fit the data.
    """
    buffer = io.BytesIO(content)
    try:
        if npy.read_magic(buffer) != (1, 0):
            raise BadValue("an array in an unknown version")
        shape, fortran, dtype = npy.read_array_header_1_0(buffer, max_header_size=_MAX_HEADER)
    except BadValue:
        raise
    except Exception as error:  # the header is text from outside; NumPy raises many kinds
        raise BadValue(f"an array with a damaged header ({type(error).__name__})") from None
    if dtype.kind not in KINDS or dtype.hasobject or dtype.subdtype or dtype.itemsize > _MAX_ITEM_BYTES:
        raise BadValue(f"an array of dtype {str(dtype)[:80]}")
    if len(shape) > _MAX_DIMENSIONS or any(n < 0 for n in shape):
        raise BadValue("an array of an impossible shape")
    data = memoryview(content)[buffer.tell() :]
    count = math.prod(shape)
    if count * dtype.itemsize != len(data) or (dtype.itemsize == 0 and count > _MAX_ITEM_BYTES):
        raise BadValue("an array whose data does not fit its shape")
    try:
        array = np.empty(shape, dtype, order="F" if fortran else "C")
        if array.nbytes:
            flat = np.frombuffer(data, dtype)
            array[...] = flat.reshape(shape, order="F" if fortran else "C")
    except (ValueError, MemoryError, OverflowError) as error:
        raise BadValue(f"an array that cannot be made ({error})") from None
    array.flags.writeable = not locked
    return array


def make_generator(kind: str, state: object) -> np.random.Generator:
    """Return a random generator in a given state.

    Raises
    ------
    BadValue
        If the state does not belong to a known bit generator.
    """
    if kind not in BIT_GENERATORS:
        raise BadValue(f"an unknown random generator {kind[:40]!r}")
    bits = getattr(np.random, kind)()
    set_state(bits, state)
    return np.random.Generator(bits)


def set_state(bits: np.random.BitGenerator, state: object) -> None:
    """Set the state of a bit generator.

    Raises
    ------
    BadValue
        If it does not fit.
    """
    if not isinstance(state, dict) or state.get("bit_generator") != type(bits).__name__:
        raise BadValue("a random state of another generator")
    try:
        bits.state = state
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError) as error:
        raise BadValue(f"a damaged random state ({type(error).__name__})") from None
