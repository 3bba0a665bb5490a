"""Write docs/results.md from the stored reference figures and what the models say of them.

usage: python -m benchmarks.reference_page
"""

import json
from pathlib import Path

from benchmarks.register import Published, Reference, models

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "results.md"
DATA = "mnist"
HEAD = """# Reference results

Measured by `make results` in the full profile and stored in `course_utils/reference_results.json`; this page is written
from there and is not edited by hand. **ours** is the mean over the runs ± their standard deviation, with the number of
runs; a run is one seed for weights, order and noise. **figure** is the key that a lesson prints with
`results.reference("...")`. Unless a line says otherwise, training is on MNIST's 60,000 training images and the figure
is taken on its 10,000 test images. SSE/img is the squared error summed over the 784 pixels and averaged over images;
nats/px is the cross-entropy averaged over pixels, of which 0.0581 remain for a perfect reconstruction. **time** is the
wall time of one run on two cores that did much other work as well. It is an upper bound: an idle machine may need a
tenth of it.
"""
SUMMARY = """## Against published figures

One line for each figure that someone has printed. "reached": ours is as good or better. A percentage: how far apart two
figures are of which neither is the better one. "another scale": only the order of the lines compares. Settings mostly
differ: the lessons' tables below say in what, and why a figure is missed.
"""
COLUMNS = ("model", "figure", "unit", "ours", "published", "same setting?", "time")


def title(lesson: str | None) -> str:
    """Return the heading of a lesson's table."""
    if lesson is None:
        return "Beside the lessons"
    number, _, name = lesson.partition("_")
    return f"Lesson {number}: {name.replace('_', ' ')}"


def number(value: float) -> str:
    """Write a figure with four significant digits, and with an exponent only where it is very small."""
    if value and abs(value) < 1e-3:
        return f"{value:.3g}"
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def ours(entry: dict) -> str:
    """Write a stored figure: mean, spread and number of runs."""
    spread = f" ± {entry['std']:.2g}" if entry["n"] > 1 else ""
    return f"{number(entry['mean'])}{spread} ({entry['n']} run{'s' if entry['n'] > 1 else ''})"


def duration(seconds: float) -> str:
    """Write a time as a person would."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def verdict(one: Published, entry: dict) -> str:
    """Say in one sentence how our figure stands to a published one that it does not reach; empty where it does."""
    missed = one.missed_by(entry["mean"])
    if one.pending and not missed:
        return f"{one} is not called reached yet: {one.pending}."
    share = f", {missed / abs(one.figure):.0%}" if one.figure else ""
    return f"{one} is missed by {missed:.2g}{share}: {one.why}." if missed else ""


def standing(one: Published, entry: dict) -> str:
    """Say in a word or two how our figure stands to a published one."""
    if one.better:
        missed = one.missed_by(entry["mean"])
        return f"missed by {missed:.2g}" if missed else "not called reached yet" if one.pending else "reached"
    ratio = entry["mean"] / one.figure
    if abs(ratio - 1) < 1e-3:
        return "the same"
    return f"{ratio - 1:+.1%}" if 0.5 < ratio < 2 else "another scale"


def summary(table: dict, register: dict[str, Reference]) -> list[str]:
    """Return the lines of the table of published figures: one for each, in the order of the lessons."""
    lines = ["| model | figure | unit | published | ours | how it stands |", "|---|---|---|---|---|---|"]
    for model in register.values():
        for key, figures in model.published.items():
            entry = table.get(key, {}).get(DATA)
            found = (ours(entry),) if entry else ("not measured yet",)
            for one in figures:
                cells = (
                    model.name,
                    f"`{key}`",
                    model.units[key],
                    str(one),
                    *found,
                    standing(one, entry) if entry else "",
                )
                lines.append("| " + " | ".join(cell.replace("|", "&#124;") for cell in cells) + " |")
    return lines


def rows(model: Reference, table: dict) -> list[str]:
    """Return the lines of one model: one for each key and published figure."""
    lines, name = [], model.name
    for key, unit in model.units.items():
        entry = table.get(key, {}).get(DATA)
        first = (f"`{key}`", unit, ours(entry) if entry else "not measured yet")
        for one in model.published.get(key, (None,)):
            same = "" if one is None else f"no: {one.differs}" if one.differs else "yes"
            cells = (name, *first, str(one or ""), same, duration(entry["seconds"]) if entry and name else "")
            lines.append("| " + " | ".join(cell.replace("|", "&#124;") for cell in cells) + " |")
            name, first = "", ("", "", "")
    return lines


def words(model: Reference, table: dict) -> str:
    """Return how one model was trained, why it has few runs, and which published figures it does not reach."""
    few = f"{'One run' if model.seeds == 1 else f'{model.seeds} runs'}: {model.fewer}." if model.fewer else ""
    known = {key: table[key][DATA] for key in model.published if key in table}
    misses = [verdict(one, entry) for key, entry in known.items() for one in model.published[key]]
    return "- " + " ".join(part for part in (f"**{model.name}**: {model.setting}.", few, model.note, *misses) if part)


def page(table: dict, register: dict[str, Reference]) -> str:
    """Return the whole page."""
    lines = [HEAD, SUMMARY, *summary(table, register), ""]
    for lesson in dict.fromkeys(model.lesson for model in register.values()):
        here = [model for model in register.values() if model.lesson == lesson]
        link = f"[The notebook](../notebooks/{lesson}/{lesson}.ipynb)." if lesson else ""
        lines += [f"## {title(lesson)}", "", *([link, ""] if link else [])]
        lines += ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
        lines += [*(line for model in here for line in rows(model, table)), ""]
        lines += [*(words(model, table) for model in here), ""]
    return "\n".join(lines).rstrip() + "\n"


def write(table: dict, register: dict[str, Reference]) -> None:
    """Write the page."""
    PAGE.write_text(page(table, register), encoding="utf-8")


if __name__ == "__main__":
    store = ROOT / "course_utils" / "reference_results.json"
    write(json.loads(store.read_text(encoding="utf-8")), models())
