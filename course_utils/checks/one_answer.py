"""One answer to an exercise and why it works, as it travels with a lesson for self-study.

It is no secret. It is folded away twice: in the file by packing, so that nobody reads it by chance, and below a check
by `<details>`.
"""

import base64
import binascii
import json
import zlib
from typing import NamedTuple

_LARGEST = 100_000  # bytes of JSON: far above any answer, so that a damaged file costs no memory


class OneAnswer(NamedTuple):
    """Python, and one or two sentences."""

    code: str
    why: str


def pack(answer: OneAnswer) -> str:
    """Return the answer as text that says nothing at a glance."""
    plain = json.dumps([answer.code, answer.why]).encode()
    return base64.b85encode(zlib.compress(plain, 9)).decode()


def unpack(packed: object) -> OneAnswer | None:
    """Return the answer; None where that is none, or damaged."""
    if not isinstance(packed, str) or len(packed) > _LARGEST:
        return None
    try:
        plain = zlib.decompressobj().decompress(base64.b85decode(packed), _LARGEST)
        code, why = json.loads(plain)
    except (ValueError, TypeError, zlib.error, binascii.Error):
        return None
    return OneAnswer(code, why) if isinstance(code, str) and isinstance(why, str) else None
