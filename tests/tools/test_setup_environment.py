"""A machine on which the environment cannot be made gets one clear sentence."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "setup_environment.py"


@pytest.fixture
def setup():
    spec = importlib.util.spec_from_file_location("setup_environment", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    """A copy of what setting up reads, so that this environment is left alone."""
    for name in ("requirements.lock", "pyproject.toml", "tools/setup_environment.py"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


def run_setup(checkout, *arguments, **variables):
    command = [sys.executable, "tools/setup_environment.py", *arguments]
    environment = os.environ | {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"} | variables
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=120)


def pretend_python(folder, version):
    script = folder / "old-python"
    script.write_text(f"#!/bin/sh\necho {version.replace('.', ' ')}\n")
    script.chmod(0o755)
    return str(script)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for an old Python is a shell script")
def test_too_old_python_is_named_with_what_to_do(checkout):
    answer = run_setup(checkout, "--python", pretend_python(checkout, "3.9"))
    assert answer.returncode == 1
    assert "needs Python 3.11 to 3.13" in answer.stderr
    assert "is Python 3.9" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_index_out_of_reach_is_one_sentence_and_leaves_no_stamp(checkout):
    answer = run_setup(
        checkout,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
    )
    assert answer.returncode == 1
    assert "The package index could not be reached" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (checkout / ".venv" / "installed.txt").exists()


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="no environment is activated here")
def test_an_activated_environment_is_not_made_by_itself(setup, monkeypatch):
    monkeypatch.setattr(setup, "VENV", Path(sys.prefix))
    python, version = setup.choose_python(None)
    assert Path(sys.prefix) not in Path(python).parents
    assert version == sys.version_info[:2]
    made = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert made.stdout.strip() != sys.prefix


def test_full_disk_is_said_before_anything_is_downloaded(setup, monkeypatch):
    usage = shutil.disk_usage(ROOT)
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda path: usage._replace(free=5 * 10**8))
    with pytest.raises(setup.SetupError, match=r"has 0\.5 GB free and the environment needs 4 GB"):
        setup.check_disk()


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "differs from requirements.lock"),
        (
            "ERROR: Could not find a version that satisfies the requirement x",
            "has no file of a package for this machine",
        ),
        ("something nobody foresaw\n", "Installing failed: something nobody foresaw"),
    ],
)
def test_what_pip_prints_becomes_one_sentence(setup, printed, said):
    sentence = setup.explain(printed)
    assert said in sentence
    assert "\n" not in sentence


def test_what_pip_has_logged_becomes_packages_and_megabytes(setup):
    text = "Collecting a==1\n  Downloading a-1.whl (12.5 MB)\nCollecting b==2\n  Using cached b-2.whl (600 kB)\n"
    assert setup.so_far("", 3) == "3 s"
    assert setup.so_far(text, 61.4) == "61 s, 2 packages, 13 MB"
    assert setup.so_far(f"Processing /wheels/c-1-py3-none-any.whl\n{text}", 61.4) == "61 s, 3 packages, 13 MB"
    assert setup.so_far(text, 61.4, 230) == "61 s, 2 of about 230 packages, 13 MB"
    unpacking = text + "Installing collected packages: a, b\n"
    assert setup.so_far(unpacking, 90) == "90 s, 2 packages, 13 MB, unpacking"
    assert setup.so_far(unpacking, 90, 230, 4.0, 1) == (
        "90 s, 2 packages, 13 MB, unpacking, 1 of them done, about 4 s left for this"
    )


def test_time_is_told_once_a_tenth_of_the_way_tells(setup):
    assert setup.left(20, 200, 10) == ""
    assert setup.left(50, 200, 10) == ", about 30 s left for this"
    assert setup.left(200, 200, 60) == ""


def test_a_log_shows_that_something_moves(setup, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(setup, "LOG", tmp_path / "log")
    setup.run([sys.executable, "-c", "print('Collecting a==1')"], "Installing")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Installing ..."
    assert said[-1].startswith("Installing: ")


@pytest.mark.skipif(
    not (ROOT / ".venv" / "installed.txt").exists(), reason="this environment was not made by make setup"
)
def test_second_call_installs_nothing():
    python = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    before = (ROOT / ".venv" / "installed.txt").stat().st_mtime_ns
    answer = subprocess.run([python, SCRIPT], capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0
    assert answer.stdout == ""
    assert (ROOT / ".venv" / "installed.txt").stat().st_mtime_ns == before
