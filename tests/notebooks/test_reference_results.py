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


def test_lesson_three_reaches_what_it_promises():
    assert results.reference("dense_ae_bce").high < 0.089
    assert results.reference("dense_ae_sse").high < 7


def test_the_convolutional_network_of_the_slides_reaches_the_published_loss():
    assert results.reference("s3_conv_ae_bce").mean <= 0.094


def test_the_deep_autoencoder_beats_the_published_error_without_pretraining():
    assert results.reference("hinton_ae_sse").mean < 3.00


def test_convolutions_gain_from_few_images_and_lose_on_shuffled_pixels():
    strided, dense = (
        {key: results.reference(f"{build}_ae_20000_{key}") for key in ("sse", "shuffled_sse", "few_sse")}
        for build in ("strided", "dense")
    )
    assert strided["sse"].high < results.reference("pca_128_sse").mean < dense["sse"].low
    assert 2 * strided["few_sse"].high < dense["few_sse"].low
    assert 2 * dense["shuffled_sse"].high < strided["shuffled_sse"].low


def test_calmer_encoders_come_in_the_published_order_and_saturate_more():
    names = ("contractive", "denoising", "plain")
    low, middle, high = (results.reference(f"{name}_ae_norm") for name in names)
    assert low.high < middle.low
    assert middle.high < high.low
    shares = [results.reference(f"{name}_ae_saturated").mean for name in names]
    assert shares == sorted(shares, reverse=True)


def test_a_network_trained_on_noise_repairs_best_and_one_trained_without_is_no_better_than_pca():
    noisy, median, pca, plain, trained = (
        results.reference(f"{name}_05_psnr") for name in ("noisy", "median", "pca_32", "plain_ae", "denoising_ae")
    )
    assert noisy.high < median.low
    assert median.high < min(pca.low, plain.low)
    assert plain.mean < pca.high
    assert max(pca.high, plain.high) < trained.low - 1


def test_masking_makes_filters_compact_and_smooth():
    compact, smooth, repaired = (
        [results.reference(f"masked_{percent}_{key}") for percent in (0, 25, 50)]
        for key in ("compact", "smoothness", "psnr_masked")
    )
    assert compact[0].high < 5 < 15 < compact[2].low < compact[1].high
    for none, quarter, half in (smooth, repaired):
        assert none.high < quarter.low
        assert quarter.high < half.low


def test_a_price_on_activity_halves_it_as_it_was_published():
    free, priced = (results.reference(f"{name}_activity").mean for name in ("no_price", "price_1e_4"))
    assert free == pytest.approx(7.30, rel=0.1)
    assert priced == pytest.approx(3.33, rel=0.1)


def test_sparse_words_of_photographs_are_edges_and_others_are_not():
    share = {name: results.reference(f"{name}_words_edges") for name in ("pca", "weight_decay", "sparse", "psd")}
    assert max(share["pca"].high, share["weight_decay"].high) < 0.05
    assert min(share["sparse"].low, share["psd"].low) > 0.4


def test_pretraining_is_worth_most_where_labels_are_few():
    budgets = ("100", "300", "1000", "10000", "all")
    curve = {
        name: [results.reference(f"stacked_{name}_{budget}").mean for budget in budgets]
        for name in ("raw", "pca", "random", "frozen", "scratch", "tuned")
    }
    for name, accuracies in curve.items():
        assert accuracies == sorted(accuracies), f"{name}: more labels, better"
    for i in range(len(budgets)):
        assert curve["random"][i] < min(curve["raw"][i], curve["pca"][i]) < curve["frozen"][i]
        assert curve["scratch"][i] < curve["tuned"][i]
    gains = [tuned - scratch for tuned, scratch in zip(curve["tuned"], curve["scratch"], strict=True)]
    assert gains[-1] < 1 < min(gains[:3])
    assert curve["frozen"][-1] > 87.7
    assert curve["tuned"][-1] > 97.6


def test_linear_autoencoders_end_at_the_bound():
    assert results.reference("linear_ae_32_gap").mean < 1e-3 * 1e6
    assert results.reference("linear_ae_32_angle").high < 1e-2 * 1e3
    assert results.reference("linear_ae_float64_gap").mean < 1e-8 * 1e12
    assert results.reference("linear_ae_float64_angle").mean < 1e-8 * 1e12


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
