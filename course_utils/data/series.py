"""Sequences: utterances of nine speakers, and a year of bicycle rentals by the hour.

Both come with the course, made by ``tools/series_data.py`` from packages that carry them; ``series.json`` has the
source, the licence and the SHA-256 of each.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from course_utils import stored


@dataclass(frozen=True)
class Vowels:
    """Japanese Vowels: a sequence of 12 coefficients for each utterance.

    Attributes
    ----------
    x_train, x_test : list of numpy.ndarray, each (steps, 12), float32
        270 and 370 utterances of 7 to 29 steps.
    y_train, y_test : numpy.ndarray, shape (n,), int64
        The speaker, from 0 to 8.
    notice : str
        Source and licence.
    """

    x_train: list[np.ndarray]
    y_train: np.ndarray
    x_test: list[np.ndarray]
    y_test: np.ndarray
    notice: str


@dataclass(frozen=True)
class BikeHours:
    """Bike Sharing: bicycles rented in each hour of 2011 in Washington, D.C.

    Attributes
    ----------
    rented : numpy.ndarray, shape (365, 24), float32
        By day and hour; NaN where the record has no such hour.
    weekday : numpy.ndarray, shape (365,), int64
        0 is Sunday.
    holiday : numpy.ndarray, shape (365,), bool
        Public holidays; the record marks none on a weekend.
    notice : str
        Source and licence.
    """

    rented: np.ndarray
    weekday: np.ndarray
    holiday: np.ndarray
    notice: str

    @property
    def day_off(self) -> np.ndarray:
        """Whether each day is a public holiday or lies on a weekend, (365,)."""
        return self.holiday | np.isin(self.weekday, (0, 6))


def japanese_vowels() -> Vowels:
    """Return the utterances, training and test set as they were published.

    Returns
    -------
    Vowels

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    found = _arrays("japanese_vowels")
    parts = []
    for part in ("train", "test"):
        ends = np.cumsum(found[f"length_{part}"])[:-1]
        frames = (found[f"millionths_{part}"] / 1e6).astype(np.float32)
        parts += [np.split(frames, ends), found[f"speaker_{part}"].astype(np.int64)]
    return Vowels(*parts, notice=_notice("japanese_vowels"))


def bike_hours() -> BikeHours:
    """Return the year of rentals.

    Returns
    -------
    BikeHours

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    found = _arrays("bike_hours")
    rented = np.where(found["rented"] < 0, np.nan, found["rented"]).astype(np.float32)
    return BikeHours(rented, found["weekday"].astype(np.int64), found["holiday"] > 0, _notice("bike_hours"))


def _arrays(name: str) -> dict[str, np.ndarray]:
    return stored.arrays(f"{name}.npz", _about()[name]["sha256"])


def _notice(name: str) -> str:
    return "{source}, {licence}".format(**_about()[name])


@functools.cache
def _about() -> dict[str, dict[str, Any]]:
    return json.loads(resources.files("course_utils").joinpath("series.json").read_text(encoding="utf-8"))
