"""The download: within a time limit, all or nothing, its digest checked."""

import hashlib
import io
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from course_utils.data import DataError, download, mnist


@pytest.fixture
def server(monkeypatch):
    """A web server on this machine; `server(pieces, status, wait)` lets it answer, and the download asks it."""
    answer = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answer["status"])
            self.send_header("Content-Length", str(sum(map(len, answer["pieces"]))))
            self.end_headers()
            for piece in answer["pieces"]:
                try:
                    self.wfile.write(piece)
                    self.wfile.flush()
                except OSError:
                    return  # the other side has hung up
                time.sleep(answer["wait"])

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        web.daemon_threads = True
        threading.Thread(target=web.serve_forever, daemon=True).start()
        monkeypatch.setattr(download, "URL", f"http://127.0.0.1:{web.server_port}/mnist.npz")

        def serve(pieces, status=200, wait=0.0):
            monkeypatch.setattr(download, "SHA256", hashlib.sha256(b"".join(pieces)).hexdigest())
            answer.update(pieces=pieces, status=status, wait=wait)

        yield serve
        web.shutdown()


def archive(arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_what_arrives_is_verified_and_moved(server, small_mnist, capfd):
    server([archive(small_mnist)])
    path = download.fetch()
    assert path == mnist.keras_file()
    assert mnist.read(path)["y_test"].tolist() == [0, 1, 2, 3]
    assert os.listdir(path.parent) == ["mnist.npz"]
    said = capfd.readouterr()
    assert said.out.strip() == "MNIST is not on this machine yet: downloading it once (11 MB) ..."
    assert said.err == ""


def test_another_file_than_the_true_one_never_reaches_the_cache(server, small_mnist, monkeypatch):
    server([archive(small_mnist)])
    monkeypatch.setattr(download, "SHA256", "0" * 64)
    with pytest.raises(DataError, match=r"damaged: its SHA-256 is not that of the true file"):
        download.fetch()
    assert os.listdir(mnist.keras_file().parent) == []


def test_a_file_with_the_right_digest_is_still_read_before_it_is_kept(server):
    server([b"<html>"])
    with pytest.raises(DataError, match="damaged"):
        download.fetch()
    assert os.listdir(mnist.keras_file().parent) == []


def test_a_page_that_says_no_is_a_failure(server):
    server([b"gone"], status=404)
    with pytest.raises(DataError, match=r"the download of MNIST failed \(404 Client Error: Not Found for url\)"):
        download.fetch()


def test_a_name_that_nobody_knows_is_told_without_its_address(monkeypatch):
    monkeypatch.setattr(download, "URL", "http://a.invalid/mnist.npz")
    with pytest.raises(DataError, match=r"the download of MNIST failed \(\[Errno -?\d+\] [\w ]+\)"):
        download.fetch()
    assert os.listdir(mnist.keras_file().parent) == []


@pytest.mark.parametrize(
    ("limit", "wait", "words"),
    [("SILENT_SECONDS", 30.0, "no answer from the network for 0.8 s"), ("TOTAL_SECONDS", 0.3, r"ended after .* bytes")],
)
def test_a_slow_network_is_not_waited_for(server, monkeypatch, limit, wait, words):
    server([b"x" * 2000] * 40, wait=wait)
    monkeypatch.setattr(download, limit, 0.8)
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
