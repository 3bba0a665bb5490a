"""A cell that Python cannot read is named, with its line, before what follows from it."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course_utils.checks import progress
from course_utils.checks.cell_history import broken_definition

GOOD = "def square(x):\n    return x * x"
NO_COLON = "import math\n\ndef square(x)\n    return x * x"
CROOKED = "def square(x):\n    y = x\n  return y * y"
UNCLOSED = "def square(x):\n    return (x * x\n\nprint(3)"
EMPTY = "def square(x):\n    # nothing yet"
TEST = """
from course_utils.checks import Checks
checks = Checks("square", points=3)
checks.close("two", lambda: square(2.0), 4.0)
checks.close("three", lambda: square(3.0), 9.0)
checks.score()
"""


@pytest.fixture
def run():
    """Run cells as a notebook does; the texts that were shown."""
    progress.forget()
    shell = InteractiveShell.instance()

    def run(*cells):
        with capture_output() as captured:
            for cell in cells:
                shell.run_cell(cell, store_history=True)
        return "\n".join(output.data["text/plain"] for output in captured.outputs)

    yield run
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("answer", "line", "kind"),
    [
        (NO_COLON, "line 3: def square(x)", "SyntaxError"),
        (CROOKED, "line 3: return y * y", "IndentationError"),
        (UNCLOSED, "line 2: return (x * x", "SyntaxError"),
        (EMPTY, "line 2: # nothing yet", "IndentationError"),
    ],
)
def test_the_line_is_named_and_the_name_error_is_not(run, answer, line, kind):
    shown = " ".join(run(answer, TEST).split())
    assert f"{kind} in its {line}" in shown
    assert "NameError" not in shown
    assert shown.count("Python cannot read") == 1


def test_an_older_version_that_is_still_there_is_not_taken_for_the_newest(run):
    shown = " ".join(run(GOOD, NO_COLON, TEST).split())
    assert "SyntaxError in its line 3: def square(x)" in shown
    assert "What is checked below is what an older version defined." in shown
    assert "ok 1/1 two" in shown


def test_a_mended_cell_is_not_reproached(run):
    shown = run(NO_COLON, GOOD, TEST)
    assert "Python cannot read" not in shown
    assert "square: 3 of 3 points" in shown


def test_a_cell_that_was_not_run_is_still_a_missing_name(run):
    assert "square is not defined: run the cell that defines it" in " ".join(run("%time 3", "!ls", TEST).split())


def test_without_a_notebook_nothing_is_known():
    assert broken_definition("square") == ""
