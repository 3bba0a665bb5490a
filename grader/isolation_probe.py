"""Find out which layers can keep a submission apart on this machine, by trying each in a child process of its own."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x0002_0000,
    0x0800_0000,
    0x1000_0000,
    0x2000_0000,
    0x4000_0000,
)
PR_SET_SECCOMP, SECCOMP_MODE_FILTER, PR_SET_NO_NEW_PRIVS = 22, 2, 38
# landlock_create_ruleset(2) and landlock_restrict_self(2) have these numbers on every architecture.
LANDLOCK_CREATE, LANDLOCK_RESTRICT, LANDLOCK_VERSION, LANDLOCK_READ_FILE = 444, 446, 1, 1 << 2
PROBE_SECONDS = 10

USER_REMEDY = (
    "As administrator: sysctl -w kernel.unprivileged_userns_clone=1 (Debian), or "
    "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04 and later). In Docker: "
    "--security-opt seccomp=unconfined."
)
LANDLOCK_REMEDY = "Needs Linux 5.13 or later with lsm=landlock,... on the kernel's command line."


@dataclass(frozen=True)
class Layer:
    """One layer of isolation: whether this machine has it, what was seen, and what to do where it is missing."""

    name: str
    available: bool
    seen: str
    remedy: str = ""


def probe_layers() -> list[Layer]:
    """Try every layer; on systems other than Linux each is missing."""
    if not sys.platform.startswith("linux"):
        remedy = "Only Linux has it: grade on Linux (a virtual machine will do), or trust the submissions."
        return [Layer(name, False, f"not on {sys.platform}", remedy) for name, _, _ in PROBES]
    return [_probe(name, test, remedy) for name, test, remedy in PROBES]


def landlock_abi() -> int:
    """Return the version of Landlock's interface, 0 where the kernel has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(_libc().syscall(ctypes.c_long(LANDLOCK_CREATE), None, ctypes.c_size_t(0), LANDLOCK_VERSION), 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _unshare(flags: int) -> None:
    # As root a namespace of users is not needed for the others, but a session gets one all the same.
    _checked(_libc().unshare(ctypes.c_int(CLONE_NEWUSER | flags)))


def _users() -> str:
    _unshare(0)
    return "a session gets a user of its own"


def _network() -> str:
    _unshare(CLONE_NEWNET)
    names = [name for _, name in socket.if_nameindex()]
    if names not in (["lo"], []):
        raise OSError(errno.EPERM, f"still sees {', '.join(names)}")
    return "a session sees no network"


def _ipc() -> str:
    _unshare(CLONE_NEWIPC)
    return "a session shares no memory with others"


def _processes() -> str:
    _unshare(CLONE_NEWPID)
    child = os.fork()
    if not child:
        os._exit(0 if os.getpid() == 1 else 1)
    _, status = os.waitpid(child, 0)
    if status:
        raise OSError(errno.EPERM, "a child still sees the others")
    return "a session sees no other process, and ends with all its children"


def _mounts() -> str:
    _unshare(CLONE_NEWNS)
    return "a session can have a file tree of its own"


def _no_new_privs() -> str:
    _checked(_libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    return "no program can give a session more rights"


def _landlock() -> str:
    version = landlock_abi()
    if not version:
        raise OSError(errno.ENOSYS, "the kernel has no Landlock, or it is switched off")
    _no_new_privs()
    rights = (ctypes.c_uint64 * 1)(LANDLOCK_READ_FILE)
    ruleset = _checked(_libc().syscall(ctypes.c_long(LANDLOCK_CREATE), rights, ctypes.c_size_t(8), 0))
    _checked(_libc().syscall(ctypes.c_long(LANDLOCK_RESTRICT), ruleset, 0))
    try:
        os.close(os.open("/etc/passwd", os.O_RDONLY))
    except PermissionError:
        return f"ABI {version}: a session opens only the files it is given"
    raise OSError(errno.EPERM, "a forbidden file could still be read")


def _seccomp() -> str:
    _no_new_privs()
    result = _libc().prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, None, 0, 0)
    # With a filter at address 0 a kernel that has filters complains about the address.
    if result < 0 and ctypes.get_errno() == errno.EFAULT:
        return "system calls can be filtered"
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _limits() -> str:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        hard = resource.getrlimit(limit)[1]
        lower = 60 if hard == resource.RLIM_INFINITY else min(60, hard)
        resource.setrlimit(limit, (lower, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    with tempfile.TemporaryFile() as file:
        try:
            os.write(file.fileno(), b"x" * 1000)
            os.write(file.fileno(), b"x")
        except OSError:
            return "processor time, processes, open files and file size can be limited"
    raise OSError(errno.EPERM, "a file could grow beyond its limit")


PROBES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("user namespace", _users, USER_REMEDY),
    ("network namespace", _network, USER_REMEDY),
    ("IPC namespace", _ipc, USER_REMEDY),
    ("PID namespace", _processes, USER_REMEDY),
    ("mount namespace", _mounts, USER_REMEDY),
    ("Landlock", _landlock, LANDLOCK_REMEDY),
    ("no_new_privs", _no_new_privs, "Needs Linux 3.5 or later."),
    ("seccomp filter", _seccomp, "Needs a kernel with CONFIG_SECCOMP_FILTER."),
    ("resource limits", _limits, "Raise the hard limits of this account (ulimit -H -a)."),
)


def _probe(name: str, test: Callable[[], str], remedy: str) -> Layer:
    """Run one test in a forked child, so that what it gives up stays there."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            # Whatever this program does with the alarm, it ends a probe that hangs.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(PROBE_SECONDS)
            try:
                answer = "+" + test()
            except Exception as error:
                answer = "-" + (getattr(error, "strerror", None) or str(error))
            os.write(writing, answer.encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read().decode("utf-8", "replace") or "-the probe did not come back"
    os.waitpid(child, 0)
    available = answer.startswith("+")
    return Layer(name, available, answer[1:], "" if available else remedy)
