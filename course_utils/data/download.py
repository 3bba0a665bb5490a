"""Fetch MNIST over the network: with progress, within a time limit, all or nothing."""

import logging
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from platformdirs import user_cache_path

from .. import progress
from . import mnist
from .errors import DataError

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"  # the file of keras.datasets.mnist
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
SILENT_SECONDS = 25
TOTAL_SECONDS = 300
REMEMBER_SECONDS = 15 * 60

_failure: str | None = None


def fetch() -> Path:
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
    with folder as place:
        loaded = _retrieve(place)
        mnist.read(loaded)  # a wrong file never reaches the cache
        os.replace(loaded, target)
    return target


def _retrieve(folder: str) -> Path:
    """Download the file into a folder of its own, where half a file hurts nobody, and check its digest."""
    import pooch

    print("MNIST is not on this machine yet: downloading it once (11 MB) ...", flush=True)
    pooch.get_logger().setLevel(logging.ERROR)
    downloader = pooch.HTTPDownloader(progressbar=_Watch(), timeout=SILENT_SECONDS)
    try:
        return Path(pooch.retrieve(URL, f"sha256:{SHA256}", fname="mnist.npz", path=folder, downloader=downloader))
    except ValueError as error:
        raise DataError("the download of MNIST is damaged: its SHA-256 is not that of the true file") from error
    except OSError as error:  # of requests, too
        if "timed out" in str(error):  # on connecting, and in the midst of the file
            words = f"the download of MNIST was ended: no answer from the network for {SILENT_SECONDS:g} s"
            raise DataError(words) from error
        raise DataError(f"the download of MNIST failed ({_reason(error)})") from error


class _Watch:
    """What pooch tells how far it is: shows a bar where someone watches, and ends what takes too long."""

    total = 0

    def __init__(self) -> None:
        self.begin, self.bytes, self.bar = time.monotonic(), 0, None

    def update(self, size: int) -> None:
        """Count ``size`` more bytes."""
        from tqdm import tqdm

        self.bytes += size
        if self.bar is None:
            looks = {"unit": "B", "unit_scale": True, "ascii": True, "leave": False, "disable": not progress.watched()}
            self.bar = tqdm(total=self.total, desc="MNIST", file=sys.stdout, **looks)
        self.bar.update(size)
        seconds = time.monotonic() - self.begin
        if seconds > TOTAL_SECONDS:
            raise DataError(f"the download of MNIST was ended after {seconds:.0f} s with {self.bytes:,} bytes")

    def reset(self) -> None:
        """Nothing: pooch resets a bar to show it full."""

    def close(self) -> None:
        """Remove the bar."""
        if self.bar is not None:
            self.bar.close()


def recent_failure() -> str | None:
    """Why a download failed a moment ago, in this process or another one; None if there is nothing to remember."""
    if _failure:
        return _failure
    try:
        if 0 <= time.time() - _memory().stat().st_mtime < REMEMBER_SECONDS:
            return _memory().read_text(encoding="utf-8").strip()[:300] or None
    except (OSError, UnicodeDecodeError):
        return None
    return None


def remember_failure(reason: object) -> None:
    """Keep the next lessons from waiting for the same failure again."""
    global _failure
    _failure = str(reason)
    try:
        _memory().parent.mkdir(parents=True, exist_ok=True)
        _memory().write_text(_failure, encoding="utf-8")
    except OSError:
        pass  # then the next process tries again, which costs time and nothing else


def _memory() -> Path:
    return user_cache_path("autoencoder-course", appauthor=False) / "mnist_download_failed.txt"


def _reason(error: OSError) -> str:
    """The innermost of the errors that requests and urllib3 wrap into each other, without the long address."""
    text = str(error)
    found = re.findall(r"\[Errno -?\d+\] [^\"')]+|\d{3} (?:Client|Server) Error: [^:]+", text)
    return (found[-1] if found else text[-160:]).strip() or type(error).__name__
