"""Lesson 8's reference figures: what pretraining is worth, from 100 labels to all of them.

The lesson's own functions pretrain, draw, attach and train, so a figure can only change together with the lesson it
stands in. One seed is one pretraining, one random stack, one draw of each budget and one start of each network: the
methods of a seed share their labels, and differences within a seed are differences within a draw. About 2.5 minutes of
processor time for a seed.
"""

import ast
import contextlib
import io
import warnings

import keras
import nbformat
import numpy as np
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning

from benchmarks.register import NOTEBOOKS, Published, answers, reference

LESSON = "08_stacked_pretraining"
CELLS = ("classifier", "pretrain", "copy", "train-on", "curve-networks")
EPOCHS = 5
BUDGETS = {"100": 100, "300": 300, "1000": 1000, "10000": 10_000, "all": None}
METHODS = {
    "raw": "logistic regression on raw pixels",
    "pca": "logistic regression on PCA-50",
    "random": "logistic regression on 200 random features, two layers",
    "frozen": "logistic regression on the frozen codes",
    "scratch": "784-200-200-10, sigmoid, from scratch",
    "relu": "784-200-200-10, ReLU, from scratch",
    "tuned": "784-200-200-10, sigmoid, pretrained and fine-tuned",
}
UFLDL = "UFLDL tutorial, 784-200-200-10"
SPARSE = "sparse autoencoders, L-BFGS; ours denoise and use Adam"
NOTE = (
    "A key names method and number of labels: "
    + "; ".join(f"{key}: {how}" for key, how in METHODS.items())
    + ". Accuracy "
    "on the test images. Frozen is before fine-tuning, tuned after it. Up to "
    "1,000 labels the frozen codes win; from 10,000 on a ReLU network from scratch is as good as the pretrained one."
)


def lesson(images, seed: int) -> dict:
    """Return the functions of the lesson's cells named above, and the two stacks of this seed."""
    found = answers(LESSON) | {"epochs": EPOCHS, "pretrained": None}  # a default argument needs the name
    found |= {"x_train": images.x_train, "y_train": images.y_train, "x_test": images.x_test, "y_test": images.y_test}
    found["x_tensor"] = keras.ops.convert_to_tensor(images.x_train)
    for cell in nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4).cells:
        if cell.id in CELLS:
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]  # not what the lesson runs
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    with contextlib.redirect_stdout(io.StringIO()):
        layers = found["pretrain"](nu=0.5, seed=seed)
    random = [keras.Sequential([keras.Input((d,)), keras.layers.Dense(200, "sigmoid")]) for d in (784, 200)]
    return found | {"pretrained": found["stack_encoders"](layers), "untrained": found["stack_encoders"](random)}


@reference(
    "label curve",
    setting="two denoising layers (masking 0.5, 5 epochs each); up to 1,000 labels 40,000 pictures, 10,000 labels "
    "20 epochs, all labels 10 epochs, batch 100, Adam 1e-3; the same draws for all",
    units={f"stacked_{method}_{budget}": "%" for method in METHODS for budget in BUDGETS},
    published={
        "stacked_frozen_all": Published(87.7, UFLDL + ", before fine-tuning", SPARSE, "higher"),
        "stacked_tuned_all": Published(97.6, UFLDL + ", after fine-tuning", SPARSE, "higher"),
    },
    note=NOTE,
)
def measure(images, seed):
    names = lesson(images, seed)
    encode, principal = names["encode"], PCA(50, random_state=seed).fit(images.x_train)
    views = {
        "raw": lambda x: x,
        "pca": principal.transform,
        "random": lambda x: encode(names["untrained"], x),
        "frozen": lambda x: encode(names["pretrained"], x),
    }
    networks = {
        "scratch": names["scratch"],
        "relu": lambda seed: names["scratch"](seed, activation="relu"),
        "tuned": lambda seed: names["fine_tuned"](seed, start=names["pretrained"]),
    }
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for budget, n in BUDGETS.items():
            rng = np.random.default_rng(seed)
            i = names["label_budget"](images.y_train, n // 10, rng) if n else np.arange(len(images.x_train))
            for name, network in networks.items():
                activation = "relu" if name == "relu" else "sigmoid"
                found[f"stacked_{name}_{budget}"] = float(names["train_on"](network(seed), i, seed, activation))
            for name, view in views.items():
                fit = names["logistic"](view(images.x_train[i]), images.y_train[i])
                found[f"stacked_{name}_{budget}"] = float(names["accuracy"](fit, view(images.x_test), images.y_test))
    return found
