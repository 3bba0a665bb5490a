"""Masking noise takes away and adds nothing, in training only."""

import keras
import numpy as np
import pytest

from course_utils.masking import MaskingNoise

ONES = np.ones((200, 784), "float32")


def test_takes_away_the_share_that_is_asked_and_leaves_the_rest_as_it_is():
    masked = np.asarray(MaskingNoise(0.25, seed=1)(ONES, training=True))
    assert set(np.unique(masked)) == {0.0, 1.0}
    assert abs((masked == 0).mean() - 0.25) < 0.01


def test_every_call_has_a_mask_of_its_own_and_a_seed_repeats_them():
    first, again = MaskingNoise(0.5, seed=3), MaskingNoise(0.5, seed=3)
    one, two = (np.asarray(first(ONES, training=True)) for _ in range(2))
    assert (one != two).any()
    assert (one == np.asarray(again(ONES, training=True))).all()


def test_the_seed_of_everything_is_followed():
    runs = []
    for _ in range(2):
        keras.utils.set_random_seed(4)
        runs.append(np.asarray(MaskingNoise(0.5)(ONES, training=True)))
    assert (runs[0] == runs[1]).all()


@pytest.mark.parametrize(("nu", "training"), [(0.5, False), (0.0, True)])
def test_does_nothing_in_use_nor_without_noise(nu, training):
    assert (np.asarray(MaskingNoise(nu)(ONES, training=training)) == 1).all()


def test_takes_everything_at_one():
    assert (np.asarray(MaskingNoise(1.0)(ONES, training=True)) == 0).all()


def test_a_model_with_it_can_be_saved_and_loaded(tmp_path):
    model = keras.Sequential([keras.Input((4,)), MaskingNoise(0.3, seed=2), keras.layers.Dense(2)])
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert (loaded.layers[0].nu, loaded.layers[0].seed) == (0.3, 2)


@pytest.mark.parametrize("nu", [-0.1, 1.5])
def test_a_share_outside_of_0_to_1_is_refused(nu):
    with pytest.raises(ValueError, match="probability"):
        MaskingNoise(nu)
