"""Lesson 18's reference figures: errors of nearest neighbours under learned distances, and on classes never seen.

The lesson's own functions train and score, so a figure can only change together with the lesson it is printed in.
"""

import contextlib
import io

import numpy as np
from sklearn.decomposition import PCA

from benchmarks.register import Published, functions, reference
from course_utils import similarity

LESSON = "18_similarity"
CELLS = ("encoder", "train-siamese", "deep-nca", "rivals", "unseen", "triplets", "triplet-train")
IMAGES, VALIDATION, EPOCHS, CONTRACTIVE_EPOCHS, KNOWN = 36_000, 3_000, 8, 3, 7
SOME, MINING_EPOCHS = 12_000, 6
FEW = {"seeds": 3, "fewer": "a run of all rivals takes minutes"}
COUNTS = (1, 10, 500)
ERROR, UNSEEN, MINED = "similarity_{}_error", "unseen_{}_{}_error", "mining_{}_error"
NETWORK = "784-256-128-30, ReLU, Adam"
JUDGED = "error of the 5 nearest of 33,000 training images on the 10,000 test images"
PUBLISHED = Published(
    1.0,
    "nonlinear NCA, Salakhutdinov & Hinton 2007",
    "784-500-500-2000-30, pretrained as restricted Boltzmann machines; one nearest neighbour",
    "lower",
    "a network of a seventh of the weights, trained for seconds on 33,000 images and without pretraining",
)


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


def quietly(function, *args, **kw):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kw)


def split(images) -> tuple[np.ndarray, np.ndarray]:
    """Return the training images and their classes, validation images left out."""
    return images.x_train[VALIDATION:IMAGES], images.y_train[VALIDATION:IMAGES]


def error(f, images) -> float:
    x, y = split(images)
    return 100 * similarity.knn_error(np.asarray(f(x)), y, np.asarray(f(images.x_test)), images.y_test)


def deep_nca(names: dict, x: np.ndarray, y: np.ndarray, seed: int):
    return quietly(names["train_nca"], names["new_encoder"](30, seed), x, y, EPOCHS)


LEARNED = ("linear_nca", "contractive", "untrained", "classifier", "siamese", "deep_nca")


@reference(
    "learned similarity",
    setting=f"{NETWORK}: siamese with margin 10, batches of 250 pairs; NCA, linear too, with -log p, in batches of "
    f"500; classifier; {EPOCHS} epochs each; contractive 784-256, lambda 0.5, {CONTRACTIVE_EPOCHS} epochs, "
    f"then PCA to 30 numbers; {JUDGED}",
    units={ERROR.format(key): "%" for key in LEARNED},
    **FEW,
    published={ERROR.format("deep_nca"): PUBLISHED},
    note="Adam's rate (0.001 or 0.003 for each of the three networks), the margin (0.1, 1 or 10) and NCA's form (1 - p "
    "or -log p) were chosen on validation images, the rest was fixed beforehand. The published figure is quoted from a "
    "public copy of the table of results on MNIST.",
)
def learned(images, seed):
    names, (x, y) = lesson(), split(images)
    contractive = quietly(names["train_contractive"], x, CONTRACTIVE_EPOCHS, seed=seed)
    pca = PCA(30, svd_solver="covariance_eigh").fit(np.asarray(contractive(x)))
    found = {
        "contractive": lambda x: pca.transform(np.asarray(contractive(x))),
        "linear_nca": quietly(names["train_nca"], names["linear_map"](30, seed), x, y, EPOCHS),
        "untrained": names["new_encoder"](30, seed),
        "classifier": quietly(names["train_classifier"], x, y, 30, EPOCHS, seed=seed),
        "siamese": quietly(names["train_siamese"], x, y, 30, EPOCHS, seed=seed),
        "deep_nca": deep_nca(names, x, y, seed),
    }
    return {ERROR.format(key): error(f, images) for key, f in found.items()}


@reference(
    "similarity without chance",
    setting=f"784 pixels; PCA to 30 numbers; PCA to 50, then LDA to 9; {JUDGED}",
    units={ERROR.format(key): "%" for key in ("pixels", "pca", "lda")},
    random=False,
)
def fixed(images, seed):
    names, (x, y) = lesson(), split(images)
    pca = PCA(50, svd_solver="covariance_eigh").fit(x)
    axes = names["lda_axes"](pca.transform(x).astype(float), y, 9)
    found = {
        "pixels": lambda x: x,
        "pca": lambda x: pca.transform(x)[:, :30],
        "lda": lambda x: pca.transform(x) @ axes,
    }
    return {ERROR.format(key): error(f, images) for key, f in found.items()}


def unseen(names: dict, f, images, seed: int) -> np.ndarray:
    x, y = split(images)
    new, asked = y >= KNOWN, images.y_test >= KNOWN
    few = names["few_references"]
    return few(f, x[new], y[new], images.x_test[asked], images.y_test[asked], COUNTS, seed=seed).mean(axis=1)


JUDGED_NEW = (
    f"trained on the digits 0 to 6; error of the nearest of {', '.join(map(str, COUNTS))} reference images of each of "
    "7, 8 and 9, five draws"
)
TRAINED = ("siamese", "deep_nca", "classifier", "untrained")
PLAIN = ("pixels", "pca")


def keys_of(names: tuple[str, ...]) -> dict[str, str]:
    return {UNSEEN.format(name, count): "%" for name in names for count in COUNTS}


@reference(
    "classes never seen",
    setting=f"{NETWORK}, margin 10, NCA with -log p, {EPOCHS} epochs, {JUDGED_NEW}",
    units=keys_of(TRAINED),
    **FEW,
)
def never_seen(images, seed):
    names, (x, y) = lesson(), split(images)
    old = x[y < KNOWN], y[y < KNOWN]
    found = {
        "siamese": quietly(names["train_siamese"], *old, 30, EPOCHS, seed=seed),
        "deep_nca": deep_nca(names, *old, seed),
        "classifier": quietly(names["train_classifier"], *old, 30, EPOCHS, seed=seed),
        "untrained": names["new_encoder"](30, seed),
    }
    values = {name: unseen(names, f, images, seed) for name, f in found.items()}
    return {UNSEEN.format(name, n): v for name in found for n, v in zip(COUNTS, values[name].tolist(), strict=True)}


@reference(
    "classes never seen, without a network",
    setting=f"784 pixels; PCA to 30 numbers; {JUDGED_NEW}",
    units=keys_of(PLAIN),
    random=False,
)
def never_seen_plain(images, seed):
    names, (x, y) = lesson(), split(images)
    pca = PCA(30, svd_solver="covariance_eigh").fit(x[y < KNOWN])
    values = {"pixels": unseen(names, lambda x: x, images, 0), "pca": unseen(names, pca.transform, images, 0)}
    return {UNSEEN.format(name, n): v for name in values for n, v in zip(COUNTS, values[name].tolist(), strict=True)}


WAYS = {"random": "random", "semi-hard": "semi_hard", "hardest": "hardest"}
MARGINS = {0.1: "margin_01", 1.0: "margin_1", 10.0: "margin_10"}


@reference(
    "mining and margins",
    setting=f"{NETWORK}, the first {SOME:,} training images; triplets with margin 1, batches of 250; pairs with "
    f"margins 0.1, 1 and 10; {MINING_EPOCHS} epochs each; error of the 5 nearest on the 3,000 "
    "validation images",
    units={MINED.format(key): "%" for key in [*WAYS.values(), *MARGINS.values()]},
    **FEW,
)
def mining(images, seed):
    names, (x, y) = lesson(), split(images)
    x, y, found = x[:SOME], y[:SOME], {}
    for way, key in WAYS.items():
        found[key] = quietly(names["train_triplets"], way, x, y, MINING_EPOCHS, seed=seed)[0]
    for margin, key in MARGINS.items():
        found[key] = quietly(names["train_siamese"], x, y, 30, MINING_EPOCHS, margin=margin, seed=seed)
    x_val, y_val = images.x_train[:VALIDATION], images.y_train[:VALIDATION]
    errors = {key: similarity.knn_error(np.asarray(f(x)), y, np.asarray(f(x_val)), y_val) for key, f in found.items()}
    return {MINED.format(key): 100 * value for key, value in errors.items()}
