"""Lesson 2's reference figures: the tied autoencoder beside PCA, and ten layers from three starts.

The autoencoder is trained with the lesson's own gradient and its own Adam. Of the images that the lesson uses, the last
tenth are validation images; the rates of the deep networks are chosen on validation images as well.
"""

import numpy as np

from benchmarks.register import answers, functions, reference

LESSON = "02_backprop"
SPLIT = "18,000 training images, clipped to [0, 1]"


def split(images) -> tuple[np.ndarray, np.ndarray]:
    """Return the lesson's training images and the test images."""
    return images.x_train[:18_000].astype(float), images.x_test.astype(float)


def sse(x: np.ndarray, x_hat: np.ndarray) -> float:
    """Return the squared error of an image, summed over its pixels, after clipping."""
    return float(((x_hat.clip(0, 1) - x) ** 2).sum(axis=1).mean())


@reference("PCA-64, lesson 2", setting=SPLIT, units={"pca_64_18000_sse": "SSE/img"}, random=False)
def pca(images, seed):
    x, x_test = split(images)
    top, mean = np.linalg.eigh(np.cov(x.T))[1][:, -64:], x.mean(axis=0)
    return {"pca_64_18000_sse": sse(x_test, (x_test - mean) @ top @ top.T + mean)}


@reference(
    "tied autoencoder", setting=f"784-64-784, sigmoid code, 1,000 steps of 100, Adam 0.01, {SPLIT}",
    units={"tied_ae_64_sse": "SSE/img"}, note="Every gradient is the lesson's own.",
)  # fmt: skip
def tied(images, seed):
    tied_gradient, adam_step = (answers(LESSON)[name] for name in ("tied_gradient", "adam_step"))
    (x, x_test), rng = split(images), np.random.default_rng(seed)
    start = [rng.normal(size=(784, 64)) / 28, np.zeros(64), x.mean(axis=0)]
    state = [(p, np.zeros_like(p), np.zeros_like(p)) for p in start]
    for t in range(1, 1001):
        grads = tied_gradient(x[rng.integers(len(x), size=100)], *(p for p, _, _ in state))
        state = [adam_step(p, g, m, v, t, lr=0.01) for (p, m, v), g in zip(state, grads, strict=True)]
    W, b, c = (p for p, _, _ in state)
    return {"tied_ae_64_sse": sse(x_test, (1 / (1 + np.exp(-(x_test @ W + b)))) @ W.T + c)}


STARTS = {
    "sigmoid_glorot": ("sigmoid", lambda d, k: 2 / (d + k)),
    "sigmoid_glorot_4": ("sigmoid", lambda d, k: 4**2 * 2 / (d + k)),
    "relu_he": ("relu", lambda d, k: 2 / d),
}
RATES = {"SGD": (0.03, 0.1, 0.3), "Adam": (3e-4, 1e-3, 3e-3)}
CELLS = ("softmax-again", "losses", "depth-instrument", "depth-training")


def deep_accuracies(images, start: str, rule: str, rate: float, seed: int) -> tuple[float, float]:
    """Train ten layers for 500 steps; return the accuracy on 2,000 validation images and on the test images."""
    own, (activation, gain) = functions(LESSON, *CELLS), STARTS[start]
    sigmoid = own["sigmoid"]
    bend, slope = {
        "sigmoid": (sigmoid, lambda a: sigmoid(a) * (1 - sigmoid(a))),
        "relu": (lambda a: np.maximum(a, 0), lambda a: a > 0),
    }[activation]
    x, y, rng = images.x_train[:10_000].astype(float), images.y_train[:10_000], np.random.default_rng(seed)
    params, _ = own["train_deep"](own["deep_params"](gain, rng), x, y, bend, slope, rule, rate, 500, rng)
    pairs = ((images.x_train[-2000:], images.y_train[-2000:]), (images.x_test, images.y_test))
    return tuple(float((own["deep_forward"](params, x, bend)[1][-1].argmax(axis=1) == y).mean()) for x, y in pairs)


def best_rate(images, start: str, rule: str) -> float:
    """Return the rate with the highest accuracy on validation images, tried with a seed of its own."""
    tried = {}
    for rate in RATES[rule]:
        tried[rate] = deep_accuracies(images, start, rule, rate, seed=100)[0]
    return max(tried, key=tried.get)


def enter_deep(start: str) -> None:
    """Enter ten layers with one start into the register, trained with either optimiser at its best rate."""
    chosen: dict[str, float] = {}
    keys = {rule: f"deep_{start}_{rule.lower()}" for rule in RATES}

    @reference(
        f"ten layers, {start}", setting="784-10x100-10, 10,000 training images, 500 steps of 100; the best of the "
        f"rates {RATES} on 2,000 validation images",
        units=dict.fromkeys(keys.values(), "%") | {f"{key}_rate": "learning rate" for key in keys.values()},
        seeds=3, fewer="18 deep networks, after 18 that choose the rates",
        note="Accuracy on test images. The rates are chosen once, with another seed.",
    )  # fmt: skip
    def deep(images, seed):
        found = {}
        for rule, key in keys.items():
            if rule not in chosen:
                chosen[rule] = best_rate(images, start, rule)
            found |= {
                key: 100 * deep_accuracies(images, start, rule, chosen[rule], seed)[1],
                f"{key}_rate": chosen[rule],
            }
        return found


for name in STARTS:
    enter_deep(name)
