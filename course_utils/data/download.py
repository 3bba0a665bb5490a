"""Fetch MNIST through Keras: with progress, within a time limit, all or nothing."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from platformdirs import user_cache_path

from .. import progress
from . import mnist
from .errors import DataError

SIZE = 11_490_434  # bytes of Keras's file, for the progress only
START_SECONDS = 90  # Python and Keras in the child, on a slow disk
FIRST_BYTE_SECONDS = 25
TOTAL_SECONDS = 300
REMEMBER_SECONDS = 15 * 60

# Keras knows where MNIST lies, but sets no time limit. So it runs in a process that can be ended, and in a cache folder
# of its own, where half a file hurts nobody.
_CHILD = """
import pathlib, socket
socket.setdefaulttimeout(20)
import keras
pathlib.Path("started").touch()
keras.datasets.mnist.load_data()
"""

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
    """Run Keras's download in the folder ``home``, show how far it is, and end it if it takes too long."""
    print("MNIST is not on this machine yet: downloading it once (11 MB) ...", flush=True)
    environment = os.environ | {"KERAS_HOME": home, "PYTHONIOENCODING": "utf-8"}
    with open(Path(home) / "log.txt", "w+b") as log:
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home
        )
        try:
            _watch(child, Path(home))
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            log.seek(0)
            lines = log.read().decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
            raise DataError(f"the download of MNIST failed ({_without_address(lines[-1])})")


def _watch(child, home):
    from tqdm import tqdm

    begin = started = time.monotonic()
    looks = {"unit": "B", "unit_scale": True, "ascii": True, "leave": False, "disable": not progress.watched()}
    with tqdm(total=SIZE, desc="MNIST", file=sys.stdout, **looks) as bar:
        while child.poll() is None:
            time.sleep(0.1)
            now, size = time.monotonic(), sum(_size(path) for path in (home / "datasets").glob("*"))
            if size > bar.n:
                bar.update(min(size, SIZE) - bar.n)
            if not (home / "started").exists():
                started = now
            if now - begin > TOTAL_SECONDS or started - begin > START_SECONDS:
                raise DataError(f"the download of MNIST was ended after {now - begin:.0f} s with {size:,} bytes")
            if not size and now - started > FIRST_BYTE_SECONDS:
                raise DataError(
                    f"the download of MNIST was ended: no answer from the network for {FIRST_BYTE_SECONDS:g} s"
                )


def _size(path):
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _without_address(line):
    """The last line of Keras's traceback, without the long address it tells."""
    line = line.rpartition(": None -- ")[2] if ": None -- " in line else line
    return line[-160:].strip()
