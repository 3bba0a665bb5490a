"""A test beside the student's code runs in a copy of the session: it sees everything there, and changes nothing."""

from __future__ import annotations

from grader.model import State


def test_a_copy_sees_the_session_and_leaves_it_alone(run, scores, text):
    found = run(
        (
            "answer",
            "import asyncio\ndef hello(): print('hi')\nasync def later():\n    await asyncio.sleep(0.01)\n    return 5",
        ),
        ("plain", "box = [1]"),
        (
            "check",
            "import contextlib, io\ntext = io.StringIO()\nwith contextlib.redirect_stdout(text):\n    hello()\n"
            "assert text.getvalue() == 'hi\\n'\nbox.append(2)",
        ),
        ("check", "assert await later() == 5 and box == [1] and 'text' not in globals()"),
        ("plain", "print('box is', box)"),
        ("check", "assert box == [2]"),
        beside=True,
    )
    assert scores(found) == [2, 2, 0]
    assert "box is [1]" in text(found)
    assert found.state is State.GRADED


def test_a_flood_in_one_copy_takes_no_other_test_its_value(run, scores):
    flood = (
        "import sys\ndef f():\n    for _ in range(700): print('x', flush=True); print('y', file=sys.stderr, flush=True)"
    )
    found = run(("answer", flood), ("check", "f()"), ("check", "0.0"), ("check", "f()\n0.0"), beside=True)
    assert scores(found) == [2, 0, 0]


def test_a_copy_that_hangs_or_ends_costs_only_its_test(run, scores):
    found = run(
        ("answer", "x = 1"),
        ("check", "while True:\n    pass"),
        ("check", "import os\nos._exit(0)"),
        ("check", "assert x == 1"),
        beside=True,
        cell_seconds=1,
    )
    assert scores(found) == [0, 0, 2]
    assert [str(ran.state) for ran in list(found.cells.values())[1:]] == ["timeout", "crashed", "graded"]
    assert found.state is State.PARTIAL


def test_where_threads_run_a_second_session_takes_the_test(run, scores, text):
    found = run(
        (
            "answer",
            "import threading, time\nx = [1]\nthreading.Thread(target=time.sleep, args=(30,), daemon=True).start()",
        ),
        ("check", "assert x == [1]\nx.append(2)"),
        ("check", "assert x == [1]"),
        ("plain", "print('x is', x)"),
        beside=True,
    )
    assert scores(found) == [2, 2]
    assert "x is [1]" in text(found)


def test_an_interrupted_copy_leaves_the_session_its_interrupts(run, scores):
    found = run(
        ("answer", "def slow():\n    while True:\n        pass"),
        ("check", "slow()"),
        ("answer", "slow()"),
        ("check", "assert True"),
        beside=True,
        cell_seconds=1,
    )
    assert scores(found) == [0, 2]
    assert [str(ran.state) for ran in found.cells.values()] == ["graded", "timeout", "timeout", "graded"]


def test_the_text_of_a_test_never_reaches_the_session(run, text):
    found = run(
        ("answer", "x = 1"),
        ("check", "secret_number = 41\nassert x == 1"),
        (
            "answer",
            "seen = [line for line in globals().get('In', [])[:-1] if 'secret' in line]\n"
            "print(seen, 'secret_number' in globals())",
        ),
        beside=True,
    )
    assert "[] False" in text(found)


def test_what_students_see_of_a_test_runs_in_the_session(run, scores):
    found = run(
        ("answer", "x = 1"),
        ("check", "from copy import copy\nassert x == 1\nhidden = 3"),
        ("answer", "y = copy([x])\nz = 'hidden' in globals()"),
        ("check", "assert y == [1] and not z"),
        shown={0: "from copy import copy\nassert x == 1"},
    )
    assert scores(found) == [2, 2]
