"""Lesson 12's reference figures: the bound, the units in use, and whose drawn digits look real.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it is printed in.
All is measured on validation images.
"""

import ast
import contextlib
import io
from functools import cache

import nbformat
import numpy as np

from benchmarks.register import NOTEBOOKS, answers, reference
from course_utils import data
from course_utils.densities import best_mixture
from course_utils.seeding import seed_everything

LESSON = "12_variational_ae"
CELLS = ("networks", "train-function", "first-draws", "draw-code", "bound", "importance")
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
EPOCHS = 10
NETWORK = "784-200-200-50-200-200-784, tanh, batch 100, Adam 2e-3, stochastically binarised"
NUMBERS = (1, 5, 20)  # Gaussians that the rival may choose from, as in the lesson


@cache
def lesson() -> dict:
    """Return the functions and classes of the lesson's answers and of the cells named above, by name."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON)) | {"K": 50}
    for cell in notebook.cells:
        if cell.id in CELLS:
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if isinstance(node, DEFINITIONS)]  # not what the lesson runs
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def split(images):
    """Return training and validation images, and the digits of both, split as the lesson splits them."""
    n = len(images.x_train) // 12
    return images.x_train[n:], images.x_train[:n], images.y_train[n:], images.y_train[:n]


def trained(middle, outputs: int, x, epochs: int, seed: int):
    """Return encoder and decoder of one network of the lesson."""
    with contextlib.redirect_stdout(io.StringIO()):
        return lesson()["train"](middle, outputs, x, epochs, "", seed=seed)


def variational(beta: float, x, epochs: int, seed: int):
    """Return encoder and decoder of a variational autoencoder of the lesson."""
    return trained(lesson()["DrawCode"](beta, seed), 100, x, epochs, seed)


def judge(images, seed: int):
    """Return a function that gives precision and recall of images against half of the validation images."""
    import keras

    x, x_val, y, _ = split(images)
    keras.utils.set_random_seed(seed)
    sizes = [keras.layers.Dense(256, activation="relu"), keras.layers.Dense(64, activation="relu")]
    classifier = keras.Sequential([keras.Input((784,)), *sizes, keras.layers.Dense(10, activation="softmax")])
    classifier.compile("adam", "sparse_categorical_crossentropy", jit_compile=False)
    classifier.fit(x, y, epochs=3, batch_size=200, verbose=0)
    to_features, run, precision = (
        keras.Model(classifier.inputs[0], classifier.layers[-2].output),
        *map(lesson().get, ("run", "precision")),
    )
    real = run(to_features, x_val[: len(x_val) // 2])

    def judged(made):
        features = run(to_features, made)
        return precision(real, features, 3), precision(features, real, 3)

    return judged


@reference(
    "drawn digits",
    setting=f"{NETWORK}, {EPOCHS} epochs; 10,000 codes, mixture of {', '.join(map(str, NUMBERS))} Gaussians",
    units={
        "vae_val_bound": "nats/img", "vae_val_code": "nats/img", "vae_active": "units",
        "vae_prior_precision": "share", "vae_prior_recall": "share",
        "ae_mixture_precision": "share", "ae_mixture_recall": "share",
        "ae_gaussian_precision": "share", "ae_gaussian_recall": "share",
        "vae_mixture_precision": "share", "vae_mixture_recall": "share",
        "vae_midpoint": "share", "ae_midpoint": "share", "pixel_midpoint": "share",
        "vae_midpoint_grey": "share", "ae_midpoint_grey": "share", "pixel_midpoint_grey": "share",
    },
    note="All on validation images. Precision and recall in the features of a classifier, k = 3; the number of "
    "Gaussians is the one with the largest likelihood of the codes of validation images.",
    seeds=2, fewer="a run takes minutes; the lesson claims no more than these and its own run show",
)  # fmt: skip
def drawn(images, seed):
    from scipy.special import expit

    seed_everything(seed)
    rng, own, run = np.random.default_rng(seed), lesson(), lesson()["run"]
    x, x_val, _, y_val = split(images)
    half, bits = len(x_val) // 2, data.binarise(x_val, rng)
    judged, b_fit = judge(images, seed), data.binarise(x[:10_000], rng)
    encoder_ae, decoder_ae = trained(own["layers"].Identity(), 50, x, EPOCHS, seed)
    encoder, decoder = variational(1.0, x, EPOCHS, seed)
    floor, code = own["bound_of"](encoder, decoder, bits, rng)
    mu = own["moments"](encoder, bits)[0]
    z_fit, z_val = (
        own["reparameterise"](*both, rng.standard_normal(both[0].shape))
        for both in (own["moments"](encoder, b_fit), own["moments"](encoder, bits))
    )
    h_fit, h_val = run(encoder_ae, b_fit), run(encoder_ae, bits)
    draws = {
        "ae_gaussian": (decoder_ae, best_mixture(h_fit, h_val, (1,), seed).sample(half)[0]),
        "ae_mixture": (decoder_ae, best_mixture(h_fit, h_val, NUMBERS, seed).sample(half)[0]),
        "vae_prior": (decoder, rng.standard_normal((half, 50))),
        "vae_mixture": (decoder, best_mixture(z_fit, z_val, NUMBERS, seed).sample(half)[0]),
    }
    found = {"vae_val_bound": -floor, "vae_val_code": code, "vae_active": own["active_units"](mu, 0.01).sum()}
    for name, (net, z) in draws.items():
        found[f"{name}_precision"], found[f"{name}_recall"] = judged(expit(run(net, z)))
    a, b = rng.integers(len(x_val), size=(2, 3 * half))
    a, b = (side[y_val[a] != y_val[b]][:half] for side in (a, b))
    middles = {
        "vae": expit(run(decoder, (mu[a] + mu[b]) / 2)), "ae": expit(run(decoder_ae, (h_val[a] + h_val[b]) / 2)),
        "pixel": (x_val[a] + x_val[b]) / 2,
    }  # fmt: skip
    grey = {f"{name}_midpoint_grey": np.mean((made > 0.1) & (made < 0.9)) for name, made in middles.items()}
    return found | grey | {f"{name}_midpoint": judged(made)[0] for name, made in middles.items()}
