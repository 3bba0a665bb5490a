"""Lesson 7's reference figures: how calm a plain, a denoising and a contractive encoder are.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it stands in.
"""

import contextlib
import io
from functools import cache

import nbformat

from benchmarks.register import NOTEBOOKS, Published, answers, reference
from course_utils.seeding import seed_everything

LESSON = "07_contractive"
CELLS = ("contractive-layer", "tied-layer", "build", "train-function", "encode", "measure")
IMAGES, EPOCHS = 30_000, 10
TRAINED = f"{IMAGES:,} images, {EPOCHS} epochs, batch 128, Adam 3e-3"
NOTE = (
    "The mean norms of the Jacobian have the published order, contractive < denoising < plain. Saturated is the share "
    "of code units at the flat ends of the sigmoid, which is how an encoder grows calm: its order is the reverse."
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
    """Return what the lesson's answers and the cells that build, train and measure define, by name."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON))
    for cell in notebook.cells:
        if cell.id in CELLS:
            exec(compile(cell.source, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def _network(name: str) -> None:
    how, choices = NETWORKS[name]

    @reference(
        f"{name} encoder", setting=f"784-256-784 tied, sigmoid, {how}, {TRAINED}",
        units={f"{name}_ae_norm": "||J||", f"{name}_ae_saturated": "share", f"{name}_ae_sse": "SSE/img"},
        published={f"{name}_ae_norm": Published(PUBLISHED[name], "Rifai et al. 2011", SCALE, printed=PRINTED[name])},
        note=NOTE if name == "contractive" else "",
    )  # fmt: skip
    def measure(images, seed):
        seed_everything(seed)
        with contextlib.redirect_stdout(io.StringIO()):
            weights, _ = lesson()["train"](name, images.x_train[:IMAGES], EPOCHS, seed=seed, **choices)
        found = lesson()["measure"](weights, images.x_test)
        return {
            f"{name}_ae_norm": found["||J||"],
            f"{name}_ae_saturated": found["saturated"],
            f"{name}_ae_sse": found["SSE/img"],
        }


for _name in NETWORKS:
    _network(_name)
