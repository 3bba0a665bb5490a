"""What sessions and judges are given of an assignment's files, and how many of them run at once."""

import threading
from dataclasses import replace

from grader.classes.engine import isolated
from grader.model import Limits, Outcome, State, Submission, Tests


def test_a_module_that_students_write_is_not_the_instructors_in_the_judge(build):
    master = build.master(build.small(), tables__py=b"LIMIT = 3", work__py=b"def f(): return 'solution'")
    engine = isolated(replace(master, editable=frozenset({"work.py"})), [], Tests.APART, threads=1)
    assert set(engine.runner.judge_files) == {"tables.py"}
    assert engine.in_session().runner.judge_files == {}


def test_one_submission_more_is_prepared_while_as_many_run_as_there_are_jobs(build, monkeypatch):
    began, running, most = [], set(), []
    third = threading.Event()

    def job(master, submission, limits, *, runner, tests, calibration):
        began.append(submission.student)
        if len(began) == 3:
            third.set()
        with runner.turn(limits.seconds):
            running.add(submission.student)
            most.append(len(running))
            assert third.wait(20), "nothing is prepared while others run"
            running.discard(submission.student)
        return Outcome(submission.student, master.assignment, State.GRADED)

    monkeypatch.setattr("grader.classes.engine.grade", job)
    engine = isolated(build.master(build.small()), [], Tests.APART, threads=1)
    outcomes = list(engine.grade_all(build.master(build.small()), list("abcdef"), Submission, Limits(), jobs=2))
    assert {str(outcome.state) for outcome in outcomes} == {"graded"}, [outcome.reason for outcome in outcomes]
    assert (sorted(outcome.student for outcome in outcomes), max(most)) == (list("abcdef"), 2)


def test_one_that_hangs_in_its_turn_does_not_keep_the_others_waiting(build):
    engine = isolated(build.master(build.small()), [], Tests.APART, threads=1)
    runner = replace(engine.runner, turns=threading.Semaphore(1))
    entered = []
    with runner.turn(60):
        with runner.turn(0.05):
            entered.append("late")
        assert not runner.turns.acquire(blocking=False), "a turn that did not come is not given back"
    with runner.turn(0.05):
        assert not runner.turns.acquire(blocking=False)
    assert entered == ["late"]
