"""Lesson 17's reference figures: rankings and empty cells of binary codes, learned and not.

The lesson's own functions train, pack, rank and look up, so a figure can only change together with the lesson it is
printed in.
"""

import contextlib
import io

import numpy as np
from sklearn.decomposition import PCA

from benchmarks.register import functions, reference

LESSON = "17_hashing"
CELLS = ("network", "rounding", "codes", "judge", "bits")
IMAGES, VALIDATION, QUERIES = 11_000, 1_000, 500
EPOCHS, SIGMA = 6, 2.0  # SIGMA: what the lesson's cell `rounding` chooses on validation images; hold it against the run
MAP, BALL, EMPTY = "hashing_{}_map", "hashing_{}_precision", "hashing_{}_empty"
JUDGED = (
    f"{IMAGES - VALIDATION:,} items, the first {QUERIES:,} test images as queries, relevant: the same digit; ties in "
    "the order of the items; precision within radius 2 counts 0 for a query that finds nothing"
)


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


def quietly(function, *args, **kw):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kw)


def split(images) -> tuple:
    """Return items and queries with their digits, validation images left out."""
    items = images.x_train[VALIDATION:IMAGES], images.y_train[VALIDATION:IMAGES]
    return *items, images.x_test[:QUERIES], images.y_test[:QUERIES]


def scores(names: dict, f, images, key: str) -> dict[str, float]:
    """Return mAP, precision within radius 2 and queries without a result, in %, for bits that are the signs of f."""
    x, y, x_test, y_test = split(images)
    codes, asked = names["pack_bits"](f(x), 0), names["pack_bits"](f(x_test), 0)
    ranking, precision = names["judge"](asked, y_test, codes, y)
    empty = 100 * float(names["fill"](codes, asked)[2])
    return {MAP.format(key): ranking, BALL.format(key): precision, EMPTY.format(key): empty}


def keys(*names: str) -> dict[str, str]:
    return {form.format(name): "%" for name in names for form in (MAP, BALL, EMPTY)}


def network(names: dict, x: np.ndarray, k: int, sigma: float, seed: int, epochs: int = EPOCHS):
    """Return the values of an encoder that was trained, or not if ``epochs`` is 0."""
    if epochs:
        encoder = quietly(names["train"], x, k, sigma, epochs, seed=seed)[0]
    else:
        encoder = names["build"](x.shape[1], k, sigma, seed=seed)[0]
    return lambda x: names["values"](encoder, x)


@reference(
    "binary codes, learned",
    setting=f"784-256-32-256-784, batch normalisation before the code, Adam 0.003, batches of 128, {EPOCHS} epochs; "
    f"32 bits at the items' medians, or after 50 steps of ITQ on 5,000 items; noise {SIGMA:g} or none; {JUDGED}",
    units=keys("noisy", "noisy_itq", "plain", "plain_itq", "untrained", "untrained_itq"),
    note="The noise was chosen by the loss of rounded codes on validation images, the learning rate (0.001, 0.002 or "
    "0.003) as well; the rest was fixed beforehand.",
)
def learned(images, seed):
    names, x = lesson(), split(images)[0]
    nets = {
        "noisy": network(names, x, 32, SIGMA, seed),
        "plain": network(names, x, 32, 0.0, seed),
        "untrained": network(names, x, 32, 0.0, seed, epochs=0),
    }
    found = {}
    for key, f in nets.items():
        found |= scores(names, names["centred"](f, x), images, key)
        found |= scores(names, names["itq"](f, x, 32, seed=seed), images, f"{key}_itq")
    return found


@reference(
    "binary codes, drawn and turned",
    setting="random hyperplanes through the mean; PCA and 50 steps of ITQ, on 5,000 items, from a random rotation; "
    f"32 bits; {JUDGED}",
    units=keys("hyperplanes", "pca_itq"),
)
def drawn(images, seed):
    names, x = lesson(), split(images)[0]
    pca = PCA(32, svd_solver="covariance_eigh").fit(x).transform
    found = scores(names, names["hyperplanes"](x, 32, seed=seed), images, "hyperplanes")
    return found | scores(names, names["itq"](pca, x, 32, seed=seed), images, "pca_itq")


@reference(
    "codes without chance",
    setting=f"the signs of 32 principal components; mAP of Euclidean distances of the 32 numbers and of the pixels; "
    f"{JUDGED}",
    units=keys("pca_signs") | {"hashing_pca_floats_map": "%", "hashing_pixels_map": "%"},
    random=False,
)
def fixed(images, seed):
    names, (x, y, x_test, y_test) = lesson(), split(images)
    pca = PCA(32, svd_solver="covariance_eigh").fit(x).transform
    found = scores(names, pca, images, "pca_signs")
    found["hashing_pca_floats_map"] = names["judge_floats"](pca, x_test, y_test, x, y)
    found["hashing_pixels_map"] = names["judge_floats"](lambda x: x, x_test, y_test, x, y)
    return found
