"""One seed for everything that draws random numbers."""

import numpy as np


def seed_everything(seed: int) -> np.random.Generator:
    """Seed Python, NumPy's old global generator and Keras, and return a generator of your own.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1.

    Returns
    -------
    numpy.random.Generator
        Pass it on to whatever draws random numbers. Two runs with one seed give the same figures on one machine.

    Raises
    ------
    ValueError
        If ``seed`` is not a whole number in that range.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
        raise ValueError(f"a seed is a whole number from 0 to {2**32 - 1}, not {seed!r}")
    import keras  # takes seconds, so only here

    keras.utils.set_random_seed(int(seed))
    return np.random.default_rng(int(seed))
