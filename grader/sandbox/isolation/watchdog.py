"""How much a session uses, seen from outside: memory of its whole process tree, in swap or not, files in its folder.

Page tables count as well: a process that only looks at memory which nobody has written has tables and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

MIB = 1 << 20

# Counting shared pages takes the kernel a while for each process.
_COUNT_SECONDS = 0.3
_TABLES = b"VmPTE:"
_HELD = (b"VmRSS:", b"VmSwap:", _TABLES)


def tree(pid: int) -> list[int]:
    """Return a process and everything below it; what loses its parent inside a PID namespace stays below its first."""
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        try:
            threads = os.listdir(f"/proc/{each}/task")
        except OSError:
            continue
        for thread in threads:
            try:
                with open(f"/proc/{each}/task/{thread}/children", encoding="ascii") as children:
                    waiting += [int(child) for child in children.read().split()]
            except (OSError, ValueError):
                continue
    return found


def resident_mb(pid: int, limit_mb: float) -> float:
    """Return the resident memory of a process tree in MiB.

    Pages that forks share are counted once for each process, which is quick; where that reaches `limit_mb` and there
    are several processes, the kernel's proportional count decides.
    """
    pids = tree(pid) if os.path.isdir("/proc/self/task") else _portable_tree(pid)
    total = sum(_resident(each) for each in pids) / MIB
    if total > limit_mb and len(pids) > 1:
        return min(total, _proportional_mb(pids))
    return total


def sockets(pid: int) -> int:
    """Return how many sockets the network namespace of a process holds, 0 where that cannot be seen.

    What is written into a socket and not read lies in the kernel and is no process's resident memory.
    """
    for each in _views(pid):
        try:
            with open(f"{each}/net/sockstat", encoding="ascii") as lines:
                return int(lines.readline().split()[2])
        except (OSError, ValueError, IndexError):
            continue
    return 0


def folder_mb(folder: str) -> float:
    """Return the size of the files below a folder in MiB, without following links."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(Path(place) / name).st_blocks * 512
    return total / MIB


def _views(pid: int) -> Iterator[str]:
    """Return where the kernel tells of a process: as a whole, and by each thread.

    A process whose first thread has ended shows no memory as a whole, however much the others hold.
    """
    yield f"/proc/{pid}"
    with contextlib.suppress(OSError):
        yield from (f"/proc/{pid}/task/{thread}" for thread in os.listdir(f"/proc/{pid}/task"))


def _resident(pid: int, *what: bytes) -> int:
    """Return the bytes of a process that lie in memory or were moved out of it into swap, with its page tables."""
    for each in _views(pid):
        try:
            with open(f"{each}/status", "rb") as lines:
                size = _held(lines.read(), what or _HELD)
        except FileNotFoundError:
            if not os.path.isdir("/proc/self/task"):
                return _portable_resident(pid)
            continue
        except (OSError, ValueError, IndexError):
            continue
        if size:
            return size
    return 0


def _held(status: bytes, what: tuple[bytes, ...] = _HELD) -> int:
    return 1024 * sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))


def _proportional_mb(pids: list[int]) -> float:
    """Return the kernel's proportional count, the largest processes first.

    Where there is no time for all, those that were counted tell how much of the others is shared: a large one cannot
    hide behind many that take long to count.
    """
    until = time.monotonic() + _COUNT_SECONDS
    sizes = sorted(((_resident(pid), pid) for pid in pids), reverse=True)
    total = seen = 0
    for size, pid in sizes:
        for each in _views(pid):
            try:
                with open(f"{each}/smaps_rollup", encoding="ascii") as lines:
                    total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Pss:", "SwapPss:")))
                break
            except ProcessLookupError:
                continue  # it, or this thread of it, is gone
            except OSError:
                return float("inf")
        seen += size
        if time.monotonic() > until:
            break
    every = sum(size for size, _ in sizes)
    # Every process has page tables of its own.
    tables = sum(_resident(pid, _TABLES) for _, pid in sizes)
    return (total * (every / seen if seen else 1.0) + tables) / MIB


def _portable_tree(pid: int) -> list[int]:
    try:
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    except psutil.Error:
        return [pid]


def _portable_resident(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
