"""Lesson 13's reference figures: modes of a GAN in the plane, walks along units, and three ways to draw digits.

The lesson's own functions train, walk and draw, so a figure can only change together with the lesson it is printed in.
"""

import contextlib
import io

import keras
import numpy as np

from benchmarks.register import functions, reference
from course_utils import samples
from course_utils.densities import best_mixture
from course_utils.seeding import seed_everything

LESSON = "13_decoders"
CELLS = ("digit-train", "walk", "density", "gan")
VALIDATION, EPOCHS, UNITS, THREES = 5_000, 6, 32, 200
PLANE_STEPS, DIGIT_STEPS = 3000, 8000


def lesson(images, seed: int) -> dict:
    """Return the lesson's functions with this seed's autoencoder and classifier in their place."""
    names = dict(functions(LESSON, *CELLS))
    rng = seed_everything(seed)
    x, y = images.x_train, images.y_train
    names |= {"x_train": x[VALIDATION:], "x_val": x[:VALIDATION], "y_train": y[VALIDATION:], "y_val": y[:VALIDATION]}
    names |= {"x_test": images.x_test, "y_test": images.y_test, "rng": rng, "k": UNITS, "n_judge": VALIDATION}
    encoder, decoder = names["dense"]((784, 256, UNITS), None), names["dense"]((UNITS, 256, 784), "sigmoid")
    autoencoder, classifier = keras.Sequential([encoder, decoder]), names["dense"]((784, 256, 64, 10), "softmax")
    autoencoder.compile("adam", "binary_crossentropy", jit_compile=False)
    autoencoder.fit(names["x_train"], names["x_train"], epochs=EPOCHS, batch_size=128, verbose=0)
    classifier.compile("adam", "sparse_categorical_crossentropy", jit_compile=False)
    classifier.fit(names["x_train"], names["y_train"], epochs=EPOCHS // 2, batch_size=128, verbose=0)
    names |= {"encoder": encoder, "decoder": decoder, "classifier": classifier}
    names["to_features"] = keras.Model(classifier.inputs[0], classifier.layers[-2].output)
    names["h_train"], names["h_val"] = (names["run"](encoder, names[part]) for part in ("x_train", "x_val"))
    names["real_features"] = names["run"](names["to_features"], names["x_test"])
    return names


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
        names, rng = functions(LESSON, "gan", "digit-train"), seed_everything(seed)
        angle = np.linspace(0.3, 0.3 + 1.75 * np.pi, 8)
        centres = np.linspace(0.35, 1.0, 8)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        x = np.float32(centres[rng.integers(0, 8, 20_000)] + 0.05 * rng.standard_normal((20_000, 2)))
        decoder, critic = names["dense"]((2, 64, 64, 2), None), names["dense"]((2, 64, 64, 1), None)
        quietly(names["train_gan"], decoder, critic, x, 2, PLANE_STEPS, rate)
        found, near = samples.modes(names["run"](decoder, rng.standard_normal((4000, 2))), centres, 0.15)
        return {f"{key}_modes": found, f"{key}_near": 100 * near}


_plane("gan", 3e-4, PLANE_NOTE)
_plane("gan_fast", 1e-3)


@reference(
    "walks and draws of a decoder",
    setting=f"784-256-{UNITS}-256-784, {EPOCHS} epochs, 55,000 images; GAN: {DIGIT_STEPS} steps of 128, Adam 3e-4",
    units={
        "walk_unit_five": "%",
        "walk_random_five": "%",
        "walk_made_five": "%",
        "walk_unit_width": "%",
        "walk_random_width": "%",
        "walk_made_width": "%",
        "density_gaussian_frechet": "Fréchet distance",
        "density_mixture_frechet": "Fréchet distance",
        "gan_frechet": "Fréchet distance",
        "density_gaussian_critic": "%",
        "density_mixture_critic": "%",
        "gan_critic": "%",
    },
    note="Walks: the share of threes of the test images that become fives at the 1st or 99th percentile of a "
    "direction, and by how much stroke width changes between the two, for the best unit, the best of 32 random "
    "directions, and one made with labels; the best is chosen on validation images. Draws: Fréchet distance in 64 "
    "features of a classifier, and how often a fresh critic is right on new black and white images.",
)
def digits(images, seed):
    names = lesson(images, seed)
    run, h, y, rng = names["run"], names["h_train"], names["y_train"], names["rng"]
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
    drawn = {"density_gaussian": names["sample_decoder"](decoder, names["fit_code_density"](h), n, rng)}
    mixture = best_mixture(h[:10_000], names["h_val"], (1, 5, 20), seed=seed)
    drawn["density_mixture"] = run(decoder, rng.permutation(mixture.sample(n)[0]))
    generator, critic = names["dense"]((UNITS, 256, 784), "sigmoid"), names["dense"]((784, 256, 1), None)
    quietly(names["train_gan"], generator, critic, names["x_train"], UNITS, DIGIT_STEPS, 3e-4)
    drawn["gan"] = run(generator, rng.standard_normal((n, UNITS)))
    for key, x in drawn.items():
        found[f"{key}_frechet"], right = names["judge"](x)
        found[f"{key}_critic"] = 100 * right
    return found
