"""Every test starts without the settings and caches of the person who runs it."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

REAL_DATA = os.environ.get("COURSE_DATA_DIR")


@pytest.fixture(autouse=True)
def clean_machine(monkeypatch, tmp_path):
    """No COURSE_ variables, an empty home, nothing remembered; returns the home."""
    for name in list(os.environ):
        if name.startswith("COURSE_") or name in ("CI", "KERAS_HOME"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "SCIKIT_LEARN_DATA"):
        monkeypatch.setenv(name, str(home))
    from IPython.core.interactiveshell import InteractiveShell

    from course_utils.data import download, images, portraits

    monkeypatch.setattr(InteractiveShell, "_instance", None)  # no notebook: what other tests began does not count
    monkeypatch.setattr(download, "_failure", None)
    monkeypatch.setattr(portraits, "_noticed", False)
    monkeypatch.setattr(images, "_noticed", set())
    images._read_once.cache_clear()
    yield home
    images._read_once.cache_clear()


@pytest.fixture
def real_data():
    """The folder with the real data, if COURSE_DATA_DIR names one."""
    if not REAL_DATA or not (Path(REAL_DATA) / "mnist.npz").is_file():
        pytest.skip("COURSE_DATA_DIR does not name a folder with mnist.npz")
    return Path(REAL_DATA)


@pytest.fixture
def small_mnist(monkeypatch):
    """Six and four images that count as MNIST for this test."""
    from course_utils.data import mnist

    rng = np.random.default_rng(0)
    arrays = {
        "x_train": rng.integers(0, 256, (6, 28, 28), dtype=np.uint8),
        "y_train": np.arange(6, dtype=np.uint8),
        "x_test": rng.integers(0, 256, (4, 28, 28), dtype=np.uint8),
        "y_test": np.arange(4, dtype=np.uint8),
    }
    monkeypatch.setattr(mnist, "SHAPES", {name: array.shape for name, array in arrays.items()})
    monkeypatch.setattr(mnist, "SHA256", {name: hashlib.sha256(array).hexdigest() for name, array in arrays.items()})
    return arrays
