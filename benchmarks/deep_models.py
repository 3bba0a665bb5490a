"""Lesson 10's reference figures: four ways to start one deep autoencoder at equal time.

The lesson's own functions pretrain, unroll and tune, so a figure can only change together with the lesson it is printed
in. `python -m benchmarks.deep_models` repeats the trials in which the learning rates are chosen, by validation images.
"""

import contextlib
import io

import keras
import numpy as np

from benchmarks.register import functions, reference
from course_utils import data, deep

LESSON = "10_deep_ae"
CELLS = ("train-rbm", "race-functions")
VALIDATION = 5_000
SIZES = (1000, 500, 250, 30)
STEPS, SECONDS = 300, 20
RATES = {"Glorot": 3e-3, "RBMs": 3e-3, "autoencoders": 1e-3, "He": 1e-3}
RANDOM = {"Glorot": ("sigmoid", "glorot_uniform"), "He": ("relu", "he_normal")}
KEYS = {"Glorot": "deep_glorot_sse", "RBMs": "deep_rbm_sse", "autoencoders": "deep_stack_sse", "He": "deep_he_sse"}


def lesson(x_train: np.ndarray, x_val: np.ndarray, rates: dict[str, float], seed: int) -> dict:
    """Return the lesson's functions, with this seed's data and rates in their place."""
    names = functions(LESSON, *CELLS)
    names |= {"x_train": x_train, "x_val": x_val, "sizes": SIZES, "rates": rates, "models": {}, "race": {}}
    keras.utils.set_random_seed(seed)
    return names


def pretrained(names: dict, seed: int) -> tuple[dict, float]:
    """Pretrain machines and autoencoders for as long; return both stacks by name, and the seconds of one of them."""
    machines, seconds = names["pretrain_rbms"](names["x_train"], STEPS, seed)
    return {"RBMs": machines, "autoencoders": names["pretrain_autoencoders"](names["x_train"], seconds)}, sum(seconds)


def tuned(names: dict, stacks: dict, before: float, fine: float, seed: int) -> dict:
    """Train the four starts for the same time, ``before`` being the seconds of pretraining; return the networks."""
    models = names["models"]
    models |= {name: names["unroll"](stack) for name, stack in stacks.items()}
    models |= {name: deep.network(784, SIZES, *how) for name, how in RANDOM.items()}
    for name in models:
        names["tune"](name, 1.02 * fine + (before if name in RANDOM else 0), seed)
    return models


@reference(
    "four starts of a deep autoencoder",
    setting=f"784-1000-500-250-30 and back; {STEPS} steps of 100 images for each machine, then {SECONDS} s of "
    "fine-tuning; the others as long in all; batch 128, 55,000 images, Adam with cosine decay from "
    + ", ".join(f"{rate:g} ({name})" for name, rate in RATES.items()),
    units=dict.fromkeys(KEYS.values(), "SSE/img"),
    seeds=1,
    fewer="equal time needs a machine with nothing else to do",
    note="Sigmoid units started from Glorot's random weights, from restricted Boltzmann machines and from autoencoders "
    "of one layer; ReLU units from He's random weights. On the test images; rates chosen on validation images.",
)
def starts(images, seed):
    x = images.x_train
    names = lesson(x[VALIDATION:], x[:1000], RATES, seed)
    with contextlib.redirect_stdout(io.StringIO()):
        models = tuned(names, *pretrained(names, seed), SECONDS, seed)
    return {key: deep.sse(images.x_test, models[name].predict(images.x_test, verbose=0)) for name, key in KEYS.items()}


def trials(x: np.ndarray, fine: float = 8, seed: int = 0) -> dict[str, dict[float, float]]:
    """Return the SSE/img on validation images of each start at three learning rates, after a shorter race."""
    found: dict[str, dict[float, float]] = {name: {} for name in KEYS}
    rates: dict[str, float] = {}
    names = lesson(x[VALIDATION:], x[:1000], rates, seed)
    stacks, before = pretrained(names, seed)
    for rate in (3e-4, 1e-3, 3e-3):
        rates.update(dict.fromkeys(KEYS, rate))
        for name, model in tuned(names, stacks, before, fine, seed).items():
            found[name][rate] = deep.sse(x[:VALIDATION], model.predict(x[:VALIDATION], verbose=0))
    return found


if __name__ == "__main__":
    for start, by_rate in trials(data.load_images().x_train).items():
        print(start, ", ".join(f"rate {rate:g}: {error:.2f}" for rate, error in by_rate.items()), flush=True)
