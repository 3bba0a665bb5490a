"""Train a Keras model for a number of seconds instead of epochs, to compare at equal time."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class TimedRun:
    """What became of a training in its time.

    Attributes
    ----------
    seconds, errors : list of float
        The error on the validation images, and the seconds of training after which it was measured.
    steps : int
        How many batches that were.
    """

    seconds: list[float]
    errors: list[float]
    steps: int


def fit_for(
    model: Any,
    x: np.ndarray,
    seconds: float,
    *,
    rate: float,
    x_val: np.ndarray | None = None,
    seed: int = 0,
    batch_size: int = 128,
    looks: int = 12,
    label: str = "",
) -> TimedRun:
    """Train a compiled autoencoder for some seconds; its rate falls along a cosine to 0 as they pass.

    Only training counts: neither the preparation of the first step nor looking at validation images.

    Parameters
    ----------
    model : keras.Model
        Compiled with Adam and a loss. The target is the input.
    x : ndarray, shape (n, d), float32
    seconds : float
        The training ends with the first step that ends later.
    rate : float
        Learning rate at the start.
    x_val : ndarray, shape (m, d), optional
        Images whose squared error, summed over pixels and averaged over images, is followed.
    seed : int
        Of the order of the images.
    batch_size : int
    looks : int
        How often the error is measured, start and end included.
    label : str
        What the line at the end is called; no line without it.

    Returns
    -------
    TimedRun
    """
    rng, n = np.random.default_rng(seed), len(x)
    batch_size = min(batch_size, n)
    _prepare(model, x[:batch_size])
    spent, steps, order = 0.0, 0, rng.permutation(n)
    run = TimedRun([0.0], [_error(model, x_val)], 0)
    while spent < seconds:
        if len(order) < batch_size:
            order = rng.permutation(n)
        batch, order = x[order[:batch_size]], order[batch_size:]
        begin = time.perf_counter()
        model.optimizer.learning_rate.assign(rate * 0.5 * (1 + np.cos(np.pi * min(1.0, spent / seconds))))
        model.train_on_batch(batch, batch)
        spent, steps = spent + time.perf_counter() - begin, steps + 1
        if spent >= seconds or spent >= seconds * len(run.seconds) / (looks - 1):
            run.seconds.append(spent)
            run.errors.append(_error(model, x_val))
    if label:
        error = f", SSE/img {run.errors[-1]:.2f} on validation images" if x_val is not None else ""
        print(f"{label}: {steps:,} steps in {spent:.1f} s{error}", flush=True)
    return TimedRun(run.seconds, run.errors, steps)


def _prepare(model: Any, batch: np.ndarray) -> None:
    """Have Keras prepare its training step, and put everything back as it was."""
    model.optimizer.build(model.trainable_variables)
    variables = [*model.weights, *model.optimizer.variables]
    before = [np.array(variable) for variable in variables]
    model.train_on_batch(batch, batch)
    for variable, value in zip(variables, before, strict=True):
        variable.assign(value)


def _error(model: Any, x_val: np.ndarray | None) -> float:
    if x_val is None:
        return float("nan")
    x_hat = np.concatenate([np.asarray(model(x_val[i : i + 1000])) for i in range(0, len(x_val), 1000)])
    return float(((x_val - x_hat) ** 2).sum(axis=1).mean())
