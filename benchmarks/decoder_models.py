"""Lesson 13's reference figures: modes of a GAN in the plane, walks, ways to draw digits, completed fonts.

The lesson's own functions train, walk and draw, so a figure can only change together with the lesson it is printed in.
"""

import contextlib
import io

import keras
import numpy as np

from benchmarks.register import functions, reference
from course_utils import fonts, samples
from course_utils.densities import best_mixture
from course_utils.seeding import seed_everything

LESSON = "13_decoders"
CELLS = ("digit-helpers", "walk", "density", "gan")
FONT_CELLS = ("font-train", "lofo-rivals", "lofo")
VALIDATION, EPOCHS, UNITS, THREES = 5_000, 6, 32, 200
PLANE_STEPS, DIGIT_STEPS, DIGIT_BATCH, RATE = 3000, 5000, 64, 3e-4


def lesson(images, seed: int) -> dict:
    """Return the lesson's functions with the data and this seed's classifier in their place."""
    names = functions(LESSON, *CELLS)  # not a copy: it is where these functions look names up
    rng = seed_everything(seed)
    x, y = images.x_train, images.y_train
    names |= {"x_train": x[VALIDATION:], "x_val": x[:VALIDATION], "y_train": y[VALIDATION:], "y_val": y[:VALIDATION]}
    names |= {"x_test": images.x_test, "y_test": images.y_test, "rng": rng, "k": UNITS, "n_judge": VALIDATION}
    classifier = names["dense"]((784, 256, 64, 10), "softmax")
    classifier.compile("adam", "sparse_categorical_crossentropy", jit_compile=False)
    classifier.fit(names["x_train"], names["y_train"], epochs=EPOCHS // 2, batch_size=128, verbose=0)
    names |= {"classifier": classifier}
    names["to_features"] = keras.Model(classifier.inputs[0], classifier.layers[-2].output)
    names["real_features"] = names["run"](names["to_features"], names["x_test"])
    return names


def add_autoencoder(names: dict) -> None:
    """Train the lesson's autoencoder and put it and its codes in their place."""
    encoder, decoder = names["dense"]((784, 256, UNITS), None), names["dense"]((UNITS, 256, 784), "sigmoid")
    autoencoder = keras.Sequential([encoder, decoder])
    autoencoder.compile("adam", "binary_crossentropy", jit_compile=False)
    autoencoder.fit(names["x_train"], names["x_train"], epochs=EPOCHS, batch_size=128, verbose=0)
    names |= {"encoder": encoder, "decoder": decoder}
    names["h_train"], names["h_val"] = (names["run"](encoder, names[part]) for part in ("x_train", "x_val"))


def judged(names: dict, key: str, x) -> dict[str, float]:
    """Return the figures of drawn images."""
    distance, right = names["judge"](x)
    shares = np.bincount(names["is_a"](x), minlength=10) / len(x)
    effective = np.exp(-np.sum(shares * np.log(shares + 1e-12)))
    return {f"{key}_frechet": distance, f"{key}_critic": 100 * right, f"{key}_effective": effective}


def quietly(f, *arguments, **choices):
    """Call a function of the lesson without its line of progress."""
    with contextlib.redirect_stdout(io.StringIO()):
        return f(*arguments, **choices)


PLANE_NOTE = (
    "Eight places on lesson 5's spiral, each with a normal step of 0.05. A mode is found if at least one in a hundred "
    "of 4,000 drawn points lies within 0.15 of it; near is the share of points that do so for any mode."
)


def _plane(key: str, rate: float, note: str = "") -> None:
    @reference(
        f"GAN in the plane, rate {rate:g}",
        setting=f"2-64-64-2 against 2-64-64-1, {PLANE_STEPS} steps of 128 points, Adam {rate:g} with beta_1 = 0.5",
        units={f"{key}_modes": "modes of 8", f"{key}_near": "%"},
        note=note,
    )
    def measure(images, seed):
        names, rng = functions(LESSON, "gan", "digit-helpers"), seed_everything(seed)
        angle = np.linspace(0.3, 0.3 + 1.75 * np.pi, 8)
        centres = np.linspace(0.35, 1.0, 8)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        x = np.float32(centres[rng.integers(0, 8, 20_000)] + 0.05 * rng.standard_normal((20_000, 2)))
        decoder, critic = names["dense"]((2, 64, 64, 2), None), names["dense"]((2, 64, 64, 1), None)
        quietly(names["train_gan"], decoder, critic, x, 2, PLANE_STEPS, rate)
        found, near = samples.modes(names["run"](decoder, rng.standard_normal((4000, 2))), centres, 0.15)
        return {f"{key}_modes": found, f"{key}_near": 100 * near}


_plane("gan", 3e-4, PLANE_NOTE)
_plane("gan_fast", 1e-3)


def judged_units(key: str) -> dict[str, str]:
    return {f"{key}_frechet": "Fréchet distance", f"{key}_critic": "%", f"{key}_effective": "digits of 10"}


@reference(
    "walks through codes, and densities on them",
    setting=f"784-256-{UNITS}-256-784, {EPOCHS} epochs, 55,000 images",
    units={
        "walk_unit_five": "%",
        "walk_random_five": "%",
        "walk_made_five": "%",
        "walk_unit_width": "%",
        "walk_random_width": "%",
        "walk_made_width": "%",
        **judged_units("density_gaussian"),
        **judged_units("density_mixture"),
    },
    note="Walks: the share of threes of the test images that become fives at the 1st or 99th percentile of a "
    "direction, and by how much stroke width changes between the two, for the best unit, the best of 32 random "
    "directions, and one made with labels; the best is chosen on validation images. Draws: Fréchet distance in 64 "
    "features of a classifier, how often a fresh critic is right on new black and white images, and the effective "
    "number of digits, the exponential of the entropy of what the classifier calls them.",
)
def digits(images, seed):
    names = lesson(images, seed)
    add_autoencoder(names)
    h, y, rng = names["h_train"], names["y_train"], names["rng"]
    val = names["threes_of"](names["x_val"], names["y_val"], THREES)
    test = names["threes_of"](names["x_test"], names["y_test"], 2 * THREES)
    three, width = h[y == 3][:2000], samples.stroke_width(names["x_train"][y == 3][:2000])
    made = {"to_five": h[y == 5].mean(axis=0) - h[y == 3].mean(axis=0)}
    made["thinner"] = np.linalg.lstsq(three - three.mean(axis=0), width - width.mean(), rcond=None)[0]
    made = {name: d / np.linalg.norm(d) for name, d in made.items()}
    kinds = {"units": np.eye(UNITS), "random": np.linalg.qr(rng.normal(size=(UNITS, UNITS)))[0].T}
    walks = names["best_walks"](val, test, kinds, made)
    found = {}
    for kind, key in {"units": "unit", "random": "random", "made for it": "made"}.items():
        found[f"walk_{key}_five"] = 100 * walks["to_five", kind][1]
        found[f"walk_{key}_width"] = 100 * walks["thinner", kind][1]
    n, decoder = 2 * VALIDATION, names["decoder"]
    gaussian = names["sample_decoder"](decoder, names["fit_code_density"](h), n, rng)
    mixture = best_mixture(h[:10_000], names["h_val"], (1, 5, 20), seed=seed)
    mixed = names["run"](decoder, rng.permutation(mixture.sample(n)[0]))
    return found | judged(names, "density_gaussian", gaussian) | judged(names, "density_mixture", mixed)


def draw_gan(names: dict, critic, n: int):
    """Train a GAN against this critic and return `n` images."""
    decoder = names["dense"]((UNITS, 256, 784), "sigmoid")
    quietly(names["train_gan"], decoder, critic, names["x_train"], UNITS, DIGIT_STEPS, RATE, DIGIT_BATCH)
    return names["run"](decoder, names["rng"].standard_normal((n, UNITS)))


@reference(
    "GAN on digits",
    setting=f"{UNITS}-256-784 against 784-256-1 with dropout 0.4, {DIGIT_STEPS} steps of {DIGIT_BATCH}, Adam {RATE:g}",
    units=judged_units("gan"),
    seeds=3,
    fewer="a run takes most of a minute of processor time; more are to follow",
    note="Judged as the densities are.",
)
def gan(images, seed):
    names = lesson(images, seed)
    return judged(names, "gan", draw_gan(names, names["critic_with_dropout"](784), 2 * VALIDATION))


@reference(
    "a font completed from four letters",
    setting="family left out, settings chosen on another one; 8 variants per face, 8 rounds of training",
    units={
        "complete_mean": "SSE/letter",
        "complete_nearest": "SSE/letter",
        "complete_two": "SSE/letter",
        "complete_pca": "SSE/letter",
        "complete_map": "SSE/letter",
    },
    seeds=3,
    fewer="a run takes most of a minute of processor time; more are to follow",
    note="The mean over seven families that ship with Matplotlib, each left out once.",
)
def completions(images, seed):
    names = functions(LESSON, *FONT_CELLS)  # as above
    faces, letters = fonts.faces(), fonts.LETTERS
    x = np.stack([[names["render_glyph"](face.source, letter, 20) for letter in letters] for face in faces])
    families = fonts.families(faces)
    shown = [letters.index(letter) for letter in "aegn"]
    names |= {"x_faces": x, "flat_faces": x.reshape(len(x), len(letters), -1), "letters": letters, "shown": shown}
    names |= {"family": np.array([face.family for face in faces]), "asked": sorted(set(range(26)) - set(shown))}
    errors = []
    for i, name in enumerate(families):
        found, _ = quietly(names["leave_out"], name, families[(i + 1) % len(families)], seed)
        errors.append([np.mean(values) for values in found.values()])  # mean letter, nearest, two numbers, PCA, map
    keys = ("complete_mean", "complete_nearest", "complete_two", "complete_pca", "complete_map")
    return dict(zip(keys, np.mean(errors, axis=0), strict=True))
