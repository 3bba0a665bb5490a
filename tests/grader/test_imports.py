"""The floors of the house: no import runs upward, no circle between modules, one door to the sandbox."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Packages and modules of `grader` by floor, the lowest first; those of one floor do not import each other.
FLOORS = [
    {"contents", "errors", "text"},
    {"model"},
    {"log", "machine"},
    {"pythons"},
    {"files"},
    {"notebook"},
    {"grading"},
    {"course", "launching"},
    {"sandbox"},
    {"mutation", "similarity"},
    {"classes", "collect", "release", "pages", "export"},
    {"console"},
    {"commands", "jupyter", "options"},
    {"cli"},
    {"__main__"},
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


def modules(package: str) -> dict[str, Path]:
    """Return the modules of a package by dotted name."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, known: dict[str, Path], *, late: bool) -> set[str]:
    """Return the modules of the same project that one imports; `late` counts imports inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if late else _at_import(tree)
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in known}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                base = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
                base = base[: len(base) - node.level + 1]
                module = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                full = f"{module}.{alias.name}"
                found |= {full} if full in known else {module} & known.keys()
    return found - {name}


def _at_import(tree: ast.Module):
    """Yield the nodes that run when a module is imported, without those for type checkers only."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


GRADER, COURSE = modules("grader"), modules("course_utils")
# To be split; what is short enough leaves the list.
STILL_LONGER: set[str] = set()


def _floor(name: str) -> str:
    return name.split(".")[1] if "." in name else "grader"


def test_every_package_has_its_floor():
    assert {_floor(name) for name in GRADER} - {"grader"} == set(FLOOR)


@pytest.mark.parametrize("name", GRADER)
def test_no_import_runs_upward(name):
    if name == "grader":
        return
    wrong = {
        other
        for other in imported(name, GRADER[name], GRADER, late=True) - {"grader"}
        if _floor(other) != _floor(name) and FLOOR[_floor(other)] >= FLOOR[_floor(name)]
    }
    assert wrong == set(), f"{name} imports what stands on its own floor or above"


@pytest.mark.parametrize("known", [GRADER, COURSE], ids=["grader", "course_utils"])
def test_no_circle_between_modules(known):
    graph = {name: imported(name, path, known, late=False) for name, path in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("package", ["grader", "grader.sandbox", "grader.grading"])
def test_no_circle_between_packages(package):
    """Two folders of one parent do not need each other."""
    depth = package.count(".") + 1

    def folder(name: str) -> str:
        return ".".join(name.split(".")[: depth + 1])

    graph: dict[str, set[str]] = {}
    for name, path in GRADER.items():
        if not name.startswith(f"{package}."):
            continue
        others = {folder(o) for o in imported(name, path, GRADER, late=False) if o.startswith(f"{package}.")}
        graph.setdefault(folder(name), set()).update(others - {folder(name)})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_sandbox_has_one_door():
    for name, path in GRADER.items():
        if not name.startswith("grader.sandbox"):
            inside = {o for o in imported(name, path, GRADER, late=True) if o.startswith("grader.sandbox.")}
            assert inside == set(), f"{name} goes past the door"


def test_session_and_judge_do_not_import_each_other():
    for one, other in (("session", "judge"), ("judge", "session")):
        for name, path in GRADER.items():
            if name.startswith(f"grader.sandbox.{one}"):
                found = imported(name, path, GRADER, late=True)
                assert not [o for o in found if o.startswith(f"grader.sandbox.{other}")], name


def test_only_the_command_line_imports_commands():
    for name, path in GRADER.items():
        if _floor(name) not in ("commands", "cli"):
            assert not [o for o in imported(name, path, GRADER, late=True) if o.startswith("grader.commands")], name


def test_the_course_and_the_grader_do_not_import_each_other():
    both = GRADER | COURSE
    for name, path in both.items():
        other = "course_utils" if name.startswith("grader") else "grader"
        assert not [o for o in imported(name, path, both, late=True) if o.partition(".")[0] == other], name


def test_modules_are_short_and_their_names_say_something():
    empty_words = {"utils.py", "helpers.py", "misc.py", "common.py", "base.py"}
    long = {n: len(p.read_text(encoding="utf-8").splitlines()) for n, p in (GRADER | COURSE).items()}
    assert {name for name, lines in long.items() if lines > 400} == STILL_LONGER
    assert [name for name, path in (GRADER | COURSE).items() if path.name in empty_words] == []
