"""A tied decoder has a bias of its own and no weights but the encoder's."""

import keras
import numpy as np

from course_utils.tied import TiedDecoder


def tied(units=3):
    x = keras.Input((5,))
    encoder = keras.layers.Dense(units, activation="sigmoid")
    return keras.Model(x, TiedDecoder(encoder)(encoder(x)))


def test_rebuilds_with_the_encoders_weights_transposed_and_its_own_bias():
    model, draw = tied(), np.random.default_rng(0)
    W, b, c = (draw.normal(size=size).astype("float32") for size in ((5, 3), 3, 5))
    model.set_weights([W, b, c])
    x = draw.normal(size=(4, 5)).astype("float32")
    h = 1 / (1 + np.exp(-(x @ W + b)))
    assert np.allclose(model(x), 1 / (1 + np.exp(-(h @ W.T + c))), atol=1e-6)


def test_training_moves_one_matrix_and_two_biases():
    model = tied()
    assert [w.shape for w in model.get_weights()] == [(5, 3), (3,), (5,)]
    before = [w.copy() for w in model.get_weights()]
    model.compile(optimizer="sgd", loss="mse", jit_compile=False)
    x = np.random.default_rng(1).random((8, 5)).astype("float32")
    model.fit(x, x, verbose=0)
    assert all((old != new).any() for old, new in zip(before, model.get_weights(), strict=True))
