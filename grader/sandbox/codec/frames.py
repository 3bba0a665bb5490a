"""Tables, columns, indexes and times of pandas, whole: types, names, categories, time zones, frequencies.

pandas is used only where somebody has imported it. What cannot be told exactly (an Arrow or sparse column) is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import is_
from typing import Any

from grader.sandbox.codec.bounds import BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

# Parts are arrays, plain values, lists, and (tag, parts) for what is inside.
Node = tuple[str, list[Any]]
_INDEXES = ("RangeIndex", "MultiIndex", "DatetimeIndex", "TimedeltaIndex", "PeriodIndex", "CategoricalIndex",
            "IntervalIndex", "Index")  # fmt: skip
_OF_NUMBERS = ("Int64Index", "UInt64Index", "Float64Index")  # what is a plain index since pandas 2
_PLAIN_ARRAYS = ("NumpyExtensionArray", "PandasArray")  # one class, by its names since pandas 2.1 and before
_VALUES = ("Timestamp", "Timedelta", "Period", "Interval", "NAType", "NaTType")


def is_pandas(value: Any) -> bool:
    """Return whether `value` is of a class of pandas."""
    return type(value).__module__.partition(".")[0] == "pandas"


def is_frame(value: Any) -> bool:
    """Return whether `value` is exactly a table or a column."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (pandas.DataFrame, pandas.Series)


def parts_of(value: Any) -> Node | None:
    """Return the kind and the parts of a value of pandas, None if it is another one.

    Raises
    ------
    CannotCarry
        If it is one that cannot be told exactly.
    """
    pandas = sys.modules.get("pandas")
    if pandas is None or not is_pandas(value):
        return None
    try:
        return _parts(pandas, value)
    except AttributeError as error:  # an older pandas keeps it in another way
        raise CannotCarry(
            f"a {type(value).__name__} of pandas {pandas.__version__} cannot be carried ({error})"
        ) from None


def _parts(pandas: Any, value: Any) -> Node | None:
    kind = type(value).__name__
    if type(value) is pandas.DataFrame:
        data = [_array(value._ixs(i, axis=1).array) for i in range(value.shape[1])]
        return "table", [_index(value.index), _index(value.columns), data, dict(value.attrs)]
    if type(value) is pandas.Series:
        return "column", [_index(value.index), value.name, _array(value.array), dict(value.attrs)]
    if (kind in _INDEXES and type(value) is getattr(pandas, kind)) or _is_of_numbers(value):
        return _index(value)
    if kind in _VALUES:
        return _scalar(value)
    if isinstance(value, pandas.api.extensions.ExtensionArray):
        return "extension", [_array(value)]
    return None


def _is_of_numbers(value: Any) -> bool:
    """Return whether an index is one of the classes that an older pandas makes of numbers."""
    import pandas

    return type(value).__name__ in _OF_NUMBERS and type(value) is type(pandas.Index(np.empty(0, value.dtype)))


def _index(value: Any) -> Node:
    kind = type(value).__name__
    if kind == "RangeIndex":
        return "index range", [value.start, value.stop, value.step, value.name]
    if kind == "MultiIndex":
        codes = [np.asarray(each) for each in value.codes]
        return "index levels", [[_index(level) for level in value.levels], codes, list(value.names)]
    frequency = value.freqstr if kind in ("DatetimeIndex", "TimedeltaIndex") else None
    if kind not in _INDEXES and not _is_of_numbers(value):
        raise CannotCarry(f"an index of type {kind} cannot be carried")
    return "index", [_array(value.array), value.name, frequency]


def _array(value: Any) -> Node:
    """Return the values of a column or index."""
    import pandas

    kind, dtype = type(value).__name__, value.dtype
    if isinstance(dtype, np.dtype):  # times
        return "plain", [np.asarray(value)]
    if kind in _PLAIN_ARRAYS:
        return "plain", [value.to_numpy()]
    if isinstance(dtype, pandas.CategoricalDtype):
        return "categories", [np.asarray(value.codes), _index(value.categories), bool(value.ordered)]
    if isinstance(dtype, pandas.DatetimeTZDtype):
        zone = str(dtype.tz)
        if pandas.DatetimeTZDtype(dtype.unit, zone) != dtype:
            raise CannotCarry(f"times in the time zone {zone} cannot be carried; use a zone with a name")
        return "zoned", [value.asi8, dtype.unit, zone]
    if isinstance(dtype, pandas.PeriodDtype):
        return "periods", [value.asi8, str(dtype)[7:-1]]
    if isinstance(dtype, pandas.IntervalDtype):
        return "intervals", [_index(value.left), _index(value.right), dtype.closed]
    if kind in ("IntegerArray", "FloatingArray", "BooleanArray"):
        return "nullable", [kind, np.asarray(value._data), np.asarray(value._mask)]
    if isinstance(dtype, pandas.StringDtype):
        missing = np.asarray(value.isna())
        texts = [None if gone else str.__str__(text) for text, gone in paired(value, missing)]
        return "texts", [texts, dtype.storage, dtype.na_value is pandas.NA]
    raise CannotCarry(f"a column of type {dtype} cannot be carried")


def _scalar(value: Any) -> Node:
    import pandas

    if value is pandas.NA or value is pandas.NaT:
        return "missing", ["NA" if value is pandas.NA else "NaT"]
    if type(value) is pandas.Timestamp:
        if not hasattr(value, "unit"):  # before pandas 2, where some know of the frequency that they were made with
            if getattr(value, "_freq" if hasattr(value, "_freq") else "freq", None) is not None:
                raise CannotCarry("a Timestamp with a frequency cannot be carried")
            return "moment", [np.array([value.value]), "ns", _zone_name(value, "ns"), value.fold]
        ticks = pandas.DatetimeIndex([value]).as_unit(value.unit).asi8
        return "moment", [ticks, value.unit, _zone_name(value, value.unit), value.fold]
    if type(value) is pandas.Timedelta:
        return "duration", [value.to_timedelta64()]
    if type(value) is pandas.Period:
        return "period", [value.ordinal, value.freqstr]
    if type(value) is pandas.Interval:
        return "interval", [value.left, value.right, value.closed]
    raise CannotCarry(f"a value of type {type(value).__name__} cannot be carried")


def _zone_name(value: Any, unit: str) -> str | None:
    import pandas

    if value.tz is None:
        return None
    if pandas.DatetimeTZDtype(unit, str(value.tz)) != pandas.DatetimeTZDtype(unit, value.tz):
        raise CannotCarry(f"a time in the time zone {value.tz} cannot be carried; use a zone with a name")
    return str(value.tz)


# -- making them again -------------------------------------------------------------------------------------------------


def rebuild(tag: str, parts: list[Any]) -> Any:
    """Return the value made of `parts`, in which what is inside has been made already.

    Raises
    ------
    BadValue
        If the parts do not fit together.
    """
    try:
        import pandas
    except ImportError:
        raise BadValue("a table, and pandas is not installed here") from None
    try:
        return _MAKERS[tag](pandas, *parts)
    except BadValue:
        raise
    except Exception as error:  # pandas raises many kinds
        raise BadValue(f"a damaged {tag} of pandas ({type(error).__name__})") from None


def _table(pandas: Any, index: Any, columns: Any, data: Any, attrs: Any) -> Any:
    if not isinstance(index, pandas.Index) or not isinstance(columns, pandas.Index) or len(columns) != len(data):
        raise BadValue("a table whose names do not fit its columns")
    made = pandas.DataFrame({i: _series(pandas, each, index) for i, each in enumerate(data)}, index=index)
    made.columns = columns
    made.attrs = dict(attrs)
    return made


def _column(pandas: Any, index: Any, name: Any, data: Any, attrs: Any) -> Any:
    if not isinstance(index, pandas.Index):
        raise BadValue("a column without an index")
    made = _series(pandas, data, index, name)
    made.attrs = dict(attrs)
    return made


def _series(pandas: Any, data: Any, index: Any, name: Any = None) -> Any:
    # An array of texts would be taken for a column of pandas' own text type.
    return pandas.Series(data, index=index, name=name, dtype=object if _is_objects(data) else None)


def _is_objects(data: Any) -> bool:
    return isinstance(data, np.ndarray) and data.dtype == object


def _made_index(pandas: Any, data: Any, name: Any, frequency: Any) -> Any:
    made = pandas.Index(data, name=name, dtype=object if _is_objects(data) else None, tupleize_cols=False)
    if frequency is not None:
        made.freq = _text(frequency)
    return made


def _levels(pandas: Any, levels: Any, codes: Any, names: Any) -> Any:
    return pandas.MultiIndex(levels=levels, codes=codes, names=names, verify_integrity=True)


def _categories(pandas: Any, codes: Any, categories: Any, ordered: Any) -> Any:
    return pandas.Categorical.from_codes(codes, categories, ordered=ordered is True)


def _zoned(pandas: Any, ticks: Any, unit: Any, zone: Any) -> Any:
    if _text(unit) not in ("s", "ms", "us", "ns") or ticks.dtype != np.int64:
        raise BadValue("times without a unit")
    made = pandas.DatetimeIndex(ticks.astype(f"M8[{unit}]")).tz_localize("UTC").tz_convert(_text(zone))
    return made.array


def _periods(pandas: Any, ordinals: Any, frequency: Any) -> Any:
    return pandas.arrays.PeriodArray(ordinals, dtype=pandas.PeriodDtype(_text(frequency)))


def _intervals(pandas: Any, left: Any, right: Any, closed: Any) -> Any:
    return pandas.arrays.IntervalArray.from_arrays(left, right, closed=closed)


def _nullable(pandas: Any, kind: Any, data: Any, mask: Any) -> Any:
    if kind not in ("IntegerArray", "FloatingArray", "BooleanArray"):
        raise BadValue("a column of an unknown kind")
    return getattr(pandas.arrays, kind)(data, mask)


def _texts(pandas: Any, texts: Any, storage: Any, with_na: Any) -> Any:
    if any(type(each) is not str and each is not None for each in texts):
        raise BadValue("a column of texts with something else in it")
    absent = {} if with_na is True else {"na_value": np.nan}  # an older pandas knows its own NA alone
    dtype = pandas.StringDtype(_text(storage), **absent)
    return pandas.array(texts, dtype=dtype)


def _moment(pandas: Any, ticks: Any, unit: Any, zone: Any, fold: Any) -> Any:
    if zone is None:
        return pandas.DatetimeIndex(ticks.astype(f"M8[{_text(unit)}]"))[0]
    made = pandas.DatetimeIndex(_zoned(pandas, ticks, unit, zone))[0]
    return made.replace(fold=fold) if fold != made.fold else made


def _duration(pandas: Any, value: Any) -> Any:
    if not isinstance(value, np.timedelta64):
        raise BadValue("a duration without ticks")
    return pandas.Timedelta(value)


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > 200:
        raise BadValue("a name that is no text")
    return value


_MAKERS: dict[str, Callable[..., Any]] = {
    "table": _table,
    "column": _column,
    "extension": lambda pandas, data: data,
    "index": _made_index,
    "index range": lambda pandas, start, stop, step, name: pandas.RangeIndex(start, stop, step, name=name),
    "index levels": _levels,
    "plain": lambda pandas, data: data,
    "categories": _categories,
    "zoned": _zoned,
    "periods": _periods,
    "intervals": _intervals,
    "nullable": _nullable,
    "texts": _texts,
    "moment": _moment,
    "duration": _duration,
    "period": lambda pandas, ordinal, frequency: pandas.Period(ordinal=ordinal, freq=_text(frequency)),
    "interval": lambda pandas, left, right, closed: pandas.Interval(left, right, closed=closed),
    "missing": lambda pandas, name: {"NA": pandas.NA, "NaT": pandas.NaT}[name],
}
TAGS = frozenset(_MAKERS)


def has_missing(tag: str, made: Any) -> bool:
    """Return whether entries of a column are missing in such a way that comparisons pass over them."""
    if tag == "texts":
        import pandas

        return made.dtype.na_value is pandas.NA and bool(made.isna().any())
    return tag == "nullable" and bool(np.asarray(made.isna()).any())


# -- changed in place --------------------------------------------------------------------------------------------------


def snapshot(value: Any) -> Any:
    """Return a table or column as it is now, for `changed`."""
    return value.copy(deep=True)


def changed(value: Any, before: Any) -> bool:
    """Return whether a table or column is no longer what it was; objects in it are the same if they are one object."""
    same = value.shape == before.shape and value.index.identical(before.index) and value.attrs == before.attrs
    if not same or (value.ndim == 1 and value.name is not before.name and value.name != before.name):
        return True
    if value.ndim == 1:
        return not _same_array(value.array, before.array)
    return not value.columns.identical(before.columns) or not all(
        _same_array(value._ixs(i, axis=1).array, before._ixs(i, axis=1).array) for i in range(value.shape[1])
    )


def _same_array(values: Any, before: Any) -> bool:
    if values.dtype != before.dtype:
        return False
    if values.dtype.kind == "O" and type(values).__name__ in _PLAIN_ARRAYS:
        return all(map(is_, values.to_numpy().tolist(), before.to_numpy().tolist()))
    return bool(values.equals(before))


def put(value: Any, new: Any) -> None:
    """Make a table or column what another one is, in place.

    Raises
    ------
    BadValue
        If the other is none.
    """
    if type(value) is not type(new):
        raise BadValue("a table that has become something else")
    value._update_inplace(new)
    if value.ndim == 1:
        value.name = new.name
    value.attrs = dict(new.attrs)
