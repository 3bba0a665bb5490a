"""This grader in JupyterLab: what *Validate* and formgrader's *Autograde* ask for is answered by it.

A server extension. `pip install` switches it on; `jupyter server extension disable grader.jupyter` gives both buttons
back to nbgrader.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "grader.jupyter"}]


def _load_jupyter_server_extension(server: Any) -> None:
    from grader.jupyter.addresses import take_over

    take_over(server)
