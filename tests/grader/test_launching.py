"""What a command launches before its own libraries are imported is taken over, or ended; it never stays behind."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from grader import launching
from grader.machine import package_folders
from grader.pythons import own
from grader.sandbox.grader_side.fork_server import ForkServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is isolated here, so nothing is launched")
GONE_SECONDS = 20


@pytest.fixture(autouse=True)
def nothing_launched_before(monkeypatch):
    monkeypatch.setattr(launching, "_ahead", None)
    yield
    if launching._ahead is not None:
        launching._ahead.end()


def _variables():
    return launching.variables_for(own().program, package_folders(), True)


def test_a_fork_server_takes_over_what_was_launched():
    launching.ahead()
    pid = launching._ahead.process.pid
    with ForkServer(["colorsys", "no_such_module_of_anybody"]) as server:
        assert server.pid == pid
        assert list(server.missing) == ["no_such_module_of_anybody"]
    assert launching._ahead is None
    assert not psutil.pid_exists(pid)


def test_one_of_another_environment_is_ended(monkeypatch):
    launching.ahead()
    pid = launching._ahead.process.pid
    monkeypatch.setenv("COURSE_PROFILE", "full")
    found = launching.taken_over(own().program, _variables())
    assert (found.process.pid == pid, psutil.pid_exists(pid)) == (False, False)
    found.end()


def test_one_that_somebody_killed_is_launched_anew():
    launching.ahead()
    launching._ahead.process.kill()
    launching._ahead.process.wait()
    with ForkServer() as server:
        assert psutil.pid_exists(server.pid)


def test_only_one_is_launched():
    launching.ahead()
    first = launching._ahead
    launching.ahead()
    assert launching._ahead is first


@pytest.mark.parametrize(("elsewhere", "system"), [("/usr/bin/python3", "linux"), (None, "darwin")])
def test_nothing_is_launched_where_it_would_not_be_used(monkeypatch, elsewhere, system):
    monkeypatch.setattr(sys, "platform", system)
    launching.ahead(elsewhere)
    assert launching._ahead is None


def test_it_ends_with_the_program_that_launched_it():
    code = "from grader import launching; launching.ahead(); print(launching._ahead.process.pid)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    try:
        psutil.Process(int(said.stdout)).wait(GONE_SECONDS)
    except psutil.NoSuchProcess:
        return
    assert not psutil.pid_exists(int(said.stdout))
