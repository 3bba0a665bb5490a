"""Collect outputs that confined processes send, and let nothing through that is not an nbformat output."""

from __future__ import annotations

import itertools
import math
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from grader.model import CHECKS_MIME

_MAX_DEPTH = 40
# Entries of the data of all outputs of a notebook: a short text can stand for millions of lists, and every later step
# walks through them. Outputs of a notebook: each is kept, cleaned, checked and written several times.
_MAX_ENTRIES, _MAX_OUTPUTS = 20_000, 1000
_MAX_FORMS = 50  # in which one output is given
_NOT_SHOWN = "(The notebook shows more than {:,} outputs or {:,} entries of data; the rest is left out.)\n"
# Displays of one identity that an update reaches; each update goes through all of them.
_MAX_SHOWN = 20
# While a test runs, the session may print and show; a value or an error would pose as the test's own.
FROM_SESSION_IN_TEST = frozenset({"stream", "display_data"})
EVERYTHING = frozenset({"stream", "display_data", "execute_result", "error"})


class Budget:
    """What the outputs of a notebook's cells may still hold: one for all of its cells, another one for its tests."""

    def __init__(self) -> None:
        self._outputs, self.entries = _MAX_OUTPUTS, [_MAX_ENTRIES]
        self._said = False

    def take(self) -> bool:
        """Count an output; return whether there is room for it."""
        self._outputs -= 1
        return self._outputs >= 0

    def last_word(self) -> str:
        """Return, once, what is said in place of all that is left out."""
        said, self._said = self._said, True
        return "" if said else _NOT_SHOWN.format(_MAX_OUTPUTS, _MAX_ENTRIES)


class CellOutputs:
    """Outputs of one cell.

    Parameters
    ----------
    displays : dict
        Outputs of the notebook by display id, shared by its cells: a later cell may update an earlier one's.
    budget : Budget, optional
        Shared by the notebook's cells.
    tests : Budget, optional
        The same for what tests show, which no flood of a session takes room from.
    """

    def __init__(
        self, displays: dict[str, list[NotebookNode]], budget: Budget | None = None, tests: Budget | None = None
    ):
        self._budget, self._tests = budget or Budget(), tests or Budget()
        self._outputs: list[NotebookNode] = []
        # Pieces of the stream at the end, put together once: text that grows piece by piece is copied every time.
        self._pieces: list[str] = []
        self._displays = displays
        self._clear_next = False
        self._last: dict[str, NotebookNode] = {}

    @property
    def outputs(self) -> list[NotebookNode]:
        """The outputs so far."""
        if self._pieces:
            self._outputs[-1]["text"] += "".join(self._pieces)
            self._pieces = []
        return self._outputs

    def add(
        self,
        message: dict[str, Any],
        *,
        kinds: frozenset[str] = EVERYTHING,
        checks: bool = False,
        home: str = "session",
    ) -> None:
        """Add the output in a message; anything that is not one is left out.

        Parameters
        ----------
        message : dict
            With `output`, and for displays `display_id` and `update`.
        kinds : frozenset of str
            Output types that are let through.
        checks : bool
            Whether a report of checks may be in it: only where a test runs.
        home : str
            Which process it comes from: none can update what another one has shown.
        """
        budget = self._tests if checks else self._budget
        output = _valid(message.get("output"), budget.entries, checks=checks)
        if output is None or output["output_type"] not in kinds:
            return
        identity = message.get("display_id")
        identity = f"{home} {identity}" if type(identity) is str else None
        if message.get("update") is True:
            for shown in self._displays.get(identity or "", []):
                shown["data"], shown["metadata"] = output["data"], output["metadata"]
            return
        if self._clear_next:
            self.outputs.clear()
            self._clear_next = False
        if output["output_type"] == "stream" and self._continued(output):
            return
        room = budget.take()
        if room:
            self.outputs.append(output)
        if not room or budget.entries[0] <= 0:
            self._say(budget.last_word())
        if not room:
            if checks:
                self._keep_last(output)
            return
        if identity is not None and output["output_type"] == "display_data":
            shown = self._displays.setdefault(identity, [])
            if len(shown) < _MAX_SHOWN:
                shown.append(output)

    def add_text(self, name: str, text: str) -> None:
        """Add text of a subprocess."""
        self.add({"output": {"output_type": "stream", "name": name, "text": text}})

    def clear(self, *, wait: bool) -> None:
        """Take the outputs away, now or when the next one comes."""
        self._clear_next = wait
        if not wait:
            self.outputs.clear()

    def _keep_last(self, output: NotebookNode) -> None:
        """Keep what a test is scored by, the last of each kind, however much has been shown before.

        Without its value or its report a test that failed would be taken for one that ran without a word.
        """
        kind = "report" if CHECKS_MIME in output.get("data", {}) else output["output_type"]
        if kind not in ("report", "execute_result", "error"):
            return
        before, self._last[kind] = self._last.get(kind), output
        for place in reversed(range(len(self.outputs))):  # it is among the last few
            if self._outputs[place] is before:
                del self._outputs[place]
                break
        self._outputs.append(output)

    def _say(self, words: str) -> None:
        if words:
            self.outputs.append(from_dict({"output_type": "stream", "name": "stderr", "text": words}))

    def _continued(self, output: NotebookNode) -> bool:
        """Add text to the stream at the end; return whether it is the same one."""
        last = self._outputs[-1] if self._outputs else None
        same = last is not None and last["output_type"] == "stream" and last["name"] == output["name"]
        if same:
            self._pieces.append(output["text"])
        return same


def _valid(output: Any, left: list[int], *, checks: bool) -> NotebookNode | None:
    """Return an output with exactly the fields of its type, or None."""
    if type(output) is not dict:
        return None
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return from_dict({"output_type": kind, "name": name, "text": text_of(output.get("text"))})
    if kind == "error":
        lines = output.get("traceback")
        lines = lines[: max(0, left[0])] if type(lines) is list else []
        left[0] -= len(lines)
        traceback = [text_of(line) for line in lines]
        parts = {"ename": text_of(output.get("ename")), "evalue": text_of(output.get("evalue"))}
        return from_dict({"output_type": kind, **parts, "traceback": traceback})
    if kind not in ("display_data", "execute_result"):
        return None
    data = _plain(output.get("data"), 0, left)
    metadata = _plain(output.get("metadata"), 0, left)
    data = data if type(data) is dict else {}
    if not checks:
        # A session's word on its own score is worth nothing.
        data = {key: value for key, value in data.items() if key.strip().lower() != CHECKS_MIME}
    made = {"output_type": kind, "data": data, "metadata": metadata if type(metadata) is dict else {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        made["execution_count"] = count if type(count) is int and 0 <= count < 1 << 31 else None
    return from_dict(made)


def text_of(value: Any) -> str:
    """Return a text that can be written as UTF-8; lone surrogates become question marks."""
    return value.encode("utf-8", "replace").decode("utf-8") if type(value) is str else ""


def _plain(value: Any, depth: int, left: list[int]) -> Any:
    """Return a value as plain JSON; what is too deep, and what comes after `left` entries, is left out."""
    if depth > _MAX_DEPTH:
        return None
    if type(value) is str:
        return text_of(value)
    if type(value) is dict or type(value) is list:
        # The forms of an output are few; what is in them is counted.
        room = max(0, left[0]) if depth else _MAX_FORMS
        entries = list(itertools.islice(value.items() if type(value) is dict else value, room))
        left[0] -= len(entries) if depth else 0
        if type(value) is dict:
            return {text_of(key): _plain(entry, depth + 1, left) for key, entry in entries}
        return [_plain(entry, depth + 1, left) for entry in entries]
    if type(value) is float and not math.isfinite(value):
        return str(value)
    return value if value is None or type(value) in (bool, int, float) else None
