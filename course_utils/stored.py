"""Arrays that come with the course, read from a file that is verified first."""

from __future__ import annotations

import hashlib
import io
from importlib import resources

import numpy as np

from .data.errors import DataError


def arrays(file_name: str, sha256: str) -> dict[str, np.ndarray]:
    """Return the arrays of a file in this package.

    Parameters
    ----------
    file_name : str
        An ``.npz`` file of this package.
    sha256 : str
        The digest that its content must have.

    Returns
    -------
    dict of str to ndarray
        In the order in which they were stored.

    Raises
    ------
    DataError
        If the file is missing or is not the one that was stored; the message names the file and the remedy.
    """
    file = resources.files(__package__).joinpath(file_name)
    remedy = f"Restore it with `git checkout -- course_utils/{file_name}`, or install the course again."
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror or error}). {remedy}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise DataError(f"{file} is damaged: its SHA-256 begins with {found[:8]}, not with {sha256[:8]}. {remedy}")
    with np.load(io.BytesIO(content)) as stored:
        return {key: stored[key] for key in stored.files}
