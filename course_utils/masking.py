"""The masking noise of lesson 5, for the lessons that build on it."""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="course")
class MaskingNoise(keras.layers.Layer):
    """Set each input to 0 with probability ``nu`` while training; do nothing otherwise.

    Unlike `keras.layers.Dropout` it does not scale up what is left: the noise of a denoising autoencoder takes
    something away and puts nothing in its place (Vincent and others, 2008).

    Parameters
    ----------
    nu : float
        From 0 (no noise) to 1 (nothing is left).
    seed : int, optional
        For masks that repeat from run to run; without it the seed follows `keras.utils.set_random_seed`.

    Raises
    ------
    ValueError
        If ``nu`` is not a probability.
    """

    def __init__(self, nu, seed=None, **kw):
        if not 0 <= nu <= 1:
            raise ValueError(f"nu is a probability, from 0 to 1, not {nu!r}")
        super().__init__(**kw)
        self.nu, self.seed = nu, seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, x: Any, training: bool = False) -> Any:
        """Return ``x`` with a fresh mask in training, and ``x`` itself in use."""
        if not training or self.nu == 0:
            return x
        keep = keras.random.uniform(ops.shape(x), seed=self.generator) >= self.nu
        return x * ops.cast(keep, x.dtype)

    def get_config(self) -> dict[str, Any]:
        """Return what is needed to build the layer again."""
        return super().get_config() | {"nu": self.nu, "seed": self.seed}
