"""Does this machine have what the course needs?"""

import importlib.metadata
import platform
import sys

from . import profile

# Lowest version that the lessons were run with, and the first that they were not.
_NEEDED = {
    "tensorflow": ("2.21", "2.22"),
    "keras": ("3.15", "4"),
    "numpy": ("2.1", None),
    "matplotlib": ("3.9", None),
    "scikit-learn": ("1.5", None),
    "scikit-image": ("0.24", None),
}
_PYTHON = ("3.11", "3.14")


def check_environment() -> None:
    """Print what the course needs beside what is here, and what to do where they differ.

    Imports nothing heavy and downloads nothing. Call it where a lesson does not run as it should.
    """
    rows = [("python", platform.python_version(), *_PYTHON)]
    rows += [(name, _installed(name), *span) for name, span in _NEEDED.items()]
    good = True
    for name, found, low, high in rows:
        right = found is not None and _in_range(found, low, high)
        good = good and right
        span = f">= {low}" + (f", < {high}" if high else "")
        print(f"{'ok  ' if right else 'NO  '} {name:<13} {found or 'missing':<10} needs {span}")
    for label, tell in (("profile", _profile), ("images", _images)):
        try:
            print(f"ok   {label:<13} {tell()}")
        except Exception as error:
            good = False
            print(f"NO   {label:<13} {error}")
    if not good:
        print(
            f"\nThis kernel runs {sys.executable}.\n"
            "In the course's folder run `make setup` (or: conda env create -f environment.yml), then choose that\n"
            "environment's kernel: Kernel > Change Kernel."
        )


def _installed(name: str) -> str | None:
    for distribution in (name, f"{name}-cpu") if name == "tensorflow" else (name,):
        try:
            return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def _in_range(found: str, low: str, high: str | None) -> bool:
    return _key(low) <= _key(found) and (high is None or _key(found) < _key(high))


def _key(version: str) -> list[int]:
    numbers = []
    for part in version.split(".")[:3]:
        digits = "".join(c for c in part if c.isdigit())
        numbers.append(int(digits or 0))
    return tuple(numbers + [0] * (3 - len(numbers)))


def _profile() -> str:
    return profile.name()


def _images() -> str:
    from .data.images import plan

    return plan()
