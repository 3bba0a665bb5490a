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
TRIED = (0.0001, 0.0003, 0.001, 0.003)  # learning rates
RATES = {"noisy": 0.001, "plain": 0.0003}  # the best of them by `by_rate`; hold it against the run
MAP, BALL, EMPTY = "hashing_{}_map", "hashing_{}_precision", "hashing_{}_empty"
RATE = "hashing_{}_rate_{:g}_{}"
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


def trained(names: dict, x: np.ndarray, kind: str, seed: int, rate: float):
    """Return the encoder and the decoder of a network with 32 code units, ``noisy`` or ``plain``."""
    return quietly(names["train"], x, 32, SIGMA if kind == "noisy" else 0.0, EPOCHS, seed=seed, rate=rate)


@reference(
    "binary codes by learning rate",
    setting=f"784-256-32-256-784, batch normalisation before the code, Adam, batches of 128, {EPOCHS} epochs, noise "
    f"{SIGMA:g} or none; 32 bits after 50 steps of ITQ on 5,000 items; {IMAGES - VALIDATION:,} items, {VALIDATION:,} "
    "validation images as queries; loss: cross-entropy per pixel of validation images, the code rounded at 0",
    units={
        RATE.format(kind, rate, what): unit
        for kind in RATES
        for rate in TRIED
        for what, unit in (("map", "%"), ("loss", "nats/px"))
    }
    | {"hashing_pca_itq_validation_map": "%"},
    seeds=3,
    fewer="they serve a choice among rates that lie far apart",
    note="The rates of the networks below are those with the highest mAP here, for each network its own.",
)
def by_rate(images, seed):
    names, (x, y) = lesson(), split(images)[:2]
    x_val, y_val = images.x_train[:VALIDATION], images.y_train[:VALIDATION]

    def ranking(f):
        turned = names["itq"](f, x, 32, seed=seed)
        return names["judge"](names["pack_bits"](turned(x_val), 0), y_val, names["pack_bits"](turned(x), 0), y)[0]

    found = {"hashing_pca_itq_validation_map": ranking(PCA(32, svd_solver="covariance_eigh").fit(x).transform)}
    for kind in RATES:
        for rate in TRIED:
            encoder, decoder = trained(names, x, kind, seed, rate)
            found[RATE.format(kind, rate, "map")] = ranking(lambda x, net=encoder: names["values"](net, x))
            bits = (names["values"](encoder, x_val) > 0).astype("float32")
            found[RATE.format(kind, rate, "loss")] = names["cross_entropy"](decoder, bits, x_val)
    return found


@reference(
    "binary codes, learned",
    setting=f"784-256-32-256-784, batch normalisation before the code, Adam {RATES['noisy']:g} with noise and "
    f"{RATES['plain']:g} without, batches of 128, {EPOCHS} epochs; 32 bits at the items' medians, or "
    f"after 50 steps of ITQ on 5,000 items; noise {SIGMA:g} or none; {JUDGED}",
    units=keys("noisy", "noisy_itq", "plain", "plain_itq", "untrained", "untrained_itq"),
    note="The noise was chosen by the loss of rounded codes on validation images, the learning rates by mAP on them; "
    "the rest was fixed beforehand.",
)
def learned(images, seed):
    names, x = lesson(), split(images)[0]
    nets = {kind: trained(names, x, kind, seed, rate)[0] for kind, rate in RATES.items()}
    nets["untrained"] = names["build"](x.shape[1], 32, 0.0, seed=seed)[0]
    found = {}
    for key, net in nets.items():
        f = lambda x, net=net: names["values"](net, x)  # noqa: E731
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
