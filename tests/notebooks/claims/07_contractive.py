"""Comparisons that the text of lesson 07 draws."""

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "07_contractive"
NETWORKS = ("plain", "denoising", "contractive")


def rows(cell, width):
    """The numbers of each line of a printed table, by what its first `width` characters say."""
    return {line[:width].strip(): numbers(line[width:]) for line in printed(LESSON, cell).splitlines()}


def test_calmer_encoders_come_in_the_published_order_and_saturate_more():
    high, middle, low = (results.reference(f"{name}_ae_norm") for name in NETWORKS)
    assert low.high < middle.low
    assert middle.high < high.low
    shares = [results.reference(f"{name}_ae_saturated").mean for name in NETWORKS]
    assert shares == sorted(shares)


def test_at_equal_error_the_contractive_network_is_a_third_calmer_and_the_plain_one_rebuilds_best():
    plain, denoising, contractive = (results.reference(f"{name}_ae_sse") for name in NETWORKS)
    assert abs(contractive.mean - denoising.mean) < 0.02 * denoising.mean
    assert plain.high < min(denoising.low, contractive.low)
    assert results.reference("contractive_ae_norm").high < 0.7 * results.reference("denoising_ae_norm").low


def test_lambda_is_the_one_whose_validation_error_comes_closest_to_the_denoisers():
    keys = {lam: results.reference(f"validation_lambda_{lam}_sse") for lam in ("02", "05", "1")}
    denoiser = results.reference("validation_noise_05_sse")
    assert denoiser.n == keys["05"].n == 3
    assert min(keys, key=lambda lam: abs(keys[lam].mean - denoiser.mean)) == "05"
    level, wanted, lam, found = numbers(printed(LESSON, "lambdas-figure").splitlines()[-1])
    assert (level, lam) == (0.5, 0.5)
    assert abs(found - wanted) < 0.1 * wanted


def test_a_calm_code_has_shorter_weights_and_more_saturated_units():
    table = rows("measure-print", 12)
    assert table["plain"][3] > table["denoising"][3] > table["contractive"][3]
    assert table["plain"][2] < table["denoising"][2] < table["contractive"][2]


def test_the_shortcut_takes_a_hundredth_of_the_time_of_autodiff():
    times = {
        name: time
        for name, (time, *_) in rows("penalty-time", 18).items()
        if name in ("your closed form", "autodiff, squared")
    }
    assert times["autodiff, squared"] > 80 * times["your closed form"]


def test_the_plain_encoder_answers_to_twice_as_many_directions():
    table = rows("spectra", 12)
    assert table["plain"][1] > 2 * table["contractive"][1]
    assert 0 < table["contractive"][1] < table["denoising"][1] < table["plain"][1]


def test_contractive_tangents_lie_near_the_ink_and_along_shifts_and_turns():
    near = numbers(printed(LESSON, "tangents-figure").splitlines()[-1].partition("ink: ")[2])
    assert max(near[:2]) < near[2]
    table = rows("moves", 38)
    for move in (0, 1):
        assert 2 * table["PCA"][move] < table["contractive"][move] < 20
        assert 3 * table["plain"][move] < table["contractive"][move]
    assert table["PCA"][2] > table["contractive"][2] > 2 * max(table["plain"][2], table["denoising"][2])
    assert max(row[3] for name, row in table.items() if name in (*NETWORKS, "PCA", "random")) < 1


def test_the_denoiser_wins_its_own_discipline_and_the_contractive_code_moves_least():
    table = rows("table", 50)
    plain, denoising, contractive = table["SSE/img, input with noise 0.5"]
    assert denoising < contractive < plain
    assert contractive - denoising < 0.5 * (plain - denoising)
    for size in ("0.01", "0.5"):
        plain, denoising, contractive = table[f"move at noise {size}, of the distance of two digits"]
        assert contractive < denoising < plain
    plain, denoising, contractive = table["same batch twice: the gradients differ by"]
    assert plain == contractive == 0 < 50 < denoising
    steps = table["processor time of a training step (ms)"]
    assert max(steps) < 2 * min(steps)


def test_calm_codes_keep_the_fewest_neighbours_and_choose_better_ones():
    text = printed(LESSON, "neighbours").partition("six spaces: ")[2]
    found = {line.split(" keeps ")[0]: numbers(line.split(" keeps ")[1]) for line in text.split("; ")}
    kept = sorted(found, key=lambda name: found[name][0])
    assert set(kept[:2]) == {"denoising", "contractive"}
    assert kept[-2:] == ["random map to 256", "pixels"]
    assert min(found[name][1] for name in ("denoising", "contractive")) > found["plain"][1]
    assert min(found[name][1] for name in ("denoising", "contractive")) > found["pixels"][1]
