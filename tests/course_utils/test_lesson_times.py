"""The time at the head of a lesson is the measured one."""

import pytest

from course_utils import lesson_times
from course_utils.results import run_time


@pytest.fixture(autouse=True)
def times(monkeypatch):
    rows = {
        "03_dense_ae": {"full, s": 171, "full, core, s": 62, "fast, s": 23, "fast, core, s": 21},
        "04_conv_ae": {"full, s": 8},
    }
    monkeypatch.setattr(lesson_times, "measured", lambda: rows)


def test_core_and_whole_are_told_apart_where_they_differ(monkeypatch):
    assert run_time("03_dense_ae") == (
        "On two processor cores the core of this lesson computes for about 70 seconds, "
        "with the sections called Further for about 3 minutes."
    )
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    assert (
        run_time("03_dense_ae")
        == "On two processor cores this lesson computes for about 30 seconds in the fast profile."
    )


def test_what_was_not_measured_is_said(monkeypatch):
    assert run_time("04_conv_ae") == "On two processor cores this lesson computes for about 10 seconds."
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    assert run_time("04_conv_ae") == "How long 04_conv_ae runs in the fast profile has not been measured yet."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "10 seconds"), (61, "70 seconds"), (90, "90 seconds"), (91, "2 minutes"), (130, "2.5 minutes")],
)
def test_times_are_rounded_up(seconds, words):
    assert lesson_times.rounded(seconds) == words
