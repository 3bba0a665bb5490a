"""What the lessons import: data, checks, plots, training and results.

The idea that a lesson teaches stands in the lesson. What is not the idea (loading, grids of images, progress, tables)
stands here. Importing this package is cheap: TensorFlow and Matplotlib are imported by the modules that need them, when
they need them.
"""

import os as _os

# TensorFlow reads these when it is first imported. A lesson is no place for its start-up log; whoever wants the log
# sets the variable before.
_os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
_os.environ.setdefault("ABSL_MIN_LOG_LEVEL", "3")
_os.environ.setdefault("KERAS_BACKEND", "tensorflow")

from . import quiet_start as _quiet_start
from .environment import check_environment

_quiet_start.install()

__all__ = ["check_environment"]
