"""Landlock: a process gives up all files but a few, for good and for all its children.

Source of the constants and of the meaning of each ABI: the kernel's userspace-api/landlock documentation.
"""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass, field

from grader.sandbox.isolation import linux

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_V1 = (1 << 13) - 1
_REFER, _TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | _TRUNCATE | IOCTL_DEV
_TCP_BIND, _TCP_CONNECT = 1, 2
_SCOPE_ABSTRACT_SOCKET, _SCOPE_SIGNAL = 1, 2

READ = EXECUTE | READ_FILE | READ_DIR
DEVICE = READ_FILE | WRITE_FILE | IOCTL_DEV


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _BeneathPath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


@dataclass(frozen=True)
class Rules:
    """What stays allowed: paths to read (and execute), to write, devices to use, folders that may only be listed."""

    read: list[str] = field(default_factory=list)
    write: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    listing: list[str] = field(default_factory=list)
    tcp: bool = False


def abi() -> int:
    """Return the Landlock ABI of the running kernel, 0 where there is none."""
    try:
        return linux.syscall(linux.LANDLOCK_CREATE_RULESET, 0, 0, 1, what="landlock")
    except OSError:
        return 0


def handled_files(version: int) -> int:
    """Return the file rights that a kernel with this Landlock ABI can take away."""
    rights = _ALL_V1
    for needed, right in ((2, _REFER), (3, _TRUNCATE), (5, IOCTL_DEV)):
        if version >= needed:
            rights |= right
    return rights


def restrict(rules: Rules) -> int:
    """Give up everything but `rules`, in this process and its children; return the ABI that was used.

    From ABI 4 on TCP is closed too, unless the rules leave it open;
    from ABI 6 on also abstract Unix sockets of and signals to outside processes.
    A path that does not exist is left out. `no_new_privs` must have been set.

    Raises
    ------
    OSError
        If the kernel has no Landlock, or refuses.
    """
    version = abi()
    files = handled_files(version)
    attributes = _Ruleset(
        files,
        _TCP_BIND | _TCP_CONNECT if version >= 4 and not rules.tcp else 0,
        _SCOPE_ABSTRACT_SOCKET | _SCOPE_SIGNAL if version >= 6 else 0,
    )
    # An older kernel knows a shorter structure and refuses a longer one.
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = linux.syscall(
        linux.LANDLOCK_CREATE_RULESET, ctypes.byref(attributes), size, 0, what="landlock_create_ruleset"
    )
    try:
        everything = files & ~(_MAKE_CHAR | _MAKE_BLOCK | IOCTL_DEV)
        for paths, rights in (
            (rules.read, READ),
            (rules.write, everything),
            (rules.devices, DEVICE),
            (rules.listing, READ_DIR),
        ):
            for path in paths:
                _allow(ruleset, path, rights & files)
        linux.syscall(linux.LANDLOCK_RESTRICT_SELF, ruleset, 0, what="landlock_restrict_self")
    finally:
        os.close(ruleset)
    return version


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not os.path.isdir(path):
            rights &= _ON_FILES
        rule = _BeneathPath(rights, descriptor)
        linux.syscall(linux.LANDLOCK_ADD_RULE, ruleset, 1, ctypes.byref(rule), 0, what=f"landlock_add_rule {path}")
    finally:
        os.close(descriptor)
