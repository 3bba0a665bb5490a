"""What a machine has of isolation, told layer by layer; a machine without Linux imports everything and says so."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.isolation import landlock, linux, private_root, probe, seccomp


def test_every_layer_is_named_and_a_missing_one_has_a_remedy():
    layers = probe.probe()
    assert {"user", "namespaces", "private root", "Landlock", "system call filter"} <= {layer.name for layer in layers}
    assert all(layer.available or layer.remedy for layer in layers)


def test_elsewhere_than_on_linux_the_probe_says_so(monkeypatch):
    monkeypatch.setattr(linux, "IS_LINUX", False)
    (layer,) = probe.probe()
    assert not layer.available
    assert "Linux" in layer.remedy


def test_a_missing_layer_is_a_refusal_that_says_what_to_do(monkeypatch):
    monkeypatch.setattr(
        probe, "probe", lambda: [probe.Layer("Landlock", False, "not there", "Boot with lsm=landlock.")]
    )
    probe.refusal.cache_clear()
    assert "Boot with" in probe.refusal()
    probe.refusal.cache_clear()


@pytest.mark.skipif(not linux.IS_LINUX or os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root")
def test_an_ordinary_user_has_the_same_layers(tmp_path):
    nobody = pwd.getpwnam("nobody")
    python = next((p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if os.path.exists(p)), sys.executable)
    project = str(Path(linux.__file__).parents[3])
    command = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", python, "-m"]
    done = subprocess.run(
        [*command, "grader.sandbox.isolation.probe"],
        env={"PYTHONPATH": project, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("the project or Python cannot be read by an ordinary user here")
    assert '"available": false' not in done.stdout


def test_the_filter_is_well_formed_on_both_machines():
    for machine in ("x86_64", "aarch64"):
        code = seccomp.program(machine)
        steps = [code[i : i + 8] for i in range(0, len(code), 8)]
        for index, step in enumerate(steps):
            if step[0] != 0x06:
                assert index + 1 + max(step[2], step[3]) < len(steps)  # no jump leads out of the program


def test_each_abi_takes_away_what_it_knows():
    assert landlock.handled_files(1) < landlock.handled_files(3) < landlock.handled_files(5)


def test_what_lies_below_a_link_is_reached_through_it(tmp_path):
    real = tmp_path / "real"
    (real / "lib" / "site-packages").mkdir(parents=True)
    link = tmp_path / "project" / ".venv"
    link.parent.mkdir()
    link.symlink_to(real)
    kept, links = private_root.existing([str(link), str(link / "lib" / "site-packages"), str(tmp_path / "none")])
    assert kept == [str(real)]
    assert links == {str(link): str(real)}
