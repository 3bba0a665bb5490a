"""Attacks on the machine and on the class's time: floods, memory, system calls, processes that stay."""

# ruff: noqa: E501  - sources of attacks stand as they are handed in

from __future__ import annotations

import os

from benchmarks.attack_model import PRINT_REACHED, Attack

_INTEL = os.uname().machine == "x86_64" if hasattr(os, "uname") else True
_SHOW = "from IPython.display import HTML, Markdown, display, publish_display_data as show\n"
_SLOW = (("test-slow", "test", 1, "import time\nright = squares(3) == 9\ntime.sleep(3)\nassert right"),)
_LIBC = "import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
# Resident memory of this process and of all that it started.
_TOOK = """import os, re
def took():
    pages = re.findall(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())
    return int(pages[0]) // 1024
"""


def _added(source: str, count: int = 1, **more: object):
    def edit(notebook: dict) -> None:
        for number in range(count):
            cell = {"cell_type": "code", "id": f"added{number}", "metadata": {}, "outputs": [], "execution_count": None}
            notebook["cells"].append({**cell, "source": source, **more})

    return edit


MACHINE_ATTACKS = [
    Attack("an output of unmatched end tags", _SHOW + "display(HTML('<b title=i></z>' * 1_400))\n", shown=True),
    Attack("an output of tags that are opened anew in each paragraph", _SHOW + "display(HTML('<p><b><i><u><a>' * 3_000))\n", shown=True),
    Attack("2 MiB of [0] in an added cell", edit=_added("[0]," * 500_000), alone=True),
    Attack("2 MiB of brackets in an answer", answer="x = (" + "[0]," * 500_000 + ")\ndef squares(x): return 0 * x", alone=True),
    Attack("an output of 500,000 entries", _SHOW + "show({'application/json': [[]] * 500_000})\n", alone=True, shown=True),
    Attack("outputs of 5,000,000 entries", _SHOW + "for _ in range(10): show({'application/json': [[]] * 500_000})\n", alone=True),
    Attack("10,000 outputs and updates of one display", _SHOW + "shown = display('x', display_id=True)\n"
           "for number in range(5_000):\n    shown.update(number)\n    display(number, display_id=shown.display_id)\n", alone=True),
    Attack("4,900 cells with one id", edit=_added("pass", 4_900, id="same"), alone=True),
    Attack("1,900 cells with one id", edit=_added("pass", 1_900, id="same"), alone=True, quick=False),
    Attack("a. 15,000 times in an answer", answer="a." * 15_000, shown=True),
    Attack("names and numbers that take long to read in an answer", answer="x = " + "-" * 20_000 + "1\ny = f'{" * 50 + "\n" + "lambda:" * 9_000, shown=True),
    Attack("memory taken while the judge computes", _TOOK + "import threading, time\n", cells=_SLOW, alone=True,
           answer="def hog():\n    held = []\n    for _ in range(18): held.append(bytearray(b'x') * 100_000_000); time.sleep(0.02)\n"
                  "    time.sleep(0.5)\n    if took() > 1700: " + PRINT_REACHED + "\n    time.sleep(1)\n"
                  "def squares(x):\n    if type(x) is int and x == 3: threading.Thread(target=hog, daemon=True).start()\n    return 0 * x",
           reaches="1.7 GB under a limit of 1.2"),
    Attack("a hog behind many children", _TOOK + "import time\nshared = bytearray(b'x') * 200_000_000\nfor _ in range(60):\n"
           "    try:\n        if os.fork() == 0: time.sleep(8); os._exit(0)\n    except OSError: break\n"
           "held = []\nfor _ in range(17): held.append(bytearray(b'x') * 100_000_000)\ntime.sleep(1)\n"
           "if took() > 1800: " + PRINT_REACHED + "\n", alone=True, reaches="1.8 GB under a limit of 1.2"),
    Attack("a hog whose first thread has ended", _LIBC + _TOOK + "import sys, threading, time\ndef hog():\n    time.sleep(0.3)\n"
           "    held = [bytearray(b'x') * 100_000_000 for _ in range(17)]\n    time.sleep(1.5)\n"
           "    os.write(1, b'canary-' + b'reached-77aa')\n    os._exit(0)\nif os.fork() == 0:\n"
           "    threading.Thread(target=hog).start()\n    libc.syscall(" + ("60" if _INTEL else "93") + ", 0)\ntime.sleep(4)\n",
           alone=True, reaches="1.7 GB under a limit of 1.2"),
    Attack("page tables without memory", "import mmap, re\nkind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000\n"
           "held = mmap.mmap(-1, 1 << 40, kind, mmap.PROT_READ)\nheld.madvise(mmap.MADV_NOHUGEPAGE)\n"
           "for place in range(0, 800_000 << 20, 1 << 21): held[place]\n"
           "if int(re.search(r'VmPTE:\\s+(\\d+)', open('/proc/self/status').read())[1]) > 1_500_000: " + PRINT_REACHED + "\n",
           alone=True, reaches="1.5 GB under a limit of 1.2"),
    Attack("a crash for the machine's own handler of crashes", "import resource\nfor limit in (0, resource.getrlimit(resource.RLIMIT_CORE)[1]):\n"
           "    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))\n    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 1: " + PRINT_REACHED + "\n",
           reaches="a program that runs as root"),
    Attack("slots of asynchronous input and output", _LIBC + "slots = ctypes.c_ulong(0)\n"
           f"if libc.syscall({206 if _INTEL else 0}, 60_000, ctypes.byref(slots)) == 0: " + PRINT_REACHED + "\n", reaches="slots of the kernel"),
    Attack("rules and filters of one's own, memory of no process", _LIBC + "made = libc.syscall(444, 0, 0, 1)\n"
           f"if made > 0 or (libc.syscall({317 if _INTEL else 277}, 1, 0, 0), ctypes.get_errno())[1] != errno.ENOSYS: " + PRINT_REACHED + "\n",
           reaches="memory of the kernel without end"),
    Attack("locks of files as a channel", "import fcntl, os\none, two = open(os.__file__), open(os.__file__)\ntry:\n"
           "    fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)\n    try: fcntl.flock(two, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
           "    except BlockingIOError: " + PRINT_REACHED + "\nexcept OSError as error: print(error)\n", reaches="a channel to other sessions"),
    Attack("notices of who opens a file as a channel", _LIBC + f"made = libc.syscall({294 if _INTEL else 26}, 0)\n"
           "if made >= 0 and libc.inotify_add_watch(made, os.__file__.encode(), 0x20) >= 0: " + PRINT_REACHED + "\n",
           reaches="a channel to other sessions"),
    Attack("names that everybody on the machine sees", "import socket, os\nheld = []\ntry:\n    one = socket.socket(socket.AF_UNIX)\n    one.bind('\\0canary-{mark}')\n"
           "    held.append(one)\nexcept OSError as error: print(error)\n"
           "try:\n    for line in open('/proc/net/unix'):\n        if '@' in line and 'canary' not in line: " + PRINT_REACHED + "; break\n"
           "except OSError as error: print(error)\n", reaches="sockets of other programs"),
    Attack("calls that a later kernel adds", _LIBC + "for number in range(463, 560):\n    ctypes.set_errno(0)\n"
           "    if libc.syscall(number, -1, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != errno.ENOSYS:\n        " + PRINT_REACHED
           + "\n        break\n", reaches="calls that nobody looked at"),
    Attack("a process that does not die with its parent", _LIBC + "import signal, subprocess\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
           "def free():\n    libc.prctl(1, 0)\n    signal.signal(signal.SIGHUP, signal.SIG_IGN)\n    os.setsid()\n"
           "free_too = libc.prctl(1, 0)\nsubprocess.Popen(['sleep', '{mark}'], preexec_fn=free)\n"
           "def squares(x):\n    subprocess.Popen(['sleep', '{mark}'], preexec_fn=free)\n    os.kill(0, signal.SIGHUP)\n    return 0 * x\n"),
    Attack("a tree of processes that double while they end", "import os, time\nend = time.time() + 3\ndef grow(depth):\n"
           "    while time.time() < end:\n        try:\n            if os.fork() == 0: return grow(depth + 1)\n        except OSError: time.sleep(0.01)\n"
           "        time.sleep(0.05)\n    if depth: os._exit(0)\ngrow(0)\n", not_stock="nothing would stop it"),
    Attack("processes that go on when their cell is stopped", "import os, time\nfor number in range(60):\n    if os.fork() == 0:\n        while True: time.sleep(9)\n"
           "while True: time.sleep(9)\n", after="import os\nif len([each for each in os.listdir('/proc') if each.isdigit()]) > 40: " + PRINT_REACHED + "\n",
           reaches="the time of later cells", not_stock="nothing would end them"),
    Attack("a file of 60 MiB and 10,000 names in the scratch folder", "with open('big', 'wb') as file:\n    try: file.write(bytes(60_000_000))\n"
           "    except OSError as error: print(error)\nfor number in range(10_000):\n    try: open(f'name-{number}', 'w').close()\n    except OSError: break\n"),
    Attack("signals to whatever answers", "import os, signal\nfor pid in (os.getppid(), 1):\n    for number in (signal.SIGCONT, 0):\n"
           "        try: os.kill(pid, number)\n        except OSError as error: print(error)\n", not_stock="it would hit this machine's own processes"),
]  # fmt: skip
