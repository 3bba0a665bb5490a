"""Fetch MNIST through Keras: with progress, within a time limit, all or nothing."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from platformdirs import user_cache_path

from . import mnist
from .errors import DataError

SIZE = 11_490_434  # bytes of Keras's file, for the progress only
FIRST_BYTE_SECONDS = 40  # includes the start of Python and Keras in the child
TOTAL_SECONDS = 300
REMEMBER_SECONDS = 15 * 60

# Keras knows where MNIST lies and has no time limit of its own, so it runs in a process that can be ended. Its NumPy
# backend starts in a second, and a cache folder of its own keeps half a file out of the real cache.
_CHILD = "import socket; socket.setdefaulttimeout(20); import keras; keras.datasets.mnist.load_data()"

_failure = None


def fetch():
    """Download MNIST into Keras's cache.

    Returns
    -------
    pathlib.Path
        The verified file.

    Raises
    ------
    DataError
        If it could not be had; the message says why.
    """
    target = mnist.keras_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix="mnist-", dir=target.parent, ignore_cleanup_errors=True)
    except OSError as error:
        raise DataError(f"MNIST has no place to go: {target.parent} cannot be written ({error})") from error
    with folder as home:
        _run_child(home)
        loaded = Path(home) / "datasets" / "mnist.npz"
        if not loaded.is_file():
            raise DataError("the download of MNIST left no file")
        mnist.read(loaded)  # a wrong file never reaches the cache
        os.replace(loaded, target)
    return target


def recent_failure():
    """Why a download failed a moment ago, in this process or another one; None if there is nothing to remember."""
    if _failure:
        return _failure
    try:
        if 0 <= time.time() - _memory().stat().st_mtime < REMEMBER_SECONDS:
            return _memory().read_text(encoding="utf-8").strip()[:300] or None
    except (OSError, UnicodeDecodeError):
        return None
    return None


def remember_failure(reason):
    """Keep the next lessons from waiting for the same failure again."""
    global _failure
    _failure = str(reason)
    try:
        _memory().parent.mkdir(parents=True, exist_ok=True)
        _memory().write_text(_failure, encoding="utf-8")
    except OSError:
        pass  # then the next process tries again, which costs time and nothing else


def _memory():
    return user_cache_path("autoencoder-course", appauthor=False) / "mnist_download_failed.txt"


def _run_child(home):
    from tqdm import tqdm

    environment = os.environ | {"KERAS_HOME": home, "KERAS_BACKEND": "numpy", "PYTHONIOENCODING": "utf-8"}
    print("MNIST is not on this machine yet: downloading it once (11 MB) ...", flush=True)
    start = time.monotonic()
    with open(Path(home) / "log.txt", "w+b") as log:
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home
        )
        try:
            with tqdm(
                total=SIZE, unit="B", unit_scale=True, file=sys.stdout, ascii=True, desc="MNIST", leave=False
            ) as bar:
                while child.poll() is None:
                    time.sleep(0.1)
                    size = sum(_size(path) for path in (Path(home) / "datasets").glob("*"))
                    bar.update(min(size, SIZE) - bar.n)
                    seconds = time.monotonic() - start
                    if seconds > (TOTAL_SECONDS if size else FIRST_BYTE_SECONDS):
                        raise DataError(f"the download of MNIST got {size:,} bytes in {seconds:.0f} s and was ended")
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            log.seek(0)
            lines = log.read().decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
            raise DataError(f"the download of MNIST failed ({_without_address(lines[-1])})")


def _size(path):
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _without_address(line):
    """The last line of Keras's traceback, without the long address it tells."""
    line = line.rpartition(": None -- ")[2] if ": None -- " in line else line
    return line[-160:].strip()
