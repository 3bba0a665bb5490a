"""A small seccomp filter: system calls that no notebook needs and that would widen what hostile code can reach.

It backs the other layers up: ptrace and the reading of foreign memory, new namespaces and mounts, kernel interfaces
with a history of holes (bpf, io_uring, userfaultfd, keyrings), memory that no watchdog sees (memfd, System V shared
memory), and sockets that do not belong to the network namespace (vsock).
"""

from __future__ import annotations

import ctypes
import errno
import struct

from grader.sandbox.isolation import linux

_AUDIT_ARCH = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_X32_BIT = 0x4000_0000
_NEW_NAMESPACES = 0x7E02_0000
# AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all of them end inside the network namespace or the file rules.
_SOCKET_FAMILIES = (1, 2, 10, 16)

# name: (x86_64, aarch64). Refused with EPERM.
REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "kexec_load": (246, 104), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "quotactl": (179, 60), "acct": (163, 89),
    "swapon": (167, 224), "reboot": (169, 142), "syslog": (103, 116), "personality": (135, 92),
}  # fmt: skip
# Answered with ENOSYS, so that libraries take their fallback.
ABSENT = {
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "clone3": (435, 435),
    # A lock on a file that several sessions may read, and notice of who opens one, would be channels between them; HDF5
    # does without where there are none. Watches, and slots of asynchronous input and output, are memory of no process.
    "flock": (73, 32), "io_setup": (206, 0), "inotify_init": (253, -1), "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27), "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "cachestat": (451, 451),
    # Rules and filters of one's own are memory of no process either: half a million rules for each open file.
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    "seccomp": (317, 277),
}  # fmt: skip
# The newest call that was looked at (mseal). What a later kernel adds is answered as this kernel would: ENOSYS.
_NEWEST = 462
# Answered with success, and nothing is done. The kernel shares processors among login sessions (autogroups): every new
# one would be a further share for this student and less for the class.
PRETENDED = {"setsid": (112, 157)}
_CLONE, _SOCKET, _SETSOCKOPT, _PRCTL, _FCNTL = (56, 220), (41, 198), (54, 208), (157, 167), (72, 25)
# Locks of parts of files are the same as flock; SQLite needs an answer, and in a session nobody else opens its files.
# Leases and notices (F_SETLEASE, F_NOTIFY) tell what others do with a file.
_LOCKS, _NOTICES = (5, 6, 7, 36, 37, 38), (1024, 1026)
# A process that does not die with its parent could stay behind; and a further filter, as by the call of that name.
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP = 1, 22
# SO_SNDBUF, SO_RCVBUF and their forced forms: what a socket holds is memory of no process, so the default stays.
_SIZES_OF_SOCKETS, _SOL_SOCKET = (7, 8, 32, 33), 1

# The limit of core dumps stays where it was set: at another one the kernel may hand what a crashed process held to a
# program of the machine's that runs as root.
_SETRLIMIT, _PRLIMIT, _RLIMIT_CORE = (160, 164), (302, 261), 4

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def program(machine: str) -> bytes:
    """Return the filter as classic BPF for `machine` ("x86_64" or "aarch64"), eight bytes an instruction."""
    which = 0 if machine == "x86_64" else 1
    deny, absent = _step(_RETURN, _ERRNO | errno.EPERM), _step(_RETURN, _ERRNO | errno.ENOSYS)
    steps = [_step(_LOAD, 4), _step(_EQUAL, _AUDIT_ARCH[machine], 1, 0), _step(_RETURN, _KILL), _step(_LOAD, 0)]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32_BIT, 0, 1), deny]
    steps += [_step(_AT_LEAST, _NEWEST + 1, 0, 1), absent]
    for numbers, answer in ((REFUSED, deny), (ABSENT, absent), (PRETENDED, _step(_RETURN, _ERRNO))):
        for number in (pair[which] for pair in numbers.values()):
            steps += [_step(_EQUAL, number, 0, 1), answer] if number >= 0 else []
    steps += [_step(_EQUAL, _PRCTL[which], 0, 5), _step(_LOAD, 16), _step(_EQUAL, _PR_SET_SECCOMP, 1, 0)]
    steps += [_step(_EQUAL, _PR_SET_PDEATHSIG, 0, 1), deny]
    steps += [_step(_RETURN, _ALLOW)]
    pretended = _step(_RETURN, _ERRNO)
    steps += [_step(_EQUAL, _SETRLIMIT[which], 0, 4), _step(_LOAD, 16), _step(_EQUAL, _RLIMIT_CORE, 0, 1), pretended]
    steps += [_step(_RETURN, _ALLOW)]
    # Asking alone, without a new limit in the third argument (both halves of it), is answered.
    steps += [_step(_EQUAL, _PRLIMIT[which], 0, 8), _step(_LOAD, 24), _step(_EQUAL, _RLIMIT_CORE, 0, 4)]
    steps += [_step(_LOAD, 32), _step(_EQUAL, 0, 0, 3), _step(_LOAD, 36), _step(_EQUAL, 0, 0, 1)]
    steps += [_step(_RETURN, _ALLOW), pretended]
    by_command = [_step(_LOAD, 24)]  # the second argument
    for command in (*_LOCKS, *_NOTICES):
        by_command += [_step(_EQUAL, command, 0, 1), _step(_RETURN, _ERRNO) if command in _LOCKS else deny]
    steps += [_step(_EQUAL, _FCNTL[which], 0, len(by_command) + 1), *by_command, _step(_RETURN, _ALLOW)]
    # clone is how threads and processes start; only its namespace flags are refused (first argument, low word).
    steps += [_step(_EQUAL, _CLONE[which], 0, 4), _step(_LOAD, 16), _step(_ANY_BIT, _NEW_NAMESPACES, 0, 1), deny]
    steps += [_step(_RETURN, _ALLOW)]
    # Asking for a larger buffer succeeds and changes nothing; level and option are the second and third arguments.
    sizes = len(_SIZES_OF_SOCKETS)
    steps += [_step(_EQUAL, _SETSOCKOPT[which], 0, sizes + 6), _step(_LOAD, 24), _step(_EQUAL, _SOL_SOCKET, 1, 0)]
    steps += [_step(_RETURN, _ALLOW), _step(_LOAD, 32)]
    steps += [_step(_EQUAL, size, sizes - index, 0) for index, size in enumerate(_SIZES_OF_SOCKETS)]
    steps += [_step(_RETURN, _ALLOW), _step(_RETURN, _ERRNO)]
    steps += [_step(_EQUAL, _SOCKET[which], 0, len(_SOCKET_FAMILIES) + 2), _step(_LOAD, 16)]
    count = len(_SOCKET_FAMILIES)
    steps += [_step(_EQUAL, family, count - index, 0) for index, family in enumerate(_SOCKET_FAMILIES)]
    steps += [deny, _step(_RETURN, _ALLOW)]
    return b"".join(steps)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def install() -> None:
    """Put the filter on this process and its children; `no_new_privs` must have been set."""
    code = program(linux.MACHINE or "x86_64")
    loaded = _Program(len(code) // 8, code)
    linux.prctl(linux.PR_SET_SECCOMP, 2, ctypes.byref(loaded), what="seccomp filter")
