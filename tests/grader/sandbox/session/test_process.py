"""A session alone: cells, files, interrupts, and what it answers a judge that the test plays itself."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from grader.sandbox.codec import Writer
from grader.sandbox.ipc.channel import ChannelClosed
from grader.sandbox.ipc.rpc import RemoteError, RpcPeer
from grader.sandbox.judge import proxies
from grader.sandbox.judge.process import describe
from grader.sandbox.judge.refusals import CannotJudge
from tests.grader.sandbox.plain_process import SECONDS, PlainProcess


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with PlainProcess("session", tmp_path_factory.mktemp("session")) as process:
        yield process


@pytest.fixture
def judge(session):
    """This end as a judge: a peer that asks the session."""
    handlers = {"call": lambda header, args, kwargs: peer.resolve({"home": "judge", "id": header["id"]})(*args)}
    peer = RpcPeer(session.channel, "judge", proxies.make, describe, handlers)
    return peer


def named(judge, *names):
    return judge.ask("names", list(names))


def test_a_cell_shows_what_jupyter_shows(session):
    ran = session.cell("print('a')\n1 + 1")
    assert [output["output_type"] for output in ran.outputs] == ["stream", "execute_result"]
    assert ran.text == "a\n2"
    assert ran.done["error"] == ""
    count = ran.done["count"]
    assert session.cell("").done["count"] >= count


def test_an_exception_ends_the_cell_and_not_the_session(session):
    ran = session.cell("x = 1\nraise ValueError('no')")
    assert ran.done["error"] == "ValueError: no"
    assert "ValueError: no" in ran.text
    assert session.cell("x").text == "1"


def test_what_cannot_be_compiled_is_an_exception_too(session):
    assert session.cell("x = (").done["error"].startswith("SyntaxError")


def test_a_cell_may_await_and_use_magics(session):
    assert session.cell("import asyncio\nawait asyncio.sleep(0)\n%precision 3\n'done'").text.endswith("'done'")


def test_a_head_that_only_another_machine_can_run_is_left_out(session):
    ran = session.cell("import not_a_package_here\ny = 5", forgiving=True)
    assert ran.done["error"] == ""
    assert ran.done["left_out"] == ["import not_a_package_here"]
    assert session.cell("y").text == "5"
    assert session.cell("import not_a_package_here", forgiving=False).done["error"].startswith("ModuleNotFoundError")


def test_files_lie_in_the_working_directory(session):
    session.channel.send({"op": "files"}, Writer().write({"data/a.txt": b"hello"}))
    assert session.channel.receive(SECONDS)[0] == {"op": "done", "error": ""}
    assert session.cell("open('data/a.txt').read()").text == "'hello'"
    session.channel.send({"op": "files"}, Writer().write({"data/a.txt/b": b""}))
    assert "a.txt" in session.channel.receive(SECONDS)[0]["error"]


def test_an_interrupt_stops_the_cell_alone(session):
    session.channel.send({"op": "cell", "code": "display('on')\nwhile True:\n    pass"})
    assert session.channel.receive(SECONDS)[0]["op"] == "output"
    session.interrupt()
    ran = session.until_done()
    assert ran.done["error"].startswith("KeyboardInterrupt")
    assert session.cell("'still there'").text == "'still there'"


def test_an_interrupt_between_cells_is_for_nobody(session):
    session.interrupt()
    assert session.cell("2 + 3").text == "5"


def test_what_was_printed_without_a_line_end_comes_before_the_end(session):
    assert session.cell("import sys\nsys.stdout.write('half'); None").text.endswith("half")


def test_names_are_told_as_values_modules_and_functions(session, judge):
    session.cell("import numpy as np\na = np.arange(3)\ndef f(x):\n    return x * 2\nclass C: pass\nc = C()")
    found = named(judge, "a", "np", "f", "c", "nowhere")
    assert set(found) == {"a", "np", "f", "c"}
    assert np.array_equal(found["a"]["value"], [0, 1, 2])
    assert found["np"] == {"module": "numpy"}
    assert found["f"]["of"] == ["__main__", "f"]
    assert found["f"]["value"](21) == 42
    assert isinstance(found["c"]["value"], proxies.Proxy)


def test_what_cannot_be_carried_does_not_take_the_other_names_with_it(session, judge):
    session.cell("deep = []\nfor _ in range(100_000):\n    deep = [deep]\nflat = 3")
    found = named(judge, "deep", "flat")
    assert found["flat"]["value"] == 3
    assert "cannot" in found["deep"]


def test_an_exception_of_a_function_arrives_as_its_kind(session, judge):
    session.cell("def g(x):\n    raise KeyError('lost')")
    function = named(judge, "g")["g"]["value"]
    with pytest.raises(KeyError, match="lost"):
        function(1)


def test_a_function_of_the_judge_can_be_called_back(session, judge):
    session.cell("def apply(h, x):\n    return h(x) + 1")
    assert named(judge, "apply")["apply"]["value"](lambda x: 10 * x, 4) == 41


def test_what_a_callback_raises_tells_the_session_its_kind_only(session, judge):
    session.cell("def tell(h):\n    try:\n        h(1)\n    except ZeroDivisionError as e:\n        return str(e)")

    def secret(x):
        raise ZeroDivisionError("the expected answer is 7")

    assert named(judge, "tell")["tell"]["value"](secret) == ""


def test_an_array_that_is_changed_in_place_is_changed_here(session, judge):
    session.cell("def grow(a):\n    a += 1\n    return a")
    mine = np.zeros(3)
    assert named(judge, "grow")["grow"]["value"](mine) is mine
    assert mine.tolist() == [1, 1, 1]


def test_objects_are_asked_one_attribute_at_a_time(session, judge):
    session.cell("class Box:\n    size = 4\n    def grow(self, by):\n        self.size += by\nbox = Box()")
    box = named(judge, "box")["box"]["value"]
    box.grow(3)
    assert box.size == 7
    box.size = 1
    assert session.cell("box.size").text == "1"
    with pytest.raises(AttributeError):
        box.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("what", "header", "kind"),
    [
        ("no such question", {}, "BadValue"),
        ("call", {"id": 5}, "BadValue"),
        ("call", {"id": None}, "BadValue"),
        ("get", {"id": "x"}, "BadValue"),
    ],
)
def test_a_question_that_is_none_is_refused_and_the_next_is_answered(session, judge, what, header, kind):
    with pytest.raises(RemoteError) as refused:
        judge.ask(what, ["a"], **header)
    assert refused.value.description["type"] == kind
    session.cell("ok = 1")
    assert named(judge, "ok")["ok"]["value"] == 1


def test_a_body_that_is_none_is_refused(session):
    session.channel.send({"op": "ask", "what": "names"}, b"\xff" * 20)
    header, _ = session.channel.receive(SECONDS)
    assert (header["op"], header["ok"], header["error"]["unread"]) == ("answer", False, True)


def test_an_operation_that_is_none_is_passed_over(session):
    session.channel.send({"op": "test", "code": "1/0"})
    assert session.cell("'here'").text == "'here'"


def test_what_a_function_prints_during_a_question_is_shown(session, judge):
    session.cell("def loud():\n    print('heard')\n    return 1")
    heard = []
    receive = session.channel.receive

    def listen(timeout=None):
        while True:
            header, body = receive(SECONDS)
            if header["op"] != "output":
                return header, body
            heard.append(header["output"]["text"])

    session.channel.receive = listen
    try:
        assert named(judge, "loud")["loud"]["value"]() == 1
        judge.ask("names", ["loud"])
    finally:
        del session.channel.receive
    assert "heard" in "".join(heard)


def test_only_its_own_thread_may_ask(judge):
    failed = []

    def ask():
        try:
            judge.ask("names", [])
        except RuntimeError as error:
            failed.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "main thread" in failed[0]


def test_an_object_of_the_judges_cannot_be_handed_over(session, judge):
    session.cell("def f(x):\n    return x")

    class Secret:
        answer = 42

    with pytest.raises(CannotJudge, match="Secret"):
        named(judge, "f")["f"]["value"](Secret())


def test_it_ends_with_its_channel_and_with_its_own_code(tmp_path):
    with PlainProcess("session", tmp_path) as process:
        process.channel.close()
        assert process.process.wait(SECONDS) == 0
    with PlainProcess("session", tmp_path) as process:
        with pytest.raises(ChannelClosed):
            process.cell("import os\nos._exit(3)")
        assert process.process.wait(SECONDS) == 3
