"""The linear autoencoders of lesson 9, measured against the bound that the lesson proves.

Each value is a distance from the truncated SVD: the relative gap of the loss, and the largest principal angle between
the decoder's columns and the leading eigenvectors of the covariance. Loss, gradients and angles are lesson 9's own. The
units are small, because the store keeps six decimals.
"""

import numpy as np

from benchmarks.register import answers, functions, reference
from course_utils.seeding import seed_everything

LESSON = "09_linear_ae_pca"
STEPS, BATCH, RATE = 2100, 1000, 0.01


def distances(W, W_star, S) -> tuple[float, float]:
    """Return the relative loss gap to the best k axes of S, and the largest angle to them in radians."""
    variances, U = (part[..., ::-1] for part in np.linalg.eigh(S))
    k = len(W)
    loss = functions(LESSON, "loss-and-gradients")["loss_and_gradients"](W, W_star, S)[0]
    return abs(loss / variances[k:].sum() - 1), float(answers(LESSON)["principal_angles"](W_star, U[:, :k])[0])


@reference(
    "linear autoencoder", setting=f"784-32-784 without biases on centred images, Adam {RATE:g} with cosine decay, "
    f"{STEPS} steps of {BATCH}",
    units={"linear_ae_32_gap": "ppm", "linear_ae_32_angle": "mrad"},
    note="Asked for: a relative gap of the loss below 1e-3 (1,000 ppm) and an angle below 1e-2 rad (10 mrad).",
)  # fmt: skip
def linear(images, seed):
    import keras

    seed_everything(seed)
    x = images.x_train - images.x_train.mean(axis=0)
    plain = {"use_bias": False, "kernel_initializer": "orthogonal"}
    sizes = [keras.layers.Dense(32, **plain), keras.layers.Dense(784, **plain)]
    model = keras.Sequential([keras.Input((784,)), *sizes])
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, STEPS)), "mse", jit_compile=False)
    model.fit(x, x, epochs=STEPS * BATCH // len(x), batch_size=BATCH, verbose=0)
    W, W_star = (kernel.T.astype(np.float64) for kernel in model.get_weights())
    gap, angle = distances(W, W_star, (x.T @ x).astype(np.float64) / len(x))
    return {"linear_ae_32_gap": 1e6 * gap, "linear_ae_32_angle": 1e3 * angle}


@reference(
    "linear autoencoder, float64", setting="20-3-20, 300 random examples, gradient descent, 6,000 steps of 0.05",
    units={"linear_ae_float64_gap": "1e-12", "linear_ae_float64_angle": "1e-12 rad"},
    note="Asked for: both below 1e-8.",
)  # fmt: skip
def small(images, seed):
    gradients = functions(LESSON, "loss-and-gradients")["loss_and_gradients"]
    rng = np.random.default_rng(seed)
    toy = np.linalg.qr(rng.normal(size=(20, 20)))[0] * np.linspace(2, 0.3, 20) @ rng.normal(size=(20, 300))
    toy = (toy - toy.mean(axis=1, keepdims=True)) / np.sqrt(300)
    W, W_star = rng.normal(size=(3, 20)) / 10, rng.normal(size=(20, 3)) / 10
    for _ in range(6000):
        _, dW, dW_star = gradients(W, W_star, toy @ toy.T)
        W, W_star = W - 0.05 * dW, W_star - 0.05 * dW_star
    gap, angle = distances(W, W_star, toy @ toy.T)
    return {"linear_ae_float64_gap": 1e12 * gap, "linear_ae_float64_angle": 1e12 * angle}
