"""Lesson 7's reference figures: how calm a plain, a denoising and a contractive encoder are, and what that changes.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it is printed in.
"""

import ast
import contextlib
import io
from functools import cache

import nbformat

from benchmarks.register import NOTEBOOKS, Published, answers, reference
from course_utils.seeding import seed_everything

LESSON = "07_contractive"
CELLS = ("contractive-layer", "build", "train-function", "encode")
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
IMAGES, EPOCHS = 30_000, 10
TRAINED = f"{IMAGES:,} images, {EPOCHS} epochs, batch 128, Adam 3e-3"
NOTE = (
    "The mean norms of the Jacobian have the published order, contractive < denoising < plain. Saturated is the share "
    "of code units at the flat ends of the sigmoid: here its order is the reverse, while Rifai et al. find the "
    "denoising encoder the least saturated of the three. Lambda was chosen on validation images, as the one whose "
    "reconstruction error comes closest to the denoiser's in three runs."
)
NETWORKS = {
    "plain": ("no noise, no penalty", {}),
    "denoising": ("Gaussian noise 0.5", {"noise": 0.5}),
    "contractive": ("lambda 0.5", {"lam": 0.5}),
}
SCALE = "other scale, data and weights of the penalty: only the order compares"
PUBLISHED = {"plain": 17.5e-4, "denoising": 0.86e-4, "contractive": 0.73e-4}
PRINTED = {name: f"{1e4 * figure:g}e-4" for name, figure in PUBLISHED.items()}


@cache
def lesson() -> dict:
    """Return the functions and classes of the lesson's answers and of the cells named above, by name."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON))
    for cell in notebook.cells:
        if cell.id in CELLS:
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if isinstance(node, DEFINITIONS)]  # not what the lesson runs
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def trained(name: str, x, epochs: int, seed: int, **choices) -> list:
    """Return the weights of one network of the lesson."""
    seed_everything(seed)
    with contextlib.redirect_stdout(io.StringIO()):
        return lesson()["train"](name, x, epochs, seed=seed, **choices)


def _network(name: str) -> None:
    how, choices = NETWORKS[name]

    @reference(
        f"{name} encoder", setting=f"784-256-784 tied, sigmoid, {how}, {TRAINED}",
        units={f"{name}_ae_norm": "||J||", f"{name}_ae_saturated": "share", f"{name}_ae_sse": "SSE/img"},
        published={f"{name}_ae_norm": Published(PUBLISHED[name], "Rifai et al. 2011", SCALE, printed=PRINTED[name])},
        note=NOTE if name == "contractive" else "",
    )  # fmt: skip
    def measure(images, seed):
        weights = trained(name, images.x_train[:IMAGES], EPOCHS, seed, **choices)
        found = lesson()["measure"](weights, images.x_test)
        return {
            f"{name}_ae_norm": found["||J||"],
            f"{name}_ae_saturated": lesson()["saturation"](lesson()["encode"](images.x_test, *weights)),
            f"{name}_ae_sse": found["SSE/img"],
        }


for _name in NETWORKS:
    _network(_name)

PART, SHORT = 20_000, 5
TRIED = {"noise_05": {"noise": 0.5}, "lambda_02": {"lam": 0.2}, "lambda_05": {"lam": 0.5}, "lambda_1": {"lam": 1.0}}


@reference(
    "choice of lambda", setting=f"784-256-784 tied, sigmoid, {PART:,} images, {SHORT} epochs, batch 128, Adam 3e-3",
    units={f"validation_{name}_sse": "SSE/img" for name in TRIED}, seeds=3, fewer="it only chooses",
    note="On 5,000 validation images: lambda 0.5 comes closest to the error of the denoising encoder with noise 0.5.",
)  # fmt: skip
def choice(images, seed):
    x, validation = images.x_train[:PART], images.x_train[IMAGES : IMAGES + 5000]
    found = {name: trained(name, x, SHORT, seed, **choices) for name, choices in TRIED.items()}
    return {f"validation_{name}_sse": lesson()["measure"](w, validation)["SSE/img"] for name, w in found.items()}
