"""What sessions are told of their environment, isolated or not: one list, and nothing of the machine's secrets."""

from __future__ import annotations

from grader.grading.session_environment import kernel_environment, told


def test_notebooks_are_told_that_they_are_graded_both_ways(monkeypatch, tmp_path):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert told()["NBGRADER_EXECUTION"] == "autograde"
    assert kernel_environment(tmp_path)["NBGRADER_EXECUTION"] == "autograde"


def test_a_secret_of_the_machine_is_told_neither_way(monkeypatch, tmp_path):
    monkeypatch.setenv("API_TOKEN", "secret")
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    for environment in (told(), kernel_environment(tmp_path)):
        assert "API_TOKEN" not in environment
        assert environment["KERAS_BACKEND"] == "jax"


def test_what_is_not_set_has_its_default():
    assert told({})["COURSE_PROFILE"] == "fast"
    assert told({"COURSE_PROFILE": "full"})["COURSE_PROFILE"] == "full"
