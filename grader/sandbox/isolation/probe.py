"""Which layers of isolation this machine has: each is tried in a process of its own; what is missing has a remedy."""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.isolation import confinement, landlock, linux, private_root, seccomp

_TRIAL_SECONDS = 120  # a machine may be busy; the trial itself takes a fraction of one
# Without the doors of our packages, which load nbgrader: that takes longer than all that is tried.
_TRIAL = """
import sys, types
for name, folder in {}.items():
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from grader.sandbox.isolation.probe import main
main()
"""
_CONTAINER = (
    "In a container, allow it to its user (Docker: --security-opt seccomp=unconfined, Podman: none needed), "
    "or run the grader outside."
)


@dataclass(frozen=True)
class Layer:
    """One layer of isolation.

    Attributes
    ----------
    name : str
    available : bool
    detail : str
        What was seen.
    remedy : str
        What to do where it is missing.
    """

    name: str
    available: bool
    detail: str
    remedy: str = ""


def probe() -> list[Layer]:
    """Try every layer and return what was seen; takes a fraction of a second and changes nothing."""
    if not linux.IS_LINUX or linux.MACHINE is None:
        remedy = "Grade on Linux (x86-64 or aarch64), in a virtual machine or with `--scheduler` on a Linux machine."
        return [Layer("Linux", False, f"this is {sys.platform}", remedy)]
    sandbox = Path(__file__).resolve().parents[1]
    packages = {"grader": str(sandbox.parent), "grader.sandbox": str(sandbox)}
    try:
        tried = subprocess.run(
            [sys.executable, "-P", "-c", _TRIAL.format(packages)],
            env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
        found = json.loads(tried.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return [Layer("trial", False, f"the trial did not run ({error})", "Run the command again.")]
    return [Layer(**each) for each in found]


@functools.cache
def refusal() -> str | None:
    """Return why grading must stop on this machine and what to do, None where every layer is there."""
    missing = [layer for layer in probe() if not layer.available]
    if not missing:
        return None
    lines = [f"{layer.name}: {layer.detail}. {layer.remedy}".strip() for layer in missing]
    return "Student code cannot be isolated on this machine. " + " ".join(lines)


def _trials() -> list[tuple[str, Callable[[], str], str]]:
    def user() -> str:
        if os.geteuid() == 0:
            return f"running as root: sessions become user {confinement.session_user()[0]}"
        linux.unshare(linux.CLONE_NEWUSER)
        return "unprivileged user namespaces are allowed"

    def spaces() -> str:
        confinement.leave_namespaces()
        return "mounts, network, IPC, processes and host name"

    def root() -> str:
        _in_new_process(lambda ids: private_root.build(["/usr"], 1, *ids))
        return "own root directory, /proc and scratch file system"

    def lock() -> str:
        linux.no_new_privileges()
        version = landlock.restrict(landlock.Rules(read=["/usr"]))
        parts = ["files", *(["TCP"] if version >= 4 else []), *(["signals, abstract sockets"] if version >= 6 else [])]
        return f"ABI {version}: {', '.join(parts)}"

    def filters() -> str:
        linux.no_new_privileges()
        seccomp.install()
        try:
            linux.unshare(linux.CLONE_NEWUSER)
        except OSError:
            return f"{len(seccomp.REFUSED) + len(seccomp.ABSENT)} system calls closed"
        raise OSError("the filter has no effect")

    def limits() -> str:
        confinement.set_limits(confinement.Confinement())
        return f"processor time, file size, processes, open files; cores {resource.getrlimit(resource.RLIMIT_CORE)[1]}"

    def whole() -> str:
        _in_new_process(lambda ids: confinement.confine(confinement.Confinement(scratch_mb=1), *ids))
        return "all of it together"

    namespaces = (
        "Ask the administrator to allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
        "kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces above 0). " + _CONTAINER
    )
    return [
        ("user", user, namespaces),
        ("namespaces", spaces, namespaces),
        ("private root", root, "Needs a kernel of 5.12 or newer and an unmasked /proc. " + _CONTAINER),
        ("Landlock", lock, "Needs a kernel of 5.13 or newer with Landlock switched on (boot with lsm=landlock,...)."),
        ("system call filter", filters, "Needs a kernel with seccomp filters (CONFIG_SECCOMP_FILTER)."),
        ("resource limits", limits, "Raise the hard limits (ulimit -H) of the account that grades."),
        ("confined process", whole, "Report this with the lines above: single layers work, together they do not."),
    ]


def _in_new_process(act: Callable[[tuple[int, int]], object]) -> None:
    """Leave the namespaces and act in the first process of the new ones; its error is raised here."""
    ids = confinement.leave_namespaces()
    error = _trial(lambda: str(act(ids)))[1]
    if error:
        raise OSError(error)


def _trial(act: Callable[[], str]) -> tuple[str, str]:
    """Act in a forked process and return what it said and its error."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = [act(), ""]
        except BaseException as error:
            answer = ["", str(error) or type(error).__name__]
        os.write(write, json.dumps(answer).encode()[:4000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    said = json.loads(content or b'["", "the process was ended"]')
    return said[0], said[1]


def main() -> None:
    """Print every layer as JSON; a program of its own, because trying a layer cannot be undone."""
    found = []
    for name, act, remedy in _trials():
        said, error = _trial(act)
        found.append({"name": name, "available": not error, "detail": said or error, "remedy": remedy if error else ""})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
