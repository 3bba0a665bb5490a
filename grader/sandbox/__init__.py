"""One notebook, run isolated: student code in a session, tests in a judge, both confined. This is the only door."""

from grader.sandbox.grader_side.fork_server import ForkServer
from grader.sandbox.grader_side.imports import imports_of, missing_modules, readable_around
from grader.sandbox.isolation.probe import Layer, probe, refusal
from grader.sandbox.kernels import KERNEL_MODULES, KernelSandbox, readable_for
from grader.sandbox.run import Sandbox, run
from grader.sandbox.variants import Bench, TestRun, Variants

__all__ = [
    "KERNEL_MODULES", "Bench", "ForkServer", "KernelSandbox", "Layer", "Sandbox", "TestRun", "Variants", "imports_of",
    "missing_modules", "probe", "readable_around", "readable_for", "refusal", "run",
]  # fmt: skip
