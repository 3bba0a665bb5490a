"""JupyterLab as `make teach` opens it: Validate and formgrader's Autograde are answered by this grader."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import wait_until_up

pytestmark = pytest.mark.ci
ROOT = Path(__file__).resolve().parents[2]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
FLAGS = {"schema_version": 3, "task": False, "locked": False, "grade": False, "solution": False}
TEST = """
from IPython.display import display
checks = [
    {"name": "nine", "points": 1, "passed": square(3) == 9, "message": "", "hint": "", "hidden": False},
    {"name": "of <b>-2</b>", "points": 1, "passed": square(-2) == 4, "message": f"it is {square(-2)}", "hint": "x * x",
     "hidden": False},
]
display({"application/vnd.course-checks+json": {"version": 1, "checks": checks}}, raw=True)
### BEGIN HIDDEN TESTS
kept_back = square(12) == 144
### END HIDDEN TESTS
sum(each["points"] for each in checks if each["passed"])
"""
SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
CUBE = "def cube(x):\n    ### BEGIN SOLUTION\n    return x * x * x\n    ### END SOLUTION"
LOOPS = "def cube(x):\n    while True:\n        pass"


def cell(source, grade_id, **marks):
    made = new_markdown_cell(source) if marks.pop("markdown", False) else new_code_cell(source)
    made.metadata["nbgrader"] = {**FLAGS, "grade_id": grade_id, **marks}
    return made


def notebook(square=SQUARE, cube=CUBE, seconds=0):
    cells = [
        new_code_cell(f"import time\ntime.sleep({seconds})  # as a training does"),
        cell(square, "square", solution=True),
        cell(TEST, "test-square", grade=True, locked=True, points=2),
        cell(cube, "cube", solution=True),
        cell("assert cube(2) == 8", "test-cube", grade=True, locked=True, points=1),
        cell("My words.", "essay", markdown=True, grade=True, solution=True, points=4),
    ]
    return new_notebook(cells=cells, metadata=KERNEL)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which ada did well, eve's answer loops, and the instructor has two notebooks of their own."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'c'\n")
    handed = {
        "source/ps": notebook(),
        "submitted/ada/ps": notebook(),
        "submitted/eve/ps": notebook(cube=LOOPS),
        "mine": notebook(square="def square(x):\n    return 3 * x", seconds=40),  # nbgrader stops a cell after 30 s
        "right": notebook(),
    }
    for folder, content in handed.items():
        (root / folder).mkdir(parents=True)
        nbformat.write(content, root / folder / "ps.ipynb")
    return root


@pytest.fixture(scope="module")
def teaching(course, tmp_path_factory):
    """The address of the server that `make teach` starts."""
    spec = importlib.util.spec_from_file_location("open_lab", ROOT / "tools" / "open_lab.py")
    open_lab = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(open_lab)
    options, environment = open_lab.teach_command(course)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyterlab", *options, *open_lab.NO_CALLS, "--no-browser", "--allow-root",
        f"--port={port}", "--ip=127.0.0.1", "--IdentityProvider.token=",
    ]  # fmt: skip
    home = tmp_path_factory.mktemp("home")
    address = f"http://127.0.0.1:{port}"
    with (home / "lab.log").open("w") as log:
        process = subprocess.Popen(command, cwd=course, env=environment | {"HOME": str(home)}, stdout=log, stderr=log)
        try:
            wait_until_up(f"{address}/api", process, home / "lab.log")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def until(browser, condition, seconds=240):
    """Wait for what a script returns, and return it."""

    def asked(session):
        try:
            return session.execute_script(condition)
        except WebDriverException:
            return False

    return WebDriverWait(browser, seconds, 0.5).until(asked)


def validate(browser, address, path):
    """Press Validate in a notebook's toolbar; return what the dialog shows."""
    browser.get(f"{address}/lab/tree/{path}?reset")
    until(browser, "return document.querySelectorAll('.jp-Notebook .jp-Cell').length > 3")
    until(browser, "return document.querySelector('.validate-button')")
    time.sleep(1)  # the button is drawn before the notebook is ready
    browser.execute_script("document.querySelector('.validate-button').click()")
    return until(browser, "return document.querySelector('#validation-message')")


def test_validate_shows_the_visible_checks_as_a_table_also_where_a_cell_takes_longer_than_nbgrader_allows(
    browser, teaching, picture
):
    shown = validate(browser, teaching, "mine/ps.ipynb")
    picture("validate")
    text = shown.text
    assert "Traceback" not in text
    assert "test-square: 1 of 2 points" in text
    rows = shown.find_elements(By.CSS_SELECTOR, "table.grader-checks tr")
    assert len(rows) == 2
    assert "✗ failed" in rows[1].text
    assert "of <b>-2</b>" in rows[1].text
    assert "it is -6" in rows[1].text
    assert "Hint: x * x" in rows[1].text
    assert "test-cube" not in text
    assert "2 of 3 points of the checks that you see" in text
    (link,) = shown.find_elements(By.TAG_NAME, "a")
    browser.get(link.get_attribute("href"))
    assert "it is -6" in browser.find_element(By.TAG_NAME, "body").text


def test_validate_says_so_where_everything_passes(browser, teaching):
    assert "Success" in validate(browser, teaching, "right/ps.ipynb").text


def test_the_server_answers_while_validate_runs(browser, teaching):
    browser.get(f"{teaching}/lab/tree/mine/ps.ipynb?reset")
    browser.set_script_timeout(200)
    times = browser.execute_async_script(
        """
        const done = arguments[0], begin = performance.now(), token = document.cookie.match(/_xsrf=([^;]*)/);
        const headers = {'X-XSRFToken': token ? token[1] : '', 'Content-Type': 'application/json'};
        const running = fetch('/assignments/validate', {method: 'POST', headers,
          body: JSON.stringify({path: 'mine/ps.ipynb'})}).then(r => [r.status, performance.now() - begin]);
        setTimeout(async () => {
          const asked = performance.now();
          await fetch('/api/contents/right/ps.ipynb');
          const answered = performance.now() - asked;
          done([...(await running), answered]);
        }, 3000);"""
    )
    assert times[0] == 200
    assert times[1] > 40_000  # the notebook's own sleep: it was really run
    assert times[2] < 15_000


def states(browser):
    return until(
        browser,
        "const s = [...document.querySelectorAll('.grader-state')].map(e => e.innerText); return s.length ? s : null",
    )


def autograde(browser, student):
    """Press the flash of a student; return what the dialog says, and close it."""
    until(browser, "return document.querySelectorAll('#main-table .autograde a').length >= 2")
    browser.execute_script(
        "[...document.querySelectorAll('#main-table tr')].find(row => row.querySelector('.student-id').textContent"
        " === arguments[0]).querySelector('.autograde a').click()",
        student,
    )
    text = until(browser, "const m = document.querySelector('.modal-body'); return m && m.innerText.trim()", 300)
    browser.execute_script("document.querySelector('.modal-footer button').click()")
    until(browser, "return !document.querySelector('.modal-body')")
    return text


def test_autograde_grades_isolated_and_says_state_and_reason(browser, teaching, course, picture):
    browser.get(f"{teaching}/formgrader/manage_submissions/ps")
    said = autograde(browser, "ada")
    assert "Successfully autograded" in said
    assert "graded: 3 of 3 points by the tests" in said
    said = autograde(browser, "eve")
    assert "partial: 2 of 3 points by the tests" in said
    assert "stopped after 60 s" in said
    shown = until(
        browser,
        "const s = [...document.querySelectorAll('.grader-state')].map(e => e.innerText);"
        "return s.length === 2 && s.some(t => t.includes('partial')) && s",
    )
    picture("formgrader_submissions")
    assert any(text.startswith("graded") for text in shown)
    assert any(text.startswith("partial") and "stopped after 60 s" in text for text in shown)
    assert (course / "autograded" / "eve" / "ps" / "outcome.json").is_file()
    browser.execute_script("document.querySelector('#collapseOne').classList.add('in')")
    assert 'grader grade "ps"' in browser.find_element(By.ID, "collapseOne").text


def test_pages_for_grading_by_hand_say_state_and_reason(browser, teaching, picture):
    browser.get(f"{teaching}/formgrader/gradebook/ps/ps")
    assert any("partial" in text for text in states(browser))
    address = browser.execute_script(
        "return [...document.querySelectorAll('#main-table tr')].find(row => /partial/.test(row.innerText))"
        ".querySelector('a[href*=\"submissions/\"]').href"
    )
    browser.get(address)
    (text,) = states(browser)
    picture("formgrader_submission")
    assert text.startswith("partial")
    assert "stopped after 60 s" in text
    assert "My words" in browser.find_element(By.TAG_NAME, "body").text
