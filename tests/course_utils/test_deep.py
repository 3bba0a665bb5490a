import numpy as np
import pytest

from course_utils import deep


def test_signals_of_a_scale_that_keeps_variance_stay_and_those_of_a_small_one_fade():
    x = np.random.default_rng(0).normal(size=(200, 64))
    forward, back = deep.signals(x, (64, 64, 64, 64), "relu", lambda i, o: np.sqrt(2 / i))
    assert 0.3 < forward[-1] / forward[0] < 3
    assert 0.3 < back[0] / back[-1] < 3
    forward, back = deep.signals(x, (64, 64, 64, 64), "tanh", lambda i, o: 0.01)
    assert forward[-1] < forward[0] / 50
    assert back[0] < back[-1] / 50


def test_gradient_that_arrives_is_that_of_central_differences():
    x = np.random.default_rng(0).normal(size=(1, 3))
    _, back = deep.signals(x, (3, 1), "sigmoid", lambda i, o: 1.0, seed=1)
    rng = np.random.default_rng(1)
    a = float((x @ rng.normal(size=(3, 1))).item())
    outer = float(rng.normal(size=(1, 1)).item())
    slope = (1 / (1 + np.exp(-a - 1e-6)) - 1 / (1 + np.exp(-a + 1e-6))) / 2e-6
    assert back[0] == pytest.approx(abs(outer * slope), rel=1e-6)


def test_every_state_is_there_once_in_the_order_of_binary_numbers():
    states = deep.every_state(4)
    assert states.shape == (16, 4)
    assert (states @ [8, 4, 2, 1]).tolist() == list(range(16))


def test_concentration_of_even_and_of_single_weights():
    assert deep.concentration(np.ones((50, 2))) == pytest.approx([0.1, 0.1])
    assert deep.concentration(np.eye(50)[:, :1]) == pytest.approx([1.0])


def test_squared_error_is_summed_over_pixels():
    assert deep.sse([[0, 1], [1, 1]], [[0, 0.5], [0, 1]]) == pytest.approx((0.25 + 1) / 2)


def test_network_has_the_layers_asked_for_and_a_linear_code():
    model = deep.network(9, (5, 4, 2), "relu", "he_normal")
    assert [layer.units for layer in model.layers] == [5, 4, 2, 4, 5, 9]
    units = [layer.activation.__name__ for layer in model.layers]
    assert units == ["relu", "relu", "linear", "relu", "relu", "sigmoid"]


def test_patches_of_faces_keep_grey_values_and_repeat_with_the_generator():
    pictures = np.random.default_rng(0).uniform(0.2, 0.7, size=(3, 64, 64)).astype(np.float32)
    first, second = (deep.face_patches(pictures, 12, np.random.default_rng(5)) for _ in range(2))
    assert first.shape == (12, 625)
    assert first.dtype == np.float32
    assert np.array_equal(first, second)
    assert first.min() >= 0.2 - 1e-6
    assert first.max() <= 0.7 + 1e-6


def test_a_patch_shows_the_picture_that_it_comes_from():
    ramp = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[np.newaxis, :, np.newaxis], 64, axis=2)  # light below
    patches = deep.face_patches(ramp, 20, np.random.default_rng(0)).reshape(-1, 25, 25)
    assert (patches[:, -1].mean(axis=1) > patches[:, 0].mean(axis=1) + 0.3).all()
