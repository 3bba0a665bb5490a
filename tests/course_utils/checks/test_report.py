"""The table a student sees, as text and as HTML, and the bundle that is published."""

import json
from html.parser import HTMLParser

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course_utils.checks import MIME, Checks, progress
from course_utils.checks.report import as_html, as_text


@pytest.fixture(autouse=True)
def a_new_kernel():
    progress.forget()


@pytest.fixture
def payload():
    checks = Checks("soft<max>", points=4)
    checks.close("passes", 1.0, 1.0, hint="never shown")
    checks.equal("fails <script>", "<img src=x onerror=alert(1)>", "b", hint="use a & b")
    with checks.hidden():
        checks.true("kept back", False, message="not so", hint="look again")
    return checks.payload()


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def test_text(payload):
    lines = as_text(payload).splitlines()
    assert lines[0] == "soft<max>: 1 of 4 points"
    assert lines[1].split() == ["ok", "1/1", "passes"]
    assert lines[2].split() == ["FAIL", "0/1", "fails", "<script>"]
    assert "Hint: use a & b" in as_text(payload)
    assert "kept back [hidden]" in as_text(payload)
    assert "never shown" not in as_text(payload)


def test_html_is_escaped(payload):
    page = as_html(payload)
    assert page.count('<th scope="row"') == len(payload["checks"])
    assert '<table aria-label="Checks of soft&lt;max&gt;"' in page
    assert set(Tags(page).tags) <= {"div", "table", "tr", "th", "td", "b", "i", "span"}
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "Hint: use a &amp; b" in page
    assert "never shown" not in page


def test_html_sets_no_background_and_no_text_colour_but_on_marks(payload):
    assert "background" not in as_html(payload)
    for symbol in ("✓ passed", "✗ failed", "(hidden)"):
        assert symbol in as_html(payload)


def test_hints_are_not_shown_for_what_is_not_written():
    checks = Checks("e", points=1)

    def unwritten():
        raise NotImplementedError

    checks.close("a", unwritten, 1.0, hint="a hint too early")
    for table in (as_text(checks.payload()), as_html(checks.payload())):
        assert "Not written yet" in table
        assert "0/1" in table
        assert "failed" not in table
        assert "FAIL" not in table
        assert "too early" not in table


def test_further_checks_are_announced_only_without_the_hidden_part(payload):
    assert "Hidden checks" not in as_text(payload)
    student = payload | {"checks": [check for check in payload["checks"] if not check["hidden"]]}
    words = "Hidden checks on fresh input follow when your work is graded (2 of the points)."
    assert words in as_text(student)
    assert words in as_html(student)
    complete = student | {"points": 2.0}
    assert "Hidden checks" not in as_text(complete)


def test_one_bundle_is_published_in_a_notebook():
    shell = InteractiveShell.instance()
    try:
        with capture_output() as captured:
            shell.run_cell(
                "from course_utils.checks import Checks\n"
                "checks = Checks('relu', points=1)\n"
                "checks.close('a', lambda: relu(1), 1.0)\n"
                "checks.score()"
            )
        published = [output.data for output in captured.outputs if MIME in output.data]
    finally:
        InteractiveShell.clear_instance()
    assert len(published) == 1
    assert set(published[0]) == {"text/plain", "text/html", MIME}
    assert json.loads(json.dumps(published[0][MIME]))["score"] == 0.0
    assert "relu is not defined: run the cell" in published[0]["text/plain"]
    assert "Progress: 0 of 1 exercises checked so far done, 0 of 1 points; open: relu." in published[0]["text/plain"]


def test_what_stops_every_check_is_said_once():
    checks = Checks("e", points=3)
    for name in ("a", "b", "c"):
        checks.close(name, lambda: {}["W"], 1.0, hint="look at the keys")
    for table in (as_text(checks.payload()), as_html(checks.payload())):
        assert table.count("a dictionary has no such entry") == 1
        assert table.count("look at the keys") == 1
        assert table.count("The same as above.") == 2
    assert len({check.message for check in checks.checks}) == 1, "the bundle for machines says it each time"
