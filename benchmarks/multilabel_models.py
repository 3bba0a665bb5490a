"""Lesson 20's reference figures: two digits on a sheet, partners that are mostly together, a label that comes later.

The lesson's own functions build, train and judge, so a figure changes only together with the lesson it is printed in.
`python -m benchmarks.multilabel_models` repeats the trials in which settings were chosen, by validation sheets.
"""

from collections.abc import Iterator
from functools import partial

import keras
import numpy as np
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks.register import functions, reference
from course_utils import data, sheets, small_networks

LESSON = "20_multi_label"
CELLS = ("separate", "train", "rivals", "race", "turn", "new-label", "few")
VALIDATION = 5_000
SHEETS, FEW = 3_000, 30
RACE = {
    "shared, 32": "shared32",
    "separate, 10 × 3": "separate3",
    "shared, 320": "shared320",
    "separate, 10 × 32": "separate32",
    "linear": "linear",
    "random ReLU": "random",
    "RBF kernel": "rbf",
}
COMPANY = {"shared, 32": "shared32", "separate, 10 × 3": "separate3", "separate, 10 × 32": "separate32"}
ARRIVALS = {
    "frozen, mixed": "frozen",
    "fine-tuned, mixed": "mixed",
    "fine-tuned, new alone": "alone",
    "from scratch, mixed": "scratch",
    "raw pixels, mixed": "pixels",
    "random ReLU, mixed": "random",
}
TRAINING = (
    "Adam (0.002, with 3 units 0.004, 320 in all 0.001), batch 100, until the loss on 1,000 validation sheets has not "
    "fallen for 3 epochs"
)


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


def parts(images) -> tuple:
    """Return single digits for training, validation and test sheets; no image is in two of them."""
    train = images.x_train[VALIDATION:], images.y_train[VALIDATION:]
    return train, (images.x_train[:VALIDATION], images.y_train[:VALIDATION]), (images.x_test, images.y_test)


@reference(
    "two digits on a sheet",
    setting=f"{SHEETS:,} sheets of 28 by 28 pixels with two MNIST digits in four places, every pair equally likely; "
    f"{TRAINING}; 3,000 test sheets; one threshold for all labels, chosen on validation sheets",
    units={f"sheets_{key}_{what}": "%" for key in RACE.values() for what in ("ap", "exact")},
    note="A run draws training, validation and test sheets anew. The ridge penalties are chosen on validation sheets.",
)
def race(images, seed):
    names, draw = lesson(), np.random.default_rng(100 + seed)
    sizes = (SHEETS, 1000, 3000)
    some, held_out, test = (sheets.make(part, n, 1 / 9, draw) for part, n in zip(parts(images), sizes, strict=True))
    found = {}
    for name, score in [*names["networks"](some, held_out, seed), *names["rivals"](some, held_out, seed).items()]:
        precision, match = names["measure"](score, held_out, test)
        found |= {f"sheets_{RACE[name]}_ap": float(precision), f"sheets_{RACE[name]}_exact": float(match)}
    return found


@reference(
    "partners mostly together",
    setting=f"2,000 sheets, partners together with probability 0.9; {TRAINING}; 2,000 test sheets of each kind, "
    "threshold 0.5; own: as in training; free: every pair equally likely; alone: how often the absent partner of a "
    "digit that is alone is called",
    units={f"company_{key}_{what}": "%" for key in COMPANY.values() for what in ("own", "free", "alone")},
)
def company(images, seed):
    names = lesson()
    builds = {
        "shared, 32": (names["shared"], 32, 2e-3),
        "separate, 10 × 3": (names["separate"], 3, 4e-3),
        "separate, 10 × 32": (names["separate"], 32, 1e-3),
    }
    found = names["company"](0.9, 2000, builds, parts(images), 100 + seed)
    return {
        f"company_{key}_{what}": 100 * float(found[name][what])
        for name, key in COMPANY.items()
        for what in ("own", "free", "alone")
    }


@reference(
    "a label that comes later",
    setting=f"a network with 320 hidden units knows 0 to 7 from 6,000 sheets; 8 comes on {FEW} sheets, with 1,000 old "
    "ones where mixed; 10 epochs of Adam 0.001, 15 of 0.004 from scratch; test: 1,600 old sheets and 400 with an 8; "
    "ap: average precision of the new label, calls: its calls on old sheets, old: exact match of the old labels",
    units={f"newlabel_{key}_{what}": "%" for key in ARRIVALS.values() for what in ("ap", "calls")}
    | {f"newlabel_{key}_old": "%" for key in list(ARRIVALS.values())[:4]},
)
def arrivals(images, seed):
    names, draw = lesson(), np.random.default_rng(100 + seed)
    train, val, test = parts(images)
    model, learned = knows_eight(names, train, val, draw, seed)
    found = names["arrivals"](model, (learned[0][:1000], learned[1][:1000]), (train, test), FEW, 100 + seed)
    kinds = ("ap", "calls", "old")
    values = {f"newlabel_{key}_{what}": 100 * float(found[name][i])
              for name, key in ARRIVALS.items() for i, what in enumerate(kinds)}  # fmt: skip
    return {key: value for key, value in values.items() if np.isfinite(value)}


def knows_eight(names, train, val, draw, seed):
    """Train a network on 0 to 7, and return it with its sheets."""
    learned, held_back = names["old_sheets"](train, 2 * SHEETS, draw), names["old_sheets"](val, 1000, draw)
    keras.utils.set_random_seed(seed)
    start, _ = names["shared"](320, 8)
    eight = ((x, y[:, :8]) for x, y in (learned, held_back))
    return small_networks.fit(start, *eight, rate=1e-3, seed=seed), learned


def trials(images, n: int = 1000, seeds: int = 2) -> Iterator[tuple[str, float, float]]:
    """Yield, for each setting that was tried, its loss on validation sheets (for kernels: mean average precision)."""
    names, (train, val, _) = lesson(), parts(images)
    builds = {
        "shared, 32": (names["shared"], 32),
        "separate, 10 × 3": (names["separate"], 3),
        "shared, 320": (names["shared"], 320),
        "separate, 10 × 32": (names["separate"], 32),
    }
    for seed in range(seeds):
        draw = np.random.default_rng(200 + seed)
        some, held_out = (sheets.make(part, m, 1 / 9, draw) for part, m in ((train, n), (val, 1000)))
        for name, (build, m) in builds.items():
            for rate in (1e-3, 2e-3, 4e-3):
                keras.utils.set_random_seed(seed)
                score = names["train"](build(m, 10), some, held_out, rate=rate, seed=seed)
                yield f"{name}, rate", rate, float(names["multilabel_bce"](held_out[1], score(held_out[0])))
        for width in (0.3, 1, 3):
            kernel = partial(KernelRidge, kernel="rbf", gamma=width / (784 * some[0].var()))
            fit = names["best_ridge"](kernel, (0.01, 0.1, 1), some[0], held_out[0], some, held_out)
            yield (
                "RBF kernel, width",
                width,
                100 * float(average_precision_score(held_out[1], fit.predict(held_out[0]))),
            )
        model, learned = knows_eight(names, train, val, draw, seed)
        x, y = names["new_sheets"](train, FEW, draw)
        x, y = np.vstack([learned[0][:1000], x]), np.vstack([learned[1][:1000], y])
        x_val = np.vstack([names["old_sheets"](val, 1600, draw)[0], names["new_sheets"](val, 400, draw)[0]])
        judged = partial(average_precision_score, np.arange(2000) >= 1600)
        for name, view in (("frozen", partial(names["features"], model)), ("raw pixels", lambda x: x)):
            for C in (0.1, 1, 10):
                fit = LogisticRegression(C=C, max_iter=1000).fit(view(x), y[:, 8])
                yield f"new label on {name}, C", C, 100 * float(judged(fit.decision_function(view(x_val))))
        begin = {"fine-tuned": (names["one_more_label"](model, x, y[:, 8]), 10, (3e-4, 1e-3, 3e-3))}
        begin["from scratch"] = names["shared"](320, 9)[0], 15, (1e-3, 2e-3, 4e-3)
        for name, (weights, epochs, rates) in begin.items():
            for rate in rates:
                tuned = small_networks.fit(weights, (x, y), epochs=epochs, rate=rate, seed=seed)
                yield f"new label, {name}, rate", rate, 100 * float(judged(small_networks.logits(tuned, x_val)[:, 8]))


if __name__ == "__main__":
    measured: dict[tuple[str, float], list[float]] = {}
    for name, setting, value in trials(data.load_images()):
        measured.setdefault((name, setting), []).append(value)
        print(f"{name:32} {setting:7g}  {value:7.3f}, mean so far {np.mean(measured[name, setting]):7.3f}", flush=True)
