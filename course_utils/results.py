"""The table of results that grows from lesson to lesson."""

import html
import json
import math
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

from . import profile
from .lesson_times import run_time
from .reference_results import Band, reference

__all__ = ["Band", "Results", "reference", "run_time"]

Row = dict[str, Any]

_TEXTS = ("model", "metric", "setting", "data", "unit", "profile")
_HEAD = ("lesson", "model", "metric", "value", "data", "setting")
_ONE_OF_MANY = re.compile(r"(?<![\d.,])1 (epoch|seed|step|run|draw|image|picture|label|unit|layer|sample|iteration)s\b")


class Results:
    """Rows of results, kept from lesson to lesson in a file of the student's own.

    A row with the same lesson, model, metric, data and profile replaces the older one, so that a lesson can be run
    again. What is shown is of one profile, of lessons up to this one, and has one value for each model, metric and
    data. A file or disk that cannot be read or written costs a notice and nothing else.

    Parameters
    ----------
    path : path_like, optional
        The file. Default: ``results.json`` in ``$COURSE_RESULTS_DIR``, else in the user's data folder.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = Path(path) if path is not None else _folder() / "results.json"
        self._lesson: int | None = None
        self._told = False
        self.rows: list[Row] = self._read()

    @classmethod
    def of(cls, lesson: int, rows: list[Row]) -> Self:
        """Return the table of a lesson with these rows, kept in no file.

        Parameters
        ----------
        lesson : int
            The lesson that shows it.
        rows : list of dict
            With the names that `add` takes, and ``profile``.

        Raises
        ------
        ValueError
            If a row is not whole.
        """
        if not all(map(_is_row, rows)):
            raise ValueError("these are not rows of results")
        table = cls.__new__(cls)
        table.path, table._lesson, table._told = Path(os.devnull), lesson, False
        table.rows = sorted(rows, key=lambda row: row["lesson"])
        return table

    def add(
        self,
        *,
        lesson: int,
        model: str,
        metric: str,
        value: float,
        setting: str = "",
        data: str = "",
        unit: str = "",
    ) -> Self:
        """Add one row, or replace it, and save the table.

        Parameters
        ----------
        lesson : int
        model, metric : str
            For example ``"PCA-32"`` and ``"SSE/img"``.
        value : float
        setting, data, unit : str
            How it came about, on which images, in which unit.

        Returns
        -------
        Results
            The table itself.

        Raises
        ------
        ValueError
            If ``value`` is NaN or infinite, or no possible accuracy.
        """
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"{model}, {metric}: {value} is no result; look at the training first")
        highest = 100.0 if unit == "%" else 1.0
        if metric.startswith("accuracy") and not 0 <= value <= highest:
            words = f"an accuracy in {unit or 'shares'} lies between 0 and {highest:g}"
            raise ValueError(f"{model}, {metric}: {value:g} {unit} is no result; {words}".replace("  ", " "))
        row = {"lesson": int(lesson), "value": value, "model": model, "metric": metric}
        row |= {"setting": _ONE_OF_MANY.sub(r"1 \1", str(setting)), "data": data, "unit": unit}
        row |= {"profile": profile.name()}
        row |= {name: str(row[name]) for name in _TEXTS}
        self.rows = [old for old in self.rows if _identity(old) != _identity(row)] + [row]
        self.rows.sort(key=lambda row: row["lesson"])
        self._lesson = row["lesson"]
        self._write()
        return self

    def show(self, whole: bool = False) -> None:
        """Display the rows of this lesson, bold, and above them what earlier lessons measured in the same metrics.

        Parameters
        ----------
        whole : bool
            All rows of this lesson and the ones before it, whatever was measured.
        """
        ipython = sys.modules.get("IPython")
        if ipython is None or ipython.get_ipython() is None:
            print(self.as_text(whole))
            return
        from IPython.display import display

        display({"text/plain": self.as_text(whole), "text/html": self.as_html(whole)}, raw=True)

    def shown(self, whole: bool = False) -> list[Row]:
        """Return the rows that `show` displays."""
        rows = [row for row in self.rows if row["profile"] == profile.name()]
        if self._lesson is not None:
            rows = [row for row in rows if row["lesson"] <= self._lesson]
        mine = [row for row in rows if row["lesson"] == self._lesson]
        metrics = {(row["metric"], row["data"]) for row in mine}
        if metrics and not whole:
            rows = [row for row in rows if (row["metric"], row["data"]) in metrics]
        first: dict[tuple[str, ...], Row] = {}
        for row in [*mine, *rows]:
            first.setdefault((row["model"], row["metric"], row["data"]), row)
        return sorted(first.values(), key=lambda row: row["lesson"])

    def as_text(self, whole: bool = False) -> str:
        """The table as plain text."""
        rows = self.shown(whole)
        if not rows:
            return "no results yet"
        lines = [_HEAD, *map(_cells, rows)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
        return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)

    def as_html(self, whole: bool = False) -> str:
        """The table as HTML, with no colours of its own."""
        rows = self.shown(whole)
        if not rows:
            return "<i>no results yet</i>"
        style = 'style="text-align: left"'
        head = "".join(f"<th {style}>{cell}</th>" for cell in _HEAD)
        body = ""
        for row in rows:
            mark = ("<b>", "</b>") if row["lesson"] == self._lesson else ("", "")
            cells = (f"{mark[0]}{html.escape(cell)}{mark[1]}" for cell in _cells(row))
            body += "<tr>" + "".join(f"<td {style}>{cell}</td>" for cell in cells) + "</tr>"
        return f'<table aria-label="Results so far"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

    def _read(self) -> list[Row]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    row.setdefault("profile", "full")  # tables of before profiles were kept apart
            if not (isinstance(rows, list) and all(map(_is_row, rows))):
                raise ValueError("it does not hold rows of results")
            return rows
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (OSError, ValueError) as error:
            self._tell(f"The results of earlier lessons in {self.path} cannot be read ({error}); a new table begins.")
            return []

    def _write(self) -> None:
        temporary = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
            with open(handle, "w", encoding="utf-8", errors="replace") as file:
                json.dump(self.rows, file, indent=1, ensure_ascii=False)
            os.replace(temporary, self.path)
        except OSError as error:
            self._tell(f"The results cannot be kept in {self.path.parent} ({error}); this table lasts for one lesson.")
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)

    def _tell(self, text: str) -> None:
        if not self._told:
            self._told = True
            print(f"NOTICE  {text}")


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("lesson"), int)
        and isinstance(row.get("value"), float)
        and math.isfinite(row["value"])
        and all(isinstance(row.get(name), str) for name in _TEXTS)
    )


def _cells(row: Row) -> tuple[str, ...]:
    digits = ".3g" if row["unit"] == "%" else ".4g"
    value = f"{row['value']:{digits}} {row['unit']}".strip()
    return (str(row["lesson"]), row["model"], row["metric"], value, row["data"], row["setting"])


def _identity(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("lesson", "model", "metric", "data", "profile"))


def _folder() -> Path:
    folder = os.environ.get("COURSE_RESULTS_DIR")
    if folder:
        return Path(folder).expanduser()
    from platformdirs import user_data_path

    return user_data_path("autoencoder-course", appauthor=False)
