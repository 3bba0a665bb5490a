"""Lesson 14's reference figures: ten one-class problems, and missing entries of a table.

The lesson's own functions train and score, so a figure can only change together with the lesson it is printed in.
`python -m benchmarks.anomaly_models` repeats the trials in which settings were chosen, by validation images.
"""

import contextlib
import io
from collections.abc import Iterator
from functools import partial

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA

from benchmarks.register import Published, functions, reference
from course_utils import anomalies, data

LESSON = "14_anomalies"
CELLS = ("train-autoencoder", "detectors", "table", "fill-table")
VALIDATION = 5_000
EPOCHS, CODE = 10, 32
NETWORK = {"AE: error": "ae_error", "AE: density of code": "ae_density", "AE: distance of code": "ae_distance"}
FIXED = {"PCA: error": "pca_error", "PCA: density": "pca_density", "nearest image": "nearest", "one-class SVM": "svm"}
AUC = "oneclass_{}_auc"
PROBLEMS = "one digit is normal, the nine others of the 10,000 test images are not; mean AUC of the ten problems"
DEEP_SVDD = (98.0, 99.7, 91.7, 91.9, 94.9, 88.5, 98.3, 94.6, 93.9, 96.5)  # digits 0 to 9
RUFF = Published(
    round(float(np.mean(DEEP_SVDD)), 1),
    "Deep SVDD, Ruff et al. 2018",
    "a convolutional network trained to map normal images close to one point, images normalised in contrast; all "
    "images of the digit",
    "higher",
)


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


def quietly(function, *args, **kw):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kw)


def split(images) -> tuple[dict[int, np.ndarray], np.ndarray, np.ndarray]:
    """Return the training images of each digit, validation images left out, and all of them with their labels."""
    x, y = images.x_train[VALIDATION:], images.y_train[VALIDATION:]
    return {digit: x[y == digit] for digit in range(10)}, x, y


def problems(images, score) -> dict[str, float]:
    """Return the mean AUC in % of each detector over the ten problems; ``score`` takes normal images and all."""
    auc, found = lesson()["auc"], {}
    for digit, x in split(images)[0].items():
        for name, scores in score(x, images.x_test).items():
            found.setdefault(name, []).append(100 * auc(scores, images.y_test != digit))
    return {name: float(np.mean(values)) for name, values in found.items()}


@reference(
    "one-class autoencoders",
    setting=f"784-128-{CODE}-128-784 for each digit, cross-entropy, {EPOCHS} epochs, batch 128, Adam 0.002; {PROBLEMS}",
    units={AUC.format(key): "%" for key in NETWORK.values()},
    published={AUC.format("ae_error"): RUFF},
    note="Epochs and code size were chosen in small trials on validation images, strangers among them. Deep "
    "SVDD's ten figures are quoted from a public reimplementation that prints them beside its own.",
)
def autoencoders(images, seed):
    names = lesson()

    def score(x_normal, x):
        net = quietly(names["train_autoencoder"], x_normal, EPOCHS, code=CODE, seed=seed)
        return names["network_scores"](x_normal, *net, x)

    return {AUC.format(NETWORK[name]): value for name, value in problems(images, score).items()}


@reference(
    "one-class detectors without chance",
    setting="PCA, error with 16 and Mahalanobis distance with 128 components; Euclidean distance to the nearest "
    f"training image; one-class SVM, nu 0.1, RBF of three times scikit-learn's gamma; {PROBLEMS}",
    units={AUC.format(key): "%" for key in FIXED.values()},
    published={AUC.format("nearest"): RUFF, AUC.format("pca_error"): RUFF},
    random=False,
    note="Components and k were chosen in such trials too, gamma on one digit.",
)
def fixed(images, seed):
    names = lesson()

    def score(x_normal, x):
        machine = names["RbfOneClass"](nu=0.1, width=3.0).fit(x_normal)
        return names["pixel_scores"](x_normal, x) | {"one-class SVM": machine.score(x)}

    return {AUC.format(FIXED[name]): value for name, value in problems(images, score).items()}


@reference(
    "isolation forest",
    setting=f"100 trees of 256 images; {PROBLEMS}",
    units={AUC.format("forest"): "%"},
)
def forest(images, seed):
    names = lesson()

    def score(x_normal, x):
        grown = names["IsolationForest"](n_estimators=100, max_samples=256, random_state=seed).fit(x_normal)
        return {"forest": -grown.score_samples(x)}

    return {AUC.format("forest"): problems(images, score)["forest"]}


TABLE = {
    "mean": "mean",
    "PCA-5, 30 steps": "pca",
    "masked AE, 1 step": "ae",
    "five nearest": "nearest",
    "regression": "regression",
}


@reference(
    "missing entries of a table",
    setting="breast cancer data of scikit-learn, 400 rows for training, 30 % of the entries of the others missing; "
    "30-64-8-64-30, masked 30 %, 100 epochs, batch 64, Adam 0.003; columns standardised",
    units={f"table_{key}_rmse": "std" for key in TABLE.values()},
)
def table(images, seed):
    found = quietly(lesson()["fill_table"], load_breast_cancer().data, seed, 100)
    return {f"table_{key}_rmse": float(found[way]) for way, key in TABLE.items()}


TRIED = (2, 4, 5, 8)  # the problems in which settings were chosen


def trials(images) -> Iterator[tuple[str, object, int, float]]:
    """Yield the AUC on validation images, strangers among them, of four settings of each detector."""
    names = lesson()
    x_val, y_val = images.x_train[:VALIDATION], images.y_train[:VALIDATION]
    for digit in TRIED:
        x, scores = split(images)[0][digit], {}
        for k in (8, 16, 32, 64):
            pca = PCA(k, svd_solver="covariance_eigh").fit(x)
            x_hat = pca.inverse_transform(pca.transform(x_val)).clip(0, 1)
            scores["PCA: error", k] = ((x_val - x_hat) ** 2).sum(axis=1)
        for k in (32, 64, 128, 256):
            pca = PCA(k, svd_solver="covariance_eigh").fit(x)
            scores["PCA: density", k] = names["mahalanobis_score"](pca.transform(x), pca.transform(x_val))
        for k in (1, 2, 5, 20):
            scores["nearest image", k] = anomalies.in_parts(partial(names["knn_score"], x, k=k), x_val)
        for width in (0.3, 1, 3, 10):
            scores["one-class SVM", width] = names["RbfOneClass"](nu=0.1, width=width).fit(x).score(x_val)
        for samples in (64, 128, 256, 1024):
            grown = names["IsolationForest"](n_estimators=100, max_samples=samples, random_state=0).fit(x)
            scores["isolation forest", samples] = -grown.score_samples(x_val)
        for code, epochs in ((16, 10), (32, 10), (64, 10), (32, 20)):
            net = quietly(names["train_autoencoder"], x, epochs, code=code, seed=0)
            for name, score in names["network_scores"](x, *net, x_val).items():
                scores[name, f"code {code}, {epochs} epochs"] = score
        for (name, setting), score in scores.items():
            yield name, setting, digit, 100 * names["auc"](score, y_val != digit)


if __name__ == "__main__":
    measured: dict[tuple[str, object], list[float]] = {}
    for name, setting, digit, value in trials(data.load_images()):
        measured.setdefault((name, setting), []).append(value)
        mean = np.mean(measured[name, setting])
        print(f"{name:22} {setting!s:22} digit {digit} {value:.2f}, mean so far {mean:.2f}", flush=True)
