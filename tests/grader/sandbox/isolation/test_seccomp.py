"""Every system call that the filter closes is tried, each in a child with the filter on it; what is left works."""

from __future__ import annotations

import errno
import json
import subprocess
import sys

import pytest

from grader.sandbox.isolation import linux, seccomp

pytestmark = pytest.mark.skipif(linux.MACHINE is None, reason="the filter is written for Linux on x86-64 and aarch64")
WHICH = 0 if linux.MACHINE == "x86_64" else 1
PROGRAM = """
import ctypes, errno, json, sys
from grader.sandbox.isolation import linux, seccomp
libc = ctypes.CDLL(None, use_errno=True)
linux.no_new_privileges()
seccomp.install()
answers = []
for words in json.loads(sys.argv[1]):
    ctypes.set_errno(0)
    result = libc.syscall(*(ctypes.c_long(word) for word in (words + [0] * 7)[:7]))
    answers.append([int(result), ctypes.get_errno()])
print(json.dumps(answers))
"""


def answers(*calls: list[int]) -> list[tuple[int, int]]:
    """Return (result, errno) of system calls, given as numbers with their arguments."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(calls)], capture_output=True, text=True, timeout=60, check=True
    )
    return [tuple(answer) for answer in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("numbers", "wanted"), [(seccomp.REFUSED, errno.EPERM), (seccomp.ABSENT, errno.ENOSYS)], ids=["refused", "absent"]
)
def test_every_closed_call(numbers, wanted):
    names = [name for name in numbers if numbers[name][WHICH] >= 0]
    found = answers(*([numbers[name][WHICH]] for name in names))
    assert dict(zip(names, found, strict=True)) == dict.fromkeys(names, (-1, wanted))


def test_calls_that_later_kernels_add_are_absent():
    later = [[number] for number in (seccomp._NEWEST + 1, 500, 1000, 0x3FFF_FFFF)]
    assert set(answers(*later)) == {(-1, errno.ENOSYS)}


def test_a_login_session_of_its_own_is_pretended():
    assert answers([seccomp.PRETENDED["setsid"][WHICH]]) == [(0, 0)]


def test_the_limit_of_core_dumps_stays():
    code = """
import json, resource
from grader.sandbox.isolation import linux, seccomp
resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
linux.no_new_privileges()
seccomp.install()
found = []
for kind in (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
    resource.setrlimit(kind, (0, 0))
    resource.prlimit(0, kind, (0, 0))
    found.append([resource.getrlimit(kind), resource.prlimit(0, kind)])
print(json.dumps(found))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [[[1, 1], [1, 1]], [[0, 0], [0, 0]]]
    setrlimit, kept, zero = seccomp._SETRLIMIT[WHICH], seccomp._RLIMIT_CORE, 0
    assert answers([setrlimit, kept, zero], [setrlimit, 7, zero])[0] == (0, 0)


def test_a_process_dies_with_its_parent_and_may_still_be_named():
    prctl, get_name = seccomp._PRCTL[WHICH], 3  # PR_GET_DUMPABLE
    refused, filtered, allowed = answers([prctl, 1, 0], [prctl, 22, 2, 0], [prctl, get_name])
    assert refused == filtered == (-1, errno.EPERM)
    assert allowed[1] == 0


def test_locks_and_notices_of_files_tell_nobody_anything(tmp_path):
    fcntl, get_flags = seccomp._FCNTL[WHICH], 3
    found = answers(*([fcntl, 1, command, 0] for command in (*seccomp._LOCKS, *seccomp._NOTICES, get_flags)))
    assert found[: len(seccomp._LOCKS)] == [(0, 0)] * len(seccomp._LOCKS)
    assert found[len(seccomp._LOCKS) : -1] == [(-1, errno.EPERM)] * len(seccomp._NOTICES)
    assert found[-1][1] == 0
    code = (
        "import sqlite3\nfrom grader.sandbox.isolation import linux, seccomp\n"
        "linux.no_new_privileges(); seccomp.install()\n"
        f"one, two = (sqlite3.connect({str(tmp_path / 'book.db')!r}) for _ in range(2))\n"
        "with one: one.execute('create table t (x)'); one.executemany('insert into t values (?)', [(1,), (2,)])\n"
        "print('sum', two.execute('select sum(x) from t').fetchone()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "sum 3" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("family", "allowed"), [(1, True), (2, True), (10, True), (16, True), (17, False), (40, False), (38, False)]
)
def test_families_of_sockets(family, allowed):
    ((result, number),) = answers([seccomp._SOCKET[WHICH], family, 2 if family != 16 else 3, 0])
    assert (result >= 0) == allowed or number not in (0, errno.EPERM)
    assert (number == errno.EPERM) == (not allowed)


def test_new_namespaces_by_clone_and_larger_buffers():
    code = (
        "import ctypes, errno, socket\nfrom grader.sandbox.isolation import linux, seccomp\n"
        "linux.no_new_privileges(); seccomp.install()\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"assert libc.syscall({seccomp._CLONE[WHICH]}, 0x10000000 | 17, 0, 0, 0, 0) == -1\n"
        "assert ctypes.get_errno() == errno.EPERM\none, two = socket.socketpair()\n"
        "before = one.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)\n"
        "one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)\n"
        "assert one.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) == before\n"
        "import threading, subprocess\nt = threading.Thread(target=print); t.start(); t.join()\n"
        "print(subprocess.check_output(['echo', 'works'], text=True))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "works" in done.stdout, done.stderr
