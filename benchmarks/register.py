"""The register of the models whose reference figures the lessons print.

Every module `benchmarks/*_models.py` is found by its name and enters its models with `@reference(...)`: no list has to
be edited. Such a module holds the name of its lesson's folder in `LESSON`, or None for what stands beside the lessons.
The lessons' own answers are used (`answers`), so a figure can only change together with the lesson it stands in.

A function under `@reference(...)` takes the images and a seed and returns one value for each of its keys; it may add
`seconds`, where the time of the call is not the time of the run. Whoever changes how a model is trained changes its
`setting` too: that is what makes the program measure it again.
"""

import ast
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from course_utils.data import ImageData

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"
SEEDS = 5


@dataclass(frozen=True)
class Published:
    """A figure to compare with.

    Attributes
    ----------
    figure : float
        In the unit of our key.
    source : str
        Who printed it, and when.
    differs : str
        In what their setting is another one; empty where it is the same.
    better : {"lower", "higher", ""}
        Which side of the figure is the better one; empty where the two are not comparable or no side is better.
    why : str
        Why our figure does not reach it. Needed where it does not.
    printed : str
        How the source prints it, where that is another unit or form.
    pending : str
        Why a figure on the better side is not called reached yet: too few seeds, or a choice made on test images.
    """

    figure: float
    source: str
    differs: str = ""
    better: str = ""
    why: str = ""
    printed: str = ""
    pending: str = ""

    def missed_by(self, ours: float) -> float:
        """Return by how much our figure is worse; 0.0 where it is not, or where the two cannot be compared."""
        worse = {"lower": ours - self.figure, "higher": self.figure - ours}.get(self.better, 0.0)
        return max(worse, 0.0)

    def __str__(self):
        return f"{self.printed or f'{self.figure:g}'} ({self.source})"


@dataclass(frozen=True)
class Reference:
    """A model to measure.

    Attributes
    ----------
    name, setting : str
    units : dict
        The model's keys and their units.
    measure : callable
    lesson : str or None
        The folder of the lesson, None for what stands beside the lessons.
    seeds : int
        How many runs are asked for.
    fewer : str
        Why that is less than five, where it is.
    published : dict
        The figures to compare with, by key.
    note : str
        What a reader should know of the figures, for `docs/results.md`.
    """

    name: str
    setting: str
    units: dict[str, str]
    measure: Callable[[ImageData, int], dict[str, float]]
    lesson: str | None
    seeds: int
    fewer: str
    published: dict[str, tuple[Published, ...]]
    note: str


MODELS: dict[str, Reference] = {}


def reference(
    name: str,
    *,
    setting: str,
    units: dict[str, str],
    random: bool = True,
    seeds: int | None = None,
    fewer: str = "",
    published: dict | None = None,
    note: str = "",
):
    """Enter a function into the register under a name.

    Parameters
    ----------
    name, setting, units, note
        As in `Reference`.
    random : bool
        Whether a seed changes anything; if not, one run is enough.
    seeds : int, optional
        How many runs, default five. With fewer of a random model, ``fewer`` says why.
    published : dict of Published or of list of Published
        By key.

    Raises
    ------
    ValueError
        If the name or a key is taken, if a published figure is of no key, or if fewer seeds are given no reason.
    """
    published = {key: _from_text(one) if isinstance(one, str) else one for key, one in (published or {}).items()}
    figures = {key: (one,) if isinstance(one, Published) else tuple(one) for key, one in (published or {}).items()}
    if not random:
        seeds, fewer = 1, "nothing is random"
    seeds = seeds or SEEDS
    if (seeds < SEEDS) != bool(fewer):
        raise ValueError(f"{name}: fewer than {SEEDS} seeds need a reason, {SEEDS} or more do not")
    if stray := sorted(set(figures) - set(units)):
        raise ValueError(f"{name}: figures are published for {stray}, which are none of its keys")

    def enter(measure):
        taken = {key for model in MODELS.values() for key in model.units} & set(units)
        if name in MODELS or taken:
            raise ValueError(f"{name}: the name or one of its keys is taken: {sorted(taken)}")
        lesson = measure.__globals__["LESSON"]
        MODELS[name] = Reference(name, setting, units, measure, lesson, seeds, fewer, figures, note)
        return measure

    return enter


def _from_text(text: str) -> Published:
    figure, _, source = text.partition(" (")
    return Published(float(figure.rstrip("%")), source.removesuffix(")"), "not said yet")


@cache
def models() -> dict[str, Reference]:
    """Return every model of every module `*_models.py` in this folder, by name, in the order of the lessons.

    Within a lesson the modules are in the order of their names, whichever was imported first.
    """
    for path in sorted(HERE.glob("*_models.py")):
        importlib.import_module(f"benchmarks.{path.stem}")
    places = {name: (model.lesson or "beside", model.measure.__module__) for name, model in MODELS.items()}
    return {name: MODELS[name] for name in sorted(MODELS, key=places.__getitem__)}


@cache
def answers(lesson: str) -> dict:
    """Return what the answer cells of a lesson define, by name."""
    notebook = nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
    found: dict = {}
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.id == "imports" or (cell.cell_type == "code" and mark.get("solution") and not mark.get("grade")):
            exec(compile(cell.source, f"{lesson}:{cell.id}", "exec"), found)
    return found


@cache
def functions(lesson: str, *cells: str) -> dict:
    """Return the functions and classes that these cells of a lesson define, by name, without what the cells run.

    They see the lesson's imports and answers.
    """
    notebook = nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
    found = dict(answers(lesson))
    for cell in notebook.cells:
        if cell.id in cells:
            tree = ast.parse(cell.source)
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            exec(compile(tree, f"{lesson}:{cell.id}", "exec"), found)
    return found
