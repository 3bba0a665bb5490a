"""Train networks with one hidden layer in NumPy: lesson 2's backward pass and Adam.

Keras needs about a second to prepare a training, and lesson 20 trains a hundred networks of which most need less.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, log_softmax, softmax

Weights = list[np.ndarray]


def logits(weights: Sequence[np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return the outputs (n, k) of a network ``weights`` = [W, b, V, c] with ReLU for the rows of x (n, d)."""
    W, b, V, c = weights
    return np.maximum(x @ W + b, 0) @ V + c


def loss(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, one_class: bool = False) -> float:
    """Return the cross-entropy, summed over outputs and averaged over rows.

    Parameters
    ----------
    weights : list of ndarray
        [W, b, V, c].
    x, y : ndarray, shapes (n, d) and (n, k)
    one_class : bool
        A softmax over the outputs, for rows of ``y`` with a single 1; otherwise a sigmoid for each output.
    """
    s = logits(weights, x)
    if one_class:
        return float(-(y * log_softmax(s, axis=1)).sum(axis=1).mean())
    return float((np.logaddexp(0, s) - y * s).sum(axis=1).mean())


def fit(
    weights: Sequence[np.ndarray],
    data: tuple[np.ndarray, np.ndarray],
    held_out: tuple[np.ndarray, np.ndarray] | None = None,
    *,
    rate: float = 2e-3,
    epochs: int = 30,
    batch_size: int = 100,
    patience: int = 3,
    mask: np.ndarray | None = None,
    one_class: bool = False,
    seed: int = 0,
) -> Weights:
    """Train with Adam and return the weights; those given are not changed.

    Parameters
    ----------
    weights : list of ndarray
        [W, b, V, c] of shapes (d, m), (m,), (m, k), (k,).
    data : tuple of ndarray
        Inputs (n, d) and targets (n, k).
    held_out : tuple of ndarray, optional
        Inputs and targets on which the loss is followed: the weights of the best epoch are returned, and training ends
        when there was none better for ``patience`` epochs.
    rate, epochs, batch_size, patience
        The rest of the images, where a batch is not full, forms a smaller one.
    mask : ndarray, shape (m, k), optional
        Zeros for the entries of V that are not there and stay as they are.
    one_class : bool
        As in `loss`.
    seed : int
        Of the order of the rows.

    Returns
    -------
    list of ndarray, float32
    """
    now = [np.array(w, dtype=np.float32) for w in weights]
    first, second = ([np.zeros_like(w) for w in now] for _ in range(2))
    x, y = (np.asarray(part, dtype=np.float32) for part in data)
    rng, step, best, kept, since = np.random.default_rng(seed), 0, np.inf, now, 0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            step += 1
            grads = _gradients(now, x[rows], y[rows], mask, one_class)
            for w, grad, m1, m2 in zip(now, grads, first, second, strict=True):
                m1 += 0.1 * (grad - m1)
                m2 += 0.001 * (grad * grad - m2)
                w -= np.float32(rate * (1 - 0.999**step) ** 0.5 / (1 - 0.9**step)) * m1 / (np.sqrt(m2) + 1e-7)
        if held_out is None:
            continue
        reached = loss(now, *held_out, one_class)
        since += 1
        if reached < best:
            best, kept, since = reached, [w.copy() for w in now], 0
        if since >= patience:
            break
    return now if held_out is None else kept


def _gradients(weights: Weights, x: np.ndarray, y: np.ndarray, mask: np.ndarray | None, one_class: bool) -> Weights:
    """Return the gradients of `loss` by the four arrays."""
    W, b, V, c = weights
    a = x @ W + b
    h = np.maximum(a, 0)
    s = h @ V + c
    grad_s = ((softmax(s, axis=1) if one_class else expit(s)) - y) / np.float32(len(x))
    grad_a = (grad_s @ V.T) * (a > 0)
    grad_V = h.T @ grad_s
    return [x.T @ grad_a, grad_a.sum(axis=0), grad_V if mask is None else grad_V * mask, grad_s.sum(axis=0)]
