"""Ask the fork server for sessions and judges of one notebook, again where one does not come up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.contents import PIECE, Contents
from grader.errors import ForkServerError
from grader.model import Limits
from grader.notebook.kernels import Kernel
from grader.sandbox.codec import Writer
from grader.sandbox.grader_side.confined import Confined, ProcessEnded
from grader.sandbox.grader_side.fork_server import Forked, ForkServer
from grader.sandbox.isolation.confinement import Confinement

MIB = 1 << 20
# A process that does not come up is asked for again, so many times in all.
_FORKS = 3
# A kernel imports what its language needs before it is ready.
_KERNEL_SECONDS = 90.0


class Processes:
    """Sessions and judges that run under the same limits.

    Parameters
    ----------
    fork_server : ForkServer
    limits : Limits
    threads : int
        Threads for numerical libraries in one process.
    files : dict of str to mapping of str to bytes
        What lies in the working directory, by role ("session", "judge") and relative path.
    kernel : Kernel, optional
        What runs the session of a notebook in another language.
    judge_begins : bool
        Let libraries begin their work in a judge before its first test.

    Attributes
    ----------
    vanished : bool
        Whether somebody else on this machine killed one while it came up.
    """

    def __init__(
        self, fork_server: ForkServer, limits: Limits, *, threads: int = 1,
        files: dict[str, Mapping[str, bytes]] | None = None, kernel: Kernel | None = None,
        judge_begins: bool = False,
    ) -> None:  # fmt: skip
        self._kernel, self._judge_begins = kernel, judge_begins
        self._fork_server, self._limits, self._threads = fork_server, limits, threads
        self._files = files or {}
        self.vanished = False

    def fork(self, role: str) -> Forked:
        """Start to fork a process of a role; `ready` waits for it.

        Raises
        ------
        ForkServerError
        """
        limits = self._limits
        plan = Confinement(
            scratch_mb=limits.scratch_mb,
            # Processor time of all threads together; the clock on the wall is the stricter limit.
            cpu_seconds=int(limits.seconds * max(2, self._threads)) + 60,
        )
        if role == "session" and self._kernel is not None:
            return self._fork_server.fork(
                "kernel", replace(plan, loopback=True), threads=self._threads, settings=self._kernel.settings(),
                patience=_KERNEL_SECONDS,
            )  # fmt: skip
        settings = {"begins": self._judge_begins} if role == "judge" else {}
        return self._fork_server.fork(role, plan, threads=self._threads, settings=settings)

    def ready(self, role: str, forked: Forked | None = None) -> Confined:
        """Return a process once it is there, with its files.

        Raises
        ------
        ForkServerError, ProcessEnded
        """
        forked = forked or self.fork(role)
        for forks_left in reversed(range(_FORKS)):
            try:
                forked.wait()
                break
            except ForkServerError:
                if not forks_left:
                    raise
                # The fork server may have been killed in between; asked again, it is started anew.
                forked = self.fork(role)
        limits = self._limits
        confined = Confined(forked, limits.memory_mb, limits.output_mb * MIB)
        files = self._files.get(role)
        if files:
            try:
                send_files(confined, Contents.of(files))
            except ProcessEnded:
                self.vanished |= confined.vanished
                raise
        return confined


def send_files(confined: Confined, files: Contents) -> None:
    """Send files in parcels, so that little of them is in memory at once."""
    for parcel, onto in _parcels(files):
        try:
            confined.send({"op": "files", "onto": onto}, Writer().write(parcel))
            header, _ = confined.receive()
        except ProcessEnded:
            confined.end()
            raise
        if header.get("error"):
            confined.end()
            raise ProcessEnded(f"the files of the submission do not fit: {header['error']}")


def _parcels(files: Contents) -> Iterator[tuple[dict[str, bytes], str]]:
    """Yield parts of files by name, and which of them goes on with a file that was begun before ("" for none)."""
    parcel: dict[str, bytes] = {}
    size, onto = 0, ""
    for name in files:
        for number, piece in enumerate(files.pieces(name)):
            if parcel and (name in parcel or size + len(piece) > PIECE):
                yield parcel, onto
                parcel, size, onto = {}, 0, name if number else ""
            parcel[name] = piece
            size += len(piece)
    yield parcel, onto
