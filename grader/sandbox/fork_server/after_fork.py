"""Make a fork of the fork server its own: descriptors, environment, folders, threads and random state."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import tempfile

from grader.grading.session_environment import folder_variables, thread_variables
from grader.sandbox.isolation import private_root


def close_others(keep: list[int]) -> None:
    """Close every descriptor but the standard ones and `keep`."""
    wanted = sorted({0, 1, 2, *keep})
    for before, after in zip(wanted, [*wanted[1:], None]):
        low = before + 1
        high = after if after is not None else os.sysconf("SC_OPEN_MAX")
        if low < high:
            os.closerange(low, high)


def renew(threads: int, variables: dict[str, str]) -> None:
    """Set what a fork must not share with its parent.

    Parameters
    ----------
    threads : int
        How many threads numerical libraries may use.
    variables : dict
        Further environment variables.
    """
    keras_before = os.path.join(os.path.expanduser("~"), ".keras")
    os.environ.update(folder_variables(private_root.HOME, private_root.TEMPORARY))
    os.environ.update(variables)
    _move_keras_home(keras_before)
    os.environ.update(thread_variables(threads))
    tempfile.tempdir = None
    sys.path[:] = ["", *sys.path]  # a notebook finds modules that lie beside it
    limit_threads(threads)
    _limit_tensorflow(threads)
    _reseed()


def _move_keras_home(before: str) -> None:
    """Let Keras keep its files in the scratch folder; data sets that lie in the old place are still found."""
    home = os.environ["KERAS_HOME"]
    with contextlib.suppress(OSError):
        os.makedirs(home, exist_ok=True)
        if os.path.isdir(os.path.join(before, "datasets")):
            os.symlink(os.path.join(before, "datasets"), os.path.join(home, "datasets"))
    config = sys.modules.get("keras.src.backend.config")
    if config is not None:
        config._KERAS_DIR = home  # read from the environment when Keras was imported


def limit_threads(threads: int) -> None:
    """Limit the threads of numerical libraries: already in the fork server, since it costs a fork its pool of them.

    A pool is started by setting its size, and its threads then wait for work at full speed for a while.
    """
    # Libraries read the variables above when they are imported, which was long ago; these calls work afterwards.
    if "numpy" in sys.modules:
        with contextlib.suppress(ImportError):
            import threadpoolctl

            for library in threadpoolctl.ThreadpoolController().lib_controllers:
                if library.num_threads != threads:
                    library.set_num_threads(threads)


def _limit_tensorflow(threads: int) -> None:
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None:
        with contextlib.suppress(RuntimeError):
            tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
            tensorflow.config.threading.set_inter_op_parallelism_threads(threads)


def _reseed() -> None:
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
