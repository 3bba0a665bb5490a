"""What is printed never steers the terminal, whoever chose the words."""

from __future__ import annotations

import io
import json
import logging

import pytest
from rich.table import Table
from rich.text import Text

from grader import log
from grader.console.terminal import SafeConsole, write_json

STEERING = {
    "escape": "\x1b[2J", "bell": "\x07", "eight bits": "\x9b31m", "title": "\x1b]0;owned\x07", "return": "a\rb",
    "backspace": "a\x08b", "delete": "\x7f", "override": "\u202egpj.exe", "isolate": "\u2067x\u2069", "mark": "\u061cx",
    "separator": "\u2028x", "shift": "\x0e", "half": "\ud800",
}  # fmt: skip
FORBIDDEN = set("".join(STEERING.values())) - set("[]0123456789JgpjexmownedabJ;. ")


@pytest.mark.parametrize("words", STEERING.values(), ids=STEERING.keys())
def test_nothing_printed_steers(words, capsys):
    stream = io.StringIO()
    console = SafeConsole(file=stream, width=80, force_terminal=False)
    table = Table(title=words)
    table.add_column(words)
    table.add_row(words)
    for thing in (words, Text(words, style="red"), table, Text.assemble(("grader: ", "bold red"), words)):
        console.print(thing, markup=False)
    write_json("-", {words: [words]})
    printed = stream.getvalue() + capsys.readouterr().out
    assert printed.strip()
    assert not FORBIDDEN & set(printed)


def test_json_for_machines_means_what_it_meant(tmp_path):
    write_json(str(tmp_path / "out.json"), STEERING)
    assert json.loads((tmp_path / "out.json").read_text()) == STEERING


def test_colours_of_our_own_stay():
    stream = io.StringIO()
    SafeConsole(file=stream, width=80, force_terminal=True).print(Text("done", style="red"))
    assert "\x1b[31m" in stream.getvalue()


def test_the_log_does_not_steer_either(capsys, monkeypatch):
    handlers = list(log.ROOT.handlers)
    level = log.ROOT.level
    # What pytest itself keeps of a log is passed on between its processes, which takes no half of a surrogate pair.
    monkeypatch.setattr(log.ROOT, "propagate", False)
    try:
        log.show()
        logging.getLogger("grader.test").info("a file named %s", "".join(STEERING.values()))
    finally:
        log.ROOT.handlers[:] = handlers
        log.ROOT.setLevel(level)
    assert not FORBIDDEN & set(capsys.readouterr().err)
