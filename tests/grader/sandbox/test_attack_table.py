"""The attacks that `benchmarks.attacks` compares with stock nbgrader gain, leak and leave nothing here."""

import os

import pytest

from benchmarks.attack_sides import measure_here
from benchmarks.attacks import numbered
from benchmarks.floods import MOST_SECONDS
from grader.pythons import ask
from grader.sandbox.isolation.probe import refusal
from tests.grader.other_pythons import VARIABLE

# Some of each kind are tried in test_attacks.py by `make test`.
pytestmark = [pytest.mark.slow, pytest.mark.ci]


@pytest.fixture(scope="module")
def results():
    if refusal() is not None:
        pytest.skip(str(refusal()))
    attacks = {mark: attack for mark, attack in numbered([]).items() if attack.quick}
    under = os.environ.get(VARIABLE)
    found = measure_here(attacks, at_once=2, python=ask(under) if under else None)
    return {attacks[mark].name: result for mark, result in found}


def test_no_attack_gains_a_point(results):
    assert {name: result.points for name, result in results.items() if result.points} == {}


def test_no_attack_learns_a_secret(results):
    assert {name: result.leaked for name, result in results.items() if result.leaked} == {}


def test_no_attack_leaves_a_process_or_a_file(results):
    assert {name: result.left for name, result in results.items() if result.left} == {}


def test_no_attack_acts_on_the_pages_that_people_open(results):
    assert {name: result.acts for name, result in results.items() if result.acts} == {}


def test_no_attack_takes_the_graders_own_process_long(results):
    assert {name: result.seconds for name, result in results.items() if result.seconds > MOST_SECONDS} == {}


def test_every_attack_ends_in_a_state(results):
    assert all(result.state for result in results.values())
    assert len(results) > 100
