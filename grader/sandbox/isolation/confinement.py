"""What a session is confined to, and the steps by which a freshly forked process confines itself.

The order matters: namespaces first (they need rights), then limits and the private root, then all rights go, and
Landlock and the system call filter come last because they would forbid the steps before.
"""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.machine import environment_paths
from grader.sandbox.isolation import landlock, linux, private_root, seccomp

_NAMESPACES = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWPID | linux.CLONE_NEWUTS
# As root, every session gets a user of its own far above the ones that systems hand out.
_FIRST_SESSION_UID, _NOBODY = 1_900_000_000, 65534
_INNER_ID = 1000
SYSTEM_PATHS = (
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
    "/etc/fonts", "/etc/localtime", "/etc/timezone", "/etc/alternatives", "/etc/mime.types", "/etc/locale.alias",
    "/sys/devices/system/cpu", "/var/cache/fontconfig",
)  # fmt: skip


@dataclass(frozen=True)
class Confinement:
    """Limits and paths of one confined process; plain data, so that it can be sent to the fork server.

    Attributes
    ----------
    readable : list of str
        Files and folders that may be read, besides the system's libraries and this Python environment.
    scratch_mb : int
        Size of the scratch file system in MiB, and the largest single file.
    cpu_seconds : int
        Processor time of any one process in the session.
    processes, open_files : int
        How many processes and threads, and how many open files for each process.
    loopback : bool
        Whether processes inside may talk to each other over TCP. The network namespace holds nothing else.
    """

    readable: list[str] = field(default_factory=list)
    scratch_mb: int = 512
    cpu_seconds: int = 1200
    processes: int = 128
    open_files: int = 512
    loopback: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the confinement as JSON-serialisable containers."""
        return asdict(self)


def leave_namespaces(*, loopback: bool = False) -> tuple[int, int]:
    """Leave the parent's namespaces; the next fork is the first process of a new PID namespace.

    Parameters
    ----------
    loopback : bool
        Whether the new network namespace's own loopback interface is switched on.

    Returns
    -------
    uid, gid : int
        The unprivileged user that the confined process becomes, in its own numbering.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    if os.geteuid() == 0:
        linux.unshare(_NAMESPACES)
        if loopback:
            linux.loopback_up()
        return session_user()
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | _NAMESPACES)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{_INNER_ID} {uid} 1")
    _write("/proc/self/gid_map", f"{_INNER_ID} {gid} 1")
    if loopback:
        linux.loopback_up()
    return _INNER_ID, _INNER_ID


def confine(plan: Confinement, uid: int, gid: int) -> None:
    """Confine this process for good; call it in the first process of the new PID namespace.

    Raises
    ------
    OSError
        If a layer cannot be put up. The caller must end the process then: it is only partly confined.
    """
    os.setsid()
    os.umask(0o022)
    linux.die_with_parent(signal.SIGKILL)
    set_limits(plan)
    wanted = [*SYSTEM_PATHS, *environment_paths(), *plan.readable]
    readable = private_root.build(wanted, plan.scratch_mb, uid, gid)
    os.umask(0o077)
    os.chdir(private_root.HOME)
    linux.drop_bounding_capabilities()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        # A change of user clears the wish to die with the parent.
        linux.die_with_parent(signal.SIGKILL)
    linux.drop_capabilities()
    linux.prctl(linux.PR_SET_DUMPABLE, 1, what="dumpable")
    linux.no_new_privileges()
    landlock.restrict(
        landlock.Rules(
            read=readable,
            write=[private_root.SCRATCH],
            devices=list(private_root.DEVICES),
            listing=["/"],
            tcp=plan.loopback,
        )
    )
    seccomp.install()


def set_limits(plan: Confinement) -> None:
    """Set resource limits; a limit that is already lower stays."""
    megabyte = 1 << 20
    for kind, value in (
        (resource.RLIMIT_CPU, plan.cpu_seconds),
        (resource.RLIMIT_FSIZE, plan.scratch_mb * megabyte),
        (resource.RLIMIT_NOFILE, plan.open_files),
        # No file at 0 and 1 alike; at 1 the kernel does not call a program of the machine's for a crash either, which
        # would run as root on what the process left behind.
        (resource.RLIMIT_CORE, 1),
        (resource.RLIMIT_NPROC, plan.processes),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def session_user() -> tuple[int, int]:
    """Return a user and group that own nothing on this machine and that no other session has."""
    wanted = _FIRST_SESSION_UID + os.getpid()
    mapped = _largest_mapped_id()
    uid = wanted if wanted <= mapped else min(_NOBODY, mapped)
    return uid, uid


def _largest_mapped_id() -> int:
    """Return the largest user id that exists here: a container may have been given only a few."""
    try:
        with open("/proc/self/uid_map", encoding="ascii") as lines:
            return max(int(first) + int(count) - 1 for first, _, count in (line.split() for line in lines))
    except (OSError, ValueError):
        return _NOBODY


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
