"""The demo as a newcomer runs it, and its pages as Chromium shows them: nothing loaded from elsewhere, no error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def demo_class(tmp_path_factory):
    """The folder of a demo class; every sample submission ended as its description says."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    command = [sys.executable, "-m", "grader", "demo", "--folder", folder]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder


def open_page(browser, path):
    browser.get("about:blank")
    browser.get_log("browser")  # what a page before this one said is not this page's
    browser.get(path.as_uri())
    severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [address for address in loaded if not address.startswith(("data:", "file:"))] == []


@pytest.mark.slow
def test_feedback_page_names_what_is_wrong(demo_class, browser, picture):
    (page,) = (demo_class / "feedback" / "cleo").rglob("*.html")
    open_page(browser, page)
    picture("feedback")
    text = browser.find_element(By.TAG_NAME, "body").text
    assert "Exercise" in text
    assert "Hint" in text
    width, shown = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= shown, "the page scrolls sideways"


@pytest.mark.slow
def test_class_report_shows_scores_checks_and_who_needs_a_person(demo_class, browser, picture):
    (page,) = (demo_class / "reports").glob("*.html")
    open_page(browser, page)
    picture("report")
    text = browser.find_element(By.TAG_NAME, "body").text
    for words in ("Scores", "Hardest exercises", "Pass rate of every check", "milo"):
        assert words in text
    pictures = browser.find_elements(By.TAG_NAME, "img")
    assert pictures
    sizes = browser.execute_script("return [...document.images].map(image => [image.naturalWidth, image.alt.length])")
    assert all(width > 0 and alt > 10 for width, alt in sizes), json.dumps(sizes)


def check_form(browser, path, width, scheme):
    """Fail where a page of this width scrolls sideways, says an error, or has a picture without words."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        open_page(browser, path)
        wide, shown = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= shown, f"{path.name} scrolls sideways: {wide} of {shown} px"
        assert browser.execute_script("return [...document.images].every(image => image.alt.length > 10)")
        assert browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_keep_their_form(demo_class, browser, width, scheme):
    (report,) = (demo_class / "reports").glob("*.html")
    for path in [report, *sorted((demo_class / "feedback").rglob("*.html"))]:
        check_form(browser, path, width, scheme)
