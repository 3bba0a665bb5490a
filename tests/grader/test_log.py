"""What the grader decides and swallows is logged: silent by default, kept by thread, shown where it is asked for."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

from grader import log

logger = logging.getLogger("grader.somewhere")


def test_a_thread_keeps_its_own_lines_and_tracebacks():
    found = {}

    def work(name):
        with log.kept() as lines:
            logger.info("hello of %s", name)
            try:
                raise KeyError("grade_id")
            except KeyError:
                logger.exception("it failed")
        found[name] = "\n".join(lines)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ada", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "hello of ada" in found["ada"]
    assert "bob" not in found["ada"]
    assert "Traceback" in found["bob"]
    assert "KeyError: 'grade_id'" in found["bob"]


def test_what_is_suppressed_is_told():
    with log.kept() as lines, log.suppressed(logger, "closing"):
        raise OSError("gone")
    assert "closing failed" in lines[0]
    assert "OSError: gone" in lines[0]


def test_silent_by_default_and_shown_with_debug():
    code = "import grader, logging\nlogging.getLogger('grader.x').warning('seen')"
    quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (quiet.stdout, quiet.stderr) == ("", "")
    loud = code.replace("logging\n", "logging\nfrom grader import log\nlog.show()\n", 1)
    shown = subprocess.run([sys.executable, "-c", loud], capture_output=True, text=True, check=True)
    assert "WARNING grader.x: seen" in shown.stderr
