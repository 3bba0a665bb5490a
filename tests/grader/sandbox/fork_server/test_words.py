"""What sessions and judges are made of can be read by Python 3.9, and takes nothing of the grader's side along."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.fork_server import process

ENTRY = Path(process.__file__).with_name("__main__.py")
SHOW = f"""
import sys
source = open({str(ENTRY)!r}).read().rsplit("_begin()", 1)[0].replace("main(descriptor, modules)", "main")
sys.argv = ["", "0"]
space = {{"__file__": {str(ENTRY)!r}, "__name__": "entry"}}
exec(compile(source, {str(ENTRY)!r}, "exec"), space)
space["_begin"]()
from grader.sandbox.judge import process
from grader.sandbox.session import process
for name, module in sorted(sys.modules.items()):
    if name.startswith("grader") and getattr(module, "__file__", None):
        print(module.__file__)
"""


@pytest.fixture(scope="module")
def modules() -> list[Path]:
    """The files of the grader that a session has loaded."""
    ran = subprocess.run([sys.executable, "-P", "-c", SHOW], capture_output=True, text=True, check=True, cwd="/")
    return [Path(line) for line in ran.stdout.split()]


def test_it_is_written_in_words_of_python_3_9(modules):
    assert len(modules) > 50
    for path in [*modules, ENTRY]:
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            name = node.func.id
            assert not (name == "zip" and any(each.arg == "strict" for each in node.keywords)), path
            if name in ("isinstance", "issubclass"):
                assert not isinstance(node.args[1], ast.BinOp), path


def test_nothing_of_the_graders_side_comes_along(modules):
    loaded = {path.parent.name for path in modules} | {path.stem for path in modules}
    assert not loaded & {"grader_side", "classes", "course", "commands", "kernel", "calibration", "merge", "scoring"}
