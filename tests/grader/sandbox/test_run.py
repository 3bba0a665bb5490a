"""A notebook whose tests run apart from the student's code: points, time limits, ends."""

import contextlib
import hashlib
import threading
import time

import psutil
import pytest

from grader.contents import PIECE, Contents, StoredFile
from grader.model import CHECKS_MIME, State

ADD = ("answer", "def add(a, b):\n    return a + b")
TEST_ADD = ("check", "import numpy as np\nassert add(1, 2) == 3\nassert np.allclose(add(np.ones(3), 1), 2)")
REPORT = f"""
from IPython.display import publish_display_data
publish_display_data({{'{CHECKS_MIME}': {{'version': 1, 'checks': [
    {{'name': 'a', 'points': 2.0, 'passed': bool(ok()), 'message': '', 'hint': '', 'hidden': False}}]}}}})
"""


def test_a_right_answer_earns_its_points_and_a_wrong_one_none(run, scores):
    assert scores(run(ADD, TEST_ADD)) == [2.0]
    assert scores(run(("answer", ADD[1].replace("+", "-")), TEST_ADD)) == [0.0]


def test_tests_run_in_the_session_where_a_course_asks_for_it(run, scores):
    cells = ["hidden_state = 7", ("check", "assert 'hidden_' + 'state' in globals()")]
    assert scores(run(*cells, judge=False)) == [2.0]
    assert scores(run(*cells)) == [0.0]


def test_a_report_of_checks_counts_from_the_judge_only(run, scores):
    assert scores(run(("answer", "def ok(): return True"), ("check", REPORT))) == [2.0]
    forged = REPORT.replace("bool(ok())", "True").replace("\n", "\n    ")
    execution = run(("answer", f"def ok():{forged}\n    return False"), ("check", REPORT))
    assert scores(execution) == [0.0]


def test_a_report_that_an_answer_cell_publishes_is_taken_away(run, text):
    execution = run(("answer", REPORT.replace("bool(ok())", "True")))
    assert "passed" not in text(execution)


def test_an_endless_function_costs_its_own_exercise_only(run, scores):
    cells = [("answer", "def endless():\n    while True: pass"), ADD, ("check", "endless()"), TEST_ADD]
    execution = run(*cells, cell_seconds=1)
    assert scores(execution) == [0.0, 2.0]
    assert execution.state is State.PARTIAL
    assert "stopped after 1 s" in execution.reason


def test_checks_before_and_after_a_stopped_call_still_count(run, scores):
    test = f"""
def passes(check):
    try:
        return bool(check())
    except Exception:
        return False
checks = [{{'name': n, 'points': p, 'passed': passes(c)}} for n, p, c in [
    ('right', 0.5, lambda: add(1, 1) == 2), ('endless', 1.0, endless), ('own', 0.5, lambda: True)]]
from IPython.display import publish_display_data
publish_display_data({{'{CHECKS_MIME}': {{'version': 1, 'checks': checks}}}})
"""
    execution = run(ADD, ("answer", "def endless():\n    while True: pass"), ("check", test), cell_seconds=1)
    assert scores(execution) == [1.0]


def test_a_test_that_never_ends_does_not_stop_the_next(run, scores):
    execution = run(ADD, ("check", "while True:\n    pass"), TEST_ADD, cell_seconds=1)
    assert scores(execution) == [0.0, 2.0]


STUBBORN = "import time\ndef f():\n    while True:\n        try: time.sleep(9)\n        except BaseException: pass"


def test_a_function_that_ignores_interrupts_costs_its_own_exercise_only(run, scores):
    execution = run(ADD, TEST_ADD, ("answer", STUBBORN), ("check", "f()"), TEST_ADD, cell_seconds=0.5)
    assert scores(execution) == [2.0, 0.0, 2.0]
    assert execution.state is State.PARTIAL
    assert "could not be interrupted" in execution.reason


def test_a_session_that_dies_in_a_call_is_replaced_and_named(run, scores):
    leave = ("answer", "import os\ndef leave(): os._exit(0)")
    execution = run(leave, ADD, ("check", "leave()"), TEST_ADD, ("check", "leave()"), "x = add(1, 1)", TEST_ADD)
    assert scores(execution) == [0.0, 2.0, 0.0, 2.0]
    assert execution.state is State.PARTIAL
    assert "ended" in execution.reason
    states = [execution.cells[cell["id"]].state for cell in execution.notebook.cells]
    assert states[2] is states[4] is State.CRASHED
    assert "ended" in execution.cells[execution.notebook.cells[2]["id"]].reason


def test_a_cell_that_ends_the_session_is_left_out_when_the_others_run_again(run, scores, text):
    fatal = ("answer", "print('fatal cell')\nimport os\nos._exit(0)")
    execution = run("print('once')", ADD, fatal, "y = add(1, 2)", ("check", "assert y == 3"), TEST_ADD)
    assert scores(execution) == [2.0, 2.0]
    assert text(execution).count("once") == 1
    assert execution.state is State.PARTIAL
    assert execution.cells[execution.notebook.cells[2]["id"]].state is State.CRASHED


def test_a_memory_hog_costs_its_own_exercise_only(run, scores):
    hog = ("answer", "def hog():\n    x = []\n    while True: x.append(bytearray(b'x') * 50_000_000)")
    execution = run(hog, ADD, ("check", "hog()"), TEST_ADD, memory_mb=900)
    assert scores(execution) == [0.0, 2.0]
    assert "memory" in execution.reason


def test_a_session_is_not_replaced_for_ever_nor_beyond_the_time_of_the_notebook(run, scores):
    dies = ("check", "leave()")
    execution = run(("answer", "import os\ndef leave(): os._exit(0)"), ADD, *[dies] * 4, TEST_ADD)
    assert scores(execution) == [0.0] * 5
    assert execution.state is State.CRASHED
    slow = run(
        "import time\ntime.sleep(0.5)", ("answer", STUBBORN), *[("check", "f()")] * 4, cell_seconds=0.6, seconds=2
    )
    assert slow.state is State.TIMEOUT
    assert slow.phases["cells"] < 6


def test_a_stand_in_of_a_dead_session_means_nothing_in_the_next(run, scores):
    answer = (
        "answer",
        "import os\ndef right(): return 1\ndef wrong(): return 2\ndef give(): return wrong\ndef leave(): os._exit(0)",
    )
    cells = [answer, ("check", "kept = give()"), ("check", "leave()"), ("check", "right\nassert kept() == 1"),
             ("check", "assert right() == 1")]  # fmt: skip
    assert scores(run(*cells)) == [2.0, 0.0, 0.0, 2.0]


def test_the_time_of_the_whole_notebook_is_limited(run):
    execution = run("import time", *["time.sleep(0.4)"] * 6, seconds=1)
    assert execution.state is State.TIMEOUT
    assert execution.cells[execution.notebook.cells[-1]["id"]].executed is False


def test_skipped_cells_are_not_run_and_files_lie_beside_the_notebook(run, text):
    execution = run("print(open('data/a.txt').read())", ("skip-grading", "print('demo')"), files={"data/a.txt": b"42"})
    assert "42" in text(execution)
    assert "demo" not in text(execution)
    assert "demo" in text(run(("skip-grading", "print('demo')"), run_skipped=True))


def test_large_files_arrive_whole_piece_by_piece(run, text, tmp_path):
    (tmp_path / "large").write_bytes(bytes(range(256)) * 10_000 + b"end")
    files = Contents({
        "small.txt": b"s", "empty": b"", "large": StoredFile(tmp_path / "large", 2_560_003),
        "held/large": b"x" * (PIECE + 1), "last": b"l",
    })  # fmt: skip
    look = "import hashlib, pathlib\n" + "\n".join(
        f"print(hashlib.sha256(pathlib.Path({name!r}).read_bytes()).hexdigest())" for name in files
    )
    assert text(run(look, files=files)).split() == [hashlib.sha256(content).hexdigest() for content in files.values()]


def test_a_fork_starts_no_threads_that_wait_at_full_speed(run, text):
    look = (
        "import os, numpy, threadpoolctl\nprint(len(os.listdir('/proc/self/task')))\n"
        "print({each['num_threads'] for each in threadpoolctl.threadpool_info()})"
    )
    assert text(run(look)).split() == ["1", "{1}"]


def test_the_phases_and_the_memory_are_told(run):
    execution = run(ADD, TEST_ADD)
    assert set(execution.phases) == {"start", "wait", "cells", "judge"}
    assert execution.peak_memory_mb > 10


@pytest.mark.parametrize("after", [0.05, 0.6, 1.2])
def test_what_somebody_else_kills_is_run_again_and_costs_nothing(run, scores, server, after):
    def kill_all_forks():
        until = time.monotonic() + 20
        while not (forks := psutil.Process(server.pid).children(recursive=True)) and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(after)
        forks = psutil.Process(server.pid).children(recursive=True) or forks
        for fork in forks:
            with contextlib.suppress(psutil.Error):
                fork.kill()

    killer = threading.Thread(target=kill_all_forks)
    killer.start()
    slowly = "import time\ntime.sleep(0.8)\ndef add(a, b):\n    time.sleep(0.8)\n    return a + b"
    execution = run(("answer", slowly), TEST_ADD)
    killer.join()
    assert (execution.state, execution.reason, scores(execution)) == (State.GRADED, "", [2.0])


def test_who_closes_the_channel_is_not_run_again(run, scores, server, monkeypatch):
    """Only a killed keeper is a reason to begin anew: what a session can do by itself is held against it."""
    forks, fork = [], server.fork
    monkeypatch.setattr(server, "fork", lambda role, *given, **more: forks.append(role) or fork(role, *given, **more))
    closes = (
        "import os, socket\n"
        "for number in range(3, 40):\n"
        "    try: socket.socket(fileno=os.dup(number)).shutdown(socket.SHUT_RDWR)\n"
        "    except OSError: pass\n"
    )
    for how in ("os._exit(0)", "while True: pass"):
        forks.clear()
        execution = run(("answer", closes + how), ADD, TEST_ADD)
        assert execution.state is State.PARTIAL
        assert scores(execution) == [2.0]
        assert sorted(forks) == ["judge", "session", "session"]
