"""The stored reference figures: known ones are met, and what is stored is what the program would measure."""

import json
from importlib import resources

import pytest

from benchmarks.reference_models import MODELS
from course_utils import results

STORED = json.loads(resources.files("course_utils").joinpath("reference_results.json").read_text(encoding="utf-8"))
KNOWN_PCA = {0: 52.90, 2: 43.65, 10: 26.71, 30: 13.87, 32: 13.19, 64: 7.09, 128: 3.30}


@pytest.mark.parametrize(("components", "sse"), KNOWN_PCA.items())
def test_pca_meets_the_known_figures(components, sse):
    assert results.reference(f"pca_{components}_sse").mean == pytest.approx(sse, abs=0.01)


def test_lesson_three_reaches_what_it_promises():
    assert results.reference("dense_ae_bce").high < 0.089
    assert results.reference("dense_ae_sse").high < 7


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_every_key_of_the_register_is_stored_with_its_present_setting(model):
    for key, unit in model.units.items():
        entry = STORED[key]["mnist"]
        assert (entry["unit"], entry["setting"]) == (unit, model.setting), "run `make results`"
        assert entry["n"] == len(entry["values"]) >= (5 if model.random else 1)
        assert min(entry["values"]) <= entry["mean"] <= max(entry["values"])
        assert entry["std"] >= 0
        assert entry["seconds"] > 0


def test_nothing_is_stored_that_no_model_measures():
    assert set(STORED) == {key for model in MODELS.values() for key in model.units}
