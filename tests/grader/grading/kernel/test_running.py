"""A notebook runs in its own kernel within its limits; the run ends soon and leaves nothing behind."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from grader.grading.kernel.running import KernelRunner
from grader.model import Limits, State

LIMITS = Limits(cell_seconds=2, seconds=30, memory_mb=1500, output_mb=1)


@pytest.fixture
def execute(build):
    """Return a function that runs sources as code cells and gives the execution and its cells' runs in order."""

    def go(*sources, limits=LIMITS, files=None, tags=None, **options):
        cells = [build.cell(source, tags=(tags or {}).get(index, [])) for index, source in enumerate(sources)]
        for index, cell in enumerate(cells):
            cell["id"] = f"c{index}"
        execution = KernelRunner()(build.notebook(*cells), limits, files, **options)
        return execution, [execution.cells[cell["id"]] for cell in cells]

    return go


def texts(execution):
    return [
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in execution.notebook.cells
    ]


def test_cells_run_as_in_jupyter(execute, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("COURSE_DATA_DIR", "/data")
    monkeypatch.delenv("COURSE_PROFILE", raising=False)
    execution, cells = execute(
        "open('a/b.txt').read()",
        "1 / 0",
        "import os\n[os.environ.get(n) for n in ('SECRET_TOKEN', 'COURSE_DATA_DIR', 'COURSE_PROFILE', 'MPLBACKEND')]",
        "await __import__('asyncio').sleep(0, 'awaited')",
        "%time pass",
        "left = 1",
        "print('never')",
        "from pathlib import Path\n[Path.cwd().name, Path.home().parent == Path.cwd().parent]",
        "get_ipython().showtraceback = lambda *a, **k: None",
        "1 / 0",
        "raise SystemExit",
        "input()",
        files={"a/b.txt": b"hello"},
        tags={6: ["skip-grading"]},
    )
    shown = texts(execution)
    assert execution.state is State.GRADED
    assert shown[0] == "'hello'"
    assert shown[2] == "[None, '/data', 'fast', 'module://matplotlib_inline.backend_inline']"
    assert shown[3] == "'awaited'"
    assert "CPU times" in shown[4]
    assert shown[6] == ""
    assert shown[7] == "['work', True]"
    assert [cell.executed for cell in cells[5:8]] == [True, False, True]
    # A student who switches tracebacks off has failed all the same.
    assert [cell.error.split(":")[0] for cell in cells[9:]] == [
        "ZeroDivisionError",
        "SystemExit",
        "StdinNotImplementedError",
    ]
    assert execution.notebook.cells[9].outputs[0].output_type == "error"
    assert execution.peak_memory_mb > 20
    assert set(execution.phases) == {"start", "cells"}


def test_skipped_cells_run_when_asked(execute):
    execution, _ = execute("print('shown')", tags={0: ["skip-grading"]}, run_skipped=True)
    assert texts(execution) == ["shown\n"]


def test_an_endless_loop_is_interrupted_and_the_rest_runs(execute):
    execution, cells = execute("while True:\n    pass", "'still here'")
    assert (execution.state, cells[0].state, cells[1].state) == (State.PARTIAL, State.TIMEOUT, State.GRADED)
    assert "2 s" in execution.reason
    assert texts(execution)[1] == "'still here'"


def test_a_loop_that_cannot_be_interrupted_is_killed(execute):
    started = time.monotonic()
    execution, cells = execute(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass", "1"
    )
    assert time.monotonic() - started < 12
    assert execution.state is State.TIMEOUT
    assert [cell.state for cell in cells] == [State.TIMEOUT] * 2
    assert cells[1].executed is False


def test_the_notebook_has_a_time_limit_of_its_own(execute):
    sleep = "import time; time.sleep(1)"
    execution, cells = execute(*[sleep] * 6, limits=Limits(cell_seconds=2, seconds=2.5))
    assert execution.state is State.TIMEOUT
    assert cells[-1].executed is False


def test_a_kernel_that_dies_is_noticed_at_once(execute):
    started = time.monotonic()
    execution, cells = execute("x = 1", "import os; os._exit(0)", "x", limits=Limits())
    assert time.monotonic() - started < 8
    assert execution.state is State.CRASHED
    assert [cell.state for cell in cells] == [State.GRADED, State.CRASHED, State.CRASHED]
    assert "died" in execution.reason


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = b'x' * (700 * 1024 * 1024)\nimport time; time.sleep(2)", "memory"),
        ("while True:\n    print('x' * 1000)", "put out more than 1 MiB"),
        ("open('big', 'wb').write(b'x' * 30_000_000)\nimport time; time.sleep(9)", "wrote more than 20 MiB"),
        ("import os, time\nfor _ in range(1500): os.mkdir('a'); os.chdir('a')\ntime.sleep(9)", "folders without end"),
    ],
)
def test_memory_output_and_files_are_limited(execute, source, words):
    execution, cells = execute(source, "1", limits=Limits(cell_seconds=20, memory_mb=500, output_mb=1, scratch_mb=20))
    assert execution.state is State.CRASHED
    assert words in execution.reason
    assert cells[0].seconds < 15
    assert sum(map(len, texts(execution))) < 2_000_000


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_nothing_is_left_behind(execute):
    mark = f"grader-test-{os.getpid()}"
    execution, _ = execute(
        f"import subprocess, sys\np = [sys.executable, '-c', 'import time; time.sleep(99)', '{mark}']",
        "subprocess.Popen(p); subprocess.Popen(p, start_new_session=True)\nimport time; time.sleep(0.5)",
        "import os\nos.makedirs('shut/x'); os.chmod('shut', 0)\nprint(os.getcwd())",
    )
    time.sleep(0.2)
    assert not [p for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or [])]
    assert not Path(texts(execution)[2].strip()).parent.exists()


def test_a_kernel_under_another_name_is_python(build):
    notebook = build.notebook(build.cell("6 * 7"), kernel="conda-env-that-is-not-here")
    execution = KernelRunner()(notebook, LIMITS)
    assert texts(execution) == ["42"]


def test_a_kernel_that_is_not_installed_is_said(build):
    notebook = build.notebook(build.cell("1"))
    notebook.metadata.kernelspec = {"name": "fortran", "language": "fortran", "display_name": "F"}
    execution = KernelRunner()(notebook, LIMITS)
    assert execution.state is State.CRASHED
    assert "'fortran'" in execution.reason


def test_it_runs_where_an_event_loop_runs_already(build):
    import asyncio

    async def inside():
        return KernelRunner()(build.notebook(build.cell("1 + 1")), LIMITS)

    assert texts(asyncio.run(inside())) == ["2"]


def test_closing_ends_what_still_runs_and_starts_nothing_more(build):
    runner = KernelRunner()
    notebook = build.notebook(build.cell("import time\ntime.sleep(300)"))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(runner, notebook, LIMITS)
        until = time.monotonic() + 60
        while not runner._running and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(2)
        runner.close()
        assert running.result(timeout=30).state is State.CRASHED
    refused = runner(build.notebook(build.cell("1")), LIMITS)
    assert (refused.state, refused.reason) == (State.CRASHED, "the grader has ended")
