"""The stored networks: what is loaded is what was stored, and does what is said of it."""

import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from benchmarks.s3_conv_models import s3_network
from course_utils import checkpoints, data

PACKAGE = resources.files("course_utils")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The files of the checkpoints in a folder where they may be damaged."""
    for name in ("checkpoints.json", "s3_conv_ae.npz"):
        (tmp_path / name).write_bytes(PACKAGE.joinpath(name).read_bytes())
    monkeypatch.setattr(checkpoints.resources, "files", lambda package: tmp_path)
    return tmp_path / "s3_conv_ae.npz"


@pytest.mark.parametrize("name", checkpoints.names())
def test_the_file_has_the_stored_hash_and_is_small(name):
    content = PACKAGE.joinpath(f"{name}.npz").read_bytes()
    stored = json.loads(PACKAGE.joinpath("checkpoints.json").read_text())[name]
    assert hashlib.sha256(content).hexdigest() == stored["sha256"]
    assert len(content) < 50_000
    assert all(np.isfinite(weights).all() for weights in checkpoints.load(name))
    assert "epochs" in checkpoints.setting(name)


def test_a_damaged_file_is_named_with_a_remedy(copied):
    content = bytearray(copied.read_bytes())
    content[len(content) // 2] ^= 1
    copied.write_bytes(content)
    with pytest.raises(data.DataError, match=r"s3_conv_ae\.npz is damaged: .*Restore it with `git checkout"):
        checkpoints.load("s3_conv_ae")


def test_a_missing_file_is_named_with_a_remedy(copied):
    copied.unlink()
    with pytest.raises(data.DataError, match=r"s3_conv_ae\.npz cannot be read .*Restore it with"):
        checkpoints.load("s3_conv_ae")


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(KeyError, match="s3_conv_ae"):
        checkpoints.load("s3")


@pytest.mark.slow
def test_the_network_of_the_slides_has_the_loss_that_is_stored(real_data, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(real_data))
    x = data.load_images(n_train=1).x_test.reshape(-1, 28, 28, 1)
    model = s3_network()
    assert model.count_params() == 4641
    model.set_weights(checkpoints.load("s3_conv_ae"))
    model.compile(loss="binary_crossentropy", jit_compile=False)
    loss = model.evaluate(x, x, batch_size=500, verbose=0)
    assert loss == pytest.approx(checkpoints.curve("s3_conv_ae")[-1], abs=1e-5)
    assert loss <= 0.094
