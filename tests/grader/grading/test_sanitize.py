"""What a submission shows cannot act in a browser."""

import re
import time

import pytest
from nbconvert import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.grading.sanitize import MOST_HTML, clean_html, sanitize
from grader.model import CHECKS_MIME


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//evil>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>1</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>1</script>'>x</a>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<form action=http://evil><input name=x><button>",
        "<div style='background:url(http://evil/x)'>x</div>",
        "<style>@import url(http://evil)</style>",
        "<style><script>alert(1)</script>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<scr<script></script>ipt>alert(1)</script>",
        "<base href=http://evil><meta http-equiv=refresh content='0;url=http://evil'><link rel=stylesheet href=http://evil>",
        "<img src='http://evil/pixel.png'><img src='data:text/html;base64,PHN2Zz4='>",
        "<object data=x></object><embed src=x><video onerror=alert(1) src=x>",
        "<p id=a name=b onclick=alert(1)>x</p><template><script>1</script></template><!--<script>1</script>-->",
    ],
)
def test_nothing_that_acts_is_left(html):
    left = clean_html(html)
    tags = re.findall(r"<[a-z!/][^>]*>", left, re.IGNORECASE)
    for tag in tags:
        assert not re.search(
            r"<(script|iframe|svg|math|form|input|button|style|meta|link|base|object|embed|video)", tag
        )
        assert not re.search(r"\son\w+\s*=|javascript:|http://evil|data:text|url\(|srcdoc|\sid=", tag, re.IGNORECASE)


def test_tables_and_pictures_stay():
    row = '<tr style="text-align:right"><th colspan="2">a</th></tr>'
    table = f'<div><table border="1" class="dataframe"><tbody>{row}</tbody></table></div>'
    assert clean_html(f"<style scoped>.x {{}}</style>{table}") == table
    assert "data:image/png;base64,aGk=" in clean_html('<img src="data:image/png;base64,aGk=">')
    assert "not shown" in clean_html("x" * (MOST_HTML + 1))


@pytest.mark.parametrize(
    "part", ["<div>", "<b><i>", "<", "<a ", "</p>", "<!--", "&", "<x a='", "<![CDATA[", "<script>", "<td>", "<p>a</p>"]
)
def test_markup_that_is_meant_to_take_long_does_not(part):
    cell = new_code_cell(
        outputs=[new_output("display_data", data={"text/html": part * (MOST_HTML // len(part))}) for _ in range(40)]
    )
    started = time.process_time()
    sanitize(new_notebook(cells=[cell]))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("closed", ["", "<!-- -- ></b>-->", "</i>"])
@pytest.mark.parametrize("opening", ["<b a={}>", "<b<i>a={}>", "<B/a={}>"])
def test_what_browsers_open_anew_in_each_paragraph_does_not_become_megabytes(opening, closed):
    opened = "".join(opening.format(number) + closed for number in range(190))
    html = f"<p>{opened}</p>"
    html += "<p>x</p>" * ((MOST_HTML - len(html)) // 8)
    left = clean_html(html)
    assert len(left) < 10 * MOST_HTML
    assert left.count("x") > 3000


def test_links_of_a_table_stay():
    row = '<tr><td><a href="https://a.org/{}" rel="noopener noreferrer"><b>{}</b></a></td></tr>'
    table = f"<table><tbody>{''.join(row.format(number, number) for number in range(80))}</tbody></table>"
    assert clean_html(table) == table


def test_kinds_of_output():
    bundles = [
        {"application/javascript": "alert(1)"},
        {"image/svg+xml": "<svg onload='alert(1)'/>", "text/plain": "drawing"},
        {"image/png": 'x" onerror="alert(1)', "text/plain": "p"},
        {"text/markdown": "# a <script>alert(1)</script>"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "w"},
        {CHECKS_MIME: {"checks": []}, "text/html": "<style>a</style>"},
    ]
    cell = new_code_cell(outputs=[new_output("display_data", data=bundle) for bundle in bundles])
    shown = [output["data"] for output in sanitize(new_notebook(cells=[cell])).cells[0].outputs]
    assert "not shown" in shown[0]["text/plain"]
    assert shown[1]["text/html"].startswith('<img alt="drawing" src="data:image/svg+xml;base64,')
    assert shown[2] == {"text/plain": "p"}
    assert "script" not in shown[3]["text/markdown"]
    assert shown[4] == {"text/plain": "w"}
    assert shown[5] == bundles[5]


def test_what_is_said_about_a_picture_cannot_act():
    said = [
        {"width": "1 onload=alert(1) x", "height": 20, "alt": '" onload=alert(2) x="', "unconfined": True},
        {"width": 640.5, "alt": "a curve", "needs_background": "light"},
    ]
    more = {"width": "1 onload=alert(3)", "filenames": {"image/png": "http://evil"}, "text/plain": {"isolated": True}}
    cells = [
        new_code_cell(
            outputs=[new_output("display_data", data={"image/png": "aGk="}, metadata={**more, "image/png": about})]
        )
        for about in said
    ]
    notebook = sanitize(new_notebook(cells=cells))
    assert notebook.cells[0].outputs[0].metadata == {"image/png": {"height": 20, "alt": said[0]["alt"]}}
    assert notebook.cells[1].outputs[0].metadata == {"image/png": said[1]}
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert not re.search(r"<[^>]*\son\w+=\W?alert|http://evil", re.sub("\"[^\"]*\"|'[^']*'", "", page))


def test_data_of_an_odd_type_leave_a_page_that_can_be_made():
    bundle = {"text/plain": 5, "text/latex": {"a": 1}, "image/png": 7, "text/html": ["<b>", 3], "image/svg+xml": {}}
    output = from_dict({"output_type": "display_data", "data": bundle, "metadata": {}})
    notebook = new_notebook(cells=[new_code_cell()])
    notebook.cells[0].outputs = [output]
    sanitize(notebook)
    assert all(type(value) is str for value in notebook.cells[0].outputs[0].data.values())
    HTMLExporter().from_notebook_node(notebook)


def test_a_report_of_checks_that_may_be_a_students_is_cleaned_too():
    bundle = {CHECKS_MIME: {"checks": []}, "text/html": "<script>alert(1)</script>"}
    cell = new_code_cell(outputs=[new_output("display_data", data=bundle)])
    shown = sanitize(new_notebook(cells=[cell]), judged=False).cells[0].outputs[0].data
    assert shown == {CHECKS_MIME: {"checks": []}, "text/html": ""}


def test_printed_floods_keep_their_beginning_and_end():
    cell = new_code_cell("x")
    bar = "\r".join(f"{percent}%" for percent in range(5000))
    cell.outputs = [
        new_output("stream", text="a" * 300_000 + "end"),
        new_output("stream", text=f"start\n{bar}\ndone\n"),
        new_output("display_data", data={"text/plain": "b\u2028" * 90_000}),
        new_output("stream", text="honest\r\nwords\r50%\r100%\n"),
    ]
    sanitize(new_notebook(cells=[cell]))
    long, progress, unseen, honest = cell.outputs
    assert "(200,003 more characters are not shown)" in long.text
    assert long.text.endswith("end")
    assert progress.text == "start\n4999%\ndone\n"
    assert len(unseen.data["text/plain"].splitlines()) == 3
    assert honest.text == "honest\r\nwords\r50%\r100%\n"


@pytest.mark.parametrize("mime", ["text/latex", "text/html", "text/markdown"])
@pytest.mark.parametrize("command", ["href", "require", "style", "mmlToken"])
def test_no_formula_of_an_output_links_or_loads(mime, command):
    bundle = {mime: f"$\\{command}{{javascript:alert(1)}}{{x}}$ $\\frac{{1}}{{2}}$"}
    output = from_dict({"output_type": "display_data", "data": bundle, "metadata": {}})
    notebook = new_notebook(cells=[new_code_cell(outputs=[output])])
    text = sanitize(notebook).cells[0].outputs[0].data[mime]
    assert f"\\{command}" not in text
    assert "\\frac{1}{2}" in text
