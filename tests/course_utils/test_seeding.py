"""One seed for all that draws."""

import random

import numpy as np
import pytest

from course_utils.seeding import seed_everything


def draw(seed):
    rng = seed_everything(seed)
    import keras

    return rng.random(), random.random(), np.random.rand(), float(keras.random.uniform(()))  # noqa: NPY002


def test_the_same_seed_draws_the_same():
    first, again, other = draw(3), draw(np.int64(3)), draw(4)
    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None, True])
def test_what_is_no_seed(seed):
    with pytest.raises(ValueError, match="a seed is a whole number"):
        seed_everything(seed)
