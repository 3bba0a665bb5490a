"""The sequences that come with the course: what was published, small, and with a source and a licence."""

import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from course_utils.data import DataError, bike_hours, japanese_vowels

PACKAGE = resources.files("course_utils")
ABOUT = json.loads(PACKAGE.joinpath("series.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ABOUT)
def test_the_file_is_small_and_has_a_source_a_licence_and_the_stored_hash(name):
    content = PACKAGE.joinpath(f"{name}.npz").read_bytes()
    assert len(content) <= 500_000
    assert hashlib.sha256(content).hexdigest() == ABOUT[name]["sha256"]
    assert "doi.org" in ABOUT[name]["source"]
    assert ABOUT[name]["licence"].startswith("CC BY 4.0")


def test_utterances_are_those_that_were_published():
    found = japanese_vowels()
    assert np.bincount(found.y_train).tolist() == [30] * 9
    assert np.bincount(found.y_test).tolist() == [31, 35, 88, 44, 29, 24, 40, 50, 29]
    lengths = [len(x) for x in found.x_train + found.x_test]
    assert (min(lengths), max(lengths), len(lengths)) == (7, 29, 640)
    assert {x.shape[1] for x in found.x_train + found.x_test} == {12}
    assert found.x_train[0].dtype == np.float32
    assert found.x_train[0][:2, :2] == pytest.approx(np.array([[1.860936, -0.207383], [1.891651, -0.193249]]))
    assert "10.24432/C5NS47" in found.notice


def test_a_year_of_hours_some_of_them_missing():
    found = bike_hours()
    assert found.rented.shape == (365, 24)
    assert np.isnan(found.rented).sum() == 365 * 24 - 8645
    assert np.nanmin(found.rented) >= 1
    assert found.rented[0, :3].tolist() == [16, 40, 32]
    assert found.holiday.sum() == 10
    assert found.day_off.sum() == 10 + (np.isin(found.weekday, (0, 6))).sum() == 115
    assert "10.24432/C5W894" in found.notice


def test_a_damaged_file_is_named_with_a_remedy(tmp_path, monkeypatch):
    (tmp_path / "series.json").write_bytes(PACKAGE.joinpath("series.json").read_bytes())
    (tmp_path / "bike_hours.npz").write_bytes(PACKAGE.joinpath("bike_hours.npz").read_bytes()[:-1])
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match=r"bike_hours\.npz is damaged: .*Restore it with `git checkout"):
        bike_hours()
    with pytest.raises(DataError, match=r"japanese_vowels\.npz cannot be read .*Restore it with"):
        japanese_vowels()
