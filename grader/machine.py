"""What this machine and this Python are: cores that may be used, folders of the environment."""

from __future__ import annotations

import os
import sys
from functools import cache

from joblib import cpu_count


@cache
def cores() -> int:
    """Return how many cores this process may use: those of its affinity mask, within the quota of its control group."""
    return max(1, cpu_count())


def package_folders() -> list[str]:
    """Return the folders of installed packages that this Python searches."""
    return [p for p in sys.path if p.endswith(("site-packages", "dist-packages")) and os.path.isdir(p)]


def environment_paths() -> list[str]:
    """Return the folders of this Python: prefix, standard library and installed packages, never a project folder.

    A prefix that is a symbolic link stands there under both of its names: programs name either.
    """
    paths = {sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)), *package_folders()}
    paths |= {os.path.realpath(path) for path in paths}
    # The root directory itself can never be meant: some distributions report it as prefix.
    return sorted(p for p in paths if p not in {"/", ""})
