"""Memory and sockets are seen wherever in a tree of processes they are held."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.sandbox.isolation import linux, watchdog
from grader.sandbox.isolation.watchdog import MIB, resident_mb, sockets, tree

pytestmark = pytest.mark.skipif(not linux.IS_LINUX, reason="read from /proc")
HOLDING = "import os, socket, sys, threading, time\nheld = bytearray(b'x') * (120 << 20)\n"
READY = "print('ready', flush=True)\ntime.sleep(60)\n"
SHAPES = {
    "alone": HOLDING + READY,
    "in a child": "import os, time\nif os.fork() == 0:\n    held = bytearray(b'x') * (120 << 20)\n"
    "    print('ready', flush=True)\ntime.sleep(60)\n",
    # The raw system call ends this thread alone; the process goes on as what is left of it.
    "first thread gone": HOLDING + "import ctypes\n"
    "threading.Thread(target=lambda: (time.sleep(0.3), print('ready', flush=True), time.sleep(60))).start()\n"
    "ctypes.CDLL(None).syscall(EXIT, 0)\n",
}


@contextlib.contextmanager
def running(code: str) -> Iterator[int]:
    code = code.replace("EXIT", "60" if linux.MACHINE == "x86_64" else "93")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, process_group=0) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process.pid
        finally:
            os.killpg(process.pid, 9)


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_is_seen(shape):
    with running(SHAPES[shape]) as pid:
        assert 120 < resident_mb(pid, 1e6) < 400
        assert 120 < resident_mb(pid, 50) < 400  # by the proportional count where there are several


def test_a_large_process_does_not_hide_behind_many_small_ones(monkeypatch):
    children = "for _ in range(30):\n    if os.fork() == 0: time.sleep(60)\nheld = bytearray(b'x') * (120 << 20)\n"
    with running("import os, time\n" + children + READY) as pid:
        assert len(tree(pid)) == 31
        monkeypatch.setattr("grader.sandbox.isolation.watchdog._COUNT_SECONDS", 0.0)
        assert resident_mb(pid, 50) * MIB > 120 << 20


def test_page_tables_are_seen():
    """Reading memory that nobody has written makes tables, and nothing that is resident."""
    looks = (
        "import mmap, time\nkind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000\n"
        "held = mmap.mmap(-1, 1 << 36, kind, mmap.PROT_READ)\n"
        "held.madvise(mmap.MADV_NOHUGEPAGE)\nfor place in range(0, 1 << 36, 1 << 21): held[place]\n"
    )
    with running(looks + READY) as pid:
        assert 128 < resident_mb(pid, 1e6) < 300
    with running(looks + "import os\nif os.fork() == 0: time.sleep(60)\n" + READY) as pid:
        assert resident_mb(pid, 50) > 128


def test_sockets_are_seen_when_the_first_thread_is_gone():
    # The two are looked at at once: on a machine that does other things the numbers of two moments differ.
    with running(SHAPES["alone"]) as usual, running(SHAPES["first thread gone"]) as gone:
        assert min(sockets(usual), sockets(gone)) > 0


def test_what_was_moved_into_swap_counts():
    status = b"Name:\tx\nVmPeak:\t9000 kB\nVmRSS:\t  300 kB\nVmData:\t80 kB\nVmPTE:\t 50 kB\nVmSwap:\t  700 kB\n"
    assert watchdog._held(status) == 1050 * 1024
    assert watchdog._held(b"Name:\tzombie\nState:\tZ (zombie)\n") == 0
