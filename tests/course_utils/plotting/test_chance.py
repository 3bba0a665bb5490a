"""F1 of a random score, in closed form and as drawn."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.plotting import chance


@pytest.mark.parametrize("length", [1, 10, 50])
def test_the_curves_are_what_random_alarms_earn(length):
    ax = Figure().subplots()
    words = chance.random_alarm(ax, length)
    adjusted, plain = (line.get_xydata() for line in ax.get_lines())
    draw, n = np.random.default_rng(length), 200_000 // length
    truth = draw.random(n) < chance.PREVALENCE  # segments of one length, one in ten an anomaly
    for place in (20, 80):
        share = plain[place, 0]
        alarm = draw.random((n, length)) < share
        for curve, counted in ((plain, alarm), (adjusted, alarm | (truth & alarm.any(axis=1))[:, None])):
            found = 2 * counted[truth].sum() / (counted.sum() + truth.sum() * length)
            assert curve[place, 1] == pytest.approx(found, abs=0.03)
    assert f"up to {adjusted[:, 1].max():.2f}" in words
