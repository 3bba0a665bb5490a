"""What a test can lend to an answer: what is called or gone through, and offers nothing more that an answer may use."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

# Where a class comes from whose other attributes are the business of who made the object, not of whom it is lent to.
_OWN = {"__main__", "builtins", "functools", "itertools", "keras", "operator", "tensorflow", "types", "unittest"}


def offers_more(value: Any) -> bool:
    """Whether an answer could use more of an object than that it is called, or gone through.

    A polynomial of NumPy can be called, and it has a `deriv`; whoever uses that must not be told that a function has
    none. What a test defines itself, as to count calls, is lent as a function all the same.
    """
    if isinstance(value, io.IOBase):
        return True
    kind = type(value)
    top = kind.__module__.partition(".")[0]
    if top in _OWN or _of_the_course(top):
        return False
    return any(not name.startswith("_") for name in dir(kind))


def _of_the_course(module: str) -> bool:
    """Whether a module lies beside the notebook."""
    file = getattr(sys.modules.get(module), "__file__", None)
    return file is not None and os.path.abspath(file).startswith(os.getcwd() + os.sep)
