"""NumPy arrays as `.npy` bytes without pickle, checked before anything is allocated for them."""

from __future__ import annotations

import functools
import io
import math
from typing import Any

from grader.sandbox.codec.bounds import BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np

# Booleans, integers, floats, complex numbers, fixed-width text and bytes, dates and durations.
KINDS = frozenset("biufcUSMm")
CLASSES = {"matrix": np.matrix, "record": np.recarray}
npy = np.lib.format
# It moved with NumPy 2.
byte_bounds = np.lib.array_utils.byte_bounds if hasattr(np.lib, "array_utils") else np.byte_bounds
_MAX_HEADER = 4096
# Of version 1.0 of the format.
_MAGIC, _MAGIC_BYTES = b"\x93NUMPY\x01\x00", 8
_MAX_DIMENSIONS = 32
_MAX_ITEM_BYTES = 1 << 20


def write_array(array: np.ndarray) -> bytes:
    """Return `.npy` bytes of an array.

    Raises
    ------
    CannotCarry
        If its dtype is not plain.
    """
    plain = np.asarray(array)
    if not is_plain(plain.dtype):
        raise CannotCarry(f"an array of dtype {plain.dtype} cannot be carried; use a plain numeric dtype")
    fortran = plain.flags.f_contiguous and not plain.flags.c_contiguous
    return _header(plain.shape, fortran, plain.dtype) + plain.tobytes("F" if fortran else "C")


# Writing and reading a header takes ten times as long as the numbers of a small array, and calls repeat them.
@functools.lru_cache(maxsize=256)
def _header(shape: tuple[int, ...], fortran: bool, dtype: np.dtype) -> bytes:
    buffer = io.BytesIO()
    about = {"descr": npy.dtype_to_descr(dtype), "fortran_order": fortran, "shape": shape}
    npy.write_array_header_1_0(buffer, about)
    return buffer.getvalue()


@functools.lru_cache(maxsize=256)
def _read_header(header: bytes) -> tuple[tuple[int, ...], bool, np.dtype]:
    # `max_header_size`, which NumPy has from 1.24 on, is not asked for: how long a header is was looked at before
    return npy.read_array_header_1_0(io.BytesIO(header))


def is_plain(dtype: np.dtype, depth: int = 0) -> bool:
    """Return whether values of a dtype are nothing but numbers, text and times, or fields of these."""
    if dtype.kind in KINDS:
        return dtype.subdtype is None
    if dtype.kind != "V" or dtype.hasobject or depth > 8:
        return False
    if dtype.subdtype is not None:
        return is_plain(dtype.subdtype[0], depth + 1)
    return bool(dtype.names) and all(is_plain(field[0], depth + 1) for field in dtype.fields.values())


def view_of(known: np.ndarray, offset: int, shape: tuple, strides: tuple, dtype: np.dtype) -> np.ndarray:
    """Return an array in the memory of a known one.

    Raises
    ------
    BadValue
        If it does not lie inside.
    """
    if any(type(n) is not int or abs(n) >= 1 << 62 for n in (offset, *shape, *strides)) or len(shape) != len(strides):
        raise BadValue("a part of an array that is not there")
    if len(shape) > _MAX_DIMENSIONS or not is_plain(dtype) or not is_plain(known.dtype):
        raise BadValue("a part of an array that is not there")
    try:
        if known.flags.c_contiguous or known.flags.f_contiguous:
            buffer = known.T if not known.flags.c_contiguous else known
            return np.ndarray(shape, dtype, buffer=buffer, offset=offset, strides=strides)
        if known.ndim == len(shape) == 1 and dtype == known.dtype and dtype.itemsize:
            start, step = offset // dtype.itemsize, strides[0] // dtype.itemsize
            indices = range(start, start + step * shape[0], step) if step else range(0)
            if shape[0] and (min(indices) < 0 or max(indices) >= len(known)):
                raise BadValue("a part of an array that is not there")
            stop = indices.stop if indices.stop >= 0 else None
            return known[indices.start : stop : step]
    except (TypeError, ValueError, OverflowError) as error:
        raise BadValue(f"a part of an array that is not there ({type(error).__name__})") from None
    raise BadValue("a part of an array that has another order here")


def place_in(known: np.ndarray, view: np.ndarray) -> int | None:
    """Return where in a contiguous array's memory another one begins, None if it does not lie in it."""
    if not (known.flags.c_contiguous or known.flags.f_contiguous) or not known.nbytes or not view.nbytes:
        return None
    low, high = byte_bounds(known)
    first, last = byte_bounds(view)
    start = view.__array_interface__["data"][0]
    return start - low if low <= first and last <= high else None


def put(value: np.ndarray, new: Any) -> None:
    """Make an array what another one is, in place.

    Raises
    ------
    BadValue
        If it may not be changed, or not in this way.
    """
    if not value.flags.writeable:
        raise BadValue("an array that may not be changed")
    try:
        if value.dtype != new.dtype:
            raise ValueError
        if value.shape != new.shape:
            # Of another size its memory would have to move, and views of it would look at what lies there afterwards.
            if value.size != new.size:
                raise BadValue("an array that has changed its size in place")
            value.shape = new.shape
        value[...] = new
    except BadValue:
        raise
    except (ValueError, TypeError, AttributeError):
        raise BadValue("an array that has changed its type") from None


def read_array(content: bytes, *, locked: bool = False) -> np.ndarray:
    """Return the array in `.npy` bytes; it owns its memory and may be written to unless it is `locked`.

    Raises
    ------
    BadValue
        If the bytes are no such array: another dtype, or a header that does not fit the data.
    """
    try:
        if content[:_MAGIC_BYTES] != _MAGIC:
            raise BadValue("an array in an unknown version")
        size = int.from_bytes(content[_MAGIC_BYTES : _MAGIC_BYTES + 2], "little")
        start = _MAGIC_BYTES + 2 + size
        if size > _MAX_HEADER:
            raise BadValue("an array with an overlong header")
        shape, fortran, dtype = _read_header(bytes(content[_MAGIC_BYTES:start]))
    except BadValue:
        raise
    except Exception as error:  # the header is text from outside; NumPy raises many kinds
        raise BadValue(f"an array with a damaged header ({type(error).__name__})") from None
    if not is_plain(dtype) or dtype.subdtype or dtype.itemsize > _MAX_ITEM_BYTES:
        raise BadValue(f"an array of dtype {str(dtype)[:80]}")
    if len(shape) > _MAX_DIMENSIONS or any(n < 0 for n in shape):
        raise BadValue("an array of an impossible shape")
    data = memoryview(content)[start:]
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
