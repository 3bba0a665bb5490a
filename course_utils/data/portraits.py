"""Faces: Olivetti's if they are on this machine, else small ones that come with scikit-image."""

from __future__ import annotations

import functools
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import DataError

_noticed = False


@dataclass(frozen=True)
class Faces:
    """Pictures of faces.

    Attributes
    ----------
    images : numpy.ndarray, shape (n, 64, 64), float32
        Grey values in [0, 1].
    target : numpy.ndarray, shape (n,), int64
        Whose face it is, from 0; -1 where nobody knows.
    name : str
        ``"olivetti"`` or ``"lfw_subset"``.
    notice : str
        Credit, and what the stand-in is.
    """

    images: np.ndarray
    target: np.ndarray
    name: str
    notice: str


def faces() -> Faces:
    """Load faces: ``$COURSE_DATA_DIR/olivetti.npz``, else scikit-learn's cache, else a stand-in with a notice.

    Returns
    -------
    Faces
        400 pictures of 40 people (Olivetti), or 100 of unknown people.

    Raises
    ------
    DataError
        If a file is there but damaged.
    """
    global _noticed
    folder = os.environ.get("COURSE_DATA_DIR")
    path = Path(folder).expanduser() / "olivetti.npz" if folder else None
    if path is not None and path.is_file():
        images, target = _read(path)
        return Faces(images, target, "olivetti", _CREDIT)
    cached = _sklearn_cache()
    if cached is not None:
        return Faces(*cached, "olivetti", _CREDIT)
    if not _noticed:
        _noticed = True
        print(_STAND_IN, flush=True)
    return Faces(_lfw_subset().copy(), np.full(len(_lfw_subset()), -1, dtype=np.int64), "lfw_subset", _STAND_IN)


_CREDIT = "Olivetti faces: AT&T Laboratories Cambridge, 1992 to 1994."
_STAND_IN = (
    "NOTICE  These faces are not the Olivetti faces, which are not on this machine: they are 100 small pictures from\n"
    "        Labeled Faces in the Wild that come with scikit-image, enlarged from 25x25 to 64x64 pixels.\n"
    "        To get the Olivetti faces, run sklearn.datasets.fetch_olivetti_faces() once with a network."
)


def _read(path: Path) -> Faces:
    remedy = f"Replace {path}, or remove it to use other faces."
    try:
        with np.load(path, allow_pickle=False) as archive:
            images, target = archive["images"], archive["target"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} does not hold readable arrays 'images' and 'target' ({error}). {remedy}") from error
    except Exception as error:  # zlib.error and what else a broken archive brings
        raise DataError(f"{path} is damaged ({type(error).__name__}: {error}). {remedy}") from error
    if (
        images.shape != (400, 64, 64)
        or images.dtype != np.uint8
        or target.shape != (400,)
        or target.dtype.kind not in "iu"
    ):
        raise DataError(
            f"{path} is not the Olivetti faces: images {images.shape} {images.dtype}, target {target.shape}; "
            f"expected (400, 64, 64) uint8 and (400,). {remedy}"
        )
    return images.astype(np.float32) / np.float32(255.0), target.astype(np.int64)


def _sklearn_cache() -> Faces | None:
    from sklearn.datasets import fetch_olivetti_faces

    try:
        found = fetch_olivetti_faces(download_if_missing=False)
    except OSError:
        return None
    except Exception as error:
        raise DataError(f"scikit-learn's copy of the Olivetti faces is damaged ({error}). Delete it.") from error
    return np.asarray(found.images, dtype=np.float32), np.asarray(found.target, dtype=np.int64)


@functools.cache
def _lfw_subset() -> Faces:
    from skimage.data import lfw_subset
    from skimage.transform import resize

    small = np.asarray(lfw_subset()[:100], dtype=np.float64)  # the other 100 pictures show no faces
    large = resize(small, (len(small), 64, 64), order=3, mode="edge", anti_aliasing=False)
    return np.clip(large, 0.0, 1.0).astype(np.float32)
