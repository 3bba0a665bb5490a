"""Where the images come from, and that the reader is told."""

import numpy as np
import pytest

from course_utils.data import DataError, download, images, load_images, mnist


@pytest.fixture
def no_network(monkeypatch):
    """The download fails; returns the list of attempts."""
    attempts = []

    def fail():
        attempts.append(1)
        raise DataError("the download of MNIST failed (no network)")

    monkeypatch.setattr(download, "fetch", fail)
    return attempts


@pytest.fixture
def data_dir(tmp_path, monkeypatch, small_mnist):
    folder = tmp_path / "data"
    folder.mkdir()
    np.savez(folder / "mnist.npz", **small_mnist)
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    return folder


def test_mnist_from_the_data_folder(data_dir, small_mnist, capsys):
    data = load_images()
    assert (data.name, data.image_shape) == ("mnist", (28, 28))
    assert (data.x_train.shape, data.x_train.dtype) == ((6, 784), np.float32)
    assert (data.y_test.tolist(), data.y_test.dtype) == ([0, 1, 2, 3], np.int64)
    assert (data.x_test == small_mnist["x_test"].reshape(4, 784).astype(np.float32) / np.float32(255)).all()
    assert 0.0 <= data.x_train.min() < data.x_train.max() == 1.0
    assert capsys.readouterr().out == ""


def test_the_first_so_many(data_dir):
    data = load_images(n_train=2, n_test=100)
    assert (data.x_train.shape, data.y_train.shape) == ((2, 784), (2,))
    assert data.x_test.shape == (4, 784)
    with pytest.raises(ValueError, match="n_train"):
        load_images(n_train=0)


def test_changing_the_arrays_changes_nothing_for_the_next_call(data_dir):
    before = load_images().x_train.copy()
    load_images().x_train[:] = 7
    assert (load_images().x_train == before).all()


def test_a_damaged_file_is_not_passed_over(data_dir):
    (data_dir / "mnist.npz").write_bytes(b"PK")
    with pytest.raises(DataError, match="damaged"):
        load_images()


def test_a_data_folder_without_mnist_falls_through_with_a_word(data_dir, capsys):
    mnist.keras_file().parent.mkdir(parents=True)
    (data_dir / "mnist.npz").rename(mnist.keras_file())
    assert load_images().name == "mnist"
    assert f"COURSE_DATA_DIR={data_dir} holds no mnist.npz" in " ".join(capsys.readouterr().out.split())


def test_digits_stand_in_with_one_notice(no_network, capsys):
    data = load_images()
    assert data.name == "digits"
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("NOTICE These images are not MNIST. The download of MNIST failed (no network). They are")
    assert str(mnist.keras_file()) in said
    assert load_images(n_test=10).x_test.shape == (10, 784)
    assert capsys.readouterr().out == ""


def test_a_failed_download_is_not_tried_again(no_network, monkeypatch):
    load_images()
    load_images()
    assert len(no_network) == 1
    monkeypatch.setattr(download, "_failure", None)  # another process
    load_images()
    assert len(no_network) == 1
    import os

    os.utime(download._memory(), (0, 0))  # long ago
    load_images()
    assert len(no_network) == 2


def test_a_download_is_used_at_once(monkeypatch, small_mnist, capsys):
    def fetch():
        mnist.keras_file().parent.mkdir(parents=True)
        np.savez(mnist.keras_file(), **small_mnist)
        return mnist.keras_file()

    monkeypatch.setattr(download, "fetch", fetch)
    assert load_images().name == "mnist"


@pytest.mark.parametrize("variable", ["CI", "COURSE_OFFLINE"])
def test_nothing_is_downloaded_where_that_would_be_a_surprise(no_network, monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    assert load_images().name == "digits"
    assert no_network == []
    monkeypatch.setenv(variable, "false")
    load_images()
    assert no_network == [1]


def test_the_choice_can_be_forced(no_network, data_dir, monkeypatch):
    monkeypatch.setenv("COURSE_DATASET", "digits")
    assert load_images().name == "digits"
    monkeypatch.setenv("COURSE_DATASET", "MNIST")
    assert load_images().name == "mnist"
    (data_dir / "mnist.npz").unlink()
    for _ in range(2):  # whoever insists on MNIST is not told of an old failure
        with pytest.raises(DataError, match=r"COURSE_DATASET=mnist, but the download .* copy Keras's file mnist.npz"):
            load_images()
    assert no_network == [1, 1]
    monkeypatch.setenv("COURSE_DATASET", "cifar")
    with pytest.raises(ValueError, match="'cifar'"):
        load_images()


def test_the_plan_says_what_will_happen(no_network, data_dir, monkeypatch):
    assert images.plan() == f"MNIST, {data_dir / 'mnist.npz'}"
    (data_dir / "mnist.npz").unlink()
    assert images.plan() == "MNIST, downloaded once (11 MB)"
    download.remember_failure("no network")
    assert images.plan() == "scikit-learn's digits (no network)"
    monkeypatch.setenv("CI", "true")
    assert images.plan() == "scikit-learn's digits (offline)"
    monkeypatch.setenv("COURSE_DATASET", "digits")
    assert "COURSE_DATASET" in images.plan()
    assert no_network == []


def test_the_digits_are_like_mnist():
    from course_utils.data import digits

    data = digits.load()
    assert data["x_train"].shape == (1437, 784)
    assert data["x_test"].shape == (360, 784)
    for part in ("train", "test"):
        x, y = data[f"x_{part}"], data[f"y_{part}"]
        assert x.dtype == np.float32
        assert y.dtype == np.int64
        assert x.min() == 0.0
        assert x.max() == 1.0
        frame = np.ones((28, 28), dtype=bool)
        frame[4:-4, 4:-4] = False
        assert not x.reshape(-1, 28, 28)[:, frame].any()
        assert np.bincount(y).min() / len(y) > 0.08  # every digit, in both parts
    # A digit stands upright and keeps its shape: nearest neighbours tell the digits apart.
    distance = ((data["x_test"][:100, None] - data["x_train"][None, :700]) ** 2).sum(axis=-1)
    assert (data["y_train"][distance.argmin(axis=1)] == data["y_test"][:100]).mean() > 0.9
