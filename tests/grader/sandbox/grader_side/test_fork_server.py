"""The fork server: starts clean, forks quickly, and ends with the grader, however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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


def test_a_fork_server_that_runs_is_not_started_again():
    with ForkServer() as server:
        pid = server.pid
        server.start()
        assert server.pid == pid
        server.close()
        server.start()
        assert server.pid not in (None, pid)


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


def test_the_fork_server_has_a_session_of_its_own_and_keepers_ignore_hangups():
    with ForkServer() as server:
        assert os.getsid(server.pid) == server.pid
        forked = server.fork("session", Confinement())
        forked.wait()
        (keeper,) = psutil.Process(server.pid).children()
        ignored = next(
            int(line.split()[1], 16)
            for line in Path(f"/proc/{keeper.pid}/status").read_text(encoding="ascii").splitlines()
            if line.startswith("SigIgn")
        )
        assert ignored >> (signal.SIGHUP - 1) & 1
        keeper.send_signal(signal.SIGHUP)
        os.kill(server.pid, signal.SIGHUP)
        time.sleep(0.2)
        assert keeper.is_running()
        assert keeper.status() != psutil.STATUS_ZOMBIE
        forked.end()
