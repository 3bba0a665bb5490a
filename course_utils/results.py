"""The table that grows from lesson to lesson, and the reference results to compare with."""

import functools
import json
import math
import os
import sys
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

_REFERENCE_FILE = "reference_results.json"


@dataclass(frozen=True)
class Band:
    """A reference result: what a run is expected to give.

    Attributes
    ----------
    mean, std : float
        Over ``n`` runs with different seeds.
    n : int
    low, high : float
        ``mean`` minus and plus three standard deviations.
    unit, setting, source : str
        ``source`` names a published figure, if there is one.
    """

    mean: float
    std: float
    n: int
    low: float
    high: float
    unit: str
    source: str
    setting: str = ""

    def __contains__(self, value):
        return self.low <= value <= self.high

    def __str__(self):
        return f"{self.mean:.4g} ± {self.std:.2g} {self.unit} ({self.n} runs)".replace("  ", " ")


def reference(key, data="mnist"):
    """Look up a reference result.

    Parameters
    ----------
    key : str
        For example ``"dense_ae_bce"``.
    data : str
        ``"mnist"`` or ``"digits"``.

    Returns
    -------
    Band

    Raises
    ------
    KeyError
        If there is no such result; the message lists those there are.
    """
    table = _reference_table()
    if key not in table:
        raise KeyError(f"no reference result {key!r}; there are: {', '.join(sorted(table)) or 'none yet'}")
    if data not in table[key]:
        raise KeyError(f"reference result {key!r} has no data {data!r}; it has: {', '.join(sorted(table[key]))}")
    entry = table[key][data]
    mean, std = float(entry["mean"]), float(entry["std"])
    return Band(
        mean,
        std,
        int(entry["n"]),
        mean - 3 * std,
        mean + 3 * std,
        str(entry.get("unit", "")),
        str(entry.get("source", "")),
        str(entry.get("setting", "")),
    )


@functools.cache
def _reference_table():
    return json.loads(resources.files(__package__).joinpath(_REFERENCE_FILE).read_text(encoding="utf-8"))


class Results:
    """Rows of results, kept from lesson to lesson in a file of the student's own.

    A row with the same lesson, model, metric and data replaces the older one, so a lesson can be run again.

    Parameters
    ----------
    path : path_like, optional
        The file. Default: ``results.json`` in ``$COURSE_RESULTS_DIR``, else in the user's data folder.
    """

    def __init__(self, path=None):
        self.path = Path(path) if path is not None else _folder() / "results.json"
        self.rows = self._read()
        self._mine, self._told = set(), False

    def add(self, *, lesson, model, metric, value, setting="", data="", unit=""):
        """Add one row, or replace it, and save the table.

        Parameters
        ----------
        lesson : int
        model, metric : str
            For example ``"PCA-32"`` and ``"SSE/img"``.
        value : float
        setting, data, unit : str
        """
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"{model}, {metric}: {value} is no result; look at the training first")
        row = {"lesson": int(lesson), "model": str(model), "metric": str(metric), "value": value}
        row |= {"setting": str(setting), "data": str(data), "unit": str(unit)}
        self.rows = [old for old in self.rows if _identity(old) != _identity(row)] + [row]
        self.rows.sort(key=lambda row: row["lesson"])
        self._write()
        return self

    def show(self):
        """Display the table: earlier lessons above, this one below."""
        ipython = sys.modules.get("IPython")
        if ipython is None or ipython.get_ipython() is None:
            print(self.as_text())
            return
        from IPython.display import display

        display({"text/plain": self.as_text(), "text/html": self.as_html()}, raw=True)

    def as_text(self):
        """The table as plain text."""
        lines = [_HEAD, *[_cells(row) for row in self.rows]]
        widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
        return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)

    def as_html(self):
        """The table as HTML."""
        import html

        head = "".join(f"<th>{cell}</th>" for cell in _HEAD)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in _cells(r)) + "</tr>" for r in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _read(self):
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            return [row for row in rows if set(_FIELDS) <= set(row) and isinstance(row["value"], float)]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            print(
                f"NOTICE  The results of earlier lessons in {self.path} cannot be read ({error}); starting a new table."
            )
            return []

    def _write(self):
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.path.parent, suffix=".tmp", delete=False
            ) as file:
                json.dump(self.rows, file, indent=1, ensure_ascii=False)
            os.replace(file.name, self.path)
        except OSError as error:
            if not self._told:
                self._told = True
                print(
                    f"NOTICE  The results cannot be kept in {self.path.parent} ({error}); this table lasts one lesson."
                )


_FIELDS = ("lesson", "model", "metric", "value", "setting", "data", "unit")
_HEAD = ("lesson", "model", "metric", "value", "data", "setting")


def _cells(row):
    value = f"{row['value']:.4g} {row['unit']}".strip()
    return (str(row["lesson"]), row["model"], row["metric"], value, row["data"], row["setting"])


def _identity(row):
    return (row["lesson"], row["model"], row["metric"], row["data"])


def _folder():
    folder = os.environ.get("COURSE_RESULTS_DIR")
    if folder:
        return Path(folder).expanduser()
    from platformdirs import user_data_path

    return user_data_path("autoencoder-course", appauthor=False)
