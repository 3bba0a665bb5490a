"""Black and white images drawn from grey ones: what a model of bits is trained on, and judged on."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import tensorflow as tf


def binarise(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw every pixel as 0 or 1; its grey value is the probability of 1.

    Parameters
    ----------
    x : numpy.ndarray
        Grey values in [0, 1].
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of float32
        Of the shape of ``x``.
    """
    return (rng.random(np.shape(x), dtype=np.float32) < x).astype(np.float32)


def binary_batches(x: np.ndarray, batch_size: int, seed: int) -> tf.data.Dataset:
    """Serve shuffled batches for an autoencoder, whose pixels are drawn anew in every epoch.

    Parameters
    ----------
    x : numpy.ndarray, shape (n, pixels)
        Grey values in [0, 1].
    batch_size : int
    seed : int
        For the order and the pixels; the same seed serves the same batches.

    Returns
    -------
    tf.data.Dataset
        Of pairs (input, target), which are one and the same tensor.
    """
    import tensorflow as tf  # takes seconds, so only here

    gc.collect()  # a model that was trained before is a circle of references, with a copy of its images in it
    grey = tf.constant(x, dtype=tf.float32)
    chance = tf.random.Generator.from_seed(seed)

    def draw(rows: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        values = tf.gather(grey, rows)
        bits = tf.cast(chance.uniform(tf.shape(values)) < values, tf.float32)
        return bits, bits

    return tf.data.Dataset.range(len(x)).shuffle(len(x), seed=seed).batch(batch_size).map(draw)
