"""A judge alone: what a test gets, what it is told, and sessions played by the test itself that answer nonsense."""

from __future__ import annotations

import numpy as np
import pytest

from grader.grading.test_inputs.plan import CellInputs
from grader.sandbox.codec import Writer
from grader.sandbox.ipc.channel import ChannelClosed
from grader.sandbox.ipc.rpc import RpcPeer
from grader.sandbox.session import objects
from tests.grader.sandbox.plain_process import SECONDS, PlainProcess


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with PlainProcess("judge", tmp_path_factory.mktemp("judge")) as process:
        yield process


class PlayedSession:
    """A session without a process: a dictionary of names, and a peer that answers."""

    number = 0

    def __init__(self, process: PlainProcess):
        PlayedSession.number += 1
        self.process, self.namespace = process, {}
        handlers = objects.handlers(self.namespace, lambda: self.rpc)
        self.rpc = RpcPeer(process.channel, "session", objects.stand_in, objects.describe, handlers)
        self.asked: list[str] = []

    def test(self, code: str, answer=None, **inputs):
        """Let the judge run a test."""
        made = tuple((number, source, names) for number, (source, *names) in enumerate(inputs.pop("made", ())))
        told = CellInputs(made=made, **inputs).to_json()
        self.process.channel.send({"op": "test", "code": code, "inputs": told, "session": self.number})
        return self.process.until_done(answer or self.answer)

    def answer(self, header, body):
        self.asked.append(header["what"])
        self.rpc.answer(header, body)

    def says(self, reply, body=b""):
        """Return a way of answering that says the same to every question."""
        return lambda header, _: self.process.channel.send({"op": "answer", **reply}, body)


@pytest.fixture
def session(process):
    return PlayedSession(process)


def test_what_the_instructor_wrote_is_made_here_and_nobody_is_asked(session):
    ran = session.test("assert limit == 3\nlimit + 1", made=[("limit = 3", "limit")])
    assert (ran.done["error"], ran.text) == ("", "4")
    assert session.asked == []
    assert ran.ops[0] == "made"  # only now the test's own time begins


def test_a_failing_test_says_why(session):
    ran = session.test("assert 1 == 2, 'not equal'")
    assert ran.done["error"] == "AssertionError: not equal"
    assert "AssertionError: not equal" in ran.text


def test_values_and_functions_come_from_the_session(session):
    session.namespace.update(double=lambda x: 2 * x, table=np.arange(4))
    ran = session.test("assert double(3) == 6\nassert table.sum() == 6", asked=("double", "table"))
    assert ran.done["error"] == ""
    assert session.asked == ["names", "call"]


def test_a_name_that_the_session_has_not_got_is_a_name_error(session):
    assert session.test("absent", asked=("absent",)).done["error"].startswith("NameError")


def test_what_was_borrowed_is_asked_for_again_and_what_a_test_bound_stays(session):
    session.namespace["value"] = 1
    assert session.test("seen = value", asked=("value",)).done["error"] == ""
    session.namespace["value"] = 2
    assert session.test("assert (seen, value) == (1, 2)", asked=("value",)).done["error"] == ""
    assert session.test("value").done["error"].startswith("NameError")


def test_an_exception_of_the_students_is_one_of_the_same_kind(session):
    def fails(x):
        raise IndexError("beyond")

    session.namespace["fails"] = fails
    code = "try:\n    fails(1)\nexcept IndexError as error:\n    print(error)"
    assert session.test(code, asked=("fails",)).text == "beyond\n"


def test_a_function_of_the_test_is_called_by_the_session(session):
    session.namespace["apply"] = lambda f, x: f(x) + 1
    assert session.test("assert apply(lambda v: v * 10, 4) == 41", asked=("apply",)).done["error"] == ""


def test_an_object_of_the_tests_is_not_handed_over(session):
    session.namespace["look"] = lambda x: x
    ran = session.test("class Secret: answer = 7\nlook(Secret())", asked=("look",))
    assert "Secret" in ran.done["error"]
    assert session.asked == ["names"]


@pytest.mark.parametrize(
    "thing", ["np.poly1d([1, 0])", "open('f', 'w+')", "csv.reader([])", "sqlite3.connect(':memory:').cursor()"]
)
def test_an_object_that_offers_more_is_not_handed_over_as_mere_function_or_lines(session, thing):
    session.namespace["look"] = lambda x: x
    ran = session.test(f"import csv, sqlite3\nimport numpy as np\nlook({thing})", asked=("look",))
    assert "cannot be handed to a student's function" in ran.done["error"]
    assert session.asked == ["names"]


@pytest.mark.parametrize(
    "thing", ["Counting()", "functools.partial(max, 1)", "np.vectorize(lambda x: x)", "Mock(return_value=2)", "np.exp2"]
)
def test_what_is_only_called_is_lent_as_a_function(session, thing):
    session.namespace["call"] = lambda f: f(1) * 1
    code = "class Counting:\n    count = 0\n    def __call__(self, x):\n        self.count += 1\n        return 2\n"
    imports = "import functools\nfrom unittest.mock import Mock\nimport numpy as np\n"
    assert session.test(f"{imports}{code}assert call({thing}) in (1, 2)", asked=("call",)).done["error"] == ""


def test_a_file_in_memory_is_a_file_there(session):
    session.namespace["look"] = lambda x: x
    ran = session.test("import io\nfile = io.StringIO('ab')\nassert look(file) is file", asked=("look",))
    assert ran.done["error"] == ""


def test_an_object_of_the_students_decides_nothing(session):
    class Yes:
        def __eq__(self, other):
            return True

        __hash__ = object.__hash__

    session.namespace["answer"] = Yes()
    assert session.test("assert answer == 4", asked=("answer",)).done["error"] != ""


def test_a_module_under_its_usual_name_is_the_judges_own(session):
    session.namespace["np"], session.namespace["numpy"] = np, __import__("json")
    assert session.test("assert np.arange(3).sum() == 3", asked=("np",)).done["error"] == ""
    ran = session.test("numpy.arange(3)", asked=("numpy",))
    assert "module of your notebook" in ran.done["error"]


@pytest.mark.parametrize(
    "reply",
    [{"ok": True}, {"ok": False}, {"ok": False, "error": "x"}, {"ok": False, "error": {"type": 5, "bases": 7}}, {}],
)
def test_an_answer_that_is_none_ends_the_test_in_words(session, reply):
    ran = session.test("thing", session.says(reply), asked=("thing",))
    assert ran.done["error"] != ""
    assert session.test("1 + 1").text == "2"


@pytest.mark.parametrize("body", [b"\xff" * 9, b"", Writer().write([1, 2]), Writer().write({"thing": {"value": 5}})])
def test_a_body_that_is_none_ends_the_test_in_words(session, body):
    ran = session.test("thing", session.says({"ok": True}, body), asked=("thing",))
    assert "what came back cannot be used" in ran.done["error"]
    assert session.test("1 + 1").text == "2"


@pytest.mark.parametrize("told", [[], 5, "x", {"thing": 5}, {"thing": {"module": 3}}, {"thing": {}}])
def test_names_that_are_told_wrongly_do_no_harm(session, told):
    session.rpc._handlers["names"] = lambda *_: told
    ran = session.test("thing + 1", asked=("thing",))
    assert ran.done["error"] != ""


def test_another_session_begins_with_nothing(process):
    first, second = PlayedSession(process), PlayedSession(process)
    first.namespace["f"] = lambda: 1
    assert first.test("kept = f\nassert f() == 1", asked=("f",)).done["error"] == ""
    PlayedSession.number = second.number + 1  # as the broker does it: a new number, and the new session knows nothing
    second.namespace["f"] = lambda: 2
    assert second.test("assert f() == 2", asked=("f",)).done["error"] == ""
    assert second.test("kept()").done["error"] != ""  # what the first session lent names nothing in the second


def test_an_interrupt_stops_the_test_alone(session):
    session.process.channel.send(
        {"op": "test", "code": "display('on')\nwhile True: pass", "inputs": CellInputs().to_json(), "session": 0}
    )
    assert session.process.channel.receive(SECONDS)[0]["op"] == "made"
    assert session.process.channel.receive(SECONDS)[0]["op"] == "output"
    session.process.interrupt()
    assert session.process.until_done().done["error"].startswith("KeyboardInterrupt")
    assert session.test("1 + 1").text == "2"


def test_a_session_that_hangs_up_ends_the_judge(tmp_path):
    with PlainProcess("judge", tmp_path) as judge:
        gone = PlayedSession(judge)

        def hang_up(header, body):
            judge.channel.close()
            raise ChannelClosed

        with pytest.raises(ChannelClosed):
            gone.test("thing", hang_up, asked=("thing",))
        judge.process.wait(SECONDS)


def test_what_was_refused_is_said_at_the_end_even_where_the_test_went_on(session):
    class Thing:
        pass

    session.namespace["thing"] = Thing()
    ran = session.test("try: assert thing == 3\nexcept Exception: pass", asked=("thing",))
    assert ran.done["error"] == ""
    assert "it cannot be compared" in ran.done["refused"][0]
    patched = "from unittest.mock import patch\nimport random\nwith patch.object(random.Random, 'random'): pass"
    assert "Random.random is replaced" in session.test(patched).done["refused"][0]
    assert session.test("1").done["refused"] == []
