"""The decoder with tied weights of lesson 7."""

from typing import Any

import keras
from keras import ops


class TiedDecoder(keras.layers.Layer):
    """Rebuild the input of a dense layer from its output: ``sigmoid(h W^T + c)``, with the dense layer's own ``W``.

    The layer has one weight of its own, the bias ``c``. Being tied to another layer of its model, it can be saved with
    the model's weights only.

    Parameters
    ----------
    encoder : keras.layers.Dense
        Its kernel ``W``, ``(d, k)``, is used; it has to be built, that is to say called, before the decoder.
    """

    def __init__(self, encoder: keras.layers.Dense, **kw):
        super().__init__(**kw)
        self.encoder = encoder

    def build(self, shape: Any) -> None:
        """Make the bias, one number for each input of the encoder."""
        self.c = self.add_weight(shape=(self.encoder.kernel.shape[0],), initializer="zeros", name="c")

    def call(self, h: Any) -> Any:
        """Return the reconstruction ``(n, d)`` of codes ``h`` ``(n, k)``."""
        return ops.sigmoid(ops.matmul(h, ops.transpose(self.encoder.kernel)) + self.c)
