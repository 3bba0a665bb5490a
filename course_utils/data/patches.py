"""Small squares cut from photographs."""

import functools

import numpy as np

from .errors import DataError


def natural_patches(n: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Cut squares at random places from scikit-learn's two photographs, in grey.

    Parameters
    ----------
    n : int
        How many patches.
    size : int
        Their side in pixels, 1 to 400.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (n, size * size), float64
        Grey values in [0, 1], row by row.

    Raises
    ------
    ValueError
        If ``n`` or ``size`` is out of range.
    DataError
        If the photographs cannot be read.
    """
    pictures = _photographs()
    largest = min(min(picture.shape) for picture in pictures)
    if n < 1 or not 1 <= size <= largest:
        raise ValueError(f"patches: n must be at least 1 and size from 1 to {largest}, not n={n}, size={size}")
    patches = np.empty((n, size * size))
    for i, which in enumerate(rng.integers(len(pictures), size=n)):
        picture = pictures[which]
        top, left = (rng.integers(length - size + 1) for length in picture.shape)
        patches[i] = picture[top : top + size, left : left + size].ravel()
    return patches


@functools.cache
def _photographs() -> list[np.ndarray]:
    from sklearn.datasets import load_sample_images

    try:
        images = load_sample_images().images
    except Exception as error:
        raise DataError(
            f"scikit-learn's sample photographs could not be read ({error}). Install them again with: "
            "python -m pip install --force-reinstall scikit-learn pillow"
        ) from error
    # Luma of ITU-R BT.601: how bright red, green and blue look.
    return tuple(np.asarray(image, dtype=np.float64) @ np.array([0.299, 0.587, 0.114]) / 255.0 for image in images)
