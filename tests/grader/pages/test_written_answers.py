"""Written answers are shown as Markdown with formulas; nothing of a student's acts, loads or takes long."""

from __future__ import annotations

import re
import time

import pytest

from grader.pages.formulas import formula_html, with_formulas
from grader.pages.written_answers import LONGEST, written_html
from tests.grader.pages_of_a_class import Page

PICTURE = {"a.png": {"image/png": "iVBORw0KGgo="}, "evil.svg": {"image/svg+xml": "PHN2Zz4="}}
HOSTILE = [
    r"$\text{<script>alert(1)</script>}$",
    r"$\href{javascript:alert(1)}{x}$ $\style{background:url(http://x)}{y}$ $\class{a}{b}$",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) <http://example.org> [b][c]\n\n[c]: http://example.org",
    "![p](http://example.org/p.png) ![q](attachment:evil.svg) ![r](data:image/png;base64,AAAA)",
    '![" onerror="alert(1)](attachment:a.png)',
    r"$$\begin{align}\text{</math><script>}\end{align}$$",
]


@pytest.mark.parametrize(
    ("source", "there"),
    [
        (r"The loss $\frac{1}{n}\sum_i x_i^2$ falls.", "<mfrac>"),
        (r"$$\begin{aligned}a &= b\\ c &= d\end{aligned}$$", "<mtable"),
        ("\\begin{align}\nx &= 1\n\\end{align}", "<mtable"),
        (r"$x \in \mathbb R$", "ℝ"),
        ("- one\n- two", "<li>one</li>"),
        ("|a|b|\n|-|-|\n|1|2|", "<td>2</td>"),
        ("it costs $5 and $6", "it costs $5 and $6"),
        ("it costs $5, or $6, and its square is $x^2$ here", "it costs $5, or $6, and its square is <"),
        ("it costs $5, and its square is $x^2$ here", "<msup>"),
        ("$ x^2 $ with room", "<msup>"),
        ("`$x$`", "<code>$x$</code>"),
        ("![the curve of losses](attachment:a.png)", 'alt="the curve of losses"'),
    ],
)
def test_what_is_written_is_shown(source, there):
    html = str(written_html(source, PICTURE))
    assert there in html
    Page(html)


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_acts_or_loads(source):
    html = str(written_html(source, PICTURE))
    page = Page(html)
    assert not {"script", "a", "svg", "object", "iframe"} & set(page.tags)
    assert page.loads_from_elsewhere == []
    for image in page.images:
        assert set(image) == {"src", "alt"}
        assert image["src"].startswith("data:image/png;base64,")
        assert len(image["alt"]) > 10
    assert set(re.findall(r'\sstyle="([^"]*)"', html)) <= {"text-align: right", "text-align: left"}


@pytest.mark.parametrize("tex", ["\\frac{a", "{" * 500, "\\sqrt{" * 280 + "}" * 280, "x" * 3000, "\\def\\a{\\a}\\a"])
def test_what_is_no_formula_stays_text(tex):
    assert str(formula_html(tex)).startswith('<code class="tex">')


@pytest.mark.parametrize(
    "source", ["[" * 20000, "![" * 10000, "*a **a " * 2800, "`" * 20000, "$x$ " * 5000, "> " * 10000, "<a " * 99999]
)
def test_no_answer_takes_long(source):
    begin = time.process_time()
    written_html(source)
    assert time.process_time() - begin < 5


def test_a_very_long_answer_is_shown_as_it_is():
    assert str(written_html("$x$ <b>" * LONGEST)).startswith('<div class="plain">$x$ &lt;b&gt;')


def test_formulas_in_titles():
    assert str(with_formulas("Loss <L> of $x^2$")).startswith("Loss &lt;L&gt; of <math")


def test_a_picture_stands_in_the_page_once():
    html = str(written_html("![a](attachment:a.png)\n\n" * 500, PICTURE))
    assert html.count("data:image/png") == 1
    assert html.count("[picture: a, shown above]") == 499


@pytest.mark.parametrize("source", ["|a" * 100 + "\n" + "|-" * 100 + "\n" + "|\n" * 5000, "$x$ " * 700])
def test_a_flood_of_tables_or_formulas_stays_text(source):
    assert str(written_html(source)).startswith('<div class="plain">')


def test_an_honest_table_is_no_flood():
    table = "|" + "a|" * 12 + "\n|" + "-|" * 12 + "\n" + ("|" + "1|" * 12 + "\n") * 200
    assert str(written_html(table)).count("<td>") == 2400
