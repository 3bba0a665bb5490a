"""What sessions and judges are given of an assignment's files."""

from dataclasses import replace

from grader.classes.engine import isolated
from grader.model import Tests


def test_a_module_that_students_write_is_not_the_instructors_in_the_judge(build):
    master = build.master(build.small(), tables__py=b"LIMIT = 3", work__py=b"def f(): return 'solution'")
    engine = isolated(replace(master, editable=frozenset({"work.py"})), [], Tests.APART, threads=1)
    assert set(engine.runner.judge_files) == {"tables.py"}
    assert engine.in_session().runner.judge_files == {}
