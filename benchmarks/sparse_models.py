"""Lesson 6's reference figures: sparse codes of digits, edges in photographs, and the race of guess and optimiser.

The lesson's own functions build, train and measure, so a figure can only change together with the lesson it stands in.
All seeds of all models take about 15 minutes on two cores.
"""

import ast
import contextlib
import io
from functools import cache
from itertools import islice

import nbformat
import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.register import NOTEBOOKS, Published, answers, reference
from course_utils.seeding import seed_everything

LESSON = "06_sparse"
WHOLE = ("digit-codes",)
FUNCTIONS = (
    *("blog", "blog-measure", "patches", "photo-train", "edges", "orientation", "kl-layer", "k-sparse"),
    *("digit-train", "digit-measure", "classify", "fista", "psd", "race-time"),
)
IMAGES, EPOCHS, PATCHES, NEW = 30_000, 5, 30_000, 1000
BLOG = {"no_price": 0.0, "price_1e_5": 1e-5, "price_1e_4": 1e-4}
BLOG_PUBLISHED = {
    "no_price": Published(7.30, "Keras blog 2016", "they train 50 epochs on 60,000 images", printed="7.30"),
    "price_1e_4": Published(3.33, "Keras blog 2016", "they train 100 epochs on 60,000 images", printed="3.33"),
}
LABELS = {"plain": "plain", "l1": "L1", "kl": "KL", "k_sparse": "k-sparse", "k_sparse_staged": "k-sparse, in stages,"}
BLOG_NOTE = {
    "no_price": "Activity is the mean of a code number over units and test images; zeros is the share of exact zeros; "
    "Hoyer is 0 for a flat code and 1 for a code with a single unit.",
    "price_1e_4": "The fall of the activity is reproduced; the numbers shrink, but few of them become exactly zero.",
}
CODES = {
    "plain": ("plain", [(30, EPOCHS)]),
    "l1": ("L1", [(30, EPOCHS)]),
    "kl": ("KL", [(30, EPOCHS)]),
    "k_sparse": ("k-sparse", [(30, EPOCHS)]),
    "k_sparse_staged": ("k-sparse", [(300, 1), (100, 1), (30, 3)]),
}

DIGITS_NOTE = (
    "For all five codes: speak counts the units above a tenth of the image's loudest; dead is the share of the 1,024 "
    "units that are silent on every test image; accuracy is that of a linear classifier on codes, trained with 1,000 "
    "labels. A smaller error is not asked for: a code of fewer units pays with error."
)
EDGES_NOTE = "Edges is the share of words that are local and have one direction."
PSD_NOTE = (
    "Guess above best is how much higher the objective of the one-step guess is than that of 120 FISTA steps; speed is "
    "the CPU time FISTA needs to be as good as the guess, or within 1 % of the best, in units of the guess's own time."
)


@cache
def lesson() -> dict:
    """Return what the lesson's answers define, and the functions and classes of the cells named above."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON))
    for cell in notebook.cells:
        if cell.id not in WHOLE + FUNCTIONS:
            continue
        tree = ast.parse(cell.source)
        if cell.id in FUNCTIONS:  # what such a cell runs is the lesson's business
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def quietly(function, *arguments, **choices):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*arguments, **choices)


@cache
def photographs(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return patches of photographs, cut and whitened as in the lesson."""
    cut = lesson()["photographs"](PATCHES + NEW, np.random.default_rng(seed))
    return cut, lesson()["prepared"](cut)


def _activity(name: str, lam: float) -> None:
    label = f"price {lam:g} on activity" if lam else "no price on activity"

    @reference(
        f"784-32-784, {label}", setting=f"ReLU code, L1 {lam:g}, {IMAGES:,} images, {2 * EPOCHS} epochs, batch 128",
        units={f"{name}_activity": "mean activity", f"{name}_hoyer": "Hoyer", f"{name}_zeros": "share"},
        published={f"{name}_activity": BLOG_PUBLISHED[name]} if name in BLOG_PUBLISHED else None,
        note=BLOG_NOTE.get(name, ""),
    )  # fmt: skip
    def measure(images, seed):
        model = quietly(lesson()["blog_network"], lam, images.x_train[:IMAGES], 2 * EPOCHS, seed=seed)
        found = lesson()["blog_figures"](model, images.x_test)
        return {f"{name}_activity": found["activity"], f"{name}_hoyer": found["sparsity"],
                f"{name}_zeros": found["zeros"]}  # fmt: skip


def _digits(name: str, code: str, stages: list) -> None:
    units = {"sse": "SSE/img", "speak": "units", "hoyer": "Hoyer", "dead": "share", "accuracy": "%"}
    k = ", k " + " then ".join(f"{k}" for k, _ in stages) if name.startswith("k_") else ""

    @reference(
        f"{LABELS[name]} code of digits", units={f"{name}_code_{key}": unit for key, unit in units.items()},
        setting=f"784-1024-784, {code}{k}, {IMAGES:,} images, {EPOCHS} epochs, batch 128, Adam 1e-3",
        note=DIGITS_NOTE if name == "plain" else "",
    )  # fmt: skip
    def measure(images, seed):
        parts = lesson()
        model, encoder = quietly(parts["train_digits"], code, images.x_train[:IMAGES], stages, seed=seed)
        found = parts["digit_figures"](model, encoder, images.x_test)
        parts |= {"images": images, "x_train": images.x_train, "x_test": images.x_test}
        right = parts["accuracy"](lambda x: encoder.predict(x, batch_size=500, verbose=0), 1000)
        keys = {"sse": "SSE/img", "speak": "speak", "hoyer": "over units", "dead": "dead"}
        return {f"{name}_code_{key}": found[word] for key, word in keys.items()} | {f"{name}_code_accuracy": right}


def _photos(name: str, build, setting: str) -> None:
    @reference(
        f"{name.replace('_', ' ')} words of photographs", setting=setting, units={f"{name}_words_edges": "share"},
        note=EDGES_NOTE if name == "weight_decay" else "",
    )  # fmt: skip
    def measure(images, seed):
        seed_everything(seed)
        _, x = photographs(seed)
        x = x[:PATCHES]
        model = quietly(lesson()["train_photos"], build(), x, name, epochs=25)
        kernels = [w for w in model.get_weights() if w.ndim == 2]
        return {f"{name}_words_edges": lesson()["edges"](kernels[-1])}


def decayed():
    keras = lesson()["keras"]
    decay = {"kernel_regularizer": keras.regularizers.L2(1e-2)}
    layers = [keras.layers.Dense(256, activation="relu", **decay), keras.layers.Dense(144, **decay)]
    return keras.Sequential([keras.Input((144,)), *layers])


for _name, _lam in BLOG.items():
    _activity(_name, _lam)
for _name, (_code, _stages) in CODES.items():
    _digits(_name, _code, _stages)
_patches = f"144-256-144, {PATCHES:,} whitened patches, 25 epochs, batch 256, Adam 2e-3, "
_photos("weight_decay", decayed, _patches + "L2 on the weights 1e-2")
_photos("sparse", lambda: lesson()["build_sparse_autoencoder"](144, 256, 1.5), _patches + "L1 on the code 1.5")


@reference(
    "PCA words of photographs", setting=f"{PATCHES:,} patches, 143 components", units={"pca_words_edges": "share"}
)
def pca_words(images, seed):
    cut, _ = photographs(seed)
    axes = np.linalg.eigh(np.cov(cut.T))[1][:, :0:-1].T
    return {"pca_words_edges": lesson()["edges"](axes)}


@reference(
    "PSD on photographs", setting=f"256 words, {PATCHES:,} whitened patches, 3 epochs, lambda 1.5, 1,000 new patches",
    units={"psd_words_edges": "share", "psd_guess_above_best": "share", "psd_speed_equal": "times",
           "psd_speed_within_1_percent": "times"},
    note=PSD_NOTE,
)  # fmt: skip
def psd(images, seed):
    parts, rng = lesson(), np.random.default_rng(seed)
    _, white = photographs(seed)
    D, W, b = parts["learn_psd"](white[:PATCHES], 256, 1.5, 3, rng)
    new = white[PATCHES:]

    guess = np.maximum(new @ W + b, 0)
    F = np.array([parts["objective"](new, z, D, 1.5) for z in islice(parts["fista"](new, D, 1.5), 120)])
    mine, best = parts["objective"](new, guess, D, 1.5), F[-1]
    with threadpool_limits(1):
        ratio = parts["cpu_ms"](lambda: next(islice(parts["fista"](new, D, 1.5), 19, None)), 3) / 20
        ratio /= parts["cpu_ms"](lambda: np.maximum(new @ W + b, 0), 60)
    return {
        "psd_words_edges": parts["edges"](D),
        "psd_guess_above_best": mine / best - 1,
        "psd_speed_equal": ratio * (1 + int(np.argmax(mine >= F))),
        "psd_speed_within_1_percent": ratio * (1 + int(np.argmax(1.01 * best >= F))),
    }
