"""A long training that is stopped and continued ends like one that was not."""

import keras
import numpy as np
import pytest

from benchmarks import long_runs
from benchmarks.long_runs import LongRun

X = np.random.default_rng(0).random((48, 6)).astype("float32")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(long_runs, "FOLDER", tmp_path)


def run(epochs: int, setting: str = "three layers") -> LongRun:
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(6)])
    rate = keras.optimizers.schedules.CosineDecay(1e-2, 4 * 3)
    model.compile(keras.optimizers.Adam(rate), "mse", jit_compile=False)
    return LongRun("small", setting, model, 0, epochs, 16)


def test_a_run_that_was_stopped_ends_like_one_that_was_not():
    whole = run(4).train(X, X)
    whole.path.unlink()
    run(2).train(X, X)
    continued = run(4).train(X, X)
    assert continued.curve == pytest.approx(whole.curve, rel=1e-5)
    for a, b in zip(continued.model.get_weights(), whole.model.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_a_finished_run_is_not_trained_again(capsys):
    first = run(2).train(X, X)
    capsys.readouterr()
    again = run(2).train(X, X)
    assert capsys.readouterr().out == ""
    assert (again.curve, again.seconds) == (first.curve, first.seconds)


def test_a_state_of_another_setting_is_not_continued():
    run(2).train(X, X)
    other = run(2, "wider")
    other.restore()
    assert other.curve == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file"])
def test_a_damaged_state_starts_anew(content):
    begun = run(1)
    begun.path.write_bytes(content)
    assert len(begun.train(X, X).curve) == 1
