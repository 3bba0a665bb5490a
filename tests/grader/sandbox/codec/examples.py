"""One value of every kind that is carried exactly, each made anew by a function."""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import functools
import io
import pathlib
import re
import types
import uuid
import zoneinfo

import numpy as np
import pandas as pd
import scipy.optimize
import scipy.sparse

NOON = datetime.datetime(2024, 2, 29, 12, fold=1)


def _default() -> collections.defaultdict:
    made = collections.defaultdict(list)
    made["a"].append(1)
    return made


def _frame() -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "number": [1, 2],
            "text": ["x", None],
            "day": pd.to_datetime(["2020-01-01", "2021-01-01"]),
            "kind": pd.Categorical(["u", None], categories=["v", "u"], ordered=True),
            "whole": pd.array([1, None], dtype="Int64"),
            "real": pd.array([1.5, None], dtype="Float32"),
            "yes": pd.array([True, None], dtype="boolean"),
            "string": pd.array(["a", None], dtype="string"),
            "mixed": pd.Series([1, "a"], dtype=object, index=[5, 6]).to_numpy(),
            "month": pd.period_range("2020", periods=2, freq="M"),
            "span": pd.interval_range(0, 2),
            "zoned": pd.date_range("2020", periods=2, tz="Europe/Oslo"),
            "pause": pd.to_timedelta([1, None], unit="s"),
        },
        index=pd.Index([5, 6], name="key"),
    )
    made.columns.name = "columns"
    made.attrs["source"] = "here"
    return made


def _structured() -> np.ndarray:
    return np.array([(1.5, [1, 2], "a")], [("x", "f8"), ("y", "i4", (2,)), ("z", "U3")])


def _sparse(name: str) -> object:
    return getattr(scipy.sparse, name)(np.eye(3))


SPARSE = ("csr_matrix", "csc_array", "coo_matrix", "coo_array", "bsr_array", "dia_matrix", "lil_array", "dok_array")


def _read_on(stream, at):
    stream.seek(at)
    return stream


EXAMPLES = {
    "counter": lambda: collections.Counter("abba"),
    "default": _default,
    "default without": lambda: collections.defaultdict(None, a=1),
    "ordered": lambda: collections.OrderedDict([("b", 1), ("a", 2)]),
    "deque": lambda: collections.deque([1, 2], maxlen=3),
    "namespace": lambda: types.SimpleNamespace(a=1, b=[2]),
    "fraction": lambda: fractions.Fraction(-1, 3),
    "decimal": lambda: decimal.Decimal("1.50"),
    "decimal nan": lambda: decimal.Decimal("-Infinity"),
    "complex": lambda: complex(1, -0.0),
    "date": lambda: datetime.date(2024, 2, 29),
    "time": lambda: datetime.time(1, 2, 3, 4, tzinfo=datetime.UTC),
    "datetime": lambda: NOON,
    "datetime with a zone": lambda: NOON.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Oslo")),
    "datetime with an offset": lambda: NOON.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=2), "here")),
    "timedelta": lambda: datetime.timedelta(-1, 2, 3),
    "path": lambda: pathlib.Path("a/b.txt"),
    "uuid": lambda: uuid.UUID(int=7),
    "pattern": lambda: re.compile(r"a+", re.IGNORECASE),
    "range": lambda: range(3, 30, 4),
    "slice": lambda: slice(None, 3, -1),
    "bytes": lambda: b"\x00\xff",
    "bytearray": lambda: bytearray(b"ab"),
    "big": lambda: -(1 << 10_000),
    "ints": lambda: list(range(-50, 50)),
    "floats": lambda: [0.1 * i for i in range(50)],
    "mixed numbers": lambda: [1, 2.0, True] * 20,
    "large ints": lambda: [1 << 70] * 30,
    "keys": lambda: {"a": 1, "b": 2}.keys(),
    "items": lambda: {"a": 1, "b": 2}.items(),
    "text in memory": lambda: _read_on(io.StringIO("a\r\n\udc80b", newline=""), 2),
    "text to write": lambda: _read_on(io.StringIO(), 3),
    "bytes in memory": lambda: _read_on(io.BytesIO(b"ab\n"), 1),
    "types": lambda: [int, list, ValueError, collections.Counter, np.float32, np.dtype("f4")],
    "masked": lambda: np.ma.array([[1, 2], [3, 4]], mask=[[0, 1], [0, 0]], fill_value=7),
    "matrix": lambda: np.matrix([[1, 2]]),
    "structured": _structured,
    "record": lambda: _structured().view(np.recarray),
    "moments": lambda: np.array(["2020-01-01", "NaT"], "M8[D]"),
    "objects": lambda: np.array([fractions.Fraction(1, 2), "a", None, [1]], dtype=object),
    "moment": lambda: np.datetime64("2020-01-01T01", "h"),
    "frame": _frame,
    "empty frame": lambda: pd.DataFrame(columns=["a"]),
    "levels": lambda: _frame().set_index(["kind", "whole"])[["number"]].T,
    "series": lambda: pd.Series([1, 2], index=pd.date_range("2020-01-01", periods=2, freq="D"), name=("a", 1)),
    "object series": lambda: pd.Series(["a", "b"], dtype=object),
    "text series": lambda: pd.Series(["a", None]),
    "index": lambda: pd.Index(["a", "b"], name="n"),
    "range index": lambda: pd.RangeIndex(1, 9, 2, name="r"),
    "object index": lambda: pd.Index(["a", 1]),
    "dates": lambda: pd.date_range("2020-01-01", periods=3, freq="MS", tz="UTC"),
    "durations": lambda: pd.timedelta_range("1D", periods=3),
    "periods": lambda: pd.period_range("2020", periods=2, freq="Q"),
    "product": lambda: pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["u", None]),
    "category index": lambda: pd.CategoricalIndex(["a", "b"]),
    "intervals": lambda: pd.interval_range(0, 3, closed="left"),
    "categorical": lambda: pd.Categorical(["a", None]),
    "timestamp": lambda: pd.Timestamp("2020-01-01 01:02:03.000000004", tz="Europe/Oslo"),
    "plain timestamp": lambda: pd.Timestamp("2020-01-01"),
    "duration": lambda: pd.Timedelta(3, "D"),
    "period": lambda: pd.Period("2020-01", "M"),
    "interval": lambda: pd.Interval(0, 1, closed="both"),
    "missing": lambda: [pd.NA, pd.NaT],
    **{f"sparse {name}": functools.partial(_sparse, name) for name in SPARSE},
    "root": lambda: scipy.optimize.root_scalar(lambda x: x - 1, bracket=[0, 3]),
    "minimum": lambda: scipy.optimize.minimize(lambda x: (x**2).sum(), [1.0, 2.0], method="Nelder-Mead"),
}
