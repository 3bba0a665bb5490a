"""Training shows one line, and returns plain numbers."""

import re

import keras
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from course_utils import training

X = np.random.default_rng(0).random((64, 8), dtype=np.float32)


def model(**kw):
    net = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)], name="tiny")
    net.compile("sgd", "mse", jit_compile=False, **kw)
    return net


def test_one_line_with_losses_and_seconds(capsys):
    history = training.fit(model(), X, epochs=3, batch_size=16, validation_data=X[:8], label="tiny AE")
    out, err = capsys.readouterr()
    assert re.fullmatch(r"tiny AE  3/3 epochs  loss \d\.\d{4}  val \d\.\d{4}  \d+ s\n", out)
    assert err == ""
    assert {name: len(values) for name, values in history.items()} == {"loss": 3, "val_loss": 3}
    assert all(type(value) is float for values in history.values() for value in values)
    assert history["loss"][-1] < history["loss"][0]


def test_targets_and_metrics(capsys):
    history = training.fit(
        model(metrics=["mae"]), X, X[:, ::-1], epochs=1, validation_data=(X, X[:, ::-1]), shuffle=False
    )
    assert set(history) == {"loss", "mae", "val_loss", "val_mae"}
    assert capsys.readouterr().out.startswith("tiny  1/1 epoch  loss")


def test_a_dataset_brings_targets_and_batches(capsys):
    import tensorflow as tf

    batches = tf.data.Dataset.from_tensor_slices((X, X)).batch(16)
    assert set(training.fit(model(), batches, epochs=1, validation_data=batches)) == {"loss", "val_loss"}


def test_callbacks_of_the_caller_are_called(capsys):
    seen = []
    callback = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch))
    training.fit(model(), X, epochs=2, callbacks=[callback])
    assert seen == [0, 1]


def test_early_stopping_is_told(capsys):
    stop = keras.callbacks.EarlyStopping(monitor="loss", min_delta=1e9, patience=1)
    training.fit(model(), X, epochs=9, callbacks=[stop])
    assert "tiny  2/9 epochs" in capsys.readouterr().out


def test_a_failure_ends_the_line_and_is_raised(capsys):
    with pytest.raises(ValueError, match=r"incompatible|expected"):
        training.fit(model(), X[:, :5], epochs=2)
    assert capsys.readouterr().out.startswith("tiny  0/2 epochs")


def test_the_bar_shows_the_loss_and_is_cleared(capsys, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "bar")
    training.fit(model(), np.tile(X, (100, 1)), epochs=1, batch_size=16, label="ümlaut")
    out, err = capsys.readouterr()
    assert err == ""
    shown = out.split("\r")
    assert shown[-1].startswith("ümlaut  1/1 epoch ")
    assert set("".join(shown[:-1])) <= {chr(c) for c in range(32, 127)} | {"ü"}  # what any Windows console can print


# Stands for Keras, whose start takes seconds: a hundred batches in a second.
STAND_IN = """
import sys, time, types
sys.modules["keras"] = types.SimpleNamespace(callbacks=types.SimpleNamespace(Callback=object))

class Net:
    name = "net"

    def fit(self, x, y, *, epochs, callbacks, **kw):
        progress = callbacks[-1]
        progress.params = {"steps": 50}
        progress.on_train_begin()
        for epoch in range(epochs):
            for batch in range(50):
                time.sleep(0.01)
                progress.on_train_batch_end(batch, {"loss": 1 / (batch + 1)})
            progress.on_epoch_end(epoch, {"loss": 0.5})
        return types.SimpleNamespace(history={"loss": [0.5] * epochs})

from course_utils import training
history = training.fit(Net(), [[1.0]], [[1.0]], epochs=2, label="tiny AE")
"""


@pytest.mark.parametrize("coalesce", [True, False])
def test_a_saved_notebook_holds_one_line(coalesce):
    cell = nbformat.v4.new_code_cell(STAND_IN)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3", coalesce_streams=coalesce, timeout=120).execute()
    assert {output.name for output in cell.outputs} == {"stdout"}
    text = "".join(output.text for output in cell.outputs)
    assert len(text) < 1000
    assert re.fullmatch(r"tiny AE  2/2 epochs  loss 0\.5000  \d+ s\n", text.split("\r")[-1])
    if coalesce:
        assert "\r" not in text


def test_an_autoencoder_s_images_are_copied_once(monkeypatch):
    seen, net = {}, model()
    fit = net.fit
    monkeypatch.setattr(net, "fit", lambda x, y, **kw: seen.update(x=x, y=y) or fit(x, y, **kw))
    training.fit(net, X.astype(float), epochs=1)
    assert seen["x"] is seen["y"]


def test_without_targets_the_figures_are_those_of_the_same_targets():
    def losses(*targets):
        keras.utils.set_random_seed(0)
        return training.fit(model(), X, *targets, epochs=2, batch_size=16)["loss"]

    assert losses() == losses(X)
