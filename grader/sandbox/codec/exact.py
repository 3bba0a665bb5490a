"""Values of the standard library that are wholly told by a few plain parts: exact numbers, dates, paths, patterns."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import re
import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any

from grader.sandbox.codec.bounds import BadValue, CannotCarry

Parts = list[Any]
_MAX_PATTERN = 10_000
_PATHS = {kind.__name__: kind for kind in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath)}


def _zone(value: Any) -> Any:
    """Return a time zone as plain parts."""
    if value is None:
        return None
    if type(value) is zoneinfo.ZoneInfo and value.key is not None:
        return value.key
    if type(value) is datetime.timezone:
        offset = value.utcoffset(None)
        name = value.tzname(None)
        named = name if value != datetime.timezone(offset) or name != datetime.timezone(offset).tzname(None) else None
        return (offset, named)
    raise CannotCarry(f"a time zone of type {type(value).__name__} cannot be carried; use zoneinfo or timezone.utc")


def _made_zone(parts: Any) -> Any:
    if parts is None:
        return None
    if type(parts) is str:
        return zoneinfo.ZoneInfo(parts)
    offset, name = parts
    _only((offset,), datetime.timedelta)
    if name is None:
        return datetime.UTC if not offset else datetime.timezone(offset)
    return datetime.timezone(offset, _only((name,), str)[0])


def _only(parts: Any, *kinds: type) -> Any:
    if any(type(part) not in kinds for part in parts):
        raise BadValue("a value with parts of the wrong kind")
    return parts


def _time(value: Any) -> Parts:
    return [value.hour, value.minute, value.second, value.microsecond, _zone(value.tzinfo), value.fold]


def _made_time(parts: Parts) -> datetime.time:
    *numbers, zone, fold = parts
    return datetime.time(*_only(numbers, int), tzinfo=_made_zone(zone), fold=fold)


def _datetime(value: Any) -> Parts:
    return [value.year, value.month, value.day, *_time(value)]


def _made_datetime(parts: Parts) -> datetime.datetime:
    *numbers, zone, fold = parts
    return datetime.datetime(*_only(numbers, int), tzinfo=_made_zone(zone), fold=fold)


def _made_decimal(parts: Parts) -> decimal.Decimal:
    return decimal.Decimal(_only(parts, str)[0])


def _made_fraction(parts: Parts) -> fractions.Fraction:
    numerator, denominator = _only(parts, int)
    made = fractions.Fraction(numerator, denominator)
    if made.denominator != denominator:
        raise BadValue("a fraction that is not in its lowest terms")
    return made


def _made_path(parts: Parts) -> Any:
    name, text = _only(parts, str)
    return _PATHS[name](text)


def _pattern(value: re.Pattern) -> Parts:
    return [value.pattern, value.flags]


def _made_pattern(parts: Parts) -> re.Pattern:
    text, flags = parts
    if type(text) not in (str, bytes) or type(flags) is not int or len(text) > _MAX_PATTERN or flags & re.DEBUG:
        raise BadValue("an impossible pattern")
    return re.compile(text, flags)


def _made_complex(parts: Parts) -> complex:
    real, imaginary = _only(parts, float)
    return complex(real, imaginary)


def _made_slice(parts: Parts) -> slice:
    return slice(*parts)


def _made_range(parts: Parts) -> range:
    return range(*_only(parts, int))


# By exact type: the name under which it travels, its parts, and how it is made of them.
KINDS: dict[type, tuple[str, Callable[[Any], Parts]]] = {
    complex: ("complex", lambda value: [value.real, value.imag]),
    range: ("range", lambda value: [value.start, value.stop, value.step]),
    slice: ("slice", lambda value: [value.start, value.stop, value.step]),
    fractions.Fraction: ("fraction", lambda value: [value.numerator, value.denominator]),
    decimal.Decimal: ("decimal", lambda value: [str(value)]),
    datetime.date: ("date", lambda value: [value.year, value.month, value.day]),
    datetime.time: ("time", _time),
    datetime.datetime: ("datetime", _datetime),
    datetime.timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    datetime.timezone: ("timezone", lambda value: [_zone(value)]),
    zoneinfo.ZoneInfo: ("timezone", lambda value: [_zone(value)]),
    uuid.UUID: ("uuid", lambda value: [value.int]),
    re.Pattern: ("pattern", _pattern),
    **dict.fromkeys(_PATHS.values(), ("path", lambda value: [type(value).__name__, str(value)])),
}
MAKERS: dict[str, Callable[[Parts], Any]] = {
    "complex": _made_complex,
    "range": _made_range,
    "slice": _made_slice,
    "fraction": _made_fraction,
    "decimal": _made_decimal,
    "date": lambda parts: datetime.date(*_only(parts, int)),
    "time": _made_time,
    "datetime": _made_datetime,
    "timedelta": lambda parts: datetime.timedelta(*_only(parts, int)),
    "timezone": lambda parts: _made_zone(parts[0]),
    "uuid": lambda parts: uuid.UUID(int=_only(parts, int)[0]),
    "pattern": _made_pattern,
    "path": _made_path,
}


def make(tag: str, parts: Any) -> Any:
    """Return the value of a kind that is made of `parts`.

    Raises
    ------
    BadValue
    """
    try:
        return MAKERS[tag](parts)
    except BadValue:
        raise
    except Exception as error:  # each kind refuses in its own way
        raise BadValue(f"an impossible {tag} ({type(error).__name__})") from None
