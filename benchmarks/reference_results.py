"""Measure the reference figures that the lessons print, over several seeds, and store them once as data.

usage: python -m benchmarks.reference_results [--seeds N] [--list] [MODEL ...]

Without names: every model, each with as many seeds as it declares. The full profile and MNIST are used. What is stored
with the same setting is kept, so an interrupted run goes on where it stopped, a second run measures nothing, and two
runs of different models may share the work. The figures go to `course_utils/reference_results.json`:
`{key: {"mnist": {mean, std, n, unit, setting, seconds, values, source, fewer}}}`; `seconds` is the time of one run,
`fewer` the reason why there are fewer than five. `docs/results.md` is written anew from them.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import reference_page
from benchmarks.register import Reference, models
from course_utils import data
from grader.files import write_file

STORE = Path(__file__).resolve().parent.parent / "course_utils" / "reference_results.json"
DATA = "mnist"


def stored() -> dict:
    return json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}


def save(table: dict) -> None:
    """Write the table in one step, in the order of its keys, so that two runs differ only in what was measured."""
    write_file(STORE, json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False) + "\n")


def keep(table: dict, register: dict[str, Reference]) -> None:
    """Save the table, and the page that is made from it."""
    save(table)
    reference_page.write(table, register)


def runs_kept(table: dict, model: Reference) -> int:
    """Return how many seeds of a model are stored, for all its keys, with its present setting."""
    entries = [table.get(key, {}).get(DATA, {}) for key in model.units]
    return min(len(entry.get("values", [])) if entry.get("setting") == model.setting else 0 for entry in entries)


def add_run(table: dict, model: Reference, kept: int, found: dict[str, float], seconds: float) -> None:
    """Append the values of one seed to those of the first ``kept`` seeds."""
    seconds = found.pop("seconds", seconds)
    if set(found) != set(model.units):
        raise ValueError(f"{model.name} returned {sorted(found)}, but its keys are {sorted(model.units)}")
    for key, unit in model.units.items():
        old = table.setdefault(key, {}).get(DATA, {})
        values = [*old.get("values", [])[:kept], round(float(found[key]), 6)]
        times = (old.get("seconds", 0.0) * kept if kept else 0.0) + seconds
        table[key][DATA] = {
            "mean": round(float(np.mean(values)), 6),
            "std": round(float(np.std(values, ddof=1)), 6) if len(values) > 1 else 0.0,
            "n": len(values),
            "unit": unit,
            "setting": model.setting,
            "seconds": round(times / (kept + 1), 1),
            "values": values,
        }
        said(table[key][DATA], model, key)


def said(entry: dict, model: Reference, key: str) -> None:
    """Enter what the register says of a figure beside what was measured: it may change without another run."""
    for name, text in (("source", "; ".join(map(str, model.published.get(key, ())))), ("fewer", model.fewer)):
        entry.pop(name, None)
        if text:
            entry[name] = text


def tidy(table: dict, register: dict[str, Reference]) -> dict:
    """Return the table without what no model measures, and with the register's present words."""
    owner = {key: model for model in register.values() for key in model.units}
    kept = {key: entries for key, entries in table.items() if key in owner}
    for key, entries in kept.items():
        said(entries[DATA], owner[key], key)
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="names from --list")
    parser.add_argument("--seeds", type=int, help="instead of the number that each model declares")
    parser.add_argument("--list", action="store_true", help="name the models and what is stored of each")
    options = parser.parse_args()
    register = models()
    unknown = set(options.models) - set(register)
    if unknown:
        parser.error(f"no model {', '.join(sorted(unknown))}; there are: {', '.join(register)}")
    chosen = [register[name] for name in options.models or register]
    if options.list:
        for model in chosen:
            print(f"{model.name}: {runs_kept(stored(), model)} of {model.seeds} runs stored; {model.setting}")
        return 0
    os.environ["COURSE_DATASET"] = DATA
    os.environ["COURSE_PROFILE"] = "full"
    images = data.load_images()
    for model in chosen:
        wanted = options.seeds if options.seeds and model.seeds > 1 else model.seeds
        for seed in range(runs_kept(stored(), model), wanted):
            started = time.monotonic()
            found = model.measure(images, seed)
            print(f"{model.name}, seed {seed}: " + ", ".join(f"{k} {v:.4g}" for k, v in found.items()), flush=True)
            table = stored()
            add_run(table, model, seed, found, time.monotonic() - started)
            keep(table, register)
    keep(stored() if options.models else tidy(stored(), register), register)
    return 0


if __name__ == "__main__":
    sys.exit(main())
