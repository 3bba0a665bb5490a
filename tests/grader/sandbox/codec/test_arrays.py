"""Arrays are written byte for byte as NumPy writes them, also where their header was written before."""

import io
import struct

import numpy as np
import pytest

from grader.sandbox.codec import BadValue, arrays

ARRAYS = {
    "numbers": lambda: np.arange(6.0),
    "rows": lambda: np.arange(6).reshape(2, 3),
    "columns": lambda: np.asfortranarray(np.arange(6).reshape(2, 3)),
    "every second": lambda: np.arange(12).reshape(3, 4)[:, ::2],
    "turned": lambda: np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1),
    "one": lambda: np.array(3.5),
    "none": lambda: np.zeros((0, 4), "int8"),
    "the other order of bytes": lambda: np.arange(3, dtype=">i4"),
    "this order of bytes": lambda: np.arange(3, dtype="<i4"),
    "booleans": lambda: np.array([True, False]),
    "text": lambda: np.array(["a", "bé"]),
    "times": lambda: np.array(["2024-01-01"], "datetime64[s]"),
    "fields": lambda: np.zeros(2, [("a", "i4"), ("b", "f8", (2,))]),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_are_written_as_numpy_writes_them(name):
    for _ in range(2):  # the second time the header is known
        array = ARRAYS[name]()
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
        assert arrays.write_array(array) == buffer.getvalue()
        back = arrays.read_array(buffer.getvalue())
        assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
        assert back.flags.writeable
        assert back is not arrays.read_array(buffer.getvalue())


@pytest.mark.parametrize("size", [0, 10, 117, 119, 4097, 65535])
def test_a_header_of_another_size_than_it_says_is_refused(size):
    content = arrays.write_array(np.arange(6.0))
    assert struct.unpack("<H", content[8:10]) == (118,)
    with pytest.raises(BadValue):
        arrays.read_array(content[:8] + struct.pack("<H", size) + content[10:])


def test_arrays_are_read_with_a_numpy_that_knows_no_limit_of_headers(monkeypatch):
    def as_before_1_24(fp):
        return read(fp)

    read = arrays.npy.read_array_header_1_0
    monkeypatch.setattr(arrays.npy, "read_array_header_1_0", as_before_1_24)
    content = arrays.write_array(np.arange(7.0).reshape(7, 1))
    arrays._read_header.cache_clear()
    assert arrays.read_array(content).tolist() == [[n] for n in range(7)]
    with pytest.raises(BadValue, match="overlong"):
        arrays.read_array(content[:8] + struct.pack("<H", 5000) + b" " * 5000)
