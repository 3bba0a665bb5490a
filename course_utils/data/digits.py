"""Handwritten digits that need no network: scikit-learn's, made as large as MNIST's."""

import functools

import numpy as np

N_TEST = 360
_SHUFFLE_SEED = 2006


@functools.cache
def load() -> dict[str, np.ndarray]:
    """Load scikit-learn's 1,797 handwritten digits (8x8 pixels, 17 grey levels), resized to 28x28.

    Written by 43 people, from the UCI repository (Alpaydin & Kaynak 1998); they come with scikit-learn. The 8x8 images
    are enlarged to 20x20 and stand in a frame of 4 black pixels, as the digits of MNIST do.

    Returns
    -------
    dict of str to numpy.ndarray
        ``x_train`` (1437, 784) and ``x_test`` (360, 784), float32 in [0, 1]; ``y_train``, ``y_test``, int64. The split
        is shuffled once and always the same.
    """
    from scipy.ndimage import zoom
    from sklearn.datasets import load_digits

    digits = load_digits()
    small = digits.images / 16.0
    large = zoom(small, (1, 2.5, 2.5), order=3, mode="grid-constant", grid_mode=True)
    images = np.pad(np.clip(large, 0.0, 1.0), ((0, 0), (4, 4), (4, 4))).astype(np.float32)
    order = np.random.default_rng(_SHUFFLE_SEED).permutation(len(images))
    x, y = images.reshape(len(images), 784)[order], digits.target.astype(np.int64)[order]
    return {"x_train": x[:-N_TEST], "y_train": y[:-N_TEST], "x_test": x[-N_TEST:], "y_test": y[-N_TEST:]}
