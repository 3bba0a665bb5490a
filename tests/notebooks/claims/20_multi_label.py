"""Comparisons that the text of lesson 20 draws."""

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "20_multi_label"


def mean(key):
    return results.reference(key).mean


def rows(cell, width):
    """The numbers of each printed line, by the words before them."""
    return {line[:width].strip(): numbers(line[width:]) for line in printed(LESSON, cell).splitlines()}


def test_partners_are_together_as_often_as_is_said_and_strangers_are_not():
    lines = [
        numbers(line.replace("%", "")) for line in printed(LESSON, "company").splitlines() if line[:8] == "together"
    ]
    for together, _, partner, _, other, _ in lines:
        assert abs(partner - 100 * together) < 4
        assert other < 20


def test_keras_takes_the_mean_over_labels_and_a_softmax_gives_each_of_two_digits_a_half():
    first, second = printed(LESSON, "one-sheet").splitlines()
    yours, keras_loss, times_four = numbers(first)
    assert abs(yours - times_four) < 1e-4 < keras_loss
    sigmoids, softmax = second.split("softmax")
    assert min(numbers(sigmoids)[:2]) > 0.99
    assert max(numbers(softmax)) < 0.51


def test_separate_networks_have_nearly_ten_times_the_parameters_and_take_longer():
    lines = [numbers(line) for line in printed(LESSON, "timing").splitlines() if line.startswith("k ")]
    assert [line[0] for line in lines] == [2, 4, 6, 8, 10]
    assert 9.5 < lines[-1][2] / lines[-1][1] < 10
    assert lines[-1][1] < 1.02 * lines[0][1]
    assert lines[-1][3] > lines[0][3]
    assert 2 < lines[-1][3] < 10


def race(width=18):
    """For each contestant mean average precision and exact match, one value for each number of sheets."""
    found = {}
    for line in printed(LESSON, "race-figure").splitlines():
        if "mean AP" in line:
            precision, match = line[width:].split("exact match")
            found[line[:width].strip()] = numbers(precision), numbers(match)
    return found


def test_sharing_wins_at_equal_parameters_and_is_about_level_at_equal_width_and_parameters():
    for what in ("ap", "exact"):
        shared, small = mean(f"sheets_shared32_{what}"), mean(f"sheets_separate3_{what}")
        wide, separate = mean(f"sheets_shared320_{what}"), mean(f"sheets_separate32_{what}")
        assert shared > small
        assert separate > shared
        assert abs(wide - separate) < 4
    for which in range(2):
        assert race()["shared, 32"][which][-1] > race()["separate, 10 × 3"][which][-1]


def test_the_kernel_beats_all_networks_with_a_thousand_sheets_and_more_and_lines_do_with_few():
    names = ("shared, 32", "separate, 10 × 3", "shared, 320", "separate, 10 × 32")
    for which in range(2):
        found = {name: values[which] for name, values in race().items()}
        best = [max(found[name][n] for name in names) for n in range(3)]
        assert found["linear"][0] > best[0]
        assert all(found["RBF kernel"][n] > best[n] + 3 for n in (1, 2))
    for what in ("ap", "exact"):
        rivals = [mean(f"sheets_{key}_{what}") for key in ("shared32", "separate3", "shared320", "separate32")]
        assert mean(f"sheets_rbf_{what}") > max(rivals) + 5


def test_own_thresholds_raise_the_macro_f1_and_lower_the_exact_match_and_flatter_where_they_were_chosen():
    text = printed(LESSON, "uneven").splitlines()
    found = {line[:16].strip(): numbers(line[16:])[1:] for line in text if "macro F1" in line}
    half, own, two = (found[name] for name in ("½ for all", "one per label", "the two highest"))
    assert own[0] > half[0]
    assert own[1] < half[1] < two[1] - 0.05
    (line,) = (line for line in text if "rarest four" in line)
    chosen, tested = numbers(line.replace("F1", ""))
    assert chosen > tested + 0.02
    rare = [numbers(line.partition("F1")[2].replace("½", ""))[0] for line in text if line[:2] in ("8:", "9:")]
    assert max(rare) < 0.25


def turned():
    """For each training, by `together`, the four figures of each contestant."""
    found = {}
    for line in printed(LESSON, "turned").splitlines():
        if line.startswith("together"):
            together, rest = line.removeprefix("together ").split(": ", 1)
            found[float(together)] = {
                part.split(" own ")[0].strip(): numbers(part.split(" own ")[1]) for part in rest.split("; ")
            }
    return found


def test_company_helps_on_own_sheets_and_misleads_elsewhere_whether_layers_are_shared_or_not():
    found = turned()
    for name in found[1.0]:
        own, free, partner, other = zip(*(found[together][name] for together in sorted(found)), strict=True)
        assert own[-1] > own[0] + 10
        assert free[-1] < free[1] / 2
        assert partner[-2] > 50
        assert max(other) < 20
    shared, separate = (found[0.9][name][2] for name in ("shared, 32", "separate, 10 × 32"))
    assert abs(shared - separate) < 12
    means = [mean(f"company_{key}_alone") for key in ("shared32", "separate3", "separate32")]
    assert min(means) > 50
    assert abs(means[0] - means[2]) < 10
    for key in ("shared32", "separate3", "separate32"):
        assert mean(f"company_{key}_own") > 3 * mean(f"company_{key}_free")


def test_a_lone_three_ends_up_as_evidence_for_a_two_as_well():
    rows = [numbers(part.partition(": for 3")[2].replace("for 2", "")) for part in printed(LESSON, "lone").split("; ")]
    three, two = rows[-1]
    assert abs(three - two) < 0.15
    assert rows[0][1] < 0.3


def few():
    """For each way the average precision, the calls on old sheets and the old exact match, by new sheets."""
    found = {}
    for line in printed(LESSON, "few-look").splitlines():
        if "average precision" in line and not line.startswith("[figure"):
            ap, rest = line[22:].removeprefix("   average precision").split("called on old sheets")
            calls, old = rest.split("old exact match")
            found[line[:22].strip()] = numbers(ap), numbers(calls), numbers(old)
    return found


def newlabel(key, what):
    return mean(f"newlabel_{key}_{what}")


def test_frozen_features_beat_random_ones_and_hardly_raw_pixels_and_scratch_is_behind():
    found = {way: values[0] for way, values in few().items()}
    for n in range(3):
        assert found["frozen, mixed"][n] > found["random ReLU, mixed"][n] + 3
        assert abs(found["frozen, mixed"][n] - found["raw pixels, mixed"][n]) < 7
        assert found["from scratch, mixed"][n] < found["fine-tuned, mixed"][n] - 3
    assert newlabel("frozen", "ap") > newlabel("random", "ap") + 3
    assert abs(newlabel("frozen", "ap") - newlabel("pixels", "ap")) < 7
    assert newlabel("scratch", "ap") < newlabel("mixed", "ap") - 5
    assert newlabel("mixed", "ap") > newlabel("frozen", "ap") - 2


def test_new_sheets_alone_make_it_call_the_new_digit_on_most_old_sheets_and_forget():
    found = few()
    assert found["fine-tuned, new alone"][1][-1] > 80
    assert max(found["fine-tuned, mixed"][1] + found["frozen, mixed"][1]) < 10
    frozen, mixed, alone = (found[way][2] for way in ("frozen, mixed", "fine-tuned, mixed", "fine-tuned, new alone"))
    assert all(f >= m > a for f, m, a in zip(frozen, mixed, alone, strict=True))
    assert newlabel("alone", "calls") > 50 > 10 > newlabel("mixed", "calls")
    assert newlabel("frozen", "old") > newlabel("mixed", "old") > newlabel("alone", "old") + 5


def test_pairs_as_classes_are_right_more_often_under_noise():
    lines = [line for line in printed(LESSON, "joint").splitlines() if "±" in line]
    half, two, pairs = (numbers(line[22:])[0] for line in lines)
    assert half + 5 < two < pairs - 5
