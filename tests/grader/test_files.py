"""Files and folders appear at one stroke; what a kill leaves behind is cleared, and nothing is ever absent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from grader import files
from grader.files import clear_leftovers, made_folder, write_file


def test_a_file_is_whole_or_the_old_one(tmp_path):
    path = tmp_path / "deep" / "page.html"
    write_file(path, "old")
    assert path.read_text() == "old"
    with pytest.raises(UnicodeEncodeError):
        write_file(path, "\ud800")
    assert path.read_text() == "old"
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]


@pytest.mark.skipif(os.name != "posix", reason="needs rights of files")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_whoever_keeps_new_files_to_themselves_keeps_these(tmp_path, umask):
    code = (
        "import pathlib\nfrom grader.files import made_folder, write_file\n"
        f"root = pathlib.Path({str(tmp_path)!r})\nwrite_file(root / 'people.json', 'x')\n"
        "with made_folder(root / 'graded'): pass\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, umask=umask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"people.json": 0o666 & ~umask, "graded": 0o777 & ~umask}


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_is_whole_or_the_old_one(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    target = tmp_path / "ada"
    for text in ("first", "second"):
        with made_folder(target) as new:
            (new / "text").write_text(text)
        assert (target / "text").read_text() == text
    with pytest.raises(UnicodeEncodeError), made_folder(target) as new:
        (new / "text").write_text("half \ud800", encoding="utf-8")
    assert (target / "text").read_text() == "second"
    assert [each.name for each in tmp_path.iterdir()] == ["ada"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="two paths change places at one stroke on Linux only")
def test_a_folder_that_is_replaced_is_never_absent(tmp_path):
    target = tmp_path / "ada"
    with made_folder(target) as new:
        (new / "text").write_text("0")
    missing, done = [], threading.Event()

    def look():
        while not done.is_set():
            try:
                os.stat(target / "text")
            except FileNotFoundError as error:
                missing.append(error)

    watcher = threading.Thread(target=look)
    watcher.start()
    for number in range(200):
        with made_folder(target) as new:
            (new / "text").write_text(str(number))
    done.set()
    watcher.join()
    assert missing == []


def test_what_a_kill_left_is_cleared_and_what_it_had_moved_away_is_put_back(tmp_path):
    code = (
        "import os, signal, pathlib\nfrom grader import files\n"
        f"target = pathlib.Path({str(tmp_path)!r}) / 'ada'\ntarget.mkdir()\n(target / 'old').write_text('1')\n"
        "files._exchange = lambda one, other: False\nrename = pathlib.Path.rename\n"
        "def dies(self, other):\n    rename(self, other)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "pathlib.Path.rename = dies\nwith files.made_folder(target) as new: (new / 'new').write_text('2')\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert not (tmp_path / "ada").exists()
    assert len(clear_leftovers(tmp_path)) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["ada"]
    assert (tmp_path / "ada" / "old").read_text() == "1"


def test_what_is_being_made_is_left_alone(tmp_path):
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (tmp_path / f".making-{running.pid}-{files._MACHINE}-abc.new.ada").mkdir()
        (tmp_path / ".making-by-hand").mkdir()
        assert clear_leftovers(tmp_path) == []
        assert len(list(tmp_path.iterdir())) == 2
    finally:
        running.kill()
        running.wait()
    assert clear_leftovers(tmp_path / "nowhere") == []
    assert len(clear_leftovers(tmp_path)) == 1


def test_what_another_machine_is_making_is_left_alone_for_a_day(tmp_path):
    """A course may lie on a disk that several machines share: a process of theirs is none of ours."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    theirs = tmp_path / f".making-{ended.pid}-{int(files._MACHINE, 16) ^ 1:08x}-abc.new.ada"
    theirs.mkdir()
    assert clear_leftovers(tmp_path) == []
    os.utime(theirs, (0, 0))
    assert clear_leftovers(tmp_path) == [theirs]
