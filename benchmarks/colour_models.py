"""Lesson 19's reference figures: colours of photographs left out, of their other halves, and their resolution.

The lesson's own functions build, train and judge, so a figure changes only together with the lesson it is printed in.
The photographs are those that scikit-image and scikit-learn ship; the images that are handed in are not used.
`python -m benchmarks.colour_models` repeats the trials in which settings were chosen, by validation photographs.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.register import functions, reference
from course_utils import photographs

LESSON = "19_colour_resolution"
CELLS = (
    *("toy-train", "halves", "regress", "judge", "annealed", "classify", "left-out-run"),
    *("project", "sr-network", "sr-run"),
)
COLOURS = {
    "grey": "grey",
    "mean colour": "mean",
    "ridge": "ridge",
    "neighbours": "neighbours",
    "regression": "regression",
    "classes, 0.38": "classes",
    "rebalanced, 0.38": "rebalanced",
}
ENLARGED = {
    "bicubic": "bicubic",
    "cubic spline": "spline",
    "linear filter": "linear",
    "network": "network",
    "network, no skip": "no_skip",
}
NETWORK = (
    "76-64 network, Adam 0.002, batch 100, the best of 10 epochs on validation pixels; 3,000 training pixels; "
    "16 by 16 bins"
)


FEW = {"seeds": 2, "fewer": "a run trains up to eighteen networks, which takes minutes"}


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


def small() -> dict[str, np.ndarray]:
    return {name: photographs.load(name, 100) for name in photographs.NAMES}


def means(scores: list[dict[str, tuple[float, float, float]]], prefix: str) -> dict[str, float]:
    """Return the means over photographs of CIEDE2000 and colourfulness, by key."""
    found = {}
    for method, key in COLOURS.items():
        found[f"{prefix}_{key}_ciede"] = float(np.mean([each[method][1] for each in scores]))
        found[f"{prefix}_{key}_colourfulness"] = float(np.mean([each[method][2] for each in scores]))
    return found


def units(prefix: str) -> dict[str, str]:
    return {f"{prefix}_{key}_ciede": "CIEDE2000" for key in COLOURS.values()} | {
        f"{prefix}_{key}_colourfulness": "" for key in COLOURS.values()
    }


@reference(
    "colours of a photograph left out",
    setting=f"six photographs of 96 rows, each left out once, four to train on, one to validate; {NETWORK}; means over "
    "the six",
    units=units("colour"),
    **FEW,
    note="A run draws training pixels and weights anew; grey is the same in every run.",
)
def left_out(images, seed):
    names, photos = lesson(), small()
    scores = []
    for name in photographs.NAMES:
        found = names["colour_left_out"](photos, name, 100 + seed)
        scores.append({method: names["judge"](photos[name], chroma) for method, chroma in found.items()})
    return means(scores, "colour")


@reference(
    "colours of the other half of a photograph",
    setting=f"the left two fifths of each of six photographs to train on, the next tenth to validate, the right half "
    f"to judge; {NETWORK}; means over the six",
    units=units("half"),
    **FEW,
)
def other_half(images, seed):
    names, scores = lesson(), []
    for photo in small().values():
        *known, rgb = names["halves"](photo)
        train, held_out, scale = photographs.prepare(*known, np.random.default_rng(100 + seed))
        z = scale(photographs.context(names["to_luma_chroma"](rgb)[0]))
        found = {method: predict(z) for method, predict in photographs.rivals(train, held_out).items()}
        found["regression"] = names["regression"](train, held_out, 100 + seed)(z)
        for method, rebalanced in (("classes", False), ("rebalanced", True)):
            logits = names["classification"](train, held_out, 100 + seed, rebalanced)(z)
            found[f"{method}, 0.38"] = names["annealed_mean"](logits, 16, 0.38)
        scores.append({method: names["judge"](rgb, chroma) for method, chroma in found.items()})
    return means(scores, "half")


@reference(
    "photographs enlarged twice",
    setting="luma of six photographs of 192 rows, each left out once, four others train; means of 2 by 2 pixels, "
    "enlarged; networks 5x5x24, 3x3x24, 3x3x4 at low resolution, 400 steps of 16 pieces of 16 by 16, Adam 0.003 "
    "falling along a cosine; gain: decibels above bicubic, mean over the six; right: with block means put right",
    units={f"resolution_{key}_{what}": "dB" for key in ENLARGED.values() for what in ("gain", "right")}
    | {"resolution_network_beats_bicubic": "photographs of 6", "resolution_network_beats_all": "photographs of 6"},
    **FEW,
    note="beats all: with block means put right for all, the network has a larger PSNR than every rival.",
)
def enlarged(images, seed):
    names = lesson()
    high = {name: names["to_luma_chroma"](photographs.load(name, 200))[0] for name in photographs.NAMES}
    lows = {name: names["degrade"](x[np.newaxis], 2)[0] for name, x in high.items()}
    psnr, put_right = photographs.psnr, names["put_right"]
    plain, right = [], []
    for name in photographs.NAMES:
        found = names["race"](high, lows, name, 100 + seed, skips=(True, False))
        plain.append({method: psnr(high[name], x) for method, x in found.items()})
        right.append({method: psnr(high[name], put_right(x, lows[name])) for method, x in found.items()})
    values = {}
    for method, key in ENLARGED.items():
        for what, scores in (("gain", plain), ("right", right)):
            gain = [each[method] - one["bicubic"] for each, one in zip(scores, plain, strict=True)]
            values[f"resolution_{key}_{what}"] = float(np.mean(gain))
    others = ("nearest", "bicubic", "cubic spline", "linear filter")
    values["resolution_network_beats_bicubic"] = float(sum(one["network"] > one["bicubic"] for one in plain))
    values["resolution_network_beats_all"] = float(sum(r["network"] > max(r[m] for m in others) for r in right))
    return values


def trials(seeds: int = 2) -> Iterator[tuple[str, float, float]]:
    """Yield, for each setting that was tried, its error on validation pixels or photographs."""
    names, photos = lesson(), small()
    high = {name: names["to_luma_chroma"](photographs.load(name, 200))[0] for name in photographs.NAMES}
    lows = {name: names["degrade"](x[np.newaxis], 2)[0] for name, x in high.items()}
    for seed in range(seeds):
        for name in photographs.NAMES:
            judge_by, learn_from = photographs.folds()[name]
            known = names["pixels"]([photos[n] for n in learn_from]), names["pixels"]([photos[judge_by]])
            for n in (1000, 3000, 12000):
                train, held_out, _ = photographs.prepare(*known, np.random.default_rng(seed), n)
                chroma = names["regression"](train, held_out, seed)(held_out[0])
                yield "regression, training pixels", n, 100 * float(((chroma - held_out[1]) ** 2).mean() ** 0.5)
            for steps in (200, 400, 800):
                for skip in (True, False):
                    highs, few = [high[n] for n in learn_from], [lows[n] for n in learn_from]
                    enlarge = names["train_sr"](highs, few, skip, seed, steps)
                    error = photographs.psnr(high[judge_by], enlarge(lows[judge_by]))
                    yield f"enlarging, {'' if skip else 'no '}skip, steps (PSNR)", steps, error


if __name__ == "__main__":
    measured: dict[tuple[str, float], list[float]] = {}
    for name, setting, value in trials():
        measured.setdefault((name, setting), []).append(value)
        print(f"{name:36} {setting:7g}  {value:7.3f}, mean so far {np.mean(measured[name, setting]):7.3f}", flush=True)
