"""A generator's state comes back only if drawing leads to it."""

import numpy as np
import pytest

from grader.sandbox.codec.generators import BIT_GENERATORS
from grader.sandbox.ipc.draws import follows

DRAWS = {
    "nothing": lambda g: None,
    "one": lambda g: g.normal(),
    "many": lambda g: g.normal(size=100_000),
    "halves": lambda g: g.integers(0, 9, size=1001, dtype=np.int32),
    "mixed": lambda g: (g.integers(0, 9, dtype=np.int32), g.random(7), g.permutation(11), g.integers(0, 9, size=3)),
}


def generator(kind):
    made = np.random.Generator(getattr(np.random, kind)(4))
    made.integers(0, 9, size=3, dtype=np.int32)
    return made


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("kind", sorted(BIT_GENERATORS))
def test_what_was_drawn_is_believed(kind, draw):
    rng = generator(kind)
    before = rng.bit_generator.state
    DRAWS[draw](rng)
    assert follows(before, rng.bit_generator.state)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 1001])
@pytest.mark.parametrize("kept", [0, 1])
def test_the_normal_number_that_an_old_generator_keeps_is_one_that_was_drawn(count, kept):
    rng = np.random.RandomState(4)
    rng.normal(size=kept)
    before = rng.get_state(legacy=False)
    rng.randint(9, size=count)
    rng.normal(size=count)
    after = rng.get_state(legacy=False)
    assert follows(before, after)
    assert after["has_gauss"] == (kept + count) % 2
    for chosen in (0.0, 1.5, after["gauss"] + 1e-6, float("nan"), None, "x"):
        assert not follows(before, {**after, "has_gauss": 1, "gauss": chosen})


@pytest.mark.parametrize("kind", sorted(BIT_GENERATORS))
def test_another_state_is_not(kind):
    rng = generator(kind)
    before = rng.bit_generator.state
    rng.normal(size=5)
    later = rng.bit_generator.state
    rng.normal(size=2000)
    assert not follows(rng.bit_generator.state, later)  # never back
    assert not follows(before, getattr(np.random, kind)(5).state)
    for value in (None, {}, [], {"state": 0}, {**before, "state": {}}, {**before, "state": None}):
        assert not follows(before, value)
    if "has_uint32" in before:
        assert not follows(before, {**later, "has_uint32": 1, "uinteger": 0})


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM"])
def test_the_state_that_gives_zeros_for_ever_is_refused(kind):
    before = generator(kind).bit_generator.state
    assert not follows(before, {**before, "state": {"state": 0, "inc": 0}})
    assert not follows(before, {**before, "state": {**before["state"], "state": 0}})
