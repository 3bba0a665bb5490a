"""The growing table and the reference results."""

import dataclasses
import json
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import reference_results, results
from course_utils.results import Results, reference


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_RESULTS_DIR", str(tmp_path / "results"))
    return tmp_path / "results"


def row(**changes):
    return {"lesson": 3, "model": "PCA-32", "metric": "SSE/img", "value": 13.19} | changes


def test_rows_are_kept_from_lesson_to_lesson(folder):
    Results().add(**row(lesson=4, model="conv", setting="5 epochs"))
    Results().add(**row(value=np.float32(13.5)))
    table = Results()
    assert [(r["lesson"], r["model"]) for r in table.rows] == [(3, "PCA-32"), (4, "conv")]
    assert json.loads((folder / "results.json").read_text())[0]["value"] == 13.5
    assert os.listdir(folder) == ["results.json"]


def test_a_lesson_run_again_replaces_its_rows(folder):
    table = Results()
    table.add(**row()).add(**row(value=12.0)).add(**row(data="digits")).add(**row(metric="BCE"))
    assert [r["value"] for r in table.rows] == [12.0, 13.19, 13.19]


def test_the_table_in_text_and_html(folder, capsys):
    table = Results().add(**row(model="<b>", setting="a & b", data="mnist"))
    table.show()
    assert capsys.readouterr().out.splitlines()[-1].split() == ["3", "<b>", "SSE/img", "13.19", "mnist", "a", "&", "b"]
    assert "&lt;b&gt;" in table.as_html()
    assert "a &amp; b" in table.as_html()


def test_the_rows_of_this_lesson_are_bold(folder):
    Results().add(**row(lesson=3))
    page = Results().add(**row(lesson=4, model="conv")).as_html()
    assert "<b>conv</b>" in page
    assert "<b>PCA-32</b>" not in page


def shown(table, whole=False):
    return [(row["lesson"], row["model"], row["value"]) for row in table.shown(whole)]


def test_earlier_lessons_are_shown_where_they_measured_the_same_and_later_ones_never(folder):
    Results().add(**row(lesson=1, model="linear", metric="accuracy", value=0.5))
    Results().add(**row(lesson=3, model="dense", value=6.0)).add(**row(lesson=3, model="dense", metric="BCE"))
    Results().add(**row(lesson=9, model="linear AE"))
    table = Results().add(**row(lesson=4, model="conv", value=3.0))
    assert shown(table) == [(3, "dense", 6.0), (4, "conv", 3.0)]
    assert [lesson for lesson, *_ in shown(table, whole=True)] == [1, 3, 3, 4]


def test_a_model_has_one_value_the_one_of_this_lesson(folder):
    Results().add(**row(lesson=3, value=5.82)).add(**row(lesson=3, data="digits", value=4.0))
    Results().add(**row(lesson=5, value=5.87))
    table = Results().add(**row(lesson=9, model="other"))
    assert shown(table) == [(3, "PCA-32", 5.82), (9, "other", 13.19)]
    table.add(**row(lesson=9, value=6.2))
    assert shown(table) == [(9, "other", 13.19), (9, "PCA-32", 6.2)]


def test_the_profiles_are_kept_apart(folder, monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    Results().add(**row(value=40.0)).add(**row(lesson=2, model="quick"))
    monkeypatch.setenv("COURSE_PROFILE", "full")
    table = Results().add(**row())
    assert shown(table) == [(3, "PCA-32", 13.19)]
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    assert shown(Results()) == [(2, "quick", 13.19), (3, "PCA-32", 40.0)]


def test_a_table_of_before_the_profiles_counts_as_full(folder):
    folder.mkdir()
    old = row(setting="", data="mnist", unit="")
    (folder / "results.json").write_text(json.dumps([old]))
    assert shown(Results()) == [(3, "PCA-32", 13.19)]


def test_one_epoch_is_no_epochs(folder):
    settings = {"1 epochs, 60,000 images": "1 epoch, 60,000 images", "11 epochs, 1 seeds": "11 epochs, 1 seed"}
    for setting, words in settings.items():
        assert Results().add(**row(setting=setting)).rows[-1]["setting"] == words
    assert Results().add(**row(setting="0.1 epochs")).rows[-1]["setting"] == "0.1 epochs"


@pytest.mark.parametrize(("value", "unit"), [(5191, "%"), (-1, "%"), (51.9, ""), (1.01, "")])
def test_an_impossible_accuracy_is_refused(folder, value, unit):
    with pytest.raises(ValueError, match=r"an accuracy in .* lies between 0 and"):
        Results().add(**row(metric="accuracy, new samples", value=value, unit=unit))


def test_an_empty_table_says_so(folder, capsys):
    Results().show()
    assert "no results yet" in capsys.readouterr().out


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_result_is_refused(folder, value):
    with pytest.raises(ValueError, match="is no result"):
        Results().add(**row(value=value))


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"lesson": 3}]', '{"a": 1}', "\udcff", '[{"value": NaN}]'])
def test_a_damaged_table_costs_a_notice_and_no_more(folder, content, capsys):
    folder.mkdir()
    (folder / "results.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    table = Results()
    assert table.rows == []
    assert "results.json cannot be read" in capsys.readouterr().out
    table.add(**row())
    assert len(Results().rows) == 1


def test_a_folder_that_cannot_be_written_costs_one_notice(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_RESULTS_DIR", str(tmp_path / "file"))
    table = Results().add(**row()).add(**row(model="dense"))
    assert len(table.rows) == 2
    assert capsys.readouterr().out.count("NOTICE") == 1


def test_a_full_disk_leaves_the_old_table(folder, monkeypatch, capsys):
    Results().add(**row())

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results.json, "dump", full)
    Results().add(**row(model="dense"))
    assert "No space left on device" in capsys.readouterr().out
    assert os.listdir(folder) == ["results.json"]
    assert len(Results().rows) == 1


@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="utf-8")), st.floats(allow_nan=False, allow_infinity=False)), max_size=5
    )
)
def test_any_text_and_number_come_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("results") / "r.json"
    table = Results(path)
    for model, value in rows:
        table.add(**row(model=model, value=value))
    assert Results(path).rows == table.rows
    assert table.as_html().count("<tr") == (1 + len(table.rows) if rows else 0)


@pytest.fixture
def table(monkeypatch):
    entry = {"mean": 0.0885, "std": 0.0002, "n": 5, "unit": "nats/px", "setting": "5 epochs", "seconds": 20.0}
    monkeypatch.setattr(reference_results, "_reference_table", lambda: {"dense_ae_bce": {"mnist": entry}})


def test_a_reference_result_is_a_band(table):
    band = reference("dense_ae_bce")
    assert (band.mean, band.n, band.unit, band.source) == (0.0885, 5, "nats/px", "")
    assert 0.0885 in band
    assert (band.low, band.high) == (pytest.approx(0.0879), pytest.approx(0.0891))
    assert 0.09 not in band
    assert str(band) == "0.0885 ± 0.0002 nats/px (5 runs)"
    assert str(dataclasses.replace(band, mean=48.1, std=21.3, n=1)) == "48.1 ± 20 nats/px (1 run)"


def test_what_is_missing_is_named_with_what_there_is(table):
    with pytest.raises(KeyError, match="no reference result 'dense'; there are: dense_ae_bce"):
        reference("dense")
    with pytest.raises(KeyError, match="has no data 'digits'; it has: mnist"):
        reference("dense_ae_bce", data="digits")


def test_the_file_of_reference_results_is_sound():
    for entries in reference_results._reference_table().values():
        for name, entry in entries.items():
            assert name in ("mnist", "digits")
            assert set(entry) >= {"mean", "std", "n", "unit", "setting"}
            assert entry["n"] >= 1
            assert entry["std"] >= 0
