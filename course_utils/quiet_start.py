"""Import TensorFlow without its start-up notes, and without searches for garbage meanwhile.

TensorFlow 2.21 writes four lines about oneDNN to the process's error stream before it reads ``TF_CPP_MIN_LOG_LEVEL``.
The only setting that silences them switches oneDNN off, and convolutions then take three times as long. So the stream
itself is set aside while TensorFlow is imported for the first time. Exceptions still come through: Python reports them.
"""

from __future__ import annotations

import gc
import importlib.machinery
import logging
import os
import sys
from typing import Any


class _QuietImport:
    """A finder that steps in once, at the first ``import tensorflow``."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != "tensorflow":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return None
        loader = spec.loader
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            del loader.exec_module  # this name stands on the instance only while it is needed
            with _stderr_set_aside(), _nothing_collected():
                execute(module)

        loader.exec_module = exec_module
        return spec


class _stderr_set_aside:
    """Send what is written to file descriptor 2 nowhere, for a while."""

    def __enter__(self):
        self.saved = None
        try:
            self.saved = os.dup(2)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
        except OSError:
            pass  # a process without an error stream has nothing to hide

    def __exit__(self, *error):
        if self.saved is not None:
            os.dup2(self.saved, 2)
            os.close(self.saved)


class _nothing_collected:
    """Look for no garbage during an import that makes a million objects to stay, and leave them out of later searches.

    The searches would take a fifth of the import, and go through all these objects again and again as models are built.
    """

    def __enter__(self):
        self.enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *error):
        gc.freeze()
        if self.enabled:
            gc.enable()


def _is_news(record: logging.LogRecord) -> bool:
    """A lesson builds many small models, and TensorFlow warns that it compiles each of them."""
    return "retracing" not in str(record.msg)


def install() -> None:
    """Keep TensorFlow's notes out of the lessons, unless the user asked for the log."""
    if os.environ.get("TF_CPP_MIN_LOG_LEVEL", "3") != "3":
        return
    logging.getLogger("tensorflow").addFilter(_is_news)  # the same function twice counts once
    if "tensorflow" not in sys.modules and not any(isinstance(finder, _QuietImport) for finder in sys.meta_path):
        sys.meta_path.insert(0, _QuietImport())
