"""Lesson 4's reference figures: a strided convolutional autoencoder and a dense one with the same code of 128 numbers.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it stands in. The
long run of S3's network is in `s3_conv_models`. All seeds together take about six minutes on one core.
"""

import contextlib
import io
from functools import cache

import nbformat
import numpy as np

from benchmarks.register import NOTEBOOKS, answers, reference
from course_utils.seeding import seed_everything

LESSON = "04_conv_ae"
CELLS = ("train", "measure", "build-strided", "build-dense")
IMAGES, PICTURES, FEW = 20_000, 140_000, 500
BUILDS = {
    "strided": "strided convolutions, 28-14-7-4x4x8 and back, linear code of 128, 17,913 parameters",
    "dense": "784-128-128-128-784, linear code of 128, 234,640 parameters",
}
NOTES = {
    "strided": "To compare with PCA-128, and with the dense network below: better than both, with a thirteenth of the "
    "dense network's parameters.",
    "dense": "After as many pictures PCA-128 is still better.",
}
PRIOR_NOTES = {
    "strided": "The same order of shuffling in all images destroys what the convolutions presume, that neighbours "
    "belong together; with few images the same presumption helps.",
    "dense": "A dense network does not notice that pixels are shuffled, and is the worse one with few images.",
}


@cache
def lesson() -> dict:
    """Return what the lesson's answers and the cells that build, train and measure define, by name."""
    notebook = nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)
    found = dict(answers(LESSON))
    for cell in notebook.cells:
        if cell.id in CELLS:
            exec(compile(cell.source, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def rebuilt(build: str, x: np.ndarray, x_test: np.ndarray, pictures: int) -> np.ndarray:
    """Return what a fresh network makes of the test images after it was shown so many pictures."""
    model = lesson()[f"build_{build}"]()
    with contextlib.redirect_stdout(io.StringIO()):
        lesson()["train"](model, x, pictures, build)
    return lesson()["rebuild"](model, x_test)


def _network(build: str, how: str) -> None:
    key = f"{build}_ae_20000"  # lesson 3 has a code of 128 too, trained on all images

    @reference(
        f"{build} autoencoder, code of 128",
        setting=f"{how}, cross-entropy, {IMAGES:,} images, {PICTURES:,} pictures shown, batch 128, Adam 3e-3",
        units={f"{key}_bce": "nats/px", f"{key}_sse": "SSE/img", f"{key}_ssim": "SSIM"},
        note=NOTES[build],
    )
    def measure(images, seed):
        seed_everything(seed)
        x, x_test = (flat.reshape(-1, 28, 28, 1) for flat in (images.x_train[:IMAGES], images.x_test))
        x_hat = rebuilt(build, x, x_test, PICTURES)
        return {
            f"{key}_bce": lesson()["bce"](x_test, x_hat),
            f"{key}_sse": lesson()["sse"](x_test, x_hat),
            f"{key}_ssim": np.mean(lesson()["ssim"](x_test[..., 0], x_hat[..., 0])),
        }

    @reference(
        f"{build} autoencoder, shuffled pixels or few images",
        setting=f"{how}; pixels shuffled: {IMAGES:,} images, {PICTURES:,} pictures shown; few: {FEW} images, "
        f"{PICTURES // 2:,} pictures shown; cross-entropy, batch 128, Adam 3e-3",
        units={f"{key}_shuffled_sse": "SSE/img", f"{key}_few_sse": "SSE/img"},
        note=PRIOR_NOTES[build],
    )
    def measure_knowledge(images, seed):
        order = seed_everything(seed).permutation(784)
        x, x_test = (flat.reshape(-1, 28, 28, 1) for flat in (images.x_train[:IMAGES], images.x_test))
        mixed, mixed_test = (v.reshape(-1, 784)[:, order].reshape(v.shape) for v in (x, x_test))
        sse = lesson()["sse"]
        return {
            f"{key}_shuffled_sse": sse(mixed_test, rebuilt(build, mixed, mixed_test, PICTURES)),
            f"{key}_few_sse": sse(x_test, rebuilt(build, x[:FEW], x_test, PICTURES // 2)),
        }


for _build, _how in BUILDS.items():
    _network(_build, _how)
