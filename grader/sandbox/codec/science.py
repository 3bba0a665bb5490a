"""Sparse matrices and results of SciPy, tensors of PyTorch; none is imported for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import is_
from typing import Any

from grader.sandbox.codec.bounds import VERDICTS, BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

Node = tuple[str, list[Any]]
_COMPRESSED = frozenset({"csr", "csc", "bsr"})
_FORMATS = _COMPRESSED | {"coo", "dia", "lil", "dok"}


def parts_of(value: Any) -> Node | None:
    """Return the kind and the parts of a value, None if it is another one."""
    top = type(value).__module__.partition(".")[0]
    if top == "scipy":
        try:
            return _of_scipy(value)
        except AttributeError as error:  # an older SciPy keeps it in another way
            raise CannotCarry(f"a value of type {type(value).__name__} cannot be carried ({error})"[:200]) from None
    if top == "torch":
        return _of_torch(value)
    return None


def _of_scipy(value: Any) -> Node | None:
    sparse = sys.modules.get("scipy.sparse")
    name = type(value).__name__
    if sparse is not None and sparse.issparse(value) and type(value) is getattr(sparse, name, None):
        shape = [int(n) for n in value.shape]
        if value.format in _COMPRESSED:
            return "compressed", [name, shape, value.data, value.indices, value.indptr]
        if value.format == "dia":
            return "diagonals", [name, shape, value.data, value.offsets]
        # Converted both ways for formats that are made of lists or of a dictionary.
        whole = value.tocoo()
        places = whole.coords if hasattr(whole, "coords") else (whole.row, whole.col)  # before SciPy 1.13
        return "coordinates", [name, shape, whole.data, *map(np.asarray, places)]
    optimize = sys.modules.get("scipy.optimize")
    if optimize is not None and isinstance(value, optimize.OptimizeResult) and isinstance(value, dict):
        if getattr(optimize, name, None) is not type(value):
            raise CannotCarry(f"a result of type {name} cannot be carried")
        return "result", [name, list(dict.keys(value)), list(dict.values(value))]
    return None


def _of_torch(value: Any) -> Node | None:
    torch = sys.modules.get("torch")
    if torch is None or type(value) not in (torch.Tensor, torch.nn.Parameter):
        return None
    try:
        array = value.detach().cpu().numpy()
    except (TypeError, RuntimeError) as error:
        raise CannotCarry(f"a tensor of dtype {value.dtype} cannot be carried ({error})"[:200]) from None
    return "torch", [np.array(array), bool(value.requires_grad), type(value) is torch.nn.Parameter]


def rebuild(tag: str, parts: list[Any]) -> Any:
    """Return the value made of `parts`.

    Raises
    ------
    BadValue
    """
    try:
        return _MAKERS[tag](*parts)
    except BadValue:
        raise
    except Exception as error:  # each library refuses in its own way
        raise BadValue(f"a damaged value of kind {tag} ({type(error).__name__})") from None


def _sparse_class(name: Any, shape: Any, *data: Any) -> Any:
    import scipy.sparse

    known = type(name) is str and name.partition("_")[0] in _FORMATS and name.rpartition("_")[2] in ("array", "matrix")
    if not known or not all(type(n) is int and 0 <= n < 1 << 40 for n in shape):
        raise BadValue("a sparse matrix of an unknown kind")
    if not all(isinstance(each, np.ndarray) for each in data):
        raise BadValue("a sparse matrix without numbers")
    return getattr(scipy.sparse, name)


def _compressed(name: Any, shape: Any, data: Any, indices: Any, pointers: Any) -> Any:
    made = _sparse_class(name, shape, data, indices, pointers)((data, indices, pointers), shape=tuple(shape))
    made.check_format(full_check=True)
    return made


def _diagonals(name: Any, shape: Any, data: Any, offsets: Any) -> Any:
    return _sparse_class(name, shape, data, offsets)((data, offsets), shape=tuple(shape))


def _coordinates(name: Any, shape: Any, data: Any, *places: Any) -> Any:
    import scipy.sparse

    kind = _sparse_class(name, shape, data, *places)
    of_arrays = name.endswith("_array")
    if name.startswith("lil") and max([*shape, 0]) > 10_000_000:
        raise BadValue("a sparse matrix of too many rows")
    whole = scipy.sparse.coo_array if of_arrays else scipy.sparse.coo_matrix
    made = whole((data, tuple(places)), shape=tuple(shape))
    return made if kind is whole else kind(made)


def _result(name: Any, keys: Any, values: Any) -> Any:
    import scipy.optimize

    kind = getattr(scipy.optimize, name, None) if type(name) is str else None
    if not (isinstance(kind, type) and issubclass(kind, scipy.optimize.OptimizeResult)) or len(keys) != len(values):
        raise BadValue("a result of an unknown kind")
    made = kind.__new__(kind)
    for key, value in paired(keys, values):
        if type(key) is not str or key.startswith("_") or (callable(value) and (key in VERDICTS or hasattr(dict, key))):
            raise BadValue("a result with an impossible name")
        dict.__setitem__(made, key, value)
    return made


def _torch(array: Any, gradient: Any, parameter: Any) -> Any:
    import torch

    made = torch.from_numpy(array)
    made = torch.nn.Parameter(made, requires_grad=gradient is True) if parameter is True else made
    return made.requires_grad_(gradient is True)


_MAKERS: dict[str, Callable[..., Any]] = {
    "compressed": _compressed,
    "diagonals": _diagonals,
    "coordinates": _coordinates,
    "result": _result,
    "torch": _torch,
}
TAGS = frozenset(_MAKERS)


def snapshot(value: Any) -> Any:
    """Return a value as it is now, for `changed`."""
    tag, parts = parts_of(value) or ("", [])
    if tag == "result":
        return tag, [*parts[1], *parts[2]]
    return tag, [each.tobytes() if isinstance(each, np.ndarray) else each for each in parts]


def changed(value: Any, before: Any) -> bool:
    """Return whether a value is no longer what it was."""
    now = snapshot(value)
    if now[0] == "result":
        return len(now[1]) != len(before[1]) or not all(map(is_, now[1], before[1]))
    return now != before


def put(value: Any, new: Any) -> None:
    """Make a value what another one is, in place.

    Raises
    ------
    BadValue
        If the other is none.
    """
    if type(value) is not type(new):
        raise BadValue("a value that has become something else")
    if isinstance(value, dict):
        dict.clear(value)
        dict.update(value, new)
    elif type(value).__module__.partition(".")[0] == "torch":
        value.data = new.data
    else:
        vars(value).clear()
        vars(value).update(vars(new))
