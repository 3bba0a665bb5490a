"""Lesson 4's reference figures: a strided convolutional autoencoder and a dense one with the same code of 128 numbers.

The lesson's own cells build, train and measure, so a figure can only change together with the lesson it stands in. The
long run of the pooling network is in `s3_conv_models`. All seeds together take about 20 minutes on two cores.
"""

import contextlib
import io

import numpy as np

from benchmarks.register import functions, reference
from course_utils.seeding import seed_everything

LESSON = "04_conv_ae"
CELLS = ("train", "build-strided", "knows-images")
IMAGES, PICTURES, FEW = 20_000, 140_000, 500
BUILDS = {
    "strided": "strided convolutions, 28-14-7-4x4x8 and back, linear code of 128, 17,913 parameters",
    "dense": "784-128-128-128-784, linear code of 128, 234,640 parameters",
}
NOTES = {
    "strided": "Better than the dense network below with a thirteenth of its parameters, and not yet better than "
    "clipped PCA-128: for that it has to be trained for longer.",
    "dense": "After as many pictures PCA-128 is far better.",
}
PRIOR_NOTES = {
    "strided": "The same order of shuffling in all images destroys what the convolutions presume, that neighbours "
    "belong together; with few images the same presumption helps.",
    "dense": "A dense network does not notice that pixels are shuffled, and is the worse one with few images.",
}


def lesson() -> dict:
    """Return what the lesson's answers and the cells that build, train and measure define, by name."""
    return functions(LESSON, *CELLS)


def trained(model, x: np.ndarray, pictures: int):
    """Return a network after it was shown so many pictures, trained as in the lesson."""
    with contextlib.redirect_stdout(io.StringIO()):
        lesson()["train"](model, x, pictures, model.name)
    return model


def rebuilt(build: str, x: np.ndarray, x_test: np.ndarray, pictures: int) -> np.ndarray:
    """Return what a fresh network makes of the test images after it was shown so many pictures."""
    return lesson()["rebuild"](trained(lesson()[f"build_{build}"](), x, pictures), x_test)


def split(images) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return validation, training and test images as the lesson has them."""
    x_all, x_test = (flat.reshape(-1, 28, 28, 1) for flat in (images.x_train[: IMAGES + 2000], images.x_test))
    return x_all[:2000], x_all[2000:], x_test


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


@reference(
    "PCA-128, clipped and cleaned", setting=f"{IMAGES:,} training images, threshold chosen on 2,000 validation images",
    units={f"pca_128_20000_{kind}": unit for kind, unit in (
        ("clipped_sse", "SSE/img"), ("cleaned_sse", "SSE/img"), ("clipped_ssim", "SSIM"), ("cleaned_ssim", "SSIM"),
        ("moved_sse", "SSE/img"), ("threshold", ""),
    )},
    random=False,
    note="Cleaned: what is below the threshold becomes paper. Moved: clipped, four pixels to the right and down.",
)  # fmt: skip
def pca_128(images, seed):
    x_val, x, x_test = split(images)
    flat = x.reshape(-1, 784)
    mean = flat.mean(axis=0)
    V = np.linalg.eigh((flat - mean).T @ (flat - mean))[1][:, -128:]
    sse, ssim, moved = lesson()["sse"], lesson()["ssim"], lesson()["move"](x_test, 4)

    def rebuild(x, threshold=0.0):
        x_hat = mean + (x.reshape(-1, 784) - mean) @ V @ V.T
        return np.where(x_hat < threshold, 0, x_hat.clip(0, 1)).reshape(x.shape)

    threshold = min(np.arange(0.05, 0.5, 0.05), key=lambda t: sse(x_val, rebuild(x_val, t)))
    x_hats = {"clipped": rebuild(x_test), "cleaned": rebuild(x_test, threshold)}
    found = {f"pca_128_20000_{name}_sse": sse(x_test, x_hat) for name, x_hat in x_hats.items()}
    found |= {f"pca_128_20000_{n}_ssim": np.mean(ssim(x_test[..., 0], v[..., 0])) for n, v in x_hats.items()}
    return found | {"pca_128_20000_moved_sse": sse(moved, rebuild(moved)), "pca_128_20000_threshold": threshold}


for _build, _how in BUILDS.items():
    _network(_build, _how)
