"""What a run is expected to give: measured once over several seeds, kept as data beside this module."""

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

_FILE = "reference_results.json"


@dataclass(frozen=True)
class Band:
    """A reference result.

    Attributes
    ----------
    mean, std : float
        Over ``n`` runs with different seeds.
    n : int
    low, high : float
        ``mean`` minus and plus three standard deviations. ``value in band`` asks whether a value lies between.
    unit : str
    source : str
        A published figure to compare with, if there is one.
    setting : str
        How it was measured.
    seconds : float
        How long one run took; 0.0 where that was not kept.
    """

    mean: float
    std: float
    n: int
    low: float
    high: float
    unit: str
    source: str
    setting: str = ""
    seconds: float = 0.0

    def __contains__(self, value: float) -> bool:
        return bool(self.low <= value <= self.high)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        spread = float(f"{self.std:.1g}")  # 20 and not 2e+01
        return f"{self.mean:.4g} ± {spread:g}{unit} ({self.n} run{'' if self.n == 1 else 's'})"


def reference(key: str, data: str = "mnist") -> Band:
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
    words = {name: str(entry.get(name) or "") for name in ("unit", "source", "setting")}
    seconds = float(entry.get("seconds") or 0.0)
    return Band(mean, std, int(entry["n"]), mean - 3 * std, mean + 3 * std, **words, seconds=seconds)


@functools.cache
def _reference_table() -> dict[str, dict[str, dict[str, Any]]]:
    return json.loads(resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
