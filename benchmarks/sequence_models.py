"""Lesson 15's reference figures: codes of utterances, padding, alarms, and what point adjustment makes of chance.

The lesson's own functions train and judge, so a figure can only change together with the lesson it is printed in.
"""

import contextlib
import io
from functools import cache

import numpy as np
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score

from benchmarks.register import Published, functions, reference
from course_utils import data, sequences

LESSON = "15_sequences"
CELLS = (
    "build",
    "train",
    "train-four",
    "rebuild",
    "speakers",
    "bikes",
    "alarms",
    "alarm-table",
    "adjust-figure",
    "adjust",
)
EPOCHS, SLID_EPOCHS, DAY_EPOCHS = 30, 5, 100
WAYS = {  # does the decoder get the true frame before, is the input reversed
    "zeros_forwards": (False, False),
    "zeros_backwards": (False, True),
    "teacher_forwards": (True, False),
    "teacher_backwards": (True, True),
}
FIXED = {"mean frame (12)": "mean_frame", "mean and deviation (24)": "mean_deviation", "eight frames (96)": "eight"}
NETWORK = f"GRU of 32 units, code of 16 numbers, GRU of 32, {EPOCHS} epochs of 216 utterances, batch 24, Adam 0.005"
JUDGED = "logistic regression on the codes of 270 training utterances, 370 test utterances"
KUDO = Published(
    94.1,
    "Kudo et al. 1999",
    "the same utterances; a classifier made for curves, which sees the speakers throughout. A hidden Markov model is "
    "printed beside it with 96.2 %",
    "higher",
)
DETECTORS = {"PCA": "pca", "nearest window": "nearest", "mean window": "mean"}
DAYS = "days off from July to December 2011 against working days, trained on working days of January to June"


def quietly(function, *args, **kw):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kw)


def lesson() -> dict:
    """Return the lesson's functions."""
    return dict(functions(LESSON, *CELLS))


@cache
def utterances() -> dict:
    """Return padded utterances with their masks and speakers; the training part without validation utterances."""
    vowels, pad = data.japanese_vowels(), lesson()["pad_and_mask"]
    spoken, spoken_test = sequences.standardised(vowels.x_train, vowels.x_test)
    held = sequences.last_of_each(vowels.y_train, 6)
    n = len(spoken)
    x, mask = pad(spoken + spoken_test)
    return {
        "train": (x[:n][~held], mask[:n][~held]),
        "all": (x[:n], mask[:n]),
        "test": (x[n:], mask[n:]),
        "y": vowels.y_train,
        "y_test": vowels.y_test,
        "held": held,
    }


def right(codes, codes_test) -> float:
    """Return the share of test utterances whose speaker is recognised, in %."""
    return float(lesson()["accuracy"](codes, utterances()["y"], codes_test, utterances()["y_test"]))


def recognised(model, backwards: bool = False, extra: int = 0) -> float:
    """Return the same for a network; `extra` steps of padding are added to the test utterances."""
    codes = []
    for part, more in (("all", 0), ("test", extra)):
        x, mask = utterances()[part]
        source = sequences.flipped(x, mask) if backwards else x
        codes.append(sequences.layer_output(model, "code", np.pad(source, ((0, 0), (0, more), (0, 0)))))
    return right(*codes)


def way_of(key: str):
    """Enter the network that is trained in one of the four ways."""
    forced, backwards = WAYS[key]
    told, read = "the true frame before" if forced else "zeros", "backwards" if backwards else "forwards"

    @reference(
        f"autoencoder of utterances, {key.replace('_', ', ')}",
        setting=f"{NETWORK}; the decoder gets {told}, the encoder reads {read}; {JUDGED}; squared error of "
        "standardised coefficients",
        units={f"vowels_{key}_accuracy": "%", f"vowels_{key}_told": "", f"vowels_{key}_own": ""},
        published={} if forced else {f"vowels_{key}_accuracy": KUDO},
        note="told: with the frames before, as in training; own: reading its own output. All four ways are trained "
        "alike; nothing was tuned.",
    )
    def measure(images, seed):
        names, (x, mask) = lesson(), utterances()["test"]
        model = quietly(names["train_autoencoder"], *utterances()["train"], forced, backwards, epochs=EPOCHS, seed=seed)
        both = names["rebuilt"](model, x, mask, forced, backwards)
        errors = {f"vowels_{key}_{how}": float(names["masked_mse"](x, x_hat, mask)) for how, x_hat in both.items()}
        return {f"vowels_{key}_accuracy": recognised(model, backwards)} | errors

    return measure


for way in WAYS:
    way_of(way)


@reference(
    "untrained encoder of utterances",
    setting=f"GRU of 32 units and a dense layer of 16, as they are initialised; {JUDGED}",
    units={"vowels_untrained_accuracy": "%"},
)
def untrained(images, seed):
    import keras

    keras.utils.set_random_seed(seed)
    return {"vowels_untrained_accuracy": recognised(lesson()["build_autoencoder"](12))}


@reference(
    "utterances without learning",
    setting=f"mean of the frames; mean and deviation; eight frames by interpolation, and PCA with 16 numbers; "
    f"{JUDGED}; PCA also rebuilds, and so do the mean frame and the frame before",
    units={f"vowels_{key}_accuracy": "%" for key in (*FIXED.values(), "pca")}
    | {"vowels_pca_own": "", "vowels_mean_frame_own": "", "vowels_frame_before_told": ""},
    random=False,
    published={"vowels_mean_frame_accuracy": KUDO, "vowels_pca_accuracy": KUDO},
)
def fixed(images, seed):
    names, sets = lesson(), utterances()
    every, test = (sequences.simple_codes(*sets[part]) for part in ("all", "test"))
    found = {f"vowels_{key}_accuracy": right(every[name], test[name]) for name, key in FIXED.items()}
    eight = "eight frames (96)"
    pca = PCA(16).fit(every[eight][~sets["held"]])
    found["vowels_pca_accuracy"] = right(pca.transform(every[eight]), pca.transform(test[eight]))
    x, mask = sets["test"]
    rebuilt = sequences.simple_reconstructions(*sets["train"], x, mask)
    for key, x_hat in {
        "frame_before_told": names["frames_before"](x),
        "mean_frame_own": rebuilt["mean frame"],
        "pca_own": rebuilt["PCA, stretched"],
    }.items():
        found[f"vowels_{key}"] = float(names["masked_mse"](x, x_hat, mask))
    return found


@reference(
    "an encoder that reads padding",
    setting=f"{NETWORK}, without Masking, forwards, the decoder gets zeros; {JUDGED}, with padding to 29 steps and "
    "with 31 steps of padding more",
    units={"vowels_unmasked_accuracy": "%", "vowels_unmasked_longer_accuracy": "%"},
)
def unmasked(images, seed):
    model = quietly(lesson()["train_autoencoder"], *utterances()["train"], masked=False, epochs=EPOCHS, seed=seed)
    return {
        "vowels_unmasked_accuracy": recognised(model),
        "vowels_unmasked_longer_accuracy": recognised(model, extra=31),
    }


@cache
def year() -> tuple:
    """Return the series, whether each hour lies on a day off, and the hour at which July begins."""
    bikes = data.bike_hours()
    return sequences.hourly(bikes.rented), np.repeat(bikes.day_off, 24), 181 * 24


def day_auc(step: int, model) -> float:
    names, (series, day_off, half) = lesson(), year()
    score = names["window_scores"](series[half:], 24, step, sequences.around_mean(model))
    return float(roc_auc_score(day_off[half::24], names["per_day"](score)))


def windows() -> dict:
    series, day_off, half = year()
    slid, days, _ = sequences.working_windows(series[:half], day_off[:half])
    return {"slid": (1, slid, SLID_EPOCHS), "days": (24, days, DAY_EPOCHS)}


@reference(
    "alarms of a GRU autoencoder",
    setting=f"GRU of 16 units, code of 2 numbers, GRU of 16, windows of 24 hours from every hour "
    f"({SLID_EPOCHS} epochs) and from midnight ({DAY_EPOCHS} epochs), batch 32, Adam 0.005; AUC of {DAYS}",
    units={"bikes_slid_gru_auc": "", "bikes_days_gru_auc": ""},
)
def alarms(images, seed):
    names = lesson()
    return {
        f"bikes_{key}_gru_auc": day_auc(step, quietly(names["train_windows"], found, epochs, seed))
        for key, (step, found, epochs) in windows().items()
    }


@reference(
    "alarms without a network",
    setting=f"PCA with 2 components, the nearest training window, the mean of all; windows as above; AUC of {DAYS}",
    units={f"bikes_{key}_{name}_auc": "" for key in ("slid", "days") for name in DETECTORS.values()},
    random=False,
)
def simple_alarms(images, seed):
    names, found = lesson(), {}
    for key, (step, training, _) in windows().items():
        simple = names["simple_detectors"](training)
        found |= {f"bikes_{key}_{short}_auc": day_auc(step, simple[name]) for name, short in DETECTORS.items()}
    return found


@reference(
    "a random score of alarms",
    setting=f"a uniform number for each hour; best F1 over thresholds, hours of {DAYS}",
    units={"bikes_random_f1": "", "bikes_random_adjusted_f1": ""},
)
def chance(images, seed):
    _, day_off, half = year()
    score, best = np.random.default_rng(seed).random(len(day_off) - half), lesson()["best_f1"]
    return {
        "bikes_random_f1": float(best(score, day_off[half:])),
        "bikes_random_adjusted_f1": float(best(score, day_off[half:], True)),
    }
