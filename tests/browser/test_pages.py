"""The demo as a newcomer runs it, and its pages as Chromium shows them: nothing loaded from elsewhere, no error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from grader.course.directory import Course
from grader.grading.calibration.verdicts import CellVerdict
from grader.model import Tests
from grader.mutation.results import Fate, MutantResult, Mutation
from grader.pages.mutation_page import write_mutation_page
from tests.browser.accessible import barriers, faint

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


@pytest.mark.ci
def test_feedback_page_names_what_is_wrong(demo_class, browser, picture):
    (page,) = (demo_class / "feedback" / "cleo").rglob("*.html")
    open_page(browser, page)
    picture("feedback")
    text = browser.find_element(By.TAG_NAME, "body").text
    assert "Exercise" in text
    assert "Hint" in text
    width, shown = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= shown, "the page scrolls sideways"


@pytest.mark.ci
def test_class_report_shows_scores_checks_and_who_needs_a_person(demo_class, browser, picture):
    open_page(browser, demo_class / "reports" / "01_spiral_mlp.html")
    picture("report")
    text = browser.find_element(By.TAG_NAME, "body").text
    for words in ("Scores", "Hardest exercises", "Pass rate of every check", "milo"):
        assert words in text
    pictures = browser.find_elements(By.TAG_NAME, "img")
    assert pictures
    sizes = browser.execute_script("return [...document.images].map(image => [image.naturalWidth, image.alt.length])")
    assert all(width > 0 and alt > 10 for width, alt in sizes), json.dumps(sizes)


@pytest.mark.ci
def test_who_is_alike_stands_side_by_side(demo_class, browser, picture):
    open_page(browser, demo_class / "reports" / "01_spiral_mlp-similar.html")
    picture("similar")
    assert "fay and rosa" in browser.find_element(By.TAG_NAME, "body").text
    marked = browser.execute_script("return [...document.querySelectorAll('mark')].map(mark => mark.textContent)")
    assert any("np.exp" in text for text in marked)
    left, right = browser.execute_script(
        "return [...document.querySelector('.beside').children].map(side => side.getBoundingClientRect().left)"
    )
    assert left < right


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


@pytest.mark.ci
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_keep_their_form(demo_class, browser, width, scheme):
    for path in [*(demo_class / "reports").glob("*.html"), *sorted((demo_class / "feedback").rglob("*.html"))]:
        check_form(browser, path, width, scheme)


@pytest.mark.ci
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_steer(demo_class, mutation_page, browser, scheme):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    wrong = []
    for path in [*(demo_class / "reports").glob("*.html"), *demo_class.glob("feedback/*/*/*.html"), mutation_page]:
        open_page(browser, path)
        wrong += [f"{path.name}: {text}" for text in [*barriers(browser), *faint(browser)]]
    assert sorted(set(wrong)) == []


@pytest.fixture(scope="module")
def mutation_page(tmp_path_factory):
    """A page about wrong answers, with long names and long lines."""
    answer, test = "a-rather-long-name-of-an-answer", "test-a-rather-long-name-of-an-answer"
    line = "    return np.asarray(image)[::-1].astype(np.float64) * np.cos(np.deg2rad(angle)) {} 1\n"
    diff = f"--- reference\n+++ wrong\n@@ -3,1 +3,1 @@\n-{line.format('-')}+{line.format('+')}"
    results = [
        MutantResult("03_dense_ae", answer, (test,), str(number), "other arithmetic", 3, fate, diff=diff)
        for number, fate in enumerate([*Fate, *Fate])
    ]
    mutation = Mutation("03_dense_ae", results, left={("03_dense_ae", answer): 7})
    moved = [CellVerdict("03_dense_ae", test, Tests.IN_SESSION, f"apart, it differs (constant, line 3 of `{answer}`)")]
    output = tmp_path_factory.mktemp("mutation") / "page.html"
    return write_mutation_page(Course.open(ROOT), "03_dense_ae", mutation, moved, output)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_mutation_page_keeps_its_form(mutation_page, browser, width, scheme):
    check_form(browser, mutation_page, width, scheme)
    text = browser.find_element(By.TAG_NAME, "body").text
    for words in ("50 %", "of the wrong answers lose points", "Nothing noticed", "run beside the answers from now on"):
        assert words in text
