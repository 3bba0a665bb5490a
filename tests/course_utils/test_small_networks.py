import keras
import numpy as np
import pytest
from scipy.optimize import check_grad

from course_utils import small_networks

RNG = np.random.default_rng(0)
SHAPES = ((5, 4), (4,), (4, 3), (3,))


def network(*shapes):
    return [RNG.normal(size=shape, scale=0.5) for shape in shapes or SHAPES]


def task(one_class, n=40):
    x = RNG.normal(size=(n, 5))
    y = np.eye(3)[RNG.integers(0, 3, size=n)] if one_class else (RNG.random((n, 3)) < 0.4).astype(float)
    return x, y


@pytest.mark.parametrize("one_class", [False, True])
def test_the_gradient_is_that_of_the_loss(one_class):
    weights, (x, y) = network(), task(one_class)
    cuts = np.cumsum([w.size for w in weights])[:-1]
    unpack = lambda v: [part.reshape(shape) for part, shape in zip(np.split(v, cuts), SHAPES, strict=True)]  # noqa: E731
    flat = lambda parts: np.concatenate([part.ravel() for part in parts])  # noqa: E731
    off = check_grad(
        lambda v: small_networks.loss(unpack(v), x, y, one_class),
        lambda v: flat(small_networks._gradients(unpack(v), x, y, None, one_class)),
        flat(weights),
    )
    assert off < 1e-5


@pytest.mark.parametrize("one_class", [False, True])
def test_training_takes_the_steps_of_keras(one_class):
    keras.utils.set_random_seed(0)
    x, y = (part.astype("float32") for part in task(one_class))
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(3)])
    before = model.get_weights()
    loss = keras.losses.CategoricalCrossentropy if one_class else keras.losses.BinaryCrossentropy
    # Keras takes the mean over three outputs, which Adam does not notice when its epsilon shrinks with the gradient;
    # one batch is all rows, so their order is no matter.
    model.compile(
        keras.optimizers.Adam(0.01, epsilon=1e-7 if one_class else 1e-7 / 3), loss(from_logits=True), run_eagerly=True
    )
    for _ in range(6):
        model.train_on_batch(x, y)
    found = small_networks.fit(before, (x, y), rate=0.01, epochs=6, batch_size=40, one_class=one_class)
    for ours, theirs in zip(found, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_masked_weights_stay_and_networks_side_by_side_learn_as_each_alone():
    x, y = task(False)
    each = [network((5, 2), (2,), (2, 1), (1,)) for _ in range(3)]
    mask = np.kron(np.eye(3), np.ones((2, 1)))
    V = mask.copy()
    V[mask > 0] = np.concatenate([one[2].ravel() for one in each])
    wide = [np.hstack([one[0] for one in each]), *(np.concatenate([one[i] for one in each]) for i in (1, 3))]
    found = small_networks.fit([wide[0], wide[1], V, wide[2]], (x, y), mask=mask, epochs=4, batch_size=10, seed=3)
    assert not found[2][mask == 0].any()
    for c, one in enumerate(each):
        alone = small_networks.fit(one, (x, y[:, [c]]), epochs=4, batch_size=10, seed=3)
        np.testing.assert_allclose(small_networks.logits(found, x)[:, [c]], small_networks.logits(alone, x), atol=1e-4)


def test_the_best_epoch_on_held_out_rows_is_kept_and_what_is_given_is_not_changed():
    data, held_out, weights = task(False, 30), task(False, 200), network()
    before = [w.copy() for w in weights]
    losses = [
        small_networks.loss(small_networks.fit(weights, data, epochs=n, rate=0.05, batch_size=10), *held_out)
        for n in range(1, 30)
    ]
    found = small_networks.fit(weights, data, held_out, epochs=29, rate=0.05, batch_size=10, patience=29)
    assert small_networks.loss(found, *held_out) == pytest.approx(min(losses), abs=1e-6)
    early = small_networks.fit(weights, data, held_out, epochs=29, rate=0.05, batch_size=10, patience=1)
    assert small_networks.loss(early, *held_out) >= min(losses) - 1e-6
    for w, old in zip(weights, before, strict=True):
        np.testing.assert_array_equal(w, old)
