"""The README's picture is made of what browser tests save: those tests exist and save under these names."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tool():
    spec = importlib.util.spec_from_file_location("overview_picture", ROOT / "tools" / "overview_picture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tests_that_it_runs_save_what_it_takes(tool):
    for name, test in tool.TESTS.items():
        file, _, function = test.partition("::")
        body = (ROOT / file).read_text(encoding="utf-8").partition(f"def {function}(")[2].partition("\ndef ")[0]
        assert f'picture("{name}")' in body, test


def test_a_picture_is_put_together(tool, tmp_path, monkeypatch, capsys):
    for name in tool.TESTS:
        Image.new("RGB", (140, 100), "#336699").save(tmp_path / f"{name}.png")
    monkeypatch.setattr(tool, "SEEN", tmp_path)
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "TARGET", tmp_path / "docs" / "overview.png")
    monkeypatch.setattr(tool.sys, "argv", ["overview_picture.py", "--seen"])
    tool.main()
    assert Image.open(tool.TARGET).height == tool.HEIGHT + 2 * tool.GAP
    assert "docs/overview.png" in capsys.readouterr().out
