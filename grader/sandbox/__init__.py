"""One notebook, run isolated: student code in a session, tests in a judge, both confined. This is the only door."""

from grader.sandbox.grader_side.fork_server import ForkServer
from grader.sandbox.grader_side.imports import imports_of
from grader.sandbox.isolation.probe import Layer, probe, refusal
from grader.sandbox.run import Sandbox, run
from grader.sandbox.variants import Bench, TestRun, Variants

__all__ = [
    "Bench", "ForkServer", "Layer", "Sandbox", "TestRun", "Variants", "imports_of", "probe", "refusal", "run",
]  # fmt: skip
