"""What a student wrote, as the real formgrader shows it to the person who grades: nothing acts, nothing is fetched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from selenium.webdriver.common.by import By

from tests.browser.conftest import wait_until_up

CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'c'\nc.IncludeHeaderFooter.header = ''\n"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
WRITTEN = """**My answer**, $a < b$ and `x<y`

| name | value |
|------|-------|
| one  | 1     |

<script>document.title = 'ran'; alert(1)</script>
<img src=x onerror="document.title='ran'; alert(2)">
[press me](javascript:alert(3)) ![seen](http://127.0.0.1:{port}/markdown.png)
![gone](attachment:gone.png)
"""
SHOWN = "<img src=x onerror=alert(4)><img src='http://127.0.0.1:{port}/output.png'><div style='cursor:url(http://127.0.0.1:{port}/css)'>x</div>"


@pytest.fixture
def listener():
    """A local server that notes what is asked of it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(200))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard


def cell(made, grade_id, **marks):
    wanted = {"grade_id": grade_id, "schema_version": 3, "task": False, "locked": False, "grade": False}
    made.metadata["nbgrader"] = {**wanted, "solution": False, **marks}
    return made


def a_course(folder, port):
    """Return the address in formgrader of a graded submission in a course without any setting of its own."""
    essay = cell(new_markdown_cell("YOUR ANSWER HERE"), "essay", grade=True, solution=True, points=4)
    answer = cell(new_code_cell("def f(): return 1"), "f", solution=True)
    test = cell(new_code_cell("assert f() == 1"), "t", grade=True, locked=True, points=1)
    (folder / "source" / "ps").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[essay, answer, test], metadata=KERNEL), folder / "source/ps/ps.ipynb")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    essay.source = WRITTEN.replace("{port}", str(port))
    html = SHOWN.replace("{port}", str(port))
    answer.source = f"from IPython.display import HTML, display\ndef f(): return 1\ndisplay(HTML({html!r}))"
    answer.outputs = [new_output("display_data", data={"text/html": html})]
    handed = folder / "submitted" / "eve" / "ps"
    handed.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[essay, answer, test], metadata=KERNEL), handed / "ps.ipynb")
    (handed / "page.xhtm").write_text("<script>1</script>")
    done = subprocess.run(
        [sys.executable, "-m", "grader", "grade", "ps", "--course", folder], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (folder / "autograded/eve/ps/page.xhtm").exists()
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "c") as gradebook:
        return gradebook.find_submission_notebook("ps", "ps", "eve").id


@pytest.mark.ci
def test_nothing_of_a_student_acts_in_formgrader(browser, picture, listener, tmp_path):
    port_heard, heard = listener
    course = tmp_path / "course"
    course.mkdir()
    submission = a_course(course, port_heard)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extensions = "{'nbgrader.server_extensions.formgrader': True}"
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={course}", f"--ServerApp.jpserver_extensions={extensions}",
    ]  # fmt: skip
    programs = os.path.dirname(sys.executable)
    environment = os.environ | {"HOME": str(tmp_path), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
        try:
            wait_until_up(f"http://127.0.0.1:{port}/api", process, tmp_path / "server.log")
            browser.get(f"http://127.0.0.1:{port}/formgrader/submissions/{submission}/")
            time.sleep(2)
            text = browser.find_element(By.TAG_NAME, "body").text
            assert "My answer" in text, (tmp_path / "server.log").read_text()[-2000:]
            picture("formgrader")
            assert "<script>document.title" in text.replace("\u200b", "")  # shown, not run
            assert browser.find_elements(By.CSS_SELECTOR, "table td")
            assert browser.title != "ran"
            links = browser.execute_script("return [...document.links].map(link => link.getAttribute('href'))")
            assert not [link for link in links if link and "javascript:alert" in link]
            acting = browser.execute_script(
                "return [...document.querySelectorAll('#notebook-container *')].flatMap(e => [...e.attributes])"
                ".map(a => a.name).filter(name => /^on(error|load)$/.test(name))"
            )
            assert acting == []
            assert heard == []
        finally:
            process.terminate()
            process.wait(30)
