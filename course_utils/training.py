"""Train a Keras model with one line of progress."""

import sys
import time


def fit(model, x, y=None, *, epochs, batch_size=256, validation_data=None, label="", **kw):
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

    if y is None and not _gives_targets(x):
        y = x
    if (
        validation_data is not None
        and not isinstance(validation_data, tuple | list)
        and not _gives_targets(validation_data)
    ):
        validation_data = (validation_data, validation_data)
    bar = _Line(label or model.name, epochs)

    class Progress(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            bar.start((self.params.get("steps") or 0) * epochs)

        def on_train_batch_end(self, batch, logs=None):
            bar.step(logs)

        def on_epoch_end(self, epoch, logs=None):
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

    def __init__(self, label, epochs):
        self.label, self.epochs, self.done, self.logs, self.bar = label, epochs, 0, {}, None
        self.started = time.monotonic()

    def start(self, steps):
        from tqdm import tqdm

        # Where nobody watches (a saved notebook, a log file) every refresh would stay behind as text.
        live = sys.stdout.isatty() or _in_frontend()
        self.bar = tqdm(
            total=steps or None,
            desc=self.label,
            file=sys.stdout,
            ascii=True,
            leave=False,
            mininterval=0.5,
            disable=not live,
            bar_format="{desc} |{bar:20}| {percentage:3.0f}% {remaining} left{postfix}",
            dynamic_ncols=False,
        )

    def step(self, logs):
        self.bar.update(1)
        if self.bar.n % 20 == 0 and logs and not self.bar.disable:
            self.bar.set_postfix_str(f"loss {float(logs['loss']):.4f}", refresh=False)

    def epoch_done(self, epoch, logs):
        self.done, self.logs = epoch, dict(logs or {})

    def close(self):
        if self.bar is not None:
            self.bar.close()
        parts = [self.label, f"{self.done}/{self.epochs} epochs"]
        if "loss" in self.logs:
            parts.append(f"loss {float(self.logs['loss']):.4f}")
        if "val_loss" in self.logs:
            parts.append(f"val {float(self.logs['val_loss']):.4f}")
        parts.append(f"{time.monotonic() - self.started:.0f} s")
        print("  ".join(parts), flush=True)


def _gives_targets(data):
    """Datasets and generators bring targets along; arrays do not."""
    return not hasattr(data, "shape")


def _in_frontend():
    return type(sys.stdout).__module__.startswith("ipykernel")
