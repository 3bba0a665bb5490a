"""Hostile cells: what they try to reach, to use up and to leave behind."""

import contextlib
import os
import socket
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from grader.model import State

PROJECT = str(Path(__file__).resolve().parents[3])
TRY = """
def t(f):
    try:
        print('GOT', f())
    except BaseException as error:
        print(type(error).__name__)
"""


@pytest.fixture
def secret(tmp_path, monkeypatch):
    """A file and a variable that no session may see."""
    monkeypatch.setenv("GRADER_SECRET", "s3cret-variable")
    file = tmp_path / "gradebook.db"
    file.write_text("s3cret-file")
    file.chmod(0o666)
    tmp_path.chmod(0o777)
    return file


REACH = [
    "open({file!r}).read()",
    "open({file!r}, 'w')",
    "__import__('os').chmod({file!r}, 0)",
    "__import__('os').stat({file!r})",
    "__import__('os').listdir({folder!r})",
    "__import__('os').listdir({project!r} + '/tests')",
    "open('/proc/{pid}/environ').read()",
    "open('/proc/{pid}/mem', 'rb').read(1)",
    "open('/proc/{server}/environ').read()",
    "open('/proc/1/root/etc/shadow').read()",
    "open('/etc/shadow').read()",
    "open('/proc/kcore', 'rb').read(1)",
    "open('/proc/sys/kernel/hostname', 'w').write('x')",
    "__import__('os').kill({pid}, 0)",
    "__import__('os').kill({server}, 9)",
    "__import__('os').mknod('disk', 0o60600, __import__('os').makedev(254, 0))",
    "__import__('os').setuid(0)",
    "open('/usr/lib/x', 'w')",
    "__import__('subprocess').check_output(['cat', {file!r}], stderr=-3)",
]


def test_nothing_outside_can_be_reached(run, text, server, secret):
    known = {
        "file": str(secret),
        "folder": str(secret.parent),
        "project": PROJECT,
        "pid": os.getpid(),
        "server": server.pid,
    }
    execution = run(TRY, *(f"t(lambda: {attempt.format(**known)})" for attempt in REACH))
    assert "GOT" not in text(execution)
    assert text(execution).count("Error") == len(REACH)
    assert secret.read_text() == "s3cret-file"


def test_the_environment_and_memory_hold_no_secret(run, text, secret):
    code = "import os\nprint(dict(os.environ), open('/proc/self/environ').read())\nprint(os.listdir('/proc/self/fd'))"
    assert "s3cret" not in text(run(code))


def test_only_its_own_processes_are_seen(run, text):
    assert "[1]" in text(run("import os\nprint([int(p) for p in os.listdir('/proc') if p.isdigit()])"))


CONNECT = [
    "socket.create_connection(('127.0.0.1', {port}), 1)",
    "socket.create_connection(('1.1.1.1', 53), 1)",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
    "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'x', ('::1', {port}))",
    "socket.getaddrinfo('example.com', 80)",
    "socket.socket().bind(('127.0.0.1', 0))",
    "socket.socket(socket.AF_UNIX).connect('\\0grader-test')",
    "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "socket.socket(40, socket.SOCK_STREAM)",
]


def test_no_network(run, text):
    with socket.socket() as server, socket.socket(socket.AF_UNIX) as abstract:
        server.bind(("127.0.0.1", 0))
        server.listen()
        abstract.bind("\0grader-test")
        abstract.listen()
        port = str(server.getsockname()[1])
        execution = run(
            TRY + "import socket", *(f"t(lambda: {attempt.replace('{port}', port)})" for attempt in CONNECT)
        )
    assert "GOT" not in text(execution)
    assert text(execution).lower().count("error") == len(CONNECT)


CALLS = [
    "ptrace(16, 1, 0, 0)",
    "unshare(0x10000000)",
    "mount(b'x', b'/run/session', b'tmpfs', 0, 0)",
    "memfd_create(b'x', 0)",
    "shmget(7, 1 << 20, 0o1600)",
    "syscall(425, 8, 0)",  # io_uring_setup: from here on numbers that are the same everywhere
    "syscall(428, -100, b'/', 0)",  # open_tree
    "syscall(438, 0, 0, 0)",  # pidfd_getfd
    "syscall(447, 0)",  # memfd_secret
]
# process_vm_readv, bpf, userfaultfd, add_key, keyctl, perf_event_open, kcmp, msgget, personality, setns, clone3
X86_CALLS = (310, 321, 323, 248, 250, 298, 312, 68, 135, 308, 435)
if os.uname().machine == "x86_64":
    CALLS += [f"syscall({number}, 1, 0, 0, 0, 0)" for number in X86_CALLS]


def test_dangerous_system_calls_are_closed(run, text):
    execution = run("import ctypes\nlibc = ctypes.CDLL(None)", *(f"print('RESULT', libc.{call})" for call in CALLS))
    assert text(execution).count("RESULT -1") == len(CALLS)


@pytest.mark.parametrize(
    ("code", "state", "words"),
    [
        ("import os\nos._exit(0)", State.CRASHED, "ended"),
        ("import os, signal\nos.abort()", State.CRASHED, "SIG"),
        ("import ctypes\nctypes.string_at(0)", State.CRASHED, "SIGSEGV"),
        ("x = []\nwhile True: x.append(bytearray(40_000_000))", State.CRASHED, "memory"),
        ("import os, time\nfor i in range(4):\n    if not os.fork():\n        x = bytearray(b'x') * 300_000_000\n"
         "        time.sleep(60)\ntime.sleep(30)", State.CRASHED, "memory"),
        ("while True: print('x' * 1000)", State.CRASHED, "put out more"),
        ("import os\nwhile True: os.write(2, b'x' * 1000)", State.CRASHED, "put out more"),
        ("!yes", State.CRASHED, "put out more"),
        ("import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass",
         State.TIMEOUT, "interrupted"),
        ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", State.TIMEOUT, "interrupted"),
        ("while True: pass", State.PARTIAL, "stopped after"),
        ("import socket, time\nheld = [socket.socketpair() for _ in range(200)]\ntime.sleep(9)",
         State.CRASHED, "sockets"),
        ("import os\nfor i in range(3, 64):\n    try: os.write(i, b'\\xff' * 64)\n    except OSError: pass\n"
         "import time; time.sleep(9)", State.CRASHED, "cannot be read"),
    ],
)  # fmt: skip
def test_each_way_to_go_wrong_has_a_name(run, code, state, words, server):
    if code.startswith("!") and not server.python.has("IPython"):
        pytest.skip("it needs IPython")
    execution = run(code, cell_seconds=1 if state is not State.CRASHED else 15, memory_mb=900)
    assert execution.state is state
    assert words in execution.reason


def test_leaving_ends_one_cell_not_the_session(run, text):
    leaving = ["raise SystemExit", "import sys\nsys.exit(1)", "exit()", "quit()", "raise KeyboardInterrupt"]
    assert "still here" in text(run(*leaving, "print('still here')"))


def test_a_fork_bomb_is_ended_whole(run, server):
    execution = run(
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", cell_seconds=2, memory_mb=900
    )
    assert execution.state in (State.TIMEOUT, State.CRASHED)
    until = time.monotonic() + 60  # on a busy machine the kernel takes long to take hundreds of processes apart
    while _processes_of_sessions(server.pid) > 0 and time.monotonic() < until:  # one keeper may still be saying goodbye
        time.sleep(0.05)
    assert _processes_of_sessions(server.pid) == 0


def test_what_a_stopped_cell_has_started_does_not_take_the_time_of_later_ones(run, text):
    # Programs, not forks of the session: a busy machine may not manage sixty of those before the cell is stopped.
    bomb = (
        "import subprocess, time\nfor i in range(60):\n    subprocess.Popen(['sleep', '99'])\nwhile True: time.sleep(9)"
    )
    count = "import os\nprint('alone', len([p for p in os.listdir('/proc') if p.isdigit()]))"
    execution = run(bomb, count, cell_seconds=2)
    assert "alone 1" in text(execution)
    # Whichever is quicker: that it says it has stopped, or the time it is given for that.
    assert "went on" in execution.reason or "could not be interrupted" in execution.reason


def test_a_disk_hog_meets_the_end_of_its_scratch(run, text):
    execution = run("with open('big', 'wb') as f:\n    while True: f.write(b'x' * 10**6)", "print('on')", scratch_mb=16)
    assert "on" in text(execution)
    assert "OSError" in text(execution)
    many = run("for i in range(10**6): open(f'f{i}', 'w').close()", scratch_mb=16)
    assert "No space left" in text(many)


def test_nothing_is_left_behind(run, tmp_path):
    marker = "sleep 98761"
    run(
        f"import subprocess, threading, time\nsubprocess.Popen('{marker}'.split(), start_new_session=True)\n"
        "threading.Thread(target=time.sleep, args=(600,)).start()\nopen('/tmp/left-behind-98761', 'w').close()"
    )
    time.sleep(0.3)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert marker not in listed.splitlines()
    assert not os.path.exists("/tmp/left-behind-98761")


def test_a_forged_end_of_a_cell_gains_nothing(run, scores):
    forge = (
        "import os, json, struct\nmessage = json.dumps({'op': 'done', 'error': '', 'count': 7}).encode()\n"
        "for i in range(3, 32):\n    try: os.write(i, struct.pack('!II', len(message), 0) + message)\n"
        "    except OSError: pass"
    )
    cells = [("answer", "def f(): return 1\n" + forge), ("check", "assert f() == 2"), ("check", "assert f() == 2")]
    assert scores(run(*cells)) == [0.0, 0.0]


def test_half_a_message_does_not_keep_the_watchdog_from_looking(run):
    code = (
        "import gc, struct, time\nfrom grader.sandbox.ipc.rpc import RpcPeer\n"
        "rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))\n"
        "rpc.channel._socket.sendall(struct.pack('!II', 100, 0) + b'{')\n"
        "hog = bytearray(b'x') * 900_000_000\ntime.sleep(60)"
    )
    execution = run(code, memory_mb=700)
    assert "memory" in execution.reason


def _processes_of_sessions(parent: int) -> int:
    """Return how many processes live below the fork server, which other test runs do not share."""
    living = 0
    for process in psutil.Process(parent).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it may end while it is looked at
            living += process.status() != psutil.STATUS_ZOMBIE
    return living


def test_a_socket_holds_no_more_than_by_default(run, text):
    code = (
        "import socket\na, b = socket.socketpair()\nbefore = a.getsockopt(1, 7)\n"
        "for option in (7, 8, 32, 33): a.setsockopt(socket.SOL_SOCKET, option, 1 << 24)\n"
        "print('same', a.getsockopt(1, 7) == before, a.getsockopt(1, 8) == before)\n"
        "a.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)\nprint('kept', a.getsockopt(1, socket.SO_KEEPALIVE))"
    )
    assert "same True True\nkept 1" in text(run(code))


def test_a_session_that_does_not_listen_is_still_watched(run, server):
    if not server.python.has("numpy"):
        pytest.skip("it needs NumPy")
    code = (
        "def f(x):\n    import gc, time\n    from grader.sandbox.ipc.rpc import RpcPeer\n"
        "    rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))\n"
        "    rpc.channel.receive = lambda *a: time.sleep(0.1)\n"
        "    import threading\n    def hog():\n        held = []\n"
        "        while True: held.append(bytearray(b'x') * 20_000_000); time.sleep(0.05)\n"
        "    threading.Thread(target=hog, daemon=True).start()\n"
        "    rpc.channel.send({'op': 'answer', 'ok': True}, b'')\n    time.sleep(60)"
    )
    test = "import numpy as np\ntry: f(1)\nexcept Exception: pass\nf(np.zeros(20_000_000))"
    started = time.monotonic()
    execution = run(("answer", code), ("check", test), memory_mb=900)
    assert "memory" in execution.reason
    assert time.monotonic() - started < 15


def test_files_of_keras_go_to_the_scratch_folder(run, text, server):
    if not server.python.has("keras"):
        pytest.skip("it needs Keras")
    code = "import keras\nfrom keras.src.backend.config import keras_home\nprint(keras_home())\n"
    shown = text(run(code + "open(keras_home() + '/x', 'w').write('y')"))
    assert "/run/session/home/.keras" in shown
    assert "Error" not in shown


@pytest.mark.parametrize(
    "message",
    [
        "{'op': 'nonsense'}",
        "{'op': 'ask', 'what': 'x', 'more': [[]] * 200_000}",
        "{'op': 'done', 'error': 'x' * 10**6}",
    ],
)
def test_messages_that_are_none_end_the_session(run, message):
    code = (
        "import gc\nfrom grader.sandbox.ipc.rpc import RpcPeer\n"
        "rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))\n"
        f"rpc.channel.send({message})\nimport time; time.sleep(30)"
    )
    execution = run(code)
    assert execution.state is State.CRASHED
    assert "cannot be read" in execution.reason


def test_a_flood_of_the_shortest_outputs_is_counted(run):
    code = (
        "import gc\nfrom grader.sandbox.ipc.rpc import RpcPeer\n"
        "rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))\n"
        "while True: rpc.channel.send({'op': 'clear'})"
    )
    execution = run(code)
    assert "put out more" in execution.reason


def test_no_process_gets_a_share_of_the_processors_of_its_own(run, text):
    code = (
        "import os, subprocess, sys\nbefore = os.getsid(0)\n"
        "child = [sys.executable, '-c', 'import os; print(os.getsid(0)); os.setsid(); print(os.getsid(0))']\n"
        "ran = subprocess.run(child, start_new_session=True, capture_output=True, text=True, check=True)\n"
        "print('same', [int(each) == before for each in ran.stdout.split()])"
    )
    assert "same [True, True]" in text(run(code))


@pytest.mark.slow
def test_memory_taken_while_the_judge_computes_is_seen(run, scores):
    taking = (
        "import threading, time\nhog = []\ndef take():\n    for _ in range(400):\n"
        "        hog.append(bytearray(b'x') * 10_000_000)\n        time.sleep(0.01)\n"
        "def f():\n    threading.Thread(target=take, daemon=True).start()\n    return 1"
    )
    computing = (
        "import time\nassert f() == 1\nuntil = time.monotonic() + 15\n"
        "while time.monotonic() < until: sum(range(10_000))"
    )
    execution = run(("answer", taking), ("check", computing), ("answer", "after = 1"), memory_mb=700)
    # It would have taken four gigabytes; what the judge found out without the session counts all the same, and a
    # person is told, also where another session went on afterwards.
    assert 700 < execution.peak_memory_mb < 2000
    assert scores(execution) == [2.0]
    assert execution.state is State.PARTIAL
    assert "ended while a test ran: it used more than 700 MiB" in execution.reason
