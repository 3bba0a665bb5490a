"""The fork server: starts clean, forks quickly, and ends with the grader, however that ends."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from grader.errors import ForkServerError
from grader.sandbox.grader_side.fork_server import ForkServer
from grader.sandbox.isolation.confinement import Confinement
from grader.sandbox.isolation.probe import refusal

pytestmark = pytest.mark.skipif(refusal() is not None, reason=str(refusal()))


def test_a_module_that_is_missing_is_told():
    with ForkServer(["no_such_module_of_anybody"]) as server:
        assert "no_such_module_of_anybody" in server.missing


def test_a_fork_after_the_warm_process_was_killed_starts_another():
    with ForkServer() as server:
        first = server.pid
        os.kill(first, signal.SIGKILL)
        psutil.Process(first).wait(5)
        forked = server.fork("session", Confinement())
        forked.wait()
        assert server.pid != first
        forked.end()


def test_an_impossible_confinement_is_refused():
    with ForkServer() as server, pytest.raises(ForkServerError, match="isolation"):
        server.fork("session", Confinement(scratch_mb=-1)).wait()


@pytest.mark.parametrize("server_too", [False, True])
def test_a_killed_grader_leaves_nothing_running(server_too):
    code = (
        "from grader.sandbox.grader_side.fork_server import ForkServer\n"
        "from grader.sandbox.isolation.confinement import Confinement\nimport time\n"
        "w = ForkServer(); w.start(); f = w.fork('session', Confinement()); f.wait()\n"
        "f.channel.send({'op': 'cell', 'code': 'while True: pass'})\nprint(w.pid, f.pid, flush=True); time.sleep(60)"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in grader.stdout.readline().split()]
    if server_too:
        os.kill(pids[0], signal.SIGKILL)
        time.sleep(0.3)
        assert psutil.pid_exists(pids[1])  # the grader still talks to it
    grader.kill()
    grader.wait()
    until = time.monotonic() + 5
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids)
