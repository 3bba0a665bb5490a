"""A language of a few words, as a Jupyter kernel: enough for honest work, for work that goes wrong, and for attacks.

`let NAME NUMBER`, `is NAME NUMBER`, `show NAME`, `for ever`, `stubborn`, `end`, `read PATH`, `list PATH`,
`connect HOST PORT`, `flood`, `memory`; # begins a comment.
"""

from __future__ import annotations

import os
import signal
import socket
import time

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class Tiny(Kernel):
    """The kernel."""

    implementation, implementation_version, banner = "tiny", "1", "tiny"
    language_info = {"name": "tiny", "mimetype": "text/plain", "file_extension": ".tiny"}  # noqa: RUF012

    def __init__(self, **options):
        super().__init__(**options)
        self.names: dict[str, float] = {}

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, **_):
        """Run the lines of a cell."""
        try:
            for line in code.splitlines():
                words = line.partition("#")[0].split()
                if words:
                    self.run_line(words)
        except (Exception, KeyboardInterrupt) as error:
            content = {"ename": type(error).__name__, "evalue": str(error), "traceback": [str(error)]}
            self.send_response(self.iopub_socket, "error", content)
            return {"status": "error", "execution_count": self.execution_count, **content}
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    def run_line(self, words: list[str]) -> None:
        """Run one line."""
        match words:
            case ["let", name, number]:
                self.names[name] = float(number)
            case ["is", name, number]:
                if self.names.get(name) != float(number):
                    raise ValueError(f"{name} is {self.names.get(name)}, not {number}")
            case ["show", name]:
                self.say(str(self.names[name]))
            case ["for", "ever"]:
                while True:
                    time.sleep(0.01)
            case ["stubborn"]:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                while True:
                    time.sleep(0.01)
            case ["end"]:
                os._exit(3)
            case ["read", path]:
                with open(path, encoding="utf-8", errors="replace") as file:
                    self.say(file.read())
            case ["list", path]:
                self.say(" ".join(sorted(os.listdir(path))))
            case ["connect", host, port]:
                socket.create_connection((host, int(port)), 3).close()
                self.say("connected")
            case ["flood"]:
                while True:
                    self.say("x" * 100_000)
            case ["memory"]:
                kept = []
                while True:
                    kept.append(bytearray(b"x") * (20 << 20))
            case _:
                raise ValueError(f"no such word: {words[0]}")

    def say(self, text: str) -> None:
        """Print."""
        self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": text})


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=Tiny)
