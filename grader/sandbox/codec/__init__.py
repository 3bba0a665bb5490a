"""Values that cross between a session and a judge: plain data by value, everything else by reference. Never pickle."""

from grader.sandbox.codec.bounds import BadValue, Bounds, CannotCarry
from grader.sandbox.codec.reading import Reader
from grader.sandbox.codec.shared import Shared
from grader.sandbox.codec.writing import Writer

__all__ = ["BadValue", "Bounds", "CannotCarry", "Reader", "Shared", "Writer"]
