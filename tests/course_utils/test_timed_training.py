import keras
import numpy as np
import pytest

from course_utils import timed_training
from course_utils.timed_training import fit_for


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    network = keras.Sequential([keras.Input((6,)), keras.layers.Dense(6)])
    network.compile(keras.optimizers.Adam(), "mse", jit_compile=False)
    return network


@pytest.fixture
def clock(monkeypatch):
    """Let every training step take a tenth of a second, whatever this machine does."""
    times = iter(np.arange(0, 1000, 0.1))
    monkeypatch.setattr(timed_training.time, "perf_counter", lambda: float(next(times)))


def test_training_ends_with_the_step_that_ends_after_the_time(model, clock):
    x = np.random.default_rng(0).random((50, 6), dtype=np.float32)
    run = fit_for(model, x, 2.05, rate=0.01, x_val=x, batch_size=20, looks=4)
    assert run.steps == 21
    assert run.seconds[0] == 0
    assert run.seconds[-1] == pytest.approx(2.1)
    assert run.seconds == sorted(run.seconds)
    assert len(run.seconds) == len(run.errors) == 4


def test_the_error_falls_and_the_last_one_is_that_of_the_model(model, clock):
    x = np.random.default_rng(0).random((50, 6), dtype=np.float32)
    run = fit_for(model, x, 20, rate=0.02, x_val=x, batch_size=20)
    assert run.errors[-1] < run.errors[0] / 2
    assert run.errors[-1] == pytest.approx(((x - np.asarray(model(x))) ** 2).sum(axis=1).mean(), rel=1e-4)


def test_preparing_changes_nothing_and_the_rate_ends_near_zero(model, clock):
    x = np.random.default_rng(0).random((50, 6), dtype=np.float32)
    before = model.get_weights()
    run = fit_for(model, x, 0.0, rate=0.02, x_val=x)
    assert run.steps == 0
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    fit_for(model, x, 5.0, rate=0.02)
    assert 0 <= float(model.optimizer.learning_rate) < 0.001


def test_a_line_is_printed_only_for_a_label(model, clock, capsys):
    x = np.ones((4, 6), dtype=np.float32)
    fit_for(model, x, 0.3, rate=0.01)
    assert capsys.readouterr().out == ""
    fit_for(model, x, 0.3, rate=0.01, label="short")
    assert capsys.readouterr().out == "short: 3 steps in 0.3 s\n"
