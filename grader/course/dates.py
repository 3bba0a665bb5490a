"""Dates as a platform writes them into names, in the language of whoever downloaded the archive."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

# English, German, French, Spanish, Dutch, Italian, Portuguese, and the Scandinavian languages.
_MONTHS = {
    prefix: number
    for number, prefixes in enumerate(
        ("jan gen ene", "feb fev", "mar mrz maa mrt", "apr avr abr", "may mai maj mei mag", "jun juin giu",
         "jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic des"), start=1
    )
    for prefix in prefixes.split()
}  # fmt: skip
_MONTH = re.compile(r"[^\W\d_]{3,}")
_AFTER_DAY = re.compile(r"\b\d{1,2}\.?\s+(?:de\s+)?([^\W\d_]{3,})")
_NUMBER = re.compile(r"\d+")
_TIME = re.compile(r"(?P<hour>\d{1,2})[:.]?(?P<minute>\d\d)(?:\s*(?P<half>[ap])\.?m\.?)?$", re.IGNORECASE)


def written_date(text: str) -> datetime | None:
    """Return the date and time that a text says, None where it cannot be told for certain.

    Examples
    --------
    >>> str(written_date("mardi 4 novembre 2025, 09:05")), written_date("04/11/2025 09:05")
    ('2025-11-04 09:05:00', None)
    >>> str(written_date("Nov 3, 2025 1044 PM")), str(written_date("3 août 2025 9:05")), written_date("soon")
    ('2025-11-03 22:44:00', '2025-08-03 09:05:00', None)
    """
    time = _TIME.search(text.strip())
    if time is None:
        return None
    date = text.strip()[: time.start()]
    months = _months(_MONTH.findall(date))
    if len(months) > 1:  # "mardi" and "martes" begin as March does: the month stands after the day
        months = _months(_AFTER_DAY.findall(date))
    numbers = [int(number) for number in _NUMBER.findall(date)]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = sorted(numbers)
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "p" else 0)
    try:
        return datetime(year, months.pop(), day, hour, int(time["minute"]))
    except ValueError:
        return None


def _months(words: list[str]) -> set[int]:
    return {number for word in words if (number := _month(word))}


def _month(word: str) -> int | None:
    plain = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])
