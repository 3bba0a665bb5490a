"""Comparisons that the text of lesson 10 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "10_deep_ae"
PCA_CLIPPED = 12.59


def last_numbers(line, parts=", "):
    """The number at the end of each part of a printed list such as "ReLU, He 0.4, tanh 0.2", after its first colon."""
    return [float(part.rsplit(" ", 1)[1]) for part in re.split(parts, line.partition(": ")[2])]


def errors(cell):
    """The number after each "SSE/img", by what the line begins with."""
    found = re.findall(r"^(.*?) +SSE/img +([\d.]+)", printed(LESSON, cell), re.M)
    return {name.strip(): float(error) for name, error in found}


def reference(key):
    return results.reference(f"deep_{key}_sse").mean


def test_gradients_fade_with_small_weights_and_sigmoids_and_stay_with_glorot_and_he():
    line = printed(LESSON, "signals").splitlines()[-1]
    small, sigmoid, tanh, relu = last_numbers(line, r", (?=sigmoid|tanh|ReLU)")
    assert small < 1e-4
    assert sigmoid < 1e-3
    assert tanh > 0.05
    assert relu > 0.05


def test_chains_reach_the_right_probabilities():
    far, one, _, _, ten, twenty = numbers(re.sub(r"\d+: ", "", printed(LESSON, "chain")))
    assert far > 0.5
    assert one > 3 * ten
    assert max(ten, twenty) < 0.04


def test_contrastive_divergence_points_the_right_way_with_small_weights_and_is_off_on_some_large_ones():
    found = [numbers(line) for line in printed(LESSON, "cd-bias").splitlines()]
    cosine = {size: (middle, low) for size, middle, low in found}
    assert cosine[0.1][1] > 0.98
    assert all(middle > 0.9 for middle, _ in cosine.values())
    assert all(cosine[size][1] < 0.9 for size in (1, 2, 4))


def test_features_of_the_machine_are_local_and_it_rebuilds_better_in_the_same_seconds():
    lines = printed(LESSON, "filters").splitlines()
    rows = {
        line[:17].strip(): numbers(line[17:])
        for line in lines
        if "strongest tenth of the pixels" in line and "SSE" in line
    }
    rbm, tied = rows["RBM"], rows["tied autoencoder"]
    assert rbm[0] > 50
    assert rbm[0] > tied[0] + 10
    assert rbm[-1] < 0.8 * tied[-1]
    assert abs(numbers(lines[-1])[-1]) < 3


def test_the_unrolled_machines_draw_digits_before_any_fine_tuning():
    random, unrolled, mean = last_numbers(printed(LESSON, "before").splitlines()[-1], r", (?=RBMs|mean)")
    assert unrolled < mean / 2
    assert random > mean


def starts():
    """The errors of the four starts: of the lesson's own race, and of the reference runs."""
    names = {"sigmoid, Glorot": "glorot", "sigmoid, RBMs": "rbm", "sigmoid, autoencoders": "stack", "ReLU, He": "he"}
    return [errors("starts"), {name: reference(key) for name, key in names.items()}]


def test_the_sigmoid_network_from_random_weights_is_far_behind_pca_and_pretraining_takes_it_past_pca():
    for found in starts():
        assert found["sigmoid, Glorot"] > 1.5 * PCA_CLIPPED
        assert found["sigmoid, RBMs"] < 0.9 * PCA_CLIPPED
        assert found["sigmoid, autoencoders"] < 0.6 * found["sigmoid, Glorot"]


def test_relu_and_he_end_below_both_pretrained_starts_and_machines_below_autoencoders():
    for found in starts():
        assert found["ReLU, He"] < 0.95 * found["sigmoid, RBMs"]
        assert found["sigmoid, RBMs"] < 0.95 * found["sigmoid, autoencoders"]


def test_the_long_run_is_not_called_reached():
    assert results.reference("hinton_ae_sse").n < 3
    assert results.reference("hinton_ae_sse").mean < 3.0


def test_pca_wins_on_faces_and_not_because_the_network_learned_its_patches_by_heart():
    lines = [line for line in printed(LESSON, "faces").splitlines() if not line.startswith("[")]
    (line,) = (one for one in lines if "per test patch" in one)
    deep, pca, mean = last_numbers(line, r", (?=PCA|mean)")
    assert pca < 0.95 * deep < deep < mean / 3
    known, _ = last_numbers(next(one for one in lines if "training patches" in one))
    assert known > 0.9 * deep
