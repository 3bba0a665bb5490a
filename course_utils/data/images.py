"""The images of the lessons from 3 on: MNIST, or digits that need no network."""

from __future__ import annotations

import functools
import os
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import digits, download, mnist
from .errors import DataError

_noticed = set()


@dataclass(frozen=True)
class ImageData:
    """Images of handwritten digits, split into training and test.

    Attributes
    ----------
    x_train, x_test : numpy.ndarray, shape (n, 784), float32
        Grey values in [0, 1], row by row.
    y_train, y_test : numpy.ndarray, shape (n,), int64
        The digits, 0 to 9.
    name : str
        ``"mnist"`` or ``"digits"``.
    image_shape : tuple of int
        ``(28, 28)``.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    name: str
    image_shape: tuple = (28, 28)


def load_images(n_train: int | None = None, n_test: int | None = None) -> ImageData:
    """Load the images of the course.

    MNIST is looked for in ``$COURSE_DATA_DIR/mnist.npz``, in Keras's cache, and then on the network. Whatever is found
    must hold MNIST's exact bytes: a damaged file is an error, never skipped. If there is none, scikit-learn's 1,797
    handwritten digits stand in, resized to 28x28, and one notice says so. A download that failed is not tried again for
    15 minutes. ``COURSE_DATASET=mnist`` or ``digits`` forces one of the two. With ``COURSE_OFFLINE`` or ``CI`` set,
    nothing is downloaded.

    Parameters
    ----------
    n_train, n_test : int, optional
        Use only the first so many images. Default: all (MNIST 60,000 and 10,000; digits 1,437 and 360). More than there
        are means all.

    Returns
    -------
    ImageData
        Arrays of your own: changing them changes nothing for the next call.

    Raises
    ------
    DataError
        If a file is damaged, or ``COURSE_DATASET=mnist`` and MNIST cannot be had.
    ValueError
        If ``COURSE_DATASET`` or a number of images makes no sense.
    """
    for label, n in (("n_train", n_train), ("n_test", n_test)):
        if n is not None and n < 1:
            raise ValueError(f"{label} is a number of images, at least 1, not {n}")
    name, arrays = _find()
    parts = {}
    for part, n in (("train", n_train), ("test", n_test)):
        x, y = arrays[f"x_{part}"][:n], arrays[f"y_{part}"][:n]
        scale = 255.0 if x.dtype == np.uint8 else 1.0
        parts[f"x_{part}"] = x.reshape(len(x), 784).astype(np.float32) / np.float32(scale)
        parts[f"y_{part}"] = y.astype(np.int64)
    return ImageData(**parts, name=name)


def plan() -> str:
    """Say where the images would come from, without loading or downloading anything.

    Returns
    -------
    str
        For `course_utils.check_environment`.
    """
    forced = _forced()
    if forced == "digits":
        return "scikit-learn's digits (COURSE_DATASET=digits)"
    path = mnist.local_file()
    if path:
        return f"MNIST, {path}"
    if _offline():
        return "MNIST is missing and downloads are switched off" if forced else "scikit-learn's digits (offline)"
    failure = download.recent_failure()
    if failure and not forced:
        return f"scikit-learn's digits ({failure})"
    return "MNIST, downloaded once (11 MB)"


def _find() -> tuple[str, dict[str, np.ndarray]]:
    forced = _forced()
    if forced == "digits":
        return _use_digits("COURSE_DATASET=digits asks for them.")
    path = mnist.local_file()
    if path is not None:
        _notice_empty_folder(path)
        return "mnist", _read_once(str(path))
    if _offline():
        reason = "MNIST is not on this machine, and downloads are switched off (COURSE_OFFLINE or CI is set)"
    else:
        reason = download.recent_failure() if not forced else None
        if reason is None:
            try:
                return "mnist", _read_once(str(download.fetch()))
            except DataError as error:
                reason = str(error)
                download.remember_failure(reason)
    if forced:
        raise DataError(f"COURSE_DATASET=mnist, but {reason}. {_HOW_TO_GET_MNIST.format(mnist.keras_file())}.")
    return _use_digits(f"{reason[0].upper()}{reason[1:]}.")


@functools.cache
def _read_once(path: str) -> dict[str, np.ndarray]:
    return mnist.read(path)


def _use_digits(reason: str) -> tuple[str, dict[str, np.ndarray]]:
    _notice(
        f"These images are not MNIST. {reason} They are scikit-learn's 1,797 real handwritten digits, enlarged from "
        "8x8 to 28x28 pixels. Everything works with them; the figures in the text are MNIST's and will differ. "
        + _HOW_TO_GET_MNIST.format(mnist.keras_file())
        + ", or set COURSE_DATASET=mnist to try the download (again); then restart the kernel."
    )
    return "digits", digits.load()


_HOW_TO_GET_MNIST = (
    "To get MNIST, copy Keras's file mnist.npz to {}, or set COURSE_DATA_DIR to the folder that holds it"
)


def _notice_empty_folder(used: Path) -> None:
    folder = os.environ.get("COURSE_DATA_DIR")
    if folder and used != mnist.candidates()[0]:
        _notice(f"COURSE_DATA_DIR={folder} holds no mnist.npz; MNIST comes from {used} instead.")


def _notice(text: str) -> None:
    if text not in _noticed:
        _noticed.add(text)
        # Long paths are not cut: they are there to be copied.
        wrap = textwrap.TextWrapper(108, initial_indent="NOTICE  ", subsequent_indent=" " * 8, break_long_words=False,
                                    break_on_hyphens=False)  # fmt: skip
        print(wrap.fill(text), flush=True)


def _forced() -> str:
    value = os.environ.get("COURSE_DATASET", "").strip().lower()
    if value not in ("", "mnist", "digits"):
        raise ValueError(f"COURSE_DATASET is {value!r}: set it to 'mnist' or 'digits', or remove it")
    return value


def _offline() -> bool:
    return any(
        os.environ.get(name, "").strip().lower() not in ("", "0", "false", "no") for name in ("COURSE_OFFLINE", "CI")
    )
