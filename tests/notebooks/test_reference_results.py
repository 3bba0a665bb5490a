"""The stored reference figures: known ones are met, and what is stored is what the program would measure."""

import json
from importlib import resources

import pytest

from benchmarks import reference_page, register
from benchmarks.register import Published, models, reference
from course_utils import results

STORED = json.loads(resources.files("course_utils").joinpath("reference_results.json").read_text(encoding="utf-8"))
MODELS = models()
KNOWN_PCA = {0: 52.90, 2: 43.65, 10: 26.71, 30: 13.87, 32: 13.19, 64: 7.09, 128: 3.30}


@pytest.mark.parametrize(("components", "sse"), KNOWN_PCA.items())
def test_pca_meets_the_known_figures(components, sse):
    assert results.reference(f"pca_{components}_sse").mean == pytest.approx(sse, abs=0.01)


def test_every_module_of_models_is_found_by_its_name():
    written = {f"benchmarks.{path.stem}" for path in register.HERE.glob("*.py") if "\n@reference(" in path.read_text()}
    assert {model.measure.__module__ for model in MODELS.values()} >= written - {"benchmarks.register"}
    assert len(written) > 2


def test_the_order_of_the_models_is_not_that_of_their_imports(monkeypatch):
    monkeypatch.setattr(register, "MODELS", dict(reversed(MODELS.items())))
    modules = [(model.lesson or "beside", model.measure.__module__) for model in register.models.__wrapped__().values()]
    assert modules == sorted(modules)
    assert modules == [(model.lesson or "beside", model.measure.__module__) for model in MODELS.values()]


def test_a_figure_with_too_few_seeds_or_choices_on_test_images_is_not_called_reached():
    model = next(model for model in MODELS.values() if "hinton_ae_sse" in model.units)
    (one,) = model.published["hinton_ae_sse"]
    entry = STORED["hinton_ae_sse"]["mnist"]
    assert entry["n"] >= 3 or one.pending
    assert reference_page.standing(one, entry) == ("not called reached yet" if one.pending else "reached")


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_every_key_of_the_register_is_stored_with_its_present_setting(model):
    for key, unit in model.units.items():
        entry = STORED[key]["mnist"]
        assert (entry["unit"], entry["setting"]) == (unit, model.setting), "run `make results`"
        assert entry["n"] == len(entry["values"]) >= model.seeds
        assert entry.get("fewer", "") == model.fewer
        assert min(entry["values"]) <= entry["mean"] <= max(entry["values"])
        assert entry["std"] >= 0
        assert entry["seconds"] > 0


def test_nothing_is_stored_that_no_model_measures():
    assert set(STORED) == {key for model in MODELS.values() for key in model.units}


def test_the_page_says_what_is_stored():
    assert reference_page.PAGE.read_text(encoding="utf-8") == reference_page.page(STORED, MODELS), "run `make results`"


@pytest.mark.parametrize("model", [m for m in MODELS.values() if m.published], ids=lambda model: model.name)
def test_where_a_published_figure_is_not_reached_the_reason_is_given(model):
    for key, figures in model.published.items():
        for one in figures:
            assert one.why or not one.missed_by(results.reference(key).mean), f"{key} misses {one}: say why"


@pytest.fixture
def empty_register(monkeypatch):
    monkeypatch.setattr(register, "MODELS", {})
    monkeypatch.setitem(globals(), "LESSON", "03_dense_ae")
    return register.MODELS


def test_fewer_seeds_need_a_reason_and_more_need_none(empty_register):
    with pytest.raises(ValueError, match="need a reason"):
        reference("few", setting="s", units={"a": "u"}, seeds=2)
    with pytest.raises(ValueError, match="need a reason"):
        reference("many", setting="s", units={"a": "u"}, fewer="slow")
    reference("few", setting="s", units={"a": "u"}, seeds=2, fewer="slow")(lambda images, seed: {})
    assert (empty_register["few"].seeds, empty_register["few"].fewer) == (2, "slow")


def test_a_key_belongs_to_one_model(empty_register):
    reference("one", setting="s", units={"a": "u"})(lambda images, seed: {})
    with pytest.raises(ValueError, match="taken"):
        reference("two", setting="s", units={"a": "u"})(lambda images, seed: {})


@pytest.mark.parametrize(
    ("figure", "better", "mean", "words"),
    [
        (2.0, "lower", 2.5, "missed by 0.5"),
        (2.0, "lower", 1.9, "reached"),
        (90.0, "higher", 90.0, "reached"),
        (13.87, "", 13.8691, "the same"),
        (7.3, "", 7.4, "+1.4%"),
        (1e-4, "", 7.4, "another scale"),
    ],
)
def test_the_summary_says_how_a_figure_stands(figure, better, mean, words):
    assert reference_page.standing(Published(figure, "Someone 2000", "", better), {"mean": mean}) == words


def test_the_summary_names_every_published_figure():
    lines = [line for line in reference_page.summary(STORED, MODELS)[2:] if "not measured yet" not in line]
    assert len(lines) == sum(len(figures) for model in MODELS.values() for figures in model.published.values())


def test_a_missed_figure_is_said_with_amount_and_reason(empty_register):
    figure = Published(2.0, "Someone 2000", "longer", "lower", "half as many epochs")
    reference("net", setting="s", units={"a": "u"}, published={"a": figure})(lambda images, seed: {})
    entry = {"mean": 2.5, "std": 0.1, "n": 5, "seconds": 3.0}
    text = reference_page.page({"a": {"mnist": entry}}, empty_register)
    assert "2 (Someone 2000) is missed by 0.5, 25%: half as many epochs." in text
    assert "| net | `a` | u | 2.5 ± 0.1 (5 runs) | 2 (Someone 2000) | no: longer | 3 s |" in text
    assert figure.missed_by(1.9) == 0
