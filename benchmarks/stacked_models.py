"""Lesson 8's reference figures: what pretraining is worth, from 100 labels to all of them, and against which rivals.

The lesson's own functions pretrain, draw, attach, train and spread, so a figure can only change together with the
lesson it is printed in. One seed is one pretraining, one set of random features, one draw of each budget and one start
of each network: the methods of a seed share their labels, and differences within a seed are differences within a draw.
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
CELLS = ("draws", "choose", "encode", "pretrain", "train-on", "curve-networks", "spread")
TRAINED_ON = 55_000  # the rest of the training images is for validation
EPOCHS = 5
BUDGETS = {"100": 100, "300": 300, "1000": 1000, "10000": 10_000, "all": None}
FEW = ("100", "300")
METHODS = {
    "raw": "logistic regression on raw pixels",
    "pca": "logistic regression on PCA-50",
    "random": "logistic regression on 1,024 random ReLU features",
    "frozen": "logistic regression on the frozen codes",
    "scratch": "784-200-200-10, sigmoid, from scratch",
    "relu": "784-200-200-10, ReLU, from scratch",
    "tuned": "784-200-200-10, sigmoid, pretrained and fine-tuned",
}
MACHINES = {"svm": "SVM with RBF kernel on raw pixels", "svmcodes": "SVM with RBF kernel on the frozen codes"}
TOGETHER = {
    "shifted": "SVM on raw pixels, each image shifted by a pixel in eight directions",
    "spreadpca": "labels spread to 10,000 images by PCA-50, then logistic regression on the frozen codes",
    "spreadcodes": "the same, spread by the codes",
}
UFLDL = "UFLDL tutorial, 784-200-200-10"
SPARSE = "sparse autoencoders, L-BFGS; ours denoise and use Adam"
NOTE = (
    "A key names method and number of labels: "
    + "; ".join(f"{key}: {how}" for key, how in (METHODS | MACHINES | TOGETHER).items())
    + ". Accuracy on the test images; C = 1 for logistic regression and 10 for the SVM, chosen on validation images."
)
KEYS = (
    [f"stacked_{method}_{budget}" for method in METHODS for budget in BUDGETS]
    + [f"stacked_{method}_{budget}" for method in MACHINES for budget in BUDGETS if budget != "all"]
    + [f"stacked_{method}_{budget}" for method in TOGETHER for budget in FEW]
)


def lesson(images, seed: int) -> dict:
    """Return the functions of the lesson's cells named above, the data, and this seed's encoders."""
    found = answers(LESSON) | {"epochs": EPOCHS, "pretrained": None}  # a default argument needs the name
    x, y = images.x_train[:TRAINED_ON], images.y_train[:TRAINED_ON]
    found |= {"x_train": x, "y_train": y, "x_test": images.x_test, "y_test": images.y_test}
    found["x_tensor"] = keras.ops.convert_to_tensor(x)
    for cell in nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4).cells:
        if cell.id in CELLS:
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]  # not what the lesson runs
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    with contextlib.redirect_stdout(io.StringIO()):
        pretrained = found["stack_encoders"](found["pretrain"](nu=0.5, seed=seed))
    dense = keras.layers.Dense(1024, "relu", kernel_initializer="he_normal")
    return found | {"pretrained": pretrained, "wide": keras.Sequential([keras.Input((784,)), dense])}


@reference(
    "label curve",
    setting="two layers with masking noise 0.5 (5 epochs each) on 55,000 images; up to 1,000 labels 40,000 pictures, "
    "10,000 labels 20 epochs, all labels 10 epochs, batch 100, Adam 1e-3; the same draws for all",
    units=dict.fromkeys(KEYS, "%"),
    seeds=1,
    fewer="a seed takes more than five minutes of processor time; the lesson itself shows three draws",
    published={
        "stacked_frozen_all": Published(87.7, UFLDL + ", before fine-tuning", SPARSE, "higher"),
        "stacked_tuned_all": Published(97.6, UFLDL + ", after fine-tuning", SPARSE, "higher"),
    },
    note=NOTE,
)
def measure(images, seed):
    names = lesson(images, seed)
    encode, principal = names["encode"], PCA(50, random_state=seed).fit(names["x_train"])
    views = {"raw": (names["x_train"], names["x_test"])}
    views["pca"] = tuple(principal.transform(x) for x in views["raw"])
    for key, model in {"random": names["wide"], "frozen": names["pretrained"]}.items():
        views[key] = encode(model, names["x_tensor"]), encode(model, names["x_test"])
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for budget, n in BUDGETS.items():
            rng = np.random.default_rng(seed)
            i = names["label_budget"](names["y_train"], n // 10, rng) if n else np.arange(len(names["y_train"]))
            results = _networks(names, i, seed) | _features(names, views, i)
            results |= _together(names, views, i) if budget in FEW else {}
            found |= {f"stacked_{method}_{budget}": float(share) for method, share in results.items()}
    return {key: found[key] for key in KEYS}


def _networks(names, i, seed):
    starts = {
        "scratch": names["scratch"](seed),
        "relu": names["scratch"](seed, activation="relu"),
        "tuned": names["fine_tuned"](seed, start=names["pretrained"]),
    }
    return {
        name: names["train_on"](start, i, seed, "relu" if name == "relu" else "sigmoid")
        for name, start in starts.items()
    }


def _features(names, views, i):
    """Return the accuracy of logistic regression, and up to 10,000 labels of the SVM, by method."""
    y, y_test, accuracy = names["y_train"][i], names["y_test"], names["accuracy"]
    found = {key: accuracy(names["logistic"](x[i], y), x_test, y_test) for key, (x, x_test) in views.items()}
    if len(i) <= 10_000:
        for key, (x, x_test) in {"svm": views["raw"], "svmcodes": views["frozen"]}.items():
            found[key] = accuracy(names["svm"](x[i], y), x_test, y_test)
    return found


def _together(names, views, i):
    """Return the accuracies of the methods that make more of the same labels: shifted images, and spread labels."""
    y_test, accuracy, (h, h_test) = names["y_test"], names["accuracy"], views["frozen"]
    found = {"shifted": accuracy(names["svm"](*names["shifted"](names["x_train"], i)), names["x_test"], y_test)}
    rest = np.random.default_rng(8).permutation(len(names["y_train"]))[:10_000]
    order = np.concatenate([i, np.setdiff1d(rest, i)])
    for key, z in {"spreadpca": views["pca"][0], "spreadcodes": h}.items():
        guess = names["spread"](names["neighbour_graph"](z[order]), np.arange(len(i)), names["y_train"][i])
        found[key] = accuracy(names["logistic"](h[order], guess), h_test, y_test)
    return found
