"""Let TensorFlow begin in a judge while the session still runs its own cells: its first operations take 0.15 s."""

from __future__ import annotations

import contextlib
import sys


def begin_libraries() -> None:
    """Run the first operations of TensorFlow where it is loaded; nothing that a test can see is changed.

    No state of a random generator is touched and no name is given. What can no longer be set afterwards is what
    `tf.config` sets: the grader asks for this only where no cell does.
    """
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None:
        return
    with contextlib.suppress(Exception):  # what is wrong with it the tests will say
        drawn = tensorflow.random.stateless_uniform((2, 2), seed=(0, 0))
        tensorflow.nn.bias_add(tensorflow.matmul(tensorflow.Variable(drawn), drawn), drawn[0])
