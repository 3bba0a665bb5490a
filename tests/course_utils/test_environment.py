"""The table that says whether this machine has what the course needs."""

import importlib.metadata

import pytest

from course_utils import check_environment, environment


def test_this_machine_is_fit(capsys, monkeypatch):
    monkeypatch.setenv("COURSE_DATASET", "digits")
    check_environment()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [
        "python", "tensorflow", "keras", "numpy", "matplotlib", "scikit-learn", "scikit-image", "profile", "images",
    ]  # fmt: skip
    assert all(line.startswith("ok ") for line in lines)


@pytest.mark.parametrize(("found", "shown"), [("2.15.0", "2.15.0"), (None, "missing")])
def test_what_is_wrong_is_shown_with_a_remedy(capsys, monkeypatch, found, shown):
    def version(name):
        if "tensorflow" in name:
            if found is None:
                raise importlib.metadata.PackageNotFoundError(name)
            return found
        return real(name)

    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", version)
    check_environment()
    said = capsys.readouterr().out
    assert f"NO   tensorflow    {shown}" in said
    assert ">= 2.21, < 2.22" in said
    assert "make setup" in said


def test_a_misspelt_setting_is_shown(capsys, monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "quick")
    monkeypatch.setenv("COURSE_DATASET", "cifar")
    check_environment()
    said = capsys.readouterr().out
    assert "NO   profile       COURSE_PROFILE is 'quick'" in said
    assert "NO   images        COURSE_DATASET is 'cifar'" in said


@pytest.mark.parametrize(
    ("found", "good"),
    [("2.21.0", True), ("2.21", True), ("2.21.1rc1", True), ("2.22.0", False), ("2.9.0", False), ("3.0", False)],
)
def test_versions_are_compared_as_numbers(found, good):
    assert environment._in_range(found, "2.21", "2.22") is good


def test_what_is_needed_is_what_the_project_asks_for():
    from packaging.requirements import Requirement

    asked = {}
    for line in importlib.metadata.requires("autoencoder-course"):
        requirement = Requirement(line)
        asked[requirement.name] = {spec.operator: spec.version for spec in requirement.specifier}
    for name, (low, high) in environment._NEEDED.items():
        assert asked[name] == {">=": low} | ({"<": high} if high else {}), name
