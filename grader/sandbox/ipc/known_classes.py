"""Classes that both sides have without one telling the other what they are: Python's own, and those of libraries."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
from typing import Any

from grader.machine import standard_modules

_NOT_MODULES = frozenset({"builtins", "unittest", "doctest", "bdb", "pdb", "pytest", "_pytest", "grader", "nose"})
_OF_TESTS = frozenset({"tests", "test", "testing", "conftest", "setup"})
_LIBRARIES = frozenset(
    """
    numpy pandas scipy sklearn matplotlib keras tensorflow torch networkx sympy requests PIL bs4 yaml jsonschema
    statsmodels seaborn nltk numba sqlalchemy pydantic dateutil pytz skimage xgboost lightgbm geopandas shapely plotly
    altair bokeh spacy gensim astropy pymc arviz xarray polars simpy folium wordcloud igraph
    """.split()  # noqa: SIM905
)


def class_here(module: Any, name: Any, *, load: bool = False) -> type | None:
    """Return a class of Python or of a library by module and qualified name, None if there is none.

    Parameters
    ----------
    module, name : str
        As the other side tells them; anything else names no class.
    load : bool
        Import a library's module that is not imported yet.
    """
    if type(module) is not str or type(name) is not str:
        return None
    top = module.partition(".")[0]
    if top in _NOT_MODULES or (top not in standard_modules() and top not in _LIBRARIES):
        return None
    if load and top in _LIBRARIES and module not in sys.modules:
        _load(module)
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = vars(found).get(part) if isinstance(found, (type, type(sys))) else None
    return found if isinstance(found, type) and found.__module__ == module else None


@functools.lru_cache(maxsize=100)
def _load(module: str) -> None:
    """Import a module once, unless it is one of a library's own tests; what cannot be imported is not there."""
    if not _OF_TESTS & set(module.split(".")):
        with contextlib.suppress(Exception):
            importlib.import_module(module)


def place_of(kind: type) -> list[str] | None:
    """Return module and qualified name of a class, None where they would not lead to it again."""
    module, name = kind.__module__, kind.__qualname__
    return [module, name] if class_here(module, name) is kind else None
