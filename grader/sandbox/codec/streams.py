"""Files in memory, `io.StringIO` and `io.BytesIO`: what they hold, and where the next reading or writing begins."""

from __future__ import annotations

import io
from typing import Any, Union

from grader.sandbox.codec.bounds import BadValue, CannotCarry

Stream = Union[io.StringIO, io.BytesIO]
TAGS: dict[type, str] = {io.StringIO: "text", io.BytesIO: "bytes"}
_NEWLINES = (None, "", "\n", "\r", "\r\n")
# So far behind its end a stream may stand: what is written there fills the gap.
_FARTHEST = 1 << 20


def is_stream(value: Any) -> bool:
    """Whether a value is a file in memory that goes by value."""
    return type(value) in TAGS


def state_of(value: Stream) -> list[Any]:
    """Return what a stream holds, how it translates ends of lines, and where it stands; of a closed one nothing."""
    if value.closed:
        return [None, None, 0]
    parts = value.__getstate__()  # type: ignore[union-attr]
    return [parts[0], parts[1] if type(value) is io.StringIO else None, parts[-2]]


def check(value: Stream) -> None:
    """Refuse a stream that is more than what it holds.

    Raises
    ------
    CannotCarry
        If it has attributes of its own.
    """
    if not value.closed and value.__getstate__()[-1]:  # type: ignore[union-attr]
        raise CannotCarry(f"an {type(value).__name__} with attributes of its own cannot be carried")


def made(tag: str) -> Stream:
    """Return an empty stream of a kind."""
    for kind, known in TAGS.items():
        if known == tag:
            return kind()
    raise BadValue("an unknown kind of stream")


def put(value: Stream, state: Any) -> None:
    """Make a stream what `state_of` told of another one.

    Raises
    ------
    BadValue
        If the state is none of its kind.
    """
    if type(state) is not list or len(state) != 3:
        raise BadValue("a stream without a state")
    content, newline, at = state
    if content is None:
        value.close()
        return
    text = type(value) is io.StringIO
    if type(content) is not (str if text else bytes) or newline not in _NEWLINES:
        raise BadValue("a stream of another kind")
    if type(at) is not int or not 0 <= at <= len(content) + _FARTHEST:
        raise BadValue("a stream that stands nowhere")
    try:
        value.__setstate__((content, newline, at, None) if text else (content, at, None))  # type: ignore[union-attr]
    except (ValueError, BufferError) as error:
        raise BadValue(f"a stream that may not be changed ({type(error).__name__})") from None
