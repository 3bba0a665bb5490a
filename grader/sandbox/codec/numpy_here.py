"""NumPy where this Python has it, else what holds its place: classes of which nothing is ever an instance.

Sessions run under the course's own Python, which may have no NumPy. What is asked of every value ("is it an array?")
is answered there too, with no; what would make an array raises `TypeError`, which is what a damaged message raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class _Absent(type):
    """The type of a class that has no instances; whatever is looked up in it is another such class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Absent(name, (), {})
        setattr(cls, name, made)
        return made

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise TypeError(f"NumPy is not installed in this Python (numpy.{cls.__name__})")


if TYPE_CHECKING:
    import numpy as np
else:
    try:
        import numpy as np
    except ImportError:
        np = _Absent("numpy", (), {})

#: Whether this Python has NumPy.
HAS_NUMPY = type(np) is not _Absent
