"""Comparisons that the text of lesson 08 draws."""

from course_utils import results


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
