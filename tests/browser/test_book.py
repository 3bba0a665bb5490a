"""The site in Chromium, opened as files without a server: form, links, search, formulas, contrast."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.accessible import barriers, faint
from tests.notebooks.lessons import all_lessons

pytestmark = pytest.mark.ci
ROOT = Path(__file__).resolve().parents[2]

DRAWN = """
const asked = document.querySelectorAll('.math').length, drawn = document.querySelectorAll('mjx-container').length;
return asked === 0 || drawn >= asked;"""
FORM = """
const wide = document.documentElement.scrollWidth, shown = window.innerWidth, said = [];
if (wide > shown) said.push(`scrolls sideways: ${wide} of ${shown} px`);
const titles = document.querySelectorAll('h1').length;
if (titles !== 1) said.push(`${titles} headings of the first level`);
for (const image of document.images) {
  if (image.alt.trim().length < 20) said.push(`no alt text: ${image.src}`);
  if (!image.naturalWidth) said.push(`not loaded: ${image.src}`);
}
for (const wrong of document.querySelectorAll('mjx-merror, [data-mjx-error]')) said.push(`formula: ${wrong.innerText}`);
for (const entry of performance.getEntriesByType('resource'))
  if (!/^(file|data):/.test(entry.name)) said.push(`loaded from elsewhere: ${entry.name}`);
return said;"""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site: the one that `BOOK_SITE` names, as CI has built it, or one that is built here."""
    if os.environ.get("BOOK_SITE"):
        folder = (ROOT / os.environ["BOOK_SITE"]).resolve()
        assert (folder / "index.html").is_file(), f"BOOK_SITE={folder} holds no site"
        return folder
    folder = tmp_path_factory.mktemp("book") / "site"
    command = [sys.executable, "-m", "tools.book", "--output", folder]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder


def set_width(browser, width):
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture
def look(browser):
    """Open a page in a scheme of colours, and wait until its formulas are drawn."""

    def opened(path, scheme="light", query=""):
        set_width(browser, 1280)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.get_log("browser")
        browser.get(path.as_uri() + query)
        WebDriverWait(browser, 120).until(lambda session: session.execute_script(DRAWN), f"formulas of {path.name}")
        return browser

    yield opened
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


class Links(HTMLParser):
    """Addresses that a page names, and the places in it that others may name."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.places = [], {""}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.places |= {given[key] for key in ("id", "name") if given.get(key)}
        self.targets += [given[key] for key in ("href", "src") if given.get(key)]


def test_every_lesson_and_every_page_of_docs_is_there(site):
    for lesson in all_lessons():
        assert (site / "lessons" / f"{lesson.name}.html").is_file()
    for page in (ROOT / "docs").glob("*.md"):
        assert (site / "handbook" / f"{page.stem}.html").is_file()


def test_links_inside_the_site_resolve_and_nothing_is_fetched_from_elsewhere(site):
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    lost = []
    for path, links in pages.items():
        for target in links.targets:
            parts = urlparse(target)
            if parts.scheme or target.startswith("//"):
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not file.exists() or (file in pages and unquote(parts.fragment) not in pages[file].places):
                lost.append(f"{path.relative_to(site)}: {target}")
    assert lost == []


def test_every_page_keeps_its_form_on_a_phone_and_on_a_screen(site, look):
    wrong = []
    for path in sorted(site.rglob("*.html")):
        browser, name = look(path), path.relative_to(site)
        for width in (1280, 390):
            set_width(browser, width)
            wrong += [f"{name} at {width} px: {said}" for said in browser.execute_script(FORM)]
        wrong += [f"{name}: {entry['message']}" for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_legible(site, look, picture, scheme):
    lesson = f"lessons/{all_lessons()[0].name}.html"
    wrong = []
    for name in ("index.html", lesson, "map.html", "command-line.html", "handbook/threat-model.html"):
        browser = look(site / name, scheme=scheme)
        browser.execute_script("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        time.sleep(0.5)  # colours may still be in transition
        wrong += [f"{name}, {scheme}: {text}" for text in faint(browser)]
        if name == lesson:
            picture(f"book_lesson_{scheme}")
    assert wrong == []


def test_everybody_can_read_and_steer(site, look):
    wrong = []
    for name in ("index.html", f"lessons/{all_lessons()[0].name}.html", "map.html", "handbook/semester.html"):
        wrong += [f"{name}: {text}" for text in barriers(look(site / name))]
    assert wrong == []


def test_formulas_are_drawn_without_a_network(site, look):
    lesson = next(one for one in all_lessons() if "$$" in "".join(cell.source for cell in one.notebook.cells))
    browser = look(site / "lessons" / f"{lesson.name}.html")
    assert browser.find_elements(By.CSS_SELECTOR, 'mjx-container[display="true"] svg')
    assert "$$" not in browser.find_element(By.TAG_NAME, "article").text


def test_search_works_without_a_server(site, look, picture):
    browser = look(site / "search.html", query="?q=bottleneck")
    WebDriverWait(browser, 30).until(lambda session: session.find_elements(By.CSS_SELECTOR, "#search-results li a"))
    found = [link.get_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "#search-results li a")]
    assert any("lessons/" in address for address in found)
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    picture("book_search")


def test_an_answer_is_folded_until_it_is_opened_with_the_keyboard(site, look):
    browser = look(site / "lessons" / f"{all_lessons()[0].name}.html")
    fold = browser.find_element(By.CSS_SELECTOR, "details.answer")
    code = fold.find_element(By.CSS_SELECTOR, "pre")
    assert not code.is_displayed()
    fold.find_element(By.TAG_NAME, "summary").send_keys(" ")
    assert code.is_displayed()
