"""One line of `grader doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line: `ok`, `look` (works, with less comfort or safety) or `broken` (grading will not work)."""

    area: str
    name: str
    state: str
    seen: str
    remedy: str = ""
