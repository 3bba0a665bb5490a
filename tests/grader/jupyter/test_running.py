"""Commands that the server runs take nothing from the folder of a notebook that somebody handed in."""

from __future__ import annotations

import asyncio

from grader.jupyter.running import run_grader


def test_modules_that_lie_beside_a_notebook_are_not_imported(tmp_path):
    for name in ("typer", "json", "grader"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit\n")
    answer = asyncio.run(run_grader("check", str(tmp_path / "none.ipynb"), folder=tmp_path))
    assert "there is no such notebook" in answer.why
    assert not (tmp_path / "ran").exists()


def test_a_word_that_no_command_line_can_hold_keeps_nobody_waiting(tmp_path):
    async def twice():
        return [
            await asyncio.wait_for(run_grader("check", f"{name}.ipynb", folder=tmp_path), 20) for name in "\0\ud800"
        ]

    assert all("cannot be started" in answer.why for answer in asyncio.run(twice()))
