"""Measure the reference figures that the lessons print, over several seeds, and store them once as data.

usage: python -m benchmarks.reference_results [--seeds N] [--list] [MODEL ...]        (default: every model, 5 seeds)

The full profile and MNIST are used. What is stored with the same setting is kept, so an interrupted run goes on where
it stopped, and a second run measures nothing. The figures go to `course_utils/reference_results.json`:
`{key: {"mnist": {mean, std, n, unit, setting, seconds, values, source}}}`; `seconds` is the time of one run.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.reference_models import MODELS, Reference
from course_utils import data

STORE = Path(__file__).resolve().parent.parent / "course_utils" / "reference_results.json"
DATA = "mnist"


def stored() -> dict:
    return json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}


def save(table: dict) -> None:
    """Write the table in one step, in the order of its keys, so that two runs differ only in what was measured."""
    scratch = STORE.with_suffix(".tmp")
    scratch.write_text(json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(scratch, STORE)


def runs_kept(table: dict, model: Reference) -> int:
    """Return how many seeds of a model are stored, for all its keys, with its present setting."""
    entries = [table.get(key, {}).get(DATA, {}) for key in model.units]
    return min(len(entry.get("values", [])) if entry.get("setting") == model.setting else 0 for entry in entries)


def add_run(table: dict, model: Reference, kept: int, found: dict[str, float], seconds: float) -> None:
    """Append the values of one seed to those of the first ``kept`` seeds."""
    if set(found) != set(model.units):
        raise ValueError(f"{model.name} returned {sorted(found)}, but its keys are {sorted(model.units)}")
    published = dict(model.published)
    for key, unit in model.units.items():
        old = table.setdefault(key, {}).get(DATA, {})
        values = [*old.get("values", [])[:kept], round(float(found[key]), 6)]
        times = old.get("seconds", 0.0) * kept + seconds
        table[key][DATA] = {
            "mean": round(float(np.mean(values)), 6),
            "std": round(float(np.std(values, ddof=1)), 6) if len(values) > 1 else 0.0,
            "n": len(values),
            "unit": unit,
            "setting": model.setting,
            "seconds": round(times / (kept + 1), 1),
            "values": values,
        } | ({"source": published[key]} if key in published else {})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="names from --list")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--list", action="store_true", help="name the models and what is stored of each")
    options = parser.parse_args()
    unknown = set(options.models) - set(MODELS)
    if unknown:
        parser.error(f"no model {', '.join(sorted(unknown))}; there are: {', '.join(MODELS)}")
    table = stored()
    models = [MODELS[name] for name in options.models or MODELS]
    if options.list:
        for model in models:
            print(f"{model.name}: {runs_kept(table, model)} runs stored; {model.setting}")
        return 0
    os.environ["COURSE_DATASET"] = DATA
    images = data.load_images()
    for model in models:
        wanted = options.seeds if model.random else 1
        for seed in range(runs_kept(table, model), wanted):
            started = time.monotonic()
            found = model.measure(images, seed)
            add_run(table, model, seed, found, time.monotonic() - started)
            save(table)
            print(f"{model.name}, seed {seed}: " + ", ".join(f"{k} {v:.4g}" for k, v in found.items()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
