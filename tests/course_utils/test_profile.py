"""The two profiles."""

import pytest

from course_utils import profile


@pytest.mark.parametrize(("value", "name"), [(None, "full"), ("", "full"), ("full", "full"), (" Fast ", "fast")])
def test_the_profile_comes_from_the_environment(monkeypatch, value, name):
    if value is not None:
        monkeypatch.setenv("COURSE_PROFILE", value)
    assert profile.name() == name
    assert profile.pick(full="full", fast="fast") == name


def test_a_misspelt_profile_is_not_taken_for_full(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "quick")
    with pytest.raises(ValueError, match="COURSE_PROFILE is 'quick'"):
        profile.pick(full=5, fast=1)
