"""Weights of the few networks whose training takes longer than a lesson: trained once, kept here, verified when read.

``checkpoints.json`` holds the SHA-256 of each file, how the network was trained and its loss after every epoch. Both
are written by ``python -m benchmarks.reference_results``.
"""

import functools
import json
from importlib import resources
from typing import Any

import numpy as np

from . import stored

__all__ = ["curve", "load", "names", "setting"]

_FILE = "checkpoints.json"


def names() -> list[str]:
    """Return the names of the networks there are.

    Returns
    -------
    list of str
    """
    return sorted(_about())


def load(name: str) -> list[np.ndarray]:
    """Return the weights of a trained network.

    Parameters
    ----------
    name : str
        For example ``"s3_conv_ae"``.

    Returns
    -------
    list of ndarray
        In the order of ``model.get_weights()``, ready for ``model.set_weights(...)``; float32.

    Raises
    ------
    KeyError
        If there is no such network; the message lists those there are.
    DataError
        If the file is missing or is not the one that was stored; the message names the file and the remedy.
    """
    return list(stored.arrays(f"{name}.npz", _entry(name)["sha256"]).values())


def curve(name: str) -> np.ndarray:
    """Return the network's loss on the 10,000 MNIST test images after each epoch of its training.

    Parameters
    ----------
    name : str

    Returns
    -------
    ndarray, shape (epochs,)
        For ``"s3_conv_ae"`` the cross-entropy in nats per pixel.

    Raises
    ------
    KeyError
        If there is no such network.
    """
    return np.array(_entry(name)["curve"])


def setting(name: str) -> str:
    """Say how the network was trained.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If there is no such network.
    """
    return _entry(name)["setting"]


def _entry(name: str) -> dict[str, Any]:
    if name not in _about():
        raise KeyError(f"no checkpoint {name!r}; there are: {', '.join(names()) or 'none yet'}")
    return _about()[name]


@functools.cache
def _about() -> dict[str, dict[str, Any]]:
    return json.loads(resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
