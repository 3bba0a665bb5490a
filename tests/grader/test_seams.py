"""Who stands at a seam has all that its protocol names, called the same way: the real ones and the fakes."""

from __future__ import annotations

import inspect

import pytest

from grader.classes.cluster.connection import Cluster
from grader.classes.engine import Engine
from grader.classes.grades import Grades
from grader.grading.execution import Runner
from grader.grading.kernel.running import KernelRunner
from grader.sandbox import Sandbox
from tests.grader.fakes import FakeGrades, FakeRunner

SEAMS = [(Runner, one) for one in (Sandbox, KernelRunner, FakeRunner)]
SEAMS += [(Grades, one) for one in (Engine, Cluster, FakeGrades)]


def named(protocol: type) -> dict[str, object]:
    """Return what a protocol asks for; of the inherited names only those that it writes down itself."""
    own = {"__call__", "__enter__", "__exit__"}
    return {name: value for name, value in vars(protocol).items() if name in own or not name.startswith("_")}


@pytest.mark.parametrize(("protocol", "stands_in"), SEAMS, ids=lambda one: one.__name__)
def test_a_seam_is_filled(protocol, stands_in):
    for name, asked in named(protocol).items():
        if isinstance(asked, property):
            given = {*getattr(stands_in, "__annotations__", {}), *vars(stands_in), *set_by_init(stands_in)}
            assert name in given, name
            continue
        wanted, found = inspect.signature(asked).parameters, inspect.signature(getattr(stands_in, name)).parameters
        assert [(p.name, p.kind, p.default) for p in found.values()] == [
            (p.name, p.kind, p.default) for p in wanted.values()
        ], name


def set_by_init(one: type) -> set[str]:
    """Return the attributes that a class gives its objects when they are made."""
    return set(getattr(getattr(one.__init__, "__code__", None), "co_names", ()))


def test_what_is_not_there_is_found():
    class Half:
        tests = isolated = note = calibration = None

        def start(self) -> None: ...

    with pytest.raises(AttributeError, match="grade_all"):
        test_a_seam_is_filled(Grades, Half)
