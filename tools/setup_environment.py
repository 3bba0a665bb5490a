#!/usr/bin/env python3
"""Make the environment in `.venv`: every package of `requirements.lock`, checked by hash, and this project.

usage: python3 tools/setup_environment.py [--python PATH]

Needs the standard library only, and reads on any Python 3 so that one which is too old is told so in words. A second
call finds the stamp of the first and installs nothing.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
LOG = VENV / "install.log"
OLDEST, NEWEST = (3, 11), (3, 13)  # what TensorFlow 2.21 has wheels for
NEEDED_GB = 4.0  # the environment takes 2.5 GB; pip unpacks one package at a time beside it

# What pip's log says, and what a person should read instead; the first that is found counts.
TROUBLES = (
    (
        ("No space left on device", "Errno 28"),
        "The disk is full. Free about {gb:.0f} GB where {root} lies (or in the folder for temporary files) and "
        "run this again.",
    ),
    (
        ("THESE PACKAGES DO NOT MATCH THE HASHES",),
        "A downloaded package differs from requirements.lock, so nothing of it was installed. Run this again with "
        "PIP_NO_CACHE_DIR=1; if it stays, the package index you use serves altered files.",
    ),
    (
        (
            "NewConnectionError",
            "ConnectTimeoutError",
            "Name or service not known",
            "Temporary failure in name resolution",
            "getaddrinfo failed",
            "ProxyError",
            "Max retries exceeded",
            "Network is unreachable",
            "Connection refused",
            "Read timed out",
            "CERTIFICATE_VERIFY_FAILED",
        ),
        "The package index could not be reached. Check the network (or set PIP_INDEX_URL to an index you can reach) "
        "and run this again; what was already downloaded is kept.",
    ),
    (
        ("No matching distribution found", "Could not find a version"),
        "The package index has no file of a package for this machine and Python: {detail}. The course needs 64-bit "
        "Linux, macOS (Apple silicon) or Windows.",
    ),
    (("Permission denied", "Errno 13"), "This account may not write to {root}. Clone the course where you may."),
)


class SetupError(Exception):
    """What went wrong, in one sentence for the person at the keyboard."""


def version_text(version):
    return ".".join(str(part) for part in version[:2])


def choose_python(wanted):
    """Return a Python of the supported range: the wanted one, this one, or another on PATH."""
    found = [shutil.which(f"python3.{minor}") for minor in (12, 11, 13)]
    candidates = [wanted] if wanted else [sys.executable, *(path for path in found if path)]
    seen = []
    for candidate in candidates:
        try:
            answer = subprocess.check_output(
                [candidate, "-c", "import sys; print(*sys.version_info[:2], sys._base_executable)"],
                universal_newlines=True,
            )
        except (OSError, subprocess.CalledProcessError):
            seen.append(f"{candidate} does not start")
            continue
        major, minor, *base = answer.strip().split(" ", 2)
        version = (int(major), int(minor))
        if OLDEST <= version <= NEWEST:
            # Where the environment is activated, its own Python is the first on PATH: it cannot make itself anew.
            inside = VENV in Path(shutil.which(candidate) or candidate).absolute().parents
            return (base[0] if inside and base else candidate), version
        seen.append(f"{candidate} is Python {version_text(version)}")
    raise SetupError(
        f"The course needs Python {version_text(OLDEST)} to {version_text(NEWEST)}, but {'; '.join(seen)}. "
        f"Install one of them and run `make setup PYTHON=python{version_text(NEWEST)}`."
    )


def fingerprint(version):
    """Return a text that changes with anything that should make the environment anew."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return f"python {version_text(version)}\n{ROOT}\n{digest.hexdigest()}\n"


def venv_python():
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def check_disk():
    free = shutil.disk_usage(str(ROOT)).free / 1e9
    if free < NEEDED_GB:
        raise SetupError(
            f"The disk with {ROOT} has {free:.1f} GB free and the environment needs {NEEDED_GB:.0f} GB. "
            "Free some space and run this again."
        )


def explain(text):
    """Return the sentence for what a failed command printed."""
    for marks, sentence in TROUBLES:
        if any(mark in text for mark in marks):
            detail = next((line.strip() for line in text.splitlines() if any(mark in line for mark in marks)), "")
            return sentence.format(gb=NEEDED_GB, root=ROOT, detail=detail)
    last = [line.strip() for line in text.splitlines() if line.strip()][-1:] or ["it printed nothing"]
    return f"Installing failed: {last[0]}. All of what pip printed is in {LOG}."


def so_far(text, seconds, most=0, unpacking=0.0, unpacked=0):
    """Return what is known of how far pip is: packages of how many, megabytes, how long it may still take.

    `text` is its log, `unpacking` for how many of the `seconds` it has unpacked, `unpacked` how many are done.
    """
    # `Processing` is what pip says of a package that it takes from this disk.
    found = len(re.findall(r"^(?:Collecting|Processing) ", text, re.M))
    sizes = re.findall(r"^ *(?:Downloading|Using cached) .*\(([\d.]+) ([kMG])B\)", text, re.M)
    megabytes = sum(float(size) * {"k": 0.001, "M": 1, "G": 1000}[unit] for size, unit in sizes)
    words = [f"{seconds:.0f} s"]
    if is_unpacking(text):
        words.append(f"{found} packages, {megabytes:.0f} MB, unpacking")
        if 0 < unpacked < found:
            words.append(f"{unpacked} of them done{left(unpacked, found, unpacking)}")
    elif found:
        of = f" of about {most}" if most > found else ""
        words.append(f"{found}{of} packages, {megabytes:.0f} MB{left(found, most, seconds)}")
    return ", ".join(words)


def is_unpacking(text):
    return re.search(r"^Installing collected packages", text, re.M) is not None


def left(done, most, seconds):
    """Return how long a step may still take, once a tenth of it tells; "" before and after."""
    if not most // 10 < done < most:
        return ""
    return f", about {seconds * (most - done) / done:.0f} s left for this"


def unpacked_packages():
    return len(list(VENV.glob("lib/python3*/site-packages/*.dist-info"))) or len(
        list(VENV.glob("Lib/site-packages/*.dist-info"))
    )


def over(line):
    """Return a line that takes the place of the last one on a terminal, however narrow that is."""
    width = shutil.get_terminal_size().columns - 1
    return "\r" + line[:width].ljust(width)


def run(command, doing, most=0):
    """Run a command, its output into the log; a terminal shows all the time how far it is, a log every ten seconds."""
    begin, told, terminal = time.time(), 0.0, sys.stdout.isatty()
    before, unpacking_since = unpacked_packages(), None
    print(f"{doing} ...", end="" if terminal else "\n", flush=True)
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.pop("PYTHONPATH", None)
    with open(str(LOG), "a+", encoding="utf-8", errors="replace") as log:
        start = log.seek(0, os.SEEK_END)
        words = [str(part) for part in command]
        process = subprocess.Popen(words, stdout=log, stderr=log, cwd=str(ROOT), env=environment)
        while process.poll() is None:
            seconds = time.time() - begin
            if seconds - told >= (1 if terminal else 10):
                told = seconds
                log.seek(start)
                text = log.read()
                if unpacking_since is None and is_unpacking(text):
                    unpacking_since = seconds
                since = seconds - unpacking_since if unpacking_since is not None else 0.0
                line = f"{doing} ... {so_far(text, seconds, most, since, unpacked_packages() - before)}"
                print(over(line) if terminal else line, end="" if terminal else "\n", flush=True)
            time.sleep(0.2)
        log.seek(start)
        text = log.read()
    line = f"{doing}: {time.time() - begin:.0f} s"
    print(over(line) if terminal else line, flush=True)
    if process.returncode:
        raise SetupError(explain(text))


def make_venv(python):
    print("An empty environment, some seconds ...", flush=True)
    command = [python, "-m", "venv", str(VENV)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    if answer.returncode:
        if "ensurepip" in answer.stdout:
            raise SetupError(
                "This Python comes without the module `venv`. Install it (Debian and Ubuntu: `apt install "
                "python3-venv`) or take a Python from python.org or conda, and run this again."
            )
        raise SetupError(explain(answer.stdout))


def install(python, version):
    check_disk()
    if STAMP.exists() and STAMP.read_text().splitlines()[:2] != fingerprint(version).splitlines()[:2]:
        # Another Python or another place: nothing of the old one must linger. A mere new lock is installed over it.
        shutil.rmtree(str(VENV))
    if not venv_python().exists():
        shutil.rmtree(str(VENV), ignore_errors=True)
        make_venv(python)
    if STAMP.exists():
        STAMP.unlink()
    pip = [venv_python(), "-m", "pip", "install", "--no-warn-script-location"]
    # Importing TensorFlow takes 6 s with compiled bytecode and 16 s without, and some machines cannot write it later.
    locked = [*pip, "--compile", "--require-hashes", "-r", "requirements.lock"]
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8").count("==")
    run(locked, "Installing packages", pinned)
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], "Installing course_utils and grader")
    STAMP.write_text(fingerprint(version))


def main():
    parser = argparse.ArgumentParser(description="Make the environment of the course in .venv.")
    parser.add_argument("--python", help="the Python to use (default: this one, else another on PATH)")
    arguments = parser.parse_args()
    try:
        python, version = choose_python(arguments.python)
        if venv_python().exists() and STAMP.exists() and STAMP.read_text() == fingerprint(version):
            return 0
        print("Making the environment in .venv (once; 2 to 4 minutes on an ordinary line)", flush=True)
        install(python, version)
    except SetupError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"\n{explain(str(trouble))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run it again to go on.", file=sys.stderr)
        return 130
    print("The environment is ready in .venv.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
