"""What README and docs name exists: files, make targets, commands with their options, links between pages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import nbformat
import pytest
import typer

from grader.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
TOP = ("grader/", "course_utils/", "tests/", "docs/", "tools/", "benchmarks/", "notebooks/", "samples/")
COMMANDS = typer.main.get_command(app).commands
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def lines_of(page: Path) -> list[str]:
    return page.read_text(encoding="utf-8").splitlines()


def paths() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for text in re.findall(r"`([\w./-]+)`", page.read_text(encoding="utf-8")):
            if text.startswith(TOP) and not any(part in text for part in ("NN_", "...", "topic_")):
                found.append((page.name, text))
    return sorted(set(found))


def commands() -> list[tuple[str, str]]:
    """Return every line of a code block, or piece of code in a sentence, that calls the grader."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        calls = re.findall(r"^(?:\$ )?((?:\.venv/bin/)?grader (?!=)[^\n]*)", "\n".join(_blocks(text)), re.M)
        calls += re.findall(r"`((?:\.venv/bin/)?grader [^`\n]+)`", text)
        found += [(page.name, call.split("#")[0].strip()) for call in calls]
    return sorted({(page, call) for page, call in found if "..." not in call and "|" not in call})


def _blocks(text: str) -> list[str]:
    return re.findall(r"^```[a-z]*\n(.*?)^```", text, re.M | re.S)


@pytest.mark.parametrize(("page", "path"), paths())
def test_a_path_that_is_named_exists(page, path):
    assert (ROOT / path).exists() or list(ROOT.glob(path)), f"{page} names {path}"


@pytest.mark.parametrize(("page", "call"), commands())
def test_a_command_that_is_named_takes_its_words(page, call):
    words = shlex.split(call)[1:]
    while words and words[0].startswith("--"):
        words = words[1:]
    name = words[0]
    if name.isupper():
        return
    assert name in COMMANDS, f"{page}: {call}"
    command = COMMANDS[name]
    known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
    for word in words[1:]:
        if word.startswith("--"):
            assert word.partition("=")[0] in known | {"--help"}, f"{page}: {call}"
    takes = {option for p in command.params for option in p.opts if getattr(p, "is_flag", False) is False}
    required = [p for p in command.params if p.param_type_name == "argument" and p.required]
    given, skip = [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word.startswith("--"):
            skip = word in takes
        else:
            given.append(word)
    if given and required and required[0].name == "assignment":
        assert "." not in given[0], f"{page}: `{call}` names a file where an assignment belongs"
    blocks = "\n".join(block for each in PAGES for block in _blocks(each.read_text(encoding="utf-8")))
    if call in [line.split("#")[0].strip() for line in blocks.splitlines()]:
        assert len(given) >= len(required), f"{page}: `{call}` lacks {[p.name for p in required][len(given) :]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_and_links(page):
    text = page.read_text(encoding="utf-8")
    calls = re.findall(r"^make ([a-z]+)", "\n".join(_blocks(text)), re.M) + re.findall(r"`make ([a-z]+)", text)
    assert set(calls) <= TARGETS
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", prose):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def sections(number: str) -> set[str]:
    """Return the headings of the lesson with a number."""
    (path,) = (ROOT / "notebooks").glob(f"{number}_*/{number}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    texts = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return {line.lstrip("#").strip() for line in texts.splitlines() if line.startswith("#")}


def taught() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the slides of the decks, each with the lessons and sections that `slides.md` names for it."""
    table = (ROOT / "docs" / "slides.md").read_text(encoding="utf-8").partition("## Where each slide is taught")[2]
    rows = [row.split("|")[1:3] for row in table.splitlines() if row.startswith("|")]
    return [(slide.strip(), re.findall(r"(\d\d) \*([^*]+)\*", where)) for slide, where in rows]


def test_the_section_that_teaches_a_slide_is_there():
    found = taught()
    assert sum(bool(where) for _, where in found) > 60
    named = {place for _, where in found for place in where}
    there = {number: sections(number) for number in {number for number, _ in named}}
    assert [(number, title) for number, title in sorted(named) if title not in there[number]] == []
    lessons = {path.name[:2] for path in (ROOT / "notebooks").glob("[0-9][0-9]_*/[0-9][0-9]_*.ipynb")}
    assert lessons == set(there), "every lesson teaches some slide"


def test_every_slide_is_taught():
    table = (ROOT / "docs" / "slides.md").read_text(encoding="utf-8").partition("## Where each slide is taught")[2]
    rows = [row for row in table.splitlines() if row.startswith("|") and not row.startswith(("|---", "| slide"))]
    assert [row for row in rows if not re.search(r"\d\d \*[^*]+\*", row)] == []


def test_a_slide_has_one_row():
    table = (ROOT / "docs" / "slides.md").read_text(encoding="utf-8").partition("## Where each slide is taught")[2]
    for deck in re.split(r"^### ", table, flags=re.M)[1:]:
        slides = [row.split("|")[1].strip() for row in deck.splitlines() if row.startswith("| ")]
        assert len(slides) > 10
        assert sorted(set(slides)) == sorted(slides), deck.splitlines()[0]
