"""The reference of the command line, made from the program itself: what it takes is what is written here."""

from __future__ import annotations

from typing import Any

import typer

from grader.cli import app


def page() -> str:
    """Return the page, in MyST Markdown: a section for each command in the order of `grader --help`."""
    group = typer.main.get_command(app)
    parts = ["# The command line", _prose(group.help), _options(group), *map(_command, group.commands.values())]
    return "\n\n".join(part for part in parts if part) + "\n"


def _command(command: Any) -> str:
    context = typer.Context(command, info_name=f"grader {command.name}")
    usage = command.get_usage(context).partition(":")[2].split()
    parts = [f"## grader {command.name}", f"```text\n{' '.join(usage)}\n```", _prose(command.help), _options(command)]
    return "\n\n".join(part for part in parts if part)


def _prose(text: str | None) -> str:
    return (text or "").strip().replace("<", "\\<")


def _options(command: Any) -> str:
    """What the command takes, as its `--help` says it: name and value, meaning, default."""
    context = typer.Context(command)
    records = [parameter.get_help_record(context) for parameter in command.params if parameter.name != "help"]
    lines = [f"| `{_in_table(name)}` | {_plain(_in_table(said))} |" for name, said in filter(None, records)]
    if not lines:
        return ""
    return "\n".join(["| argument or option | what it does |", "|---|---|", *lines])


def _in_table(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("[", "\\[").replace("<", "\\<")
