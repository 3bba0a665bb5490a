"""Comparisons that the text of lesson 12 draws."""

from course_utils.results import reference
from tests.notebooks.lessons import numbers, printed

LESSON = "12_variational_ae"


def lines(cell):
    """The lines that a cell printed, without those that stand for its figures."""
    return [line for line in printed(LESSON, cell).splitlines() if not line.startswith("[figure")]


def rows(cell, width):
    """The numbers of each line of a printed table, by what its first `width` characters say."""
    return {line[:width].strip(): numbers(line[width:]) for line in lines(cell)}


def test_log_likelihood_is_the_bound_and_what_is_missing():
    evidence, bound, missing = numbers(printed(LESSON, "bound-check"))
    assert abs(evidence - bound - missing) < 2e-6
    assert missing > 0.1


def test_all_three_gradients_agree_and_the_score_function_is_several_times_as_noisy():
    found = printed(LESSON, "gradient-check").splitlines()
    assert len(set(numbers(found[0]))) == 1
    path, score = numbers(found[1])
    assert score > 3 * path


def test_the_gap_is_several_nats():
    toy, images = printed(LESSON, "importance").splitlines()
    exact, estimate = numbers(toy)
    assert abs(exact - estimate) < 0.01
    _, floor, nll, gap = numbers(images)
    assert 3 < gap < 12
    assert abs(floor - nll - gap) < 0.02


def test_a_third_of_the_units_are_active_and_carry_nearly_the_whole_rate():
    active, units, share, _ = numbers(lines("costs")[0])
    assert units / 5 < active < units / 2
    assert share > 97


def test_the_rival_with_a_mixture_draws_about_as_well_as_the_prior():
    table = rows("draw", 22)
    inside = {name: found[0] for name, found in table.items()}
    covered = {name: found[1] for name, found in table.items()}
    assert abs(inside["plain, mixture"] - inside["variational, prior"]) < 0.1
    assert covered["plain, mixture"] > covered["variational, prior"] - 0.03
    assert inside["plain, one Gaussian"] < min(inside["plain, mixture"], inside["variational, prior"]) - 0.08
    drawn = [name for name in inside if not name.startswith("real")]
    assert max(drawn, key=inside.get) == "variational, mixture"
    assert inside["variational, mixture"] >= inside["variational, prior"]


def test_other_seeds_draw_in_the_same_order():
    found = {key: reference(key).mean for key in ("vae_midpoint", "ae_midpoint")}
    assert found["vae_midpoint"] > found["ae_midpoint"] + 0.08
    gaussian, mixture, prior, own_mixture = (
        reference(f"{key}_precision").mean for key in ("ae_gaussian", "ae_mixture", "vae_prior", "vae_mixture")
    )
    assert abs(mixture - prior) < 0.1
    assert gaussian < min(mixture, prior) - 0.08
    assert own_mixture >= prior
    assert reference("ae_mixture_recall").mean > reference("vae_prior_recall").mean - 0.03


def test_middles_of_variational_codes_are_digits_more_often_and_cross_fades_fool_the_measure():
    table = rows("midpoint", 20)
    plain, variational, pixels = (table[name] for name in ("plain", "variational", "half way in pixels"))
    assert variational[0] > plain[0] + 0.08
    assert pixels[0] > plain[0]
    assert pixels[1] > max(variational[1], plain[1])
    assert variational[1] > plain[1]
    assert abs(variational[2] - plain[2]) < 0.08


def test_a_higher_weight_buys_fewer_units_more_precision_and_less_recall():
    table = {found[0]: found[1:] for found in map(numbers, lines("betas-figure"))}
    code, pixels, bound, active, inside, covered = zip(*(table[beta] for beta in (0.25, 1, 4)), strict=True)
    assert code[0] > 1.5 * code[1] > 3 * code[2]
    assert pixels[0] < pixels[1] < pixels[2]
    assert bound[1] < min(bound[0], bound[2]) - 2
    assert active[0] > 1.5 * active[1]
    assert active[2] < active[1] < 25
    assert inside[0] < inside[1] - 0.05 < inside[2] - 0.1
    assert covered[2] < min(covered[:2]) - 0.2


def test_the_linear_case_meets_probabilistic_pca_and_collapse_is_counted_right():
    bound, exact, *_ = numbers(printed(LESSON, "linear-run"))
    assert abs(bound - exact) < 1e-3
    assert numbers(printed(LESSON, "linear-run"))[-1] > 0.9999
    found = [numbers(line) for line in lines("linear-collapse")]
    assert [active for _, active, _ in found] == [above for *_, above in found]
    assert [active for _, active, _ in found] == [4, 3, 2, 1]
