"""Comparisons that the text of lesson 11 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import printed

LESSON = "11_maps"
VALUES = re.compile(r"(loss|trustworthiness|1-NN error|far distances) +(-?[\d.]+)")


def measured(cell):
    """What a cell printed about each map: measures by the words before the first of them."""
    found = {}
    for line in printed(LESSON, cell).splitlines():
        if (first := VALUES.search(line)) and not line.startswith("[figure"):
            name = " ".join(line[: first.start()].split()).rstrip(":")
            found[name] = {measure: float(value) for measure, value in VALUES.findall(line)}
    return found


def reference(key, measure):
    return results.reference(f"maps_{key}_{measure}").mean


def test_chance_is_a_half_and_ninety_percent_and_pca_is_between_chance_and_the_images():
    found = measured("ruler")
    noise, pca, random = found["points at random"], found["PCA"], found["random directions"]
    assert abs(noise["trustworthiness"] - 0.5) < 0.03
    assert abs(noise["1-NN error"] - 90) < 5
    assert found["784 pixels"]["trustworthiness"] == 1
    assert noise["trustworthiness"] < random["trustworthiness"] < pca["trustworthiness"] < 0.85
    assert found["784 pixels"]["1-NN error"] + 20 < pca["1-NN error"] < random["1-NN error"]


def test_the_autoencoder_beats_pca_on_both_measures():
    line = next(one for one in printed(LESSON, "flat-maps").splitlines() if not one.startswith("["))
    pca, ae = ([float(value) for _, value in VALUES.findall(part)] for part in line.split(";"))
    assert ae[0] > pca[0] + 0.05
    assert ae[1] < pca[1] - 10
    assert reference("ae", "trust") > reference("pca", "trust") + 0.05
    assert reference("ae", "error") < reference("pca", "error") - 10


def test_affinities_do_not_know_which_cloud_is_wide():
    tight, wide = re.findall(r"cloud (0\.\d+), in the wide one (0\.\d+)", printed(LESSON, "affinities-look"))[0]
    assert abs(float(tight) / float(wide) - 1) < 0.5


def test_our_tsne_ends_where_scikit_learns_does_and_keeps_neighbours():
    found = measured("tsne-run")
    assert abs(found["yours"]["loss"] - found["scikit-learn"]["loss"]) < 0.1 * found["scikit-learn"]["loss"]
    assert found["yours"]["loss"] < found["PCA's plane"]["loss"] / 2
    assert found["yours"]["trustworthiness"] > 0.93
    assert found["yours"]["1-NN error"] < found["PCA's plane"]["1-NN error"] / 2


def test_on_digits_the_start_hardly_matters_to_far_distances_and_on_a_circle_it_does():
    found = {name: values["far distances"] for name, values in measured("runs").items()}
    digits = [found[f"digits {start}"] for start in ("random start 0", "random start 1", "start from PCA")]
    assert max(digits) - min(digits) < 0.12
    assert max(digits) < found["digits PCA itself"] + 0.05
    assert max(found["circle random start 0"], found["circle random start 1"]) + 0.2 < found["circle start from PCA"]
    assert found["digits, the two random starts with each other"] > 0.9
    assert abs(reference("digits_random", "far") - reference("digits_pca", "far")) < 0.1
    assert reference("circle_random", "far") + 0.2 < reference("circle_pca", "far")


def test_trustworthiness_does_not_tell_the_broken_circle_from_the_whole_one():
    found = measured("runs")
    trust = [found[f"circle {start}"]["trustworthiness"] for start in ("random start 0", "start from PCA")]
    assert abs(trust[0] - trust[1]) < 0.002


def test_small_perplexities_find_clusters_in_one_gaussian():
    line = printed(LESSON, "ghosts").splitlines()[-1]
    data, *maps = (int(part.rsplit(" ", 1)[1]) for part in line.split(": ")[1].split(", "))
    assert data == 0
    assert min(maps) >= 2
    assert max(maps) >= 4


def test_sizes_and_gaps_of_the_data_are_not_on_the_map():
    lines = printed(LESSON, "sizes").splitlines()
    truth, on_map = ([float(ratio) for ratio in re.findall(r"\d+\.\d+", line)] for line in lines)
    assert min(truth) > 9
    assert max(abs(ratio - 1) for ratio in on_map) < 0.15


def test_placing_on_the_nearest_image_gives_the_error_of_the_pixels_on_any_map():
    found = measured("final")
    errors = {found[name]["1-NN error"] for name in ("784 pixels", "t-SNE, placed by one", "noise, placed by one")}
    assert len(errors) == 1
    assert found["noise, placed by one"]["trustworthiness"] < 0.65
    assert found["t-SNE, placed by one"]["trustworthiness"] > 0.85
    assert found["t-SNE, placed by five"]["1-NN error"] > found["t-SNE, placed by one"]["1-NN error"] + 5


def test_the_encoders_are_ahead_of_pca_and_behind_tsne_and_the_placed_map():
    found = measured("final")
    for name in ("autoencoder, code of 2", "parametric t-SNE"):
        assert found["untrained encoder"]["trustworthiness"] < found[name]["trustworthiness"]
        assert found["PCA"]["trustworthiness"] + 0.05 < found[name]["trustworthiness"]
        assert found[name]["1-NN error"] + 10 < found["PCA"]["1-NN error"]
        assert found[name]["trustworthiness"] < found["t-SNE, placed by one"]["trustworthiness"]
    for key in ("ae", "param"):
        assert reference("pca", "trust") + 0.05 < reference(key, "trust") < reference("placed", "trust")
        assert reference("joint", "trust") > reference("placed", "trust")


def test_far_distances_are_alike_for_pca_and_tsne_and_lost_by_the_autoencoder():
    found = {name: values["far distances"] for name, values in measured("final").items()}
    for name in ("t-SNE, placed by one", "t-SNE, run again with them"):
        assert abs(found[name] - found["PCA"]) < 0.15
    assert found["autoencoder, code of 2"] < 0.2 < found["PCA"] - 0.2
    assert reference("ae", "far") < 0.2
    assert abs(reference("joint", "far") - reference("pca", "far")) < 0.15


def test_far_distances_grow_with_the_perplexity():
    far = [values["far distances"] for values in measured("perplexity").values()]
    assert far == sorted(far)
    assert far[-1] > far[0] + 0.1


def test_which_encoder_is_ahead_differs_between_the_runs():
    found = measured("final")
    own, twin = found["parametric t-SNE"], found["autoencoder, code of 2"]
    assert own["1-NN error"] < twin["1-NN error"]
    assert own["trustworthiness"] > twin["trustworthiness"]
    assert reference("param", "error") > reference("ae", "error")
    assert reference("param", "trust") < reference("ae", "trust")
