"""The table of results that grows from lesson to lesson."""

import html
import json
import math
import os
import sys
import tempfile
from pathlib import Path

from .reference_results import Band, reference

__all__ = ["Band", "Results", "reference"]

_TEXTS = ("model", "metric", "setting", "data", "unit")
_HEAD = ("lesson", "model", "metric", "value", "data", "setting")


class Results:
    """Rows of results, kept from lesson to lesson in a file of the student's own.

    A row with the same lesson, model, metric and data replaces the older one, so that a lesson can be run again. A file
    or disk that cannot be read or written costs a notice and nothing else.

    Parameters
    ----------
    path : path_like, optional
        The file. Default: ``results.json`` in ``$COURSE_RESULTS_DIR``, else in the user's data folder.
    """

    def __init__(self, path=None):
        self.path = Path(path) if path is not None else _folder() / "results.json"
        self._mine, self._told = set(), False
        self.rows = self._read()

    def add(self, *, lesson, model, metric, value, setting="", data="", unit=""):
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
            If ``value`` is NaN or infinite.
        """
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"{model}, {metric}: {value} is no result; look at the training first")
        row = {"lesson": int(lesson), "value": value, "model": model, "metric": metric}
        row |= {"setting": setting, "data": data, "unit": unit}
        row |= {name: str(row[name]) for name in _TEXTS}
        self.rows = [old for old in self.rows if _identity(old) != _identity(row)] + [row]
        self.rows.sort(key=lambda row: row["lesson"])
        self._mine.add(_identity(row))
        self._write()
        return self

    def show(self):
        """Display the table: earlier lessons above, the rows of this one bold."""
        ipython = sys.modules.get("IPython")
        if ipython is None or ipython.get_ipython() is None:
            print(self.as_text())
            return
        from IPython.display import display

        display({"text/plain": self.as_text(), "text/html": self.as_html()}, raw=True)

    def as_text(self):
        """The table as plain text."""
        if not self.rows:
            return "no results yet"
        lines = [_HEAD, *map(_cells, self.rows)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
        return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)

    def as_html(self):
        """The table as HTML, with no colours of its own."""
        if not self.rows:
            return "<i>no results yet</i>"
        style = 'style="text-align: left"'
        head = "".join(f"<th {style}>{cell}</th>" for cell in _HEAD)
        body = ""
        for row in self.rows:
            mark = ("<b>", "</b>") if _identity(row) in self._mine else ("", "")
            cells = (f"{mark[0]}{html.escape(cell)}{mark[1]}" for cell in _cells(row))
            body += "<tr>" + "".join(f"<td {style}>{cell}</td>" for cell in cells) + "</tr>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _read(self):
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            if not (isinstance(rows, list) and all(map(_is_row, rows))):
                raise ValueError("it does not hold rows of results")
            return rows
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (OSError, ValueError) as error:
            self._tell(f"The results of earlier lessons in {self.path} cannot be read ({error}); a new table begins.")
            return []

    def _write(self):
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

    def _tell(self, text):
        if not self._told:
            self._told = True
            print(f"NOTICE  {text}")


def _is_row(row):
    return (
        isinstance(row, dict)
        and isinstance(row.get("lesson"), int)
        and isinstance(row.get("value"), float)
        and math.isfinite(row["value"])
        and all(isinstance(row.get(name), str) for name in _TEXTS)
    )


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
