"""Lesson 6's reference figures: sparse codes of digits, edges in photographs, guess against optimiser, superposition.

The lesson's own functions build, train and measure, so a figure can only change together with the lesson it stands in.
All seeds of all models take about 20 minutes on two cores.
"""

import ast
import contextlib
import io
from functools import cache

import nbformat
import numpy as np

from benchmarks.register import NOTEBOOKS, Published, answers, reference
from course_utils.seeding import seed_everything

LESSON = "06_sparse"
CELLS = (
    *("blog", "blog-measure", "patches", "photo-run", "edges", "kl-layer", "k-sparse", "digit-codes", "digit-measure"),
    *("classify", "fista", "fista-steps", "psd", "superposition", "superposition-train"),
)
IMAGES, VALIDATION, EPOCHS, PATCHES, NEW, LAMBDA = 30_000, 2000, 5, 20_000, 2000, 1.0
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
EDGES_NOTE = (
    "Edges is the share of atoms that are local and have one direction; the patches are white (no two pixels "
    "correlated by more than 0.1). Explained is the share of the variance of 2,000 validation patches. The weight of "
    "the L1 penalty is the largest of four with which about half is explained; weight decay was given four as well."
)
RIVALS_NOTE = "With 1,000 labels, as for the codes. The kernel machine's C is chosen among four on validation images."
PSD_NOTE = (
    "How far the one-step guess goes from the empty code to the best (120 FISTA steps), on validation patches, and how "
    "many steps FISTA needs to go as far."
)
SUPERPOSITION_NOTE = (
    "The share of 60 known directions in 20 dimensions that some atom matches (cosine above 0.9), beside PCA's "
    "directions and as many random ones; dead is the share of latents that are never active."
)


@cache
def lesson() -> dict:
    """Return what the lesson's answers define, and the functions, classes and constants of the cells named above."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON))
    for cell in notebook.cells:
        if cell.id in CELLS:  # what else such a cell runs is the lesson's business
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if _defines(node)]
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def _defines(node: ast.stmt) -> bool:
    constant = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()
    return constant or isinstance(node, ast.FunctionDef | ast.ClassDef)


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
        model, encoder = quietly(
            parts["train_digits"], code.replace("k-sparse", "TopK"), images.x_train[:IMAGES], stages, seed=seed
        )
        found = parts["digit_figures"](model, encoder, images.x_test)
        parts |= {"images": images, "x_train": images.x_train, "x_test": images.x_test}
        right = parts["accuracy"](lambda x: encoder.predict(x, batch_size=500, verbose=0), 1000)
        keys = {"sse": "SSE/img", "speak": "active", "hoyer": "over units", "dead": "dead"}
        return {f"{name}_code_{key}": found[word] for key, word in keys.items()} | {f"{name}_code_accuracy": right}


def explained(model, x: np.ndarray) -> float:
    """Return the share of the variance of patches that a model rebuilds, in %."""
    return 100 * (1 - ((x - np.asarray(model(x))) ** 2).sum() / (x**2).sum())


def _photos(name: str, build, setting: str, **how) -> None:
    @reference(
        f"{name.replace('_', ' ')} words of photographs", setting=setting, note=how.pop("note", ""),
        units={f"{name}_words_edges": "share", f"{name}_words_explained": "%"}, **how,
    )  # fmt: skip
    def measure(images, seed):
        seed_everything(seed)
        _, x = photographs(seed)
        model = quietly(lesson()["train_photos"], build(), x[:PATCHES], name, epochs=25)
        kernels = [w for w in model.get_weights() if w.ndim == 2]
        return {
            f"{name}_words_edges": lesson()["edges"](kernels[-1]),
            f"{name}_words_explained": explained(model, x[PATCHES:]),
        }


for _name, _lam in BLOG.items():
    _activity(_name, _lam)
for _name, (_code, _stages) in CODES.items():
    _digits(_name, _code, _stages)
_patches = f"144-256-144, {PATCHES:,} white patches, eps 3e-4, 25 epochs, batch 256, Adam 1e-2, "
GRID = {"seeds": 1, "fewer": "it served a choice, and no claim rests on it"}
FEWER = {"seeds": 3, "fewer": "the shares are far apart"}
_photos(
    "weight_decay",
    lambda: lesson()["plain_network"](1e-2),
    _patches + "L2 on the weights 1e-2",
    note=EDGES_NOTE,
    **FEWER,
)
_photos(
    "sparse",
    lambda: lesson()["build_sparse_autoencoder"](144, 256, LAMBDA),
    _patches + f"L1 on the code {LAMBDA:g}",
    **FEWER,
)
for _name, _lam in {"sparse_05": 0.5, "sparse_15": 1.5, "sparse_20": 2.0}.items():
    _photos(
        _name,
        lambda lam=_lam: lesson()["build_sparse_autoencoder"](144, 256, lam),
        _patches + f"L1 on the code {_lam:g}",
        **GRID,
    )
for _name, _decay in {"weight_decay_3": 1e-3, "weight_decay_1": 1e-1, "weight_decay_0": 1.0}.items():
    _photos(_name, lambda decay=_decay: lesson()["plain_network"](decay), _patches + f"L2 {_decay:g}", **GRID)


@reference(
    "PCA words of photographs", setting=f"{PATCHES:,} patches, 143 components", units={"pca_words_edges": "share"}
)
def pca_words(images, seed):
    cut, _ = photographs(seed)
    axes = np.linalg.eigh(np.cov(cut.T))[1][:, :0:-1].T
    return {"pca_words_edges": lesson()["edges"](axes)}


def rivals(images) -> dict:
    """Return the lesson's functions that measure accuracy, for these images."""
    x_train, x_val = images.x_train[:IMAGES], images.x_train[IMAGES : IMAGES + VALIDATION]
    parts = lesson()
    y_val = images.y_train[IMAGES : IMAGES + VALIDATION]
    parts |= {"images": images, "x_train": x_train, "x_val": x_val, "y_val": y_val, "x_test": images.x_test}
    return parts


@reference(
    "features that need no training",
    setting="1,000 labels, ridge, RBF support vector machine",
    units={f"{name}_accuracy": "%" for name in ("raw_pixels", "pca_32_codes", "rbf_svm")},
    random=False,
    note=RIVALS_NOTE,
)
def untrained(images, seed):
    parts = rivals(images)
    axes = np.linalg.eigh(np.cov(parts["x_train"].T))[1][:, :-33:-1]
    return {
        "raw_pixels_accuracy": parts["accuracy"](lambda x: x, 1000),
        "pca_32_codes_accuracy": parts["accuracy"](lambda x: x @ axes, 1000),
        "rbf_svm_accuracy": parts["svm_accuracy"](1000),
    }


@reference("random ReLU features", setting="1,024 units, 1,000 labels, ridge", units={"random_relu_accuracy": "%"})
def random_relu(images, seed):
    parts = rivals(images)
    return {"random_relu_accuracy": parts["accuracy"](parts["random_relu"](np.random.default_rng(seed)), 1000)}


@reference(
    "PSD on photographs",
    setting=f"256 atoms, {PATCHES:,} white patches, 5 epochs, lambda {LAMBDA:g}, 1,000 new patches",
    units={"psd_words_edges": "share", "psd_way": "%", "psd_steps_equal": "steps"},
    seeds=3,
    fewer="the spread is small beside the claim",
    note=PSD_NOTE,
)
def psd(images, seed):
    parts = lesson()
    _, white = photographs(seed)
    D, W, b = parts["learn_psd"](white[:PATCHES], 256, LAMBDA, 5, np.random.default_rng(seed))
    x = white[PATCHES : PATCHES + 1000]

    value = lambda z: parts["objective"](x, z, D, LAMBDA)  # noqa: E731
    zero, best = (value(parts["fista"](x, D, LAMBDA, n)) for n in (0, 120))
    guess = value(np.maximum(x @ W + b, 0))
    steps = next(n for n in range(1, 121) if value(parts["fista"](x, D, LAMBDA, n)) <= guess)
    return {
        "psd_words_edges": parts["edges"](D),
        "psd_way": 100 * (zero - guess) / (zero - best),
        "psd_steps_equal": float(steps),
    }


@reference(
    "superposition read out",
    setting="60 features in 20 dimensions, 3 % active, TopK 3 of 120, 20,000 samples, 20 epochs, Adam 3e-3",
    units={f"superposition_{name}": "share" for name in ("topk", "pca", "random", "dead")},
    note=SUPERPOSITION_NOTE,
)
def superposition(images, seed):
    rng, parts = np.random.default_rng(seed), lesson()
    features = rng.standard_normal((60, 20))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    parts |= {"rng": rng, "features": features}
    x = parts["activations"](20_000)
    atoms, dead = quietly(parts["read_out"], x, 3, 20, seed=seed)
    axes = np.linalg.eigh(np.cov(x.T))[1].T
    rivals = {"topk": atoms, "pca": np.vstack([axes, -axes]), "random": rng.standard_normal((120, 20))}
    found = {f"superposition_{name}": parts["found"](directions) for name, directions in rivals.items()}
    return found | {"superposition_dead": dead.mean()}
