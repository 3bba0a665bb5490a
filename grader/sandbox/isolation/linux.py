"""The few Linux system calls that isolation needs and Python does not offer, by ctypes.

Importing this module works on every platform; calling a function where it cannot work raises `OSError`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import platform
import socket
import struct
import sys

try:
    import fcntl
except ImportError:  # not there on Windows, where nothing here works
    fcntl = None

IS_LINUX = sys.platform.startswith("linux")
MACHINE = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}.get(
    platform.machine().lower()
)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 1 << 18
MNT_DETACH = 2
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 38, 47

# Numbers below 424 differ between architectures; newer ones are the same everywhere.
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446


def _load_libc() -> ctypes.CDLL | None:
    if not IS_LINUX:
        return None
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None


_LIBC = _load_libc()


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _libc() -> ctypes.CDLL:
    if _LIBC is None or MACHINE is None:
        raise OSError(errno.ENOSYS, f"isolation needs Linux on x86-64 or aarch64, this is {platform.platform()}")
    return _LIBC


def syscall(number: int, *args: int | bytes | ctypes.Array | object, what: str) -> int:
    """Make a raw system call; raise `OSError` that names `what` where it fails."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    return _checked(_libc().syscall(ctypes.c_long(number), *converted), what)


def unshare(flags: int) -> None:
    """Leave the namespaces given by the CLONE_NEW* `flags`."""
    _checked(_libc().unshare(ctypes.c_int(flags)), f"unshare({flags:#x})")


def prctl(option: int, *args: int | ctypes.Array | object, what: str = "prctl") -> int:
    """Call prctl(2) with up to four further arguments."""
    padded = [*args, 0, 0, 0, 0][:4]
    converted = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in padded]
    return _checked(_libc().prctl(ctypes.c_int(option), *converted), what)


def mount(source: str | None, target: str, kind: str | None, flags: int = 0, data: str | None = None) -> None:
    """Mount a file system, as mount(2)."""
    encoded = [None if s is None else os.fsencode(s) for s in (source, target, kind, data)]
    result = _libc().mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])
    _checked(result, f"mount {kind or source} on {target}")


def detach(target: str) -> None:
    """Take a mount away as soon as nobody uses it."""
    _checked(_libc().umount2(os.fsencode(target), ctypes.c_int(MNT_DETACH)), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root of this mount namespace and put the former root at `old`."""
    number = _PIVOT_ROOT[MACHINE or "x86_64"]
    syscall(number, os.fsencode(new), os.fsencode(old), what="pivot_root")


def clone_tree(path: str) -> int:
    """Return a descriptor of a detached copy of the mounts at and below `path`."""
    flags = 1 | os.O_CLOEXEC | AT_RECURSIVE
    return syscall(_OPEN_TREE, AT_FDCWD, os.fsencode(path), flags, what=f"open_tree {path}")


def attach_tree(tree: int, target: str) -> None:
    """Put a detached copy of mounts at `target`."""
    syscall(_MOVE_MOUNT, tree, b"", AT_FDCWD, os.fsencode(target), 4, what=f"move_mount to {target}")


class _MountAttr(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("attr_set", "attr_clr", "propagation", "userns_fd")]


def set_mount_attributes(at: int | str, attributes: int) -> None:
    """Add MOUNT_ATTR_* to a detached tree, given by its descriptor, or to the one mount at a path."""
    attr = _MountAttr(attributes, 0, 0, 0)
    is_tree = isinstance(at, int)
    where, path, flags = (at, b"", AT_EMPTY_PATH | AT_RECURSIVE) if is_tree else (AT_FDCWD, os.fsencode(at), 0)
    syscall(_MOUNT_SETATTR, where, path, flags, ctypes.byref(attr), ctypes.sizeof(attr), what="mount_setattr")


def loopback_up() -> None:
    """Switch the loopback interface of this network namespace on; nothing but this namespace is reached through it."""
    request = struct.pack("16sH14x", b"lo", _IFF_UP)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)


def drop_bounding_capabilities() -> None:
    """Make it impossible to regain any capability by executing a program; needs rights, so call it first."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability, what="drop capability")
        except OSError as error:
            if error.errno == errno.EINVAL:  # the kernel knows no further capability
                return
            raise


def drop_capabilities() -> None:
    """Give up every capability that this process holds."""
    prctl(PR_CAP_AMBIENT, 4, what="clear ambient capabilities")
    header = (ctypes.c_uint32 * 2)(0x2008_0522, 0)
    data = (ctypes.c_uint32 * 6)()
    syscall(_CAPSET[MACHINE or "x86_64"], header, data, what="capset")


def no_new_privileges() -> None:
    """Make it impossible to gain privileges by executing a program."""
    prctl(PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")


def die_with_parent(signal_number: int) -> None:
    """Ask for `signal_number` when the parent process ends."""
    prctl(PR_SET_PDEATHSIG, signal_number, what="parent death signal")
