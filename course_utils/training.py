"""Train a Keras model with one line of progress."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from . import progress

if TYPE_CHECKING:
    import keras

Logs = dict[str, float] | None


def fit(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    epochs: int,
    batch_size: int | None = 256,
    validation_data: Any = None,
    label: str = "",
    **kw: Any,
) -> dict[str, list[float]]:
    """Train a compiled Keras model and show one progress bar with the loss.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    x, y : array_like
        Inputs and targets. Without ``y`` the target is ``x`` itself, as for an autoencoder.
    epochs, batch_size : int
    validation_data : tuple or array_like, optional
        ``(x, y)``, or inputs alone, which then are their own target.
    label : str
        What the line is called; default: the model's name.
    **kw
        Passed on to ``model.fit`` (``shuffle``, ``class_weight``, ``callbacks``, ...).

    Returns
    -------
    dict of str to list of float
        One value for each epoch: ``"loss"``, ``"val_loss"`` and the metrics the model was compiled with.
    """
    import keras

    if _gives_targets(x):
        batch_size = None  # such data come in batches already, and in an order
        kw.setdefault("shuffle", False)
    elif y is None:
        x = y = _one_copy(x)
    if hasattr(validation_data, "shape"):
        validation_data = (validation_data, validation_data)
    bar = _Line(label or model.name, epochs)

    class Progress(keras.callbacks.Callback):
        def on_train_begin(self, logs: Logs = None) -> None:
            bar.start((self.params.get("steps") or 0) * epochs)

        if progress.watched():  # a call after every batch costs time

            def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
                bar.step(logs)

        def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
            bar.epoch_done(epoch + 1, logs)

    callbacks = [*(kw.pop("callbacks", None) or []), Progress()]
    kw.setdefault("verbose", 0)
    try:
        history = model.fit(
            x, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, callbacks=callbacks, **kw
        )
    finally:
        bar.close()
    return {name: [float(value) for value in values] for name, values in history.history.items()}


class _Line:
    """A bar while training, one line of text when it is done."""

    def __init__(self, label: str, epochs: int) -> None:
        self.label, self.epochs, self.done, self.logs, self.bar = label, epochs, 0, {}, None
        self.started = time.monotonic()

    def start(self, steps: int) -> None:
        from tqdm import tqdm

        looks = {"ascii": True, "leave": False, "mininterval": 0.5, "disable": not progress.watched()}
        form = "{desc} |{bar:20}| {percentage:3.0f}%  {remaining} left{postfix}"
        self.bar = tqdm(total=steps or None, desc=self.label, file=sys.stdout, bar_format=form, **looks)

    def step(self, logs: Logs) -> None:
        self.bar.update(1)
        if self.bar.n % 20 == 0 and logs:
            self.bar.set_postfix_str(f"loss {float(logs['loss']):.4f}", refresh=False)

    def epoch_done(self, epoch: int, logs: Logs) -> None:
        self.done, self.logs = epoch, dict(logs or {})

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
        parts = [self.label, f"{self.done}/{self.epochs} epoch{'' if self.epochs == 1 else 's'}"]
        if "loss" in self.logs:
            parts.append(f"loss {float(self.logs['loss']):.4f}")
        if "val_loss" in self.logs:
            parts.append(f"val {float(self.logs['val_loss']):.4f}")
        parts.append(f"{time.monotonic() - self.started:.0f} s")
        print("  ".join(parts), flush=True)


def _one_copy(x: Any) -> Any:
    """Keras copies an array that it trains on; as input and target of an autoencoder it need not do so twice."""
    import keras

    if not isinstance(x, np.ndarray):
        return x
    return keras.ops.convert_to_tensor(x, dtype=keras.config.floatx() if x.dtype.kind == "f" else None)


def _gives_targets(data: Any) -> bool:
    """Datasets and generators bring targets along; arrays, and lists or dictionaries of them, do not."""
    return not (hasattr(data, "shape") or isinstance(data, list | tuple | dict))
