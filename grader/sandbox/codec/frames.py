"""Pandas tables and columns as names, an index and arrays; pandas is used only where somebody has imported it."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from grader.sandbox.codec.bounds import BadValue


def columns(value: Any) -> tuple[str, list[Any]] | None:
    """Return the kind and the parts of a table or column, None if `value` is neither."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if isinstance(value, pandas.DataFrame):
        parts = [list(value.columns), _plain(value.index), *(_plain(value.iloc[:, i]) for i in range(value.shape[1]))]
        return "table", parts
    if isinstance(value, pandas.Series):
        return "column", [value.name, _plain(value.index), _plain(value)]
    return None


def rebuild(kind: str, parts: list[Any]) -> Any:
    """Return the table or column made of `parts`.

    Raises
    ------
    BadValue
        If the parts do not fit together.
    """
    import pandas

    try:
        if kind == "column":
            name, index, values = parts
            return pandas.Series(values, index=index, name=name)
        names, index, *data = parts
        if len(names) != len(data):
            raise BadValue("a table whose names do not fit its columns")
        table = pandas.DataFrame(dict(enumerate(data)), index=index)
        table.columns = names
        return table
    except BadValue:
        raise
    except Exception as error:
        raise BadValue(f"a damaged table ({type(error).__name__})") from None


def _plain(values: Any) -> Any:
    array = np.asarray(values)
    return array if array.dtype != object else list(array)
