"""The download: in a process of its own, within a time limit, all or nothing."""

import os
import time

import numpy as np
import pytest

from course_utils.data import DataError, download, mnist

PUT = "import os, pathlib, shutil; pathlib.Path('started').touch(); os.mkdir('datasets'); "


def test_what_arrives_is_verified_and_moved(tmp_path, monkeypatch, small_mnist, capsys):
    np.savez(tmp_path / "server.npz", **small_mnist)
    monkeypatch.setattr(
        download, "_CHILD", PUT + f"shutil.copy({str(tmp_path / 'server.npz')!r}, 'datasets/mnist.npz')"
    )
    path = download.fetch()
    assert path == mnist.keras_file()
    assert mnist.read(path)["y_test"].tolist() == [0, 1, 2, 3]
    assert os.listdir(path.parent) == ["mnist.npz"]
    assert "downloading it once" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("child", "words"),
    [
        (PUT + "open('datasets/mnist.npz', 'w').write('<html>')", "damaged"),
        ("raise OSError('no route to host')", r"failed \(OSError: no route to host\)"),
        ("pass", "left no file"),
        (
            "raise Exception('URL fetch failure on https://a.example/b.npz: None -- [Errno -2] Name not known')",
            r"failed \(\[Errno -2\] Name not known\)",
        ),
    ],
)
def test_what_is_wrong_never_reaches_the_cache(monkeypatch, child, words):
    monkeypatch.setattr(download, "_CHILD", child)
    with pytest.raises(DataError, match=words):
        download.fetch()
    assert os.listdir(mnist.keras_file().parent) == []


@pytest.mark.parametrize(
    ("child", "limit", "words"),
    [
        ("import time; time.sleep(60)", "START_SECONDS", "ended after"),
        (PUT + "import time; time.sleep(60)", "FIRST_BYTE_SECONDS", "no answer from the network"),
        (PUT + "open('datasets/x', 'w').write('abc'); import time; time.sleep(60)", "TOTAL_SECONDS", "with 3 bytes"),
    ],
)
def test_a_silent_network_is_not_waited_for(monkeypatch, child, limit, words):
    monkeypatch.setattr(download, "_CHILD", child)
    monkeypatch.setattr(download, limit, 2.0 if limit == "TOTAL_SECONDS" else 0.8)  # a loaded machine starts slowly
    start = time.monotonic()
    with pytest.raises(DataError, match=words):
        download.fetch()
    assert time.monotonic() - start < 10
    assert os.listdir(mnist.keras_file().parent) == []


def test_a_home_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="has no place to go"):
        download.fetch()


def test_a_failure_is_remembered_even_without_a_place_to_write(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    assert download.recent_failure() is None
    download.remember_failure("no network")
    assert download.recent_failure() == "no network"
