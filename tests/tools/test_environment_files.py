"""pyproject.toml, requirements.lock, constraints.txt and environment.yml say the same."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SUPPORTED = Requirement("python" + PROJECT["requires-python"]).specifier
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
# What the grader alone may take on the disk, with bytecode, and how long from pip's cache on an idle machine.
MOST_MEGABYTES, MOST_SECONDS = 500, 60


def load_tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked():
    """Return the lock's requirements by name; a package may stand there twice, with different markers."""
    requirements = {}
    for line in load_tool("lock").constraints(LOCK).splitlines()[1:]:
        requirement = Requirement(line)
        requirements.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return requirements


def direct():
    extras = PROJECT["optional-dependencies"]
    return [Requirement(text) for texts in (PROJECT["dependencies"], *extras.values()) for text in texts]


def pip_section():
    return next(entry["pip"] for entry in ENVIRONMENT if isinstance(entry, dict))


@pytest.mark.parametrize("requirement", direct(), ids=str)
def test_every_direct_dependency_is_locked_within_its_range(requirement):
    versions = locked()[canonicalize_name(requirement.name)]
    for version in versions:
        (pin,) = version.specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version)


@pytest.mark.parametrize("platform", [("linux", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64")])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_exactly_one_version_of_each_direct_dependency_on_each_platform(platform, python):
    environment = default_environment() | {
        "sys_platform": platform[0],
        "platform_machine": platform[1],
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    for requirement in direct():
        if requirement.marker and not requirement.marker.evaluate(environment):
            continue
        pins = [
            p for p in locked()[canonicalize_name(requirement.name)] if not p.marker or p.marker.evaluate(environment)
        ]
        assert len(pins) == 1, f"{requirement} on {platform}, Python {python}: {pins}"


def test_the_lock_has_a_hash_for_every_package_and_names_no_host():
    entries = re.split(r"\n(?=[a-zA-Z0-9])", LOCK)
    without = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not without
    assert "://" not in LOCK
    assert "index-url" not in LOCK


def test_constraints_are_the_lock_without_hashes():
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8") == load_tool("lock").constraints(LOCK)


def test_environment_yml_installs_the_locked_versions_and_this_project():
    assert pip_section() == ["-c constraints.txt", "-e .[course]"]
    python = next(
        d for d in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"] if "python=" in str(d)
    )
    supported = Requirement(
        "python" + tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    )
    assert supported.specifier.contains(python.split("=")[1])


def test_setup_supports_the_pythons_that_the_project_declares():
    setup = load_tool("setup_environment")
    supported = Requirement(
        "python" + tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    )
    within = [f"3.{minor}" for minor in range(9, 16) if setup.OLDEST <= (3, minor) <= setup.NEWEST]
    assert within == [f"3.{minor}" for minor in range(9, 16) if supported.specifier.contains(f"3.{minor}")]


# Where a package goes by another name than the module.
NAMES = {"PIL": "pillow", "sklearn": "scikit-learn", "skimage": "scikit-image", "yaml": "pyyaml", "zmq": "pyzmq",
         "markdown_it": "markdown-it-py", "dateutil": "python-dateutil"}  # fmt: skip
# Imported only where a course has them; the grader does without.
GUESTS = {"keras", "h5py", "tensorflow", "torch", "scipy", "pandas"}


@pytest.mark.parametrize(
    ("package", "extras"),
    [("grader", ["cluster"]), ("course_utils", ["course"]), ("tools", ["course", "dev", "book"])],
)
def test_every_package_that_is_imported_is_declared(package, extras):
    declared = PROJECT["dependencies"] + [t for e in extras for t in PROJECT["optional-dependencies"][e]]
    names = {canonicalize_name(Requirement(text).name) for text in declared}
    missing = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in {module.partition(".")[0] for module in modules} - sys.stdlib_module_names:
                guest = package == "grader" and top in GUESTS
                own = top in ("grader", "course_utils", "benchmarks", "tools", "tests")
                if not own and not guest and canonicalize_name(NAMES.get(top, top)) not in names:
                    missing.add(top)
    assert missing == set()


@pytest.mark.ci
def test_the_wheel_alone_installs_without_tensorflow_and_grades_a_small_course(tmp_path):
    """A wheel without extras, in an empty environment, and courses of plain Python: its own and another one."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", tmp_path, ROOT],
        check=True, timeout=300,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
    # Beside the packages lies the one file by which Jupyter's server knows the extension.
    beside = {name.partition(".data/")[2] for name in names if ".data/" in name}
    assert beside == {"data/etc/jupyter/jupyter_server_config.d/grader.json"}
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name and ".data/" not in name}
    assert tops == {"grader", "course_utils"}
    assert not [
        name
        for name in names
        if name.endswith(".ipynb") or "/tests/" in name or "/test_" in name.replace("/test_inputs/", "/")
    ]
    assert {"grader/templates/small_course.toml"} <= set(names)
    assert f"## {PROJECT['version']} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True, timeout=120)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel]
    # What is not in pip's cache comes into it first.
    fill = [python, "-m", "pip", "install", "-q", "--no-compile", "-t", tmp_path / "aside", *install[5:]]
    subprocess.run(fill, check=True, timeout=900)
    before = os.times()
    began = time.monotonic()
    subprocess.run(install, check=True, timeout=900)
    seconds, after = time.monotonic() - began, os.times()
    # Of a machine that does other things too only the time of the processor counts.
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    assert min(seconds, busy) <= MOST_SECONDS, f"{seconds:.0f} s, {busy:.0f} s of the processor"
    listed = subprocess.check_output([python, "-m", "pip", "list", "--format", "json"], text=True, timeout=120)
    installed = {canonicalize_name(each["name"]) for each in json.loads(listed)}
    assert not installed & {"tensorflow", "tensorflow-cpu", "keras", "scikit-learn", "jupytext", "pandas", "dask"}
    megabytes = sum(path.lstat().st_size for path in (tmp_path / "env").rglob("*") if path.is_file()) / 1e6
    assert megabytes <= MOST_MEGABYTES, f"{megabytes:.0f} MB"
    print(f"the wheel's environment: {megabytes:.0f} MB, {seconds:.0f} s")
    shown = subprocess.run(
        [python, "-m", "grader", "demo", "--small", "--json", "-"],
        capture_output=True, text=True, cwd=tmp_path, timeout=500, check=False,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    assert [each["student"] for each in json.loads(shown.stdout) if not each["as_expected"]] == []
    course = tmp_path / "course"
    (course / "source" / "ps").mkdir(parents=True)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'c'\n")
    marks = {"schema_version": 3, "task": False, "locked": False}
    answer = nbformat.v4.new_code_cell("def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION")
    answer.metadata["nbgrader"] = {**marks, "grade_id": "square", "grade": False, "solution": True}
    test = nbformat.v4.new_code_cell("assert square(3) == 9")
    test.metadata["nbgrader"] = {**marks, "grade_id": "t", "grade": True, "solution": False, "points": 2}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[answer, test], metadata=kernel), course / "source/ps/ps.ipynb")
    for student, source in (("ann", "def square(x):\n    return x ** 2"), ("bob", "def square(x):\n    return x")):
        answer.source = source
        (course / "submitted" / student / "ps").mkdir(parents=True)
        handed = nbformat.v4.new_notebook(cells=[answer, test], metadata=kernel)
        nbformat.write(handed, course / "submitted" / student / "ps/ps.ipynb")
    done = subprocess.run(
        [python, "-m", "grader", "grade", "ps", "--course", course, "--json", "-", "--trust-submissions"],
        capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {each["student"]: each["score"] for each in json.loads(done.stdout)} == {"ann": 2.0, "bob": 0.0}


@pytest.mark.ci
def test_pip_resolves_the_pip_section_in_one_call_to_files_of_the_lock(tmp_path):
    """As conda does: the section in one file beside environment.yml, one call of pip, nothing installed before it."""
    section = ROOT / "condaenv.test.requirements.txt"
    report = tmp_path / "report.json"
    section.write_text("\n".join(pip_section()) + "\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--ignore-installed",
        "--quiet",
        "--no-build-isolation",
    ]
    try:
        subprocess.run([*command, "--report", report, "-r", section], cwd=ROOT, check=True, timeout=500)
    finally:
        section.unlink()
    installs = json.loads(report.read_text())["install"]
    names = {canonicalize_name(item["metadata"]["name"]) for item in installs}
    assert {"autoencoder-course", "keras", "nbgrader", "jupyterlab"} <= names
    strangers = [
        item["metadata"]["name"]
        for item in installs
        if "archive_info" in item["download_info"]
        and item["download_info"]["archive_info"]["hashes"]["sha256"] not in LOCK
    ]
    assert not strangers
