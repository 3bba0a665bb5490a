"""What holds for every test."""

import contextlib
import sys


def pytest_configure():
    """Keep absl, which TensorFlow brings, from closing the stream that pytest reads.

    Its handler closes the stream that it was made with, unless that is today's `sys.stderr`, whenever logging is
    configured anew, as each of nbgrader's applications does. Made during a test, that stream is pytest's own.
    """
    with contextlib.suppress(ImportError):
        import absl.logging

        absl.logging.get_absl_handler().python_handler.setStream(sys.__stderr__)
