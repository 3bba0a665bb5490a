"""Lesson 11's reference figures: maps of MNIST under two measures, and what a start of t-SNE is worth.

The lesson's own functions train, map and measure, so a figure can only change together with the lesson it stands in.
`python -m benchmarks.map_models` repeats the trials in which the settings of parametric t-SNE are chosen, by validation
images.
"""

import contextlib
import io

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from benchmarks.register import functions, reference
from course_utils import data, embeddings

LESSON = "11_maps"
CELLS = ("autoencoder", "circle-data", "tsne", "parametric", "final-tsne")
VALIDATION, NEAR, NEIGHBOURS = 5_000, 1_000, 10
AE_EPOCHS, GROUPS, SIZE, EPOCHS, RATE = 8, 60, 500, 16, 3e-3
UNITS = {"trust": "", "error": "%", "far": ""}
OURS = ("pca", "ae", "placed", "joint")
KEYS = {f"maps_{key}_{name}": unit for key in OURS for name, unit in UNITS.items()}
NOTE = (
    f"Judged on {NEAR:,} test images, with the labels of {NEAR:,} training images: trustworthiness of {NEIGHBOURS} "
    "neighbours, 1-NN error, rank correlation of all distances. The rates were chosen on validation images, "
    "nothing else was tuned. A seed draws the training images and the weights."
)
STARTS = [f"maps_{data_set}_{start}_far" for data_set in ("digits", "circle") for start in ("random", "pca")]


def lesson() -> dict:
    """Return the lesson's functions."""
    return functions(LESSON, *CELLS)


def measures(key: str, x: np.ndarray, y: np.ndarray, old: np.ndarray, new: np.ndarray, labels: np.ndarray) -> dict:
    """Return the three measures of a map: ``new`` are the points of images x (classes y), ``old`` those with labels."""
    names = lesson()
    old, new = np.asarray(old, float), np.asarray(new, float)
    return {
        f"maps_{key}_trust": names["trustworthiness"](x, new, NEIGHBOURS),
        f"maps_{key}_error": 100 * names["knn_error"](old, labels, new, y),
        f"maps_{key}_far": names["far_distances"](x, new),
    }


def shuffled(images: data.ImageData, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the training images that are not for validation, in an order of this seed, and their classes."""
    order = VALIDATION + np.random.default_rng(seed).permutation(len(images.x_train) - VALIDATION)
    return images.x_train[order], images.y_train[order]


@reference(
    "maps of MNIST",
    setting=f"PCA and a 784-500-250-2 autoencoder ({AE_EPOCHS} epochs, batch 256, Adam 1e-3) of 55,000 images; "
    f"scikit-learn's t-SNE, perplexity 30, of {NEAR:,} training images alone (test images placed on the nearest) and "
    "together with the test images",
    units=KEYS,
    seeds=1,
    fewer="a run takes minutes; more are to follow",
    note=NOTE,
)
def maps(images, seed):
    names, (x, y) = lesson(), shuffled(images, seed)
    near, x_test = x[:NEAR], images.x_test[:NEAR]
    pca = PCA(2, svd_solver="covariance_eigh").fit(x)
    with contextlib.redirect_stdout(io.StringIO()):
        encoder = names["train_autoencoder"](x, AE_EPOCHS, seed)
    alone = TSNE(perplexity=30, init="pca", random_state=seed).fit_transform(near)
    joint = TSNE(perplexity=30, init="pca", random_state=seed).fit_transform(np.vstack([near, x_test]))
    found = {
        "pca": (pca.transform(near), pca.transform(x_test)),
        "ae": (encoder(near), encoder(x_test)),
        "placed": (alone, names["place"](near, alone, x_test, 1)),
        "joint": (joint[:NEAR], joint[NEAR:]),
    }
    results: dict = {}
    for key, both in found.items():
        results |= measures(key, x_test, images.y_test[:NEAR], *both, y[:NEAR])
    return results


@reference(
    "parametric t-SNE",
    setting=f"784-500-250-2, ReLU, trained with t-SNE's loss on {GROUPS} groups of {SIZE} images, perplexity 30, "
    f"{EPOCHS} epochs, Adam {RATE:g} with cosine decay",
    units={f"maps_param_{name}": unit for name, unit in UNITS.items()},
    seeds=1,
    fewer="a run takes minutes; more are to follow",
    note=NOTE,
)
def parametric(images, seed):
    names, (x, y), x_test = lesson(), shuffled(images, seed), images.x_test[:NEAR]
    network = names["train_parametric"](names["affinity_groups"](x, GROUPS, SIZE), EPOCHS, seed)
    return measures("param", x_test, images.y_test[:NEAR], network(x[:NEAR]), network(x_test), y[:NEAR])


@reference(
    "starts of t-SNE",
    setting="600 validation images, perplexity 30, and 500 points on a noisy circle, perplexity 10; 400 steps, a "
    "quarter of them exaggerated four times, from PCA's plane and from a random start",
    units=dict.fromkeys(STARTS, ""),
    note="Rank correlation of all distances, in the data and on the map. A seed draws the images, the points and the "
    "start.",
)
def starts(images, seed):
    names, rng = lesson(), np.random.default_rng(seed)
    digits = images.x_train[rng.permutation(VALIDATION)[:600]].astype(float)
    circle, _ = embeddings.noisy_circle(500, rng)
    results = {}
    for name, x, perplexity in (("digits", digits, 30), ("circle", circle, 10)):
        for start, y in {"random": rng.normal(size=(len(x), 2)), "pca": PCA(2).fit_transform(x)}.items():
            results[f"maps_{name}_{start}_far"] = names["far_distances"](x, names["tsne"](x, y, perplexity))
    return results


def trials(images: data.ImageData, seed: int = 0) -> dict[tuple, dict[str, float]]:
    """Return the measures of parametric t-SNE on validation images, by size of the groups and rate."""
    names, found = lesson(), {}
    x, labels = images.x_train[VALIDATION:], images.y_train[VALIDATION:][:NEAR]
    x_val, y_val = images.x_train[:NEAR], images.y_train[:NEAR]
    for size in (250, SIZE, 1000):
        groups = names["affinity_groups"](x, GROUPS * SIZE // size, size)
        for rate in (1e-3, 3e-3):
            network = names["train_parametric"](groups, EPOCHS, seed, rate)
            found[size, rate] = measures("param", x_val, y_val, network(x[:NEAR]), network(x_val), labels)
    return found


if __name__ == "__main__":
    for setting, values in trials(data.load_images()).items():
        print(setting, {key: round(float(value), 3) for key, value in values.items()}, flush=True)
