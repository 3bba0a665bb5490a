"""Whatever a student hands in, no page acts or fetches anything: formgrader's and ours, each vector by itself."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from selenium.webdriver.common.by import By
from traitlets.config import Config

from tests.browser.conftest import wait_until_up
from tests.browser.hostile import ACT, REMOTE, VECTORS, environment, listening, make_class, notebook, student_of

pytestmark = pytest.mark.ci
# Before anything of a page runs: its alerts are noted where they can be read afterwards, also those in frames.
NOTE_ALERTS = "window.alert = text => { (window.ran = window.ran || []).push(String(text)) }"
ACTING = """
const links = [...document.querySelectorAll('a, area, form, button, use, image, iframe')];
const address = e => [e.href && (e.href.baseVal ?? e.href), e.action, e.formAction, e.src].filter(Boolean).map(String);
const handlers = [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
    .filter(a => /^on/.test(a.name) && /alert/.test(a.value)).map(a => a.name);
return [...(window.ran || []), ...handlers,
        ...links.flatMap(address).filter(a => /^\\s*(javascript|vbscript|data:text)/i.test(a) && /alert/.test(a))];
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A graded class with a vector for each student: its folder, formgrader's numbers, and what was fetched."""
    with listening() as (port, heard):
        folder = tmp_path_factory.mktemp("hostile") / "course"
        folder.mkdir()
        yield folder, make_class(folder, port), port, heard


@pytest.fixture(scope="module")
def formgrader(hostile):
    """The address of a formgrader on that class."""
    folder = hostile[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extensions = "{'nbgrader.server_extensions.formgrader': True}"
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", f"--ServerApp.jpserver_extensions={extensions}",
    ]  # fmt: skip
    log = folder.parent / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=output, stderr=output)
        try:
            wait_until_up(f"http://127.0.0.1:{port}/api", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def opened(browser, hostile):
    """Open a page and return what acted on it and what it fetched."""
    heard = hostile[3]
    noted = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTE_ALERTS})

    def open_page(address, seconds=0.4):
        heard.clear()
        browser.get(address)
        time.sleep(seconds)
        return [*browser.execute_script(ACTING), *heard]

    yield open_page
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", noted)
    browser.get("about:blank")


@pytest.mark.parametrize("vector", [name for name, vector in VECTORS.items() if vector.acts])
def test_where_nothing_is_cleaned_each_vector_acts(vector, hostile, opened, tmp_path):
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    about = dict.fromkeys(("assignment_id", "notebook_id", "submission_id", "student", "base_url", "notebook_path"), "")
    about |= {"index": 0, "total": 1, "last_name": "", "first_name": ""}
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook(VECTORS[vector], hostile[2]), resources=about)
    # nbgrader's own libraries come from hosts for which a machine without a network waits long.
    page = re.sub(r'<(script|link)\b[^>]*"https://[^>]*>', "", page)
    (tmp_path / "page.html").write_text(page)
    assert opened((tmp_path / "page.html").as_uri()) != []


@pytest.mark.parametrize("vector", VECTORS)
def test_on_formgraders_page_of_a_submission(vector, hostile, formgrader, opened, browser):
    assert opened(f"{formgrader}/formgrader/submissions/{hostile[1][vector]}/", seconds=1) == []
    shown = browser.find_element(By.ID, "notebook-container")
    assert "My answer" in shown.text
    assert "a < b" in shown.text
    assert [cell.text for cell in shown.find_elements(By.CSS_SELECTOR, "table td")][:2] == ["one", "1"]


def test_what_would_act_is_shown_as_it_was_written(hostile, formgrader, opened, browser):
    assert opened(f"{formgrader}/formgrader/submissions/{hostile[1]['script']}/", seconds=1) == []
    assert "<script>new Image()" in browser.find_element(By.ID, "notebook-container").text.replace("\u200b", "")


def test_no_page_that_was_handed_in_is_served(hostile):
    assert {path.suffix for path in (hostile[0] / "autograded" / student_of("names of files")).rglob("*.*")} <= {
        ".ipynb",
        ".json",
        ".log",
        ".png",
        ".txt",
    }


@pytest.mark.parametrize(
    "page",
    ["", "manage_submissions/ps", "gradebook", "gradebook/ps", "gradebook/ps/ps", "manage_students"]
    + [f"manage_students/{student_of(vector)}/ps" for vector in VECTORS if VECTORS[vector].name],
)
def test_on_formgraders_lists(page, formgrader, opened, browser):
    assert opened(f"{formgrader}/formgrader/{page}", seconds=1.5) == []
    # Their rows are drawn by a script once they have come.
    until = time.monotonic() + 20
    while not browser.find_elements(By.CSS_SELECTOR, "#main-table tr") and time.monotonic() < until:
        time.sleep(0.2)
    assert browser.find_elements(By.CSS_SELECTOR, "#main-table tr")
    assert browser.execute_script(ACTING) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_on_the_students_page(vector, hostile, opened, browser):
    (page,) = (hostile[0] / "feedback" / student_of(vector)).rglob("*.html")
    assert opened(page.as_uri()) == []
    assert "points" in browser.find_element(By.TAG_NAME, "body").text


@pytest.mark.parametrize("page", ["reports/ps.html", "reports/ps-similar.html", "mine/feedback/ps.html"])
def test_on_the_report_what_is_alike_and_a_check(page, hostile, opened, browser):
    assert opened((hostile[0] / page).as_uri(), seconds=1) == []
    assert len(browser.find_element(By.TAG_NAME, "body").text) > 100


def test_pages_of_ours_allow_no_script_at_all(hostile, opened, browser, tmp_path):
    """Also where something slipped through: what a page says of itself forbids scripts and whatever lies elsewhere."""
    for page in ("reports/ps.html", "reports/ps-similar.html", "mine/feedback/ps.html"):
        text = (hostile[0] / page).read_text()
        acts = f"<script>{ACT}</script><img src=x onerror=\"{ACT}\"><img src='{REMOTE}'>".replace(
            "{port}", str(hostile[2])
        )
        (tmp_path / "page.html").write_text(text.replace("</body>", f"{acts}</body>"))
        assert [each for each in opened((tmp_path / "page.html").as_uri(), seconds=1) if each != "onerror"] == []
