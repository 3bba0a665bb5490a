"""Every public function of the course says what it returns."""

import ast
from pathlib import Path

import pytest

import course_utils

MODULES = sorted(Path(course_utils.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_return_types(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if not f.name.startswith("_") and f.returns is None] == []
