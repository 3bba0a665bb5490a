"""The number of cores is that of this process, not of the machine; folders of the environment under every name."""

import os
import subprocess
import sys

import pytest

from grader.machine import cores, environment_paths


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to cores")
def test_cores_are_those_that_may_be_used():
    code = "import os; os.sched_setaffinity(0, {0}); from grader.machine import cores; print(cores())"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["1"]
    assert 1 <= cores() <= os.cpu_count()


def test_the_environment_is_known_by_its_real_folders_too():
    paths = environment_paths()
    assert os.path.realpath(sys.prefix) in paths
    assert "/" not in paths
