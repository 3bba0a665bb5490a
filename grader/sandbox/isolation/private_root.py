"""A root directory of its own for a session: only what it may read, one scratch file system, nothing of the rest.

Landlock alone lets a process look at names and sizes and change modes and times of files that its user owns; with a
private root those files are on no path at all. The scratch file system lies in memory with a fixed size, so a disk
hog meets "no space left", and it vanishes with the last process.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.isolation import linux

SCRATCH = "/run/session"
HOME, TEMPORARY, SHARED_MEMORY = f"{SCRATCH}/home", f"{SCRATCH}/tmp", f"{SCRATCH}/shm"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_MOUNT_POINT = "/tmp"


def existing(paths: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return real paths, none below another, and the symbolic links that lead to them.

    Parameters
    ----------
    paths : iterable of str
        Absolute paths; those that do not exist are left out.
    """
    links: dict[str, str] = {}
    real: set[str] = set()
    for path in paths:
        if not os.path.exists(path):
            continue
        target = os.path.realpath(path)
        real.add(target)
        if target != os.path.abspath(path):
            links[os.path.abspath(path)] = target
    kept = [p for p in sorted(real) if not any(str(parent) in real for parent in Path(p).parents)]
    # What lies below a link is reached through it; a link of its own would have to be made in the link's target.
    topmost = {link: to for link, to in links.items() if not any(str(parent) in links for parent in Path(link).parents)}
    return kept, topmost


def build(readable: Iterable[str], scratch_mb: int, uid: int, gid: int, *, proc: bool = True) -> list[str]:
    """Make the private root and enter it; return the paths in it that may be read.

    The process must own its mount namespace, and be in its own PID namespace if `proc` is True. Mounted there are the
    `readable` paths (read-only, at their own places), a few devices, `/proc` of the PID namespace, and
    `SCRATCH` of `scratch_mb` MiB, which belongs to `uid`.

    Raises
    ------
    OSError
        If the kernel refuses a step; the message names it.
    """
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    real, links = existing(readable)
    # Taken before the mount point hides what lies below it.
    trees = [(path, os.path.isdir(path), linux.clone_tree(path)) for path in real]
    devices = [(path, linux.clone_tree(path)) for path in DEVICES if os.path.exists(path)]
    linux.mount("session", _MOUNT_POINT, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=1m,mode=755")
    os.chdir(_MOUNT_POINT)
    for path, is_folder, tree in trees:
        _make_place(path, is_folder)
        only_read = linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV
        linux.set_mount_attributes(tree, only_read)
        linux.attach_tree(tree, f".{path}")
        os.close(tree)
    for path, tree in devices:
        _make_place(path, False)
        linux.attach_tree(tree, f".{path}")
        os.close(tree)
    _make_scratch(scratch_mb, uid, gid)
    for link, target in {**links, "/tmp": TEMPORARY, "/dev/shm": SHARED_MEMORY, "/dev/fd": "/proc/self/fd"}.items():
        _make_link(link, target)
    _write_names(uid, gid)
    if proc:
        os.makedirs("./proc", exist_ok=True)
        linux.mount("proc", "./proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
    linux.pivot_root(".", ".")
    linux.detach(".")
    os.chdir("/")
    # The root itself; the scratch mount below it stays writable.
    linux.set_mount_attributes("/", linux.MOUNT_ATTR_RDONLY)
    return [*real, "/etc", *(["/proc"] if proc else [])]


def _make_place(path: str, is_folder: bool) -> None:
    if is_folder:
        os.makedirs(f".{path}", mode=0o755, exist_ok=True)
        return
    os.makedirs(os.path.dirname(f".{path}"), mode=0o755, exist_ok=True)
    os.close(os.open(f".{path}", os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))


def _make_link(link: str, target: str) -> None:
    if os.path.lexists(f".{link}"):
        return
    os.makedirs(os.path.dirname(f".{link}"), mode=0o755, exist_ok=True)
    os.symlink(target, f".{link}")


def _make_scratch(scratch_mb: int, uid: int, gid: int) -> None:
    os.makedirs(f".{SCRATCH}", mode=0o755)
    # Small files cost an inode each, so their number has a limit too.
    options = f"size={scratch_mb}m,nr_inodes={max(1024, scratch_mb * 64)},mode=755"
    linux.mount("scratch", f".{SCRATCH}", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    for folder in (HOME, TEMPORARY, SHARED_MEMORY):
        os.mkdir(f".{folder}", 0o700)
        os.chown(f".{folder}", uid, gid)


def _write_names(uid: int, gid: int) -> None:
    """Give the session's user a name, so that `getpass.getuser` and `~` work; nobody else is listed."""
    os.makedirs("./etc", exist_ok=True)
    if not os.path.lexists("./etc/passwd"):
        Path("./etc/passwd").write_text(f"student:x:{uid}:{gid}:student:{HOME}:/bin/sh\n")
        Path("./etc/group").write_text(f"student:x:{gid}:\n")
