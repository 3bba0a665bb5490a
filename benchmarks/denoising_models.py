"""Lesson 5's reference figures: repairs in decibels, filters by corruption, and the arrows of a denoiser in the plane.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it stands in.
One seed of all models takes about four CPU minutes.
"""

import ast
import contextlib
import io

import nbformat
import numpy as np

from benchmarks.register import NOTEBOOKS, answers, reference
from course_utils.seeding import seed_everything

LESSON = "05_denoising"
CELLS = ("judge", "train", "masking-layer", "tied", "measures", "measure-tied")
FUNCTIONS = ("train", "tied", "measure-tied", "plane-train")
PLANE = ("plane", "plane-train")
IMAGES, VALIDATION, EPOCHS, EPOCHS_TIED = 20_000, 2000, 5, 10
TRAINED = f"{IMAGES:,} images, {EPOCHS} epochs, batch 128, Adam 1e-3"
TRAINED_TIED = f"{IMAGES:,} images, {EPOCHS_TIED} epochs, batch 100, SGD 0.05 with momentum 0.9"


def lesson(cells: tuple[str, ...], seed: int, images=None, **more) -> dict:
    """Return what the lesson's answers and the named cells define, for these images and this seed.

    Of a cell in `FUNCTIONS` only the functions and classes are taken: what such a cell runs is the lesson's business.
    """
    found = dict(answers(LESSON)) | {"rng": seed_everything(seed), "noise_rng": np.random.default_rng(seed + 50)}
    if images is not None:
        x_train, x_val = images.x_train[:IMAGES], images.x_train[IMAGES : IMAGES + VALIDATION]
        y_train, y_val = images.y_train[:IMAGES], images.y_train[IMAGES : IMAGES + VALIDATION]
        found |= {"x_train": x_train, "x_tensor": x_train, "x_val": x_val, "x_test": images.x_test, "epochs": EPOCHS}
        found |= {"y_train": y_train, "y_val": y_val, "y_test": images.y_test}
    found |= more
    for cell in nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4).cells:
        if cell.id not in cells:
            continue
        tree = ast.parse(cell.source)
        if cell.id in FUNCTIONS:
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(tree, f"{LESSON}:{cell.id}", "exec"), found)
    return found


def quietly(f, *arguments, **choices):
    """Call a function of the lesson without its line of progress."""
    with contextlib.redirect_stdout(io.StringIO()):
        return f(*arguments, **choices)


REPAIR_NOTE = "PSNR is the mean over the test images of -10 log10 of the squared error per pixel, SSIM that of 500."
DENOISED_NOTE = (
    "Better than PCA-32, which is better than the filter. The same network trained on clean images does no better than "
    "PCA."
)
MASKED_NOTE = (
    "For the three masks: extent is the number of pixels a unit looks at and smoothness the correlation of a weight "
    "with its neighbour's, both as medians over units; compact units look at fewer than 60 pixels; SSE is of clean "
    "test images, PSNR that of images of which half of the pixels are masked. Damage makes filters compact and smooth, "
    "and costs clean images: 25 % has the most compact units, 50 % the smoothest and the best repairs."
)
PLANE_NOTE = (
    "Arrows (output minus input) against the score of the noisy density, and, as the clean one, of the density without "
    "noise: the denoiser follows the former."
)


def _repair(key: str, name: str, setting: str, model, note: str = "") -> None:
    @reference(name, setting=setting, units={f"{key}_psnr": "dB", f"{key}_ssim": "SSIM"}, note=note)
    def measure(images, seed):
        found = lesson(CELLS, seed, images)
        judged = found["judge"](images.x_test, np.asarray(model(found, seed)(found["x_noisy"])))
        return {f"{key}_psnr": judged["PSNR"], f"{key}_ssim": judged["SSIM"]}


def _trained(sigma: float):
    return lambda found, seed: quietly(found["train"], sigma, found["x_train"], seed=seed)


NOISY = "Gaussian noise 0.5 in the test"
_repair("noisy_05", "no repair", NOISY, lambda found, seed: lambda x: x, REPAIR_NOTE)
_repair("median_05", "median filter", f"3 x 3, {NOISY}", lambda found, seed: found["median"])
_repair("pca_32_05", "PCA-32 as a repair", f"{IMAGES:,} images, {NOISY}", lambda found, seed: found["pca"])
_repair("plain_ae_05", "plain autoencoder, noisy test", f"784-1024-784, {TRAINED}, {NOISY}", _trained(0.0))
_repair(
    "denoising_ae_05",
    "denoising autoencoder",
    f"784-1024-784, noise 0.5, {TRAINED}, {NOISY}",
    _trained(0.5),
    DENOISED_NOTE,
)

METRICS = {
    "extent": ("median extent", "px"),
    "compact": ("compact units", "%"),
    "smoothness": ("smoothness", "correlation"),
    "sse": ("SSE/img", "SSE/img"),
    "psnr_masked": ("PSNR, 50 % masked", "dB"),
}


def _masked(percent: int) -> None:
    @reference(
        f"tied autoencoder, {percent} % masked", setting=f"784-1024-784 tied, sigmoid, {TRAINED_TIED}",
        units={f"masked_{percent}_{key}": unit for key, (_, unit) in METRICS.items()},
        note=MASKED_NOTE if percent == 0 else "",
    )  # fmt: skip
    def measure(images, seed):
        found = lesson(CELLS, seed, images)
        model = quietly(found["train_tied"], percent / 100, EPOCHS_TIED, seed=seed)
        x_masked = found["mask"](images.x_test, 0.5, found["noise_rng"]).astype("float32")
        measured = found["measure_tied"](model, images.x_test, x_masked)
        return {f"masked_{percent}_{key}": measured[name][0] for key, (name, _) in METRICS.items()}


for _percent in (0, 25, 50):
    _masked(_percent)


@reference(
    "denoiser in the plane",
    setting="2-100-100-2, noise 0.1, 20,000 points, 30 epochs, batch 256, Adam 3e-3 with a cosine schedule",
    units={"field_cosine": "cosine", "field_error": "relative error", "field_error_clean": "relative error"},
    note=PLANE_NOTE,
)
def plane(images, seed):
    found = lesson(PLANE, seed)
    model = quietly(found["train_plane"], 0.1, 30, seed=seed)
    x = found["x_plane"][:4000] + 0.1 * found["rng"].standard_normal((4000, 2))
    arrows = np.asarray(model(x)) - x
    noisy, clean = (0.1**2 * found["true_score"](x, noise) for noise in (0.1, 0.0))
    cosine = (arrows * noisy).sum(axis=1) / np.linalg.norm(arrows, axis=1) / np.linalg.norm(noisy, axis=1)
    errors = [np.linalg.norm(arrows - right) / np.linalg.norm(right) for right in (noisy, clean)]
    return {"field_cosine": np.median(cosine), "field_error": errors[0], "field_error_clean": errors[1]}
