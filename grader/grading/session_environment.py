"""What the environment of a session may hold, isolated or not: the one list of what student code is told."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

# What a notebook may know of the machine it runs on; everything else of the grader's environment stays with it.
TOLD = (
    "LANG", "LANGUAGE", "LC_ALL", "TZ", "COURSE_PROFILE", "COURSE_PROGRESS", "COURSE_DATASET", "COURSE_DATA_DIR",
    "KERAS_BACKEND",
)  # fmt: skip
# Grading needs no long training, and nobody watches a bar.
DEFAULTS = {"COURSE_PROFILE": "fast", "COURSE_PROGRESS": "line"}
# nbgrader sets and documents it; notebooks ask for it to leave out what only a person at the keyboard needs.
ALWAYS = {"NBGRADER_EXECUTION": "autograde", "PYTHONDONTWRITEBYTECODE": "1"}
BACKEND = "module://matplotlib_inline.backend_inline"
# A plain kernel is started as a program of this machine: it must find programs, libraries, fonts and certificates.
_OF_THE_MACHINE = frozenset(
    """
    PATH PYTHONPATH LD_LIBRARY_PATH DYLD_LIBRARY_PATH VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV JUPYTER_PATH
    KERAS_HOME SCIKIT_LEARN_DATA MPLCONFIGDIR SSL_CERT_FILE SSL_CERT_DIR CUDA_VISIBLE_DEVICES OMP_NUM_THREADS
    OPENBLAS_NUM_THREADS MKL_NUM_THREADS NUMBA_CACHE_DIR SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT PROGRAMDATA
    NUMBER_OF_PROCESSORS
    """.split()  # noqa: SIM905
)
_OF_THE_MACHINE_STARTS = ("LC_", "TF_", "COURSE_")


def told(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment variables that every session is told.

    Parameters
    ----------
    environment : mapping, optional
        Where they are taken from; default: the environment of this process.
    """
    around = os.environ if environment is None else environment
    return DEFAULTS | {name: around[name] for name in TOLD if name in around} | ALWAYS


def folder_variables(home: str, temporary: str) -> dict[str, str]:
    """Return the variables that name a session's own folders."""
    return {
        "HOME": home,
        "TMPDIR": temporary,
        "MPLCONFIGDIR": f"{home}/.config/matplotlib",
        "KERAS_HOME": f"{home}/.keras",
        "IPYTHONDIR": f"{home}/.ipython",
        "XDG_CACHE_HOME": f"{home}/.cache",
        "XDG_CONFIG_HOME": f"{home}/.config",
        "XDG_DATA_HOME": f"{home}/.local/share",
    }


def thread_variables(threads: int) -> dict[str, str]:
    """Return the variables by which numerical libraries are told how many threads to use."""
    names = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
    return {f"{name}_NUM_THREADS": str(threads) for name in names} | {
        "TF_NUM_INTRAOP_THREADS": str(threads),
        "TF_NUM_INTEROP_THREADS": str(threads),
    }


def kernel_environment(base: Path) -> dict[str, str]:
    """Return the environment of a plain kernel whose folders lie in `base` (see `grading.kernel.workspace.scratch`)."""
    around = {
        name: value
        for name, value in os.environ.items()
        if name in _OF_THE_MACHINE or name.startswith(_OF_THE_MACHINE_STARTS)
    }
    # Caches are found where they are; everything that a session writes "at home" goes away with it.
    around.setdefault("KERAS_HOME", str(Path.home() / ".keras"))
    around.setdefault("MPLCONFIGDIR", _matplotlib_cache())
    kept = {name: around[name] for name in ("KERAS_HOME", "MPLCONFIGDIR")}
    home, temporary = str(base / "home"), str(base / "tmp")
    around |= told() | folder_variables(home, temporary) | kept
    around |= {
        "COURSE_RESULTS_DIR": home,
        "USERPROFILE": home,
        "TEMP": temporary,
        "TMP": temporary,
        "JUPYTER_RUNTIME_DIR": str(base / "run"),
        "MPLBACKEND": BACKEND,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    programs = str(Path(sys.executable).parent)
    if programs not in around.get("PATH", "").split(os.pathsep):
        around["PATH"] = os.pathsep.join(filter(None, [programs, around.get("PATH", "")]))
    return around


def _matplotlib_cache() -> str:
    """Return a folder for Matplotlib's font list that outlives a session: building the list takes seconds."""
    folder = Path(tempfile.gettempdir()) / f"grader-matplotlib-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return tempfile.gettempdir()
    return str(folder)
