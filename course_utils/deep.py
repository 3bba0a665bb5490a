"""What lesson 10 looks at and does not teach: signals in deep networks, states of small machines, patches of faces."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

_UNITS = {
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "sigmoid": (lambda a: 1 / (1 + np.exp(-a)), lambda h: h * (1 - h)),
    "relu": (lambda a: np.maximum(a, 0), lambda h: h > 0),
}


def signals(
    x: np.ndarray, sizes: Sequence[int], units: str, scale: Callable[[int, int], float], seed: int = 10
) -> tuple[list[float], list[float]]:
    """Send inputs forward through a fresh network and a random gradient back.

    Parameters
    ----------
    x : ndarray, shape (n, sizes[0])
    sizes : sequence of int
        Units of every layer, the input included.
    units : {"tanh", "sigmoid", "relu"}
        Of every layer.
    scale : callable
        Of the two sizes of a layer: the standard deviation of its random weights.
    seed : int

    Returns
    -------
    forward, back : list of float
        For each layer the mean standard deviation of its units over the inputs, and the root mean square of the
        gradient at its pre-activations when that at the output is drawn from a standard normal distribution.
    """
    activation, slope = _UNITS[units]
    rng, h, layers = np.random.default_rng(seed), x, []
    for fan_in, fan_out in itertools.pairwise(sizes):
        W = scale(fan_in, fan_out) * rng.normal(size=(fan_in, fan_out))
        h = activation(h @ W)
        layers.append((W, h))
    grad, back = rng.normal(size=h.shape), []
    for W, h in reversed(layers):
        grad = grad * slope(h)
        back.append(float(np.sqrt((grad**2).mean())))
        grad = grad @ W.T
    return [float(h.std(axis=0).mean()) for _, h in layers], back[::-1]


def every_state(n: int) -> np.ndarray:
    """Return all states of n binary units, shape (2**n, n), counting upwards.

    >>> every_state(2).astype(int).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    return np.array(list(itertools.product([0.0, 1.0], repeat=n)))


def concentration(W: ArrayLike) -> np.ndarray:
    """Return for each column of W the share of its squared weights in the tenth of the rows where they are largest.

    >>> concentration(np.repeat([[3.0], [0.0]], [1, 9], axis=0)).tolist()
    [1.0]
    """
    squares = np.sort(np.asarray(W, dtype=float) ** 2, axis=0)
    return squares[-max(1, len(squares) // 10) :].sum(axis=0) / squares.sum(axis=0)


def sse(x: ArrayLike, x_hat: ArrayLike) -> float:
    """Return the squared error summed over pixels and averaged over images."""
    return float(((np.asarray(x) - np.asarray(x_hat)) ** 2).sum(axis=1).mean())


def face_patches(images: np.ndarray, n: int, rng: np.random.Generator, side: int = 25) -> np.ndarray:
    """Cut patches out of pictures of faces: shifted, turned, mirrored and of different sizes.

    Parameters
    ----------
    images : ndarray, shape (m, height, width)
    n : int
        How many patches; each comes from a picture chosen at random.
    rng : numpy.random.Generator
    side : int
        Pixels across of a patch.

    Returns
    -------
    ndarray, shape (n, side * side), float32
        With the grey values of the pictures, interpolated between pixels.
    """
    from scipy.ndimage import affine_transform

    height, width = images.shape[1:]
    found = np.empty((n, side, side), dtype=np.float32)
    for patch, picture in zip(found, images[rng.integers(len(images), size=n)], strict=True):
        across, angle = rng.uniform(0.55, 0.8) * min(height, width), rng.uniform(-0.35, 0.35)  # 20 degrees
        room = max(0.0, min(height, width) - across * (abs(np.cos(angle)) + abs(np.sin(angle)))) / 2
        middle = np.array([height - 1, width - 1]) / 2 + rng.uniform(-room, room, size=2)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        turn = across / side * turn @ np.diag([1, rng.choice([-1, 1])])  # half of them mirrored
        affine_transform(
            picture, turn, middle - turn @ np.full(2, (side - 1) / 2), (side, side), patch, order=1, mode="nearest"
        )
    return found.reshape(n, side * side)


def network(inputs: int, sizes: Sequence[int], units: str, initializer: str) -> Any:
    """Return a deep autoencoder with random weights, not compiled.

    Parameters
    ----------
    inputs : int
        Numbers of an image.
    sizes : sequence of int
        Units of the encoder's layers; the last one, the code, is linear.
    units, initializer : str
        Keras's names of the hidden units' activation and of the weights' distribution. The output is sigmoid.

    Returns
    -------
    keras.Sequential
    """
    import keras

    def dense(n: int, activation: str | None = units) -> Any:
        return keras.layers.Dense(n, activation=activation, kernel_initializer=initializer)

    up, down = map(dense, sizes[:-1]), map(dense, sizes[-2::-1])
    return keras.Sequential([keras.Input((inputs,)), *up, dense(sizes[-1], None), *down, dense(inputs, "sigmoid")])
