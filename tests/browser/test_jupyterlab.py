"""The student version opens in JupyterLab, and a check explains itself there."""

import time

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.notebooks.lessons import all_lessons

FIRST = all_lessons()[0] if all_lessons() else None
# A window without a screen may have no focus, and then no widget is the current one.
PANEL = "[...window.jupyterapp.shell.widgets('main')].find(each => each.sessionContext && each.content.widgets)"
RUN_CELL = """
const done = arguments[arguments.length - 1];
const panel = PANEL;
window.jupyterapp.shell.activateById(panel.id);
const cells = panel.content.widgets;
const index = cells.findIndex(cell => cell.model.id === arguments[0]);
panel.content.activeCellIndex = index;
panel.content.deselectAll();
window.jupyterapp.commands.execute('notebook:run-cell').then(
  () => { cells[index].node.scrollIntoView(); done(cells[index].node.innerText); }, error => done('FAILED ' + error));
""".replace("PANEL", PANEL)


@pytest.fixture
def notebook(browser, lab):
    """The first lesson, open in JupyterLab with a kernel that answers."""
    browser.get(f"{lab}/lab/tree/{FIRST.path.name}?reset")
    ready = f"""
      const panel = window.jupyterapp && {PANEL};
      return !!(panel && panel.sessionContext && panel.sessionContext.session
                && panel.sessionContext.session.kernel && panel.content.widgets.length > 5);"""

    def started(session):
        try:
            return session.execute_script(ready)
        except WebDriverException:
            return False

    WebDriverWait(browser, 90).until(started)
    time.sleep(1)  # the first cells are drawn after the model is there
    browser.set_script_timeout(120)
    return browser


@pytest.mark.ci
def test_a_student_sees_the_lesson_and_what_an_unwritten_answer_is_told(notebook, picture):
    assert notebook.find_elements(By.CSS_SELECTOR, ".jp-MarkdownCell h1"), "the title is rendered"
    picture("lesson_head")
    exercise = next(iter(FIRST.tests))
    assert "FAILED" not in notebook.execute_async_script(RUN_CELL, "imports")
    notebook.execute_async_script(RUN_CELL, exercise)
    shown = notebook.execute_async_script(RUN_CELL, f"test-{exercise}")
    picture("lesson_check")
    assert "not written yet" in shown.lower()
    assert "Traceback" not in shown
