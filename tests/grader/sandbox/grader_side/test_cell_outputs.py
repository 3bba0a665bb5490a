"""What a confined process sends as output costs the grader no more than it is long."""

import json
import time

import pytest

from grader.model import CHECKS_MIME
from grader.sandbox.grader_side.cell_outputs import Budget, CellOutputs


def _seconds(outputs, messages):
    started = time.process_time()
    for message in messages:
        outputs.add(message)
    assert len(json.dumps(outputs.outputs)) < 40 << 20
    return time.process_time() - started


def test_streams_are_put_together_in_order():
    outputs = CellOutputs({})
    for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stderr", "d"), ("stdout", "e")]:
        outputs.add_text(name, text)
    assert [(output.name, output.text) for output in outputs.outputs] == [
        ("stdout", "ab"),
        ("stderr", "cd"),
        ("stdout", "e"),
    ]
    outputs.add_text("stdout", "f")
    outputs.clear(wait=True)
    outputs.add_text("stdout", "g")
    assert [output.text for output in outputs.outputs] == ["g"]
    outputs.add_text("stdout", "h")
    outputs.clear(wait=False)
    outputs.add_text("stdout", "i")
    assert [output.text for output in outputs.outputs] == ["i"]


def test_a_text_in_a_hundred_thousand_pieces_is_no_work():
    piece = {"output": {"output_type": "stream", "name": "stdout", "text": "x" * 90}}
    assert _seconds(CellOutputs({}), (piece for _ in range(100_000))) < 10


@pytest.mark.parametrize("entry", [[], {"": 0}, "", [[[]]]])
def test_millions_of_entries_in_one_output_are_left_out(entry):
    data = {"text/plain": "x", "application/json": [entry] * 1_000_000}
    outputs = CellOutputs({})
    assert _seconds(outputs, [{"output": {"output_type": "display_data", "data": data, "metadata": {"a": data}}}]) < 2
    assert outputs.outputs[0].data["text/plain"] == "x"
    assert len(json.dumps(outputs.outputs)) < 1 << 20
    outputs = CellOutputs({})
    _seconds(outputs, [{"output": {"output_type": "error", "traceback": [""] * 1_000_000}}])
    assert len(outputs.outputs[0].traceback) < 100_000


def test_an_update_of_very_many_displays_is_no_work():
    display = {"output": {"output_type": "display_data", "data": {"text/plain": "1"}}, "display_id": "a"}
    outputs = CellOutputs({})
    assert _seconds(outputs, [display] * 20_000 + [{**display, "update": True}] * 2_000) < 20
    outputs.add({"output": {**display["output"], "data": {"text/plain": "2"}}, "display_id": "a", "update": True})
    assert outputs.outputs[0].data == {"text/plain": "2"}


def test_one_process_cannot_update_what_another_has_shown():
    outputs = CellOutputs({})
    shown = {"output": {"output_type": "display_data", "data": {"text/plain": "3 of 3"}}, "display_id": "report"}
    outputs.add(shown, home="judge")
    wiped = {"output": {"output_type": "display_data", "data": {"text/plain": ""}}, "display_id": "report"}
    outputs.add({**wiped, "update": True}, home="session")
    assert outputs.outputs[0]["data"] == {"text/plain": "3 of 3"}
    outputs.add({**wiped, "update": True}, home="judge")
    assert outputs.outputs[0]["data"] == {"text/plain": ""}


def test_what_a_test_is_scored_by_is_never_left_out():
    report = {"output_type": "display_data", "data": {CHECKS_MIME: {"version": 1}}}
    value = {"output_type": "execute_result", "data": {"text/plain": "0.0"}}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    budget = Budget()
    flooded = CellOutputs({}, tests=budget)
    for number in range(3_000):
        output = {"output_type": "stream", "name": ("stdout", "stderr")[number % 2], "text": "x"}
        flooded.add({"output": output}, checks=True)
    later = CellOutputs({}, tests=budget)
    for _ in range(3):
        for output in (report, value, error):
            later.add({"output": output}, checks=True)
            flooded.add({"output": output}, checks=True)
    kinds = [output["output_type"] for output in later.outputs]
    assert kinds == ["display_data", "execute_result", "error"]
    assert later.outputs[0]["data"] == report["data"]
    assert [output["output_type"] for output in flooded.outputs[-3:]] == kinds
    assert len(flooded.outputs) < 1_010
