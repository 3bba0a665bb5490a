"""Whatever a student writes in Markdown, the page that is made of it holds no tag, link or remote picture of theirs."""

# ruff: noqa: E501 - a case reads best in one line

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from grader.grading.sanitize import sanitize
from grader.grading.students_markdown import ZERO_WIDTH, harmless

ACTING = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p><svg/onload=alert(1)>", "<!--><script>1</script>-->",
    "[x](javascript:alert(1))", "[x](JaVa\nscript:alert(1))", "[x]( &#106;avascript:alert(1))", "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](http://evil/pixel.png)", "![x][1]\n\n[1]: http://evil/p.png", "[![x](http://evil/a)](http://evil/b)", "<http://evil>",
    "http://evil/x", "see www.evil.com now", "<javascript:alert(1)>", "`` ` `` <b onclick=alert(1)>x</b>", "```\n</code><script>1</script>\n```",
    "$x$ <iframe src=//evil>", "$$\\n<script>alert(1)</script>\\n$$", "|a|\n|-|\n|<img src=x onerror=alert(1)>|", "> <style>@import url(http://evil)</style>",
    "[^1]\n\n[^1]: http://evil", "![](attachment:../../x.png)", "<?php ?><script>1</script>", "a <\nscript>alert(1)</script>", "- [ ] <input autofocus onfocus=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "![a<img src=x onerror=alert(1)>](attachment:fig.png)", "$\\href{javascript:alert(1)}{x}$",
]  # fmt: skip


def markdown2html(source):
    """Render Markdown as nbconvert and formgrader do, for a cell with one picture."""
    pictures = {"fig.png": {"image/png": "aGk="}}
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=pictures)).render(source)


class _Page(HTMLParser):
    """Notes what could act: tags beyond those of plain Markdown, and attributes that lead elsewhere."""

    PLAIN = frozenset(
        [
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "em",
            "strong",
            "code",
            "pre",
            "ul",
            "ol",
            "li",
            "blockquote",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "hr",
            "br",
            "del",
            "span",
            "div",
            "a",
            "img",
            "input",
            "section",
            "sup",
        ]
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        wrong = tag not in self.PLAIN or any(name.startswith("on") for name in given)
        wrong |= not given.get("href", "#").startswith("#")
        wrong |= tag == "img" and not given.get("src", "").startswith(("attachment:", "data:image/png"))
        if wrong:
            self.found.append(f"{tag} {given}")


@pytest.mark.parametrize("source", ACTING)
def test_nothing_of_it_acts(source):
    assert _Page(markdown2html(harmless(source, {"fig.png"}))).found == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*ACTING, "a", "\n", "\n\n", "`", "$", "\\\\(", "[", "](", "]:", "<", ">", "!", "http", "://e"]
        ),
        max_size=6,
    )
)
def test_nothing_of_any_mixture_acts(parts):
    assert _Page(markdown2html(harmless("".join(parts), {"fig.png"}))).found == []


def test_what_is_meant_to_be_seen_stays():
    source = "**bold**, $a < b$, `x<y`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. one\n\n![curve](attachment:fig.png)"
    page = markdown2html(harmless(source, {"fig.png"}))
    assert "<strong>bold</strong>" in page
    assert "<table>" in page
    assert "$a &lt; b$" in page
    assert "data:image/png;base64,aGk=" in page
    assert "<li>one</li>" in page


def test_a_picture_that_did_not_come_is_text():
    page = markdown2html(harmless("![curve](attachment:gone.png)"))
    assert "<img" not in page
    assert "gone.png" in page


@pytest.mark.parametrize(
    "command", ["href", "url", "require", "style", "class", "cssId", "htmlData", "unicode", "bbox"]
)
def test_commands_of_formulas_that_act_are_parted(command):
    assert f"\\{command}" not in harmless(f"$\\{command}{{javascript:alert(1)}}{{x}}$")


def test_a_flood_is_cut_and_said():
    text = harmless("a" * 300_000)
    assert len(text) < 201_000
    assert "100,000 more characters" in text


def _answer(source, handed_out):
    cell = new_markdown_cell(handed_out)
    cell.metadata["nbgrader"] = {"grade_id": "w", "grade": True, "solution": True, "points": 4, "schema_version": 3}
    cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    cell.source = source
    return cell


def test_only_what_a_student_wrote_is_touched():
    stub = "YOUR ANSWER <b>here</b>"
    notebook = new_notebook(
        cells=[
            new_markdown_cell("the instructor's <b>own</b> [link](http://x)"),
            _answer("<script>1</script>", stub),
            _answer(stub, stub),
            new_markdown_cell("<i>added</i>", metadata={"tags": ["student-cell"]}),
        ]
    )
    own, answer, untouched, added = (cell.source for cell in sanitize(notebook).cells)
    assert own == "the instructor's <b>own</b> [link](http://x)"
    assert untouched == stub
    assert re.sub(ZERO_WIDTH, "~", answer) == "<~script>1<~/script>"
    assert re.sub(ZERO_WIDTH, "~", added) == "<~i>added<~/i>"


def test_a_picture_is_shown_a_few_times_and_then_named():
    shown = harmless("![a](attachment:fig.png) " * 50, ["fig.png"])
    assert shown.count("![a](attachment:fig.png)") == 3
