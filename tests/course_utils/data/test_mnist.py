"""MNIST is used only if every byte is right."""

import numpy as np
import pytest

from course_utils.data import DataError, mnist


def save(path, arrays):
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)
    return path


def test_the_right_file_is_read(tmp_path, small_mnist):
    read = mnist.read(save(tmp_path / "mnist.npz", small_mnist))
    assert all((read[name] == small_mnist[name]).all() for name in small_mnist)


def test_a_compressed_file_and_one_in_another_order_are_the_same_data(tmp_path, small_mnist):
    np.savez_compressed(tmp_path / "a.npz", **{name: np.asfortranarray(a) for name, a in small_mnist.items()})
    assert (mnist.read(tmp_path / "a.npz")["x_test"] == small_mnist["x_test"]).all()


def test_one_wrong_byte_is_found(tmp_path, small_mnist):
    small_mnist["x_test"] = small_mnist["x_test"].copy()
    small_mnist["x_test"][3, 2, 1] ^= 1
    path = save(tmp_path / "mnist.npz", small_mnist)
    with pytest.raises(DataError, match="x_test differ") as caught:
        mnist.read(path)
    assert str(path) in str(caught.value)
    assert "Delete" in str(caught.value)


def _truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _damage(path):
    content = bytearray(path.read_bytes())
    content[2000:2100] = bytes(100)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_truncate, "damaged"),
        (_damage, "damaged"),
        (lambda path: path.write_bytes(b""), "damaged"),
        (lambda path: path.write_text("<html>404</html>"), "damaged"),
        (lambda path: np.savez(path, other=np.ones(3)), "holds no array x_train"),
        (lambda path: np.save(path.open("wb"), np.ones(3)), "damaged"),
        (lambda path: path.unlink(), "does not exist"),
    ],
)
def test_a_spoilt_file_is_named_with_a_remedy(tmp_path, small_mnist, spoil, words):
    path = save(tmp_path / "mnist.npz", small_mnist)
    spoil(path)
    with pytest.raises(DataError, match=words) as caught:
        mnist.read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("change", [lambda a: a.astype(np.float32), lambda a: a.reshape(len(a), -1), lambda a: a[:2]])
def test_another_layout_is_not_mnist(tmp_path, small_mnist, change):
    small_mnist["x_train"] = change(small_mnist["x_train"])
    with pytest.raises(DataError, match="is not MNIST: x_train has shape"):
        mnist.read(save(tmp_path / "mnist.npz", small_mnist))


def test_a_pickle_is_not_opened(tmp_path, small_mnist):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was loaded",))

    small_mnist["y_test"] = np.array([Trap()], dtype=object)
    with pytest.raises(DataError, match="damaged"):
        mnist.read(save(tmp_path / "mnist.npz", small_mnist))


def test_the_order_of_places(tmp_path, monkeypatch, clean_machine):
    assert mnist.candidates() == [clean_machine / ".keras" / "datasets" / "mnist.npz"]
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "data"))
    assert mnist.candidates() == [tmp_path / "data" / "mnist.npz", tmp_path / "keras" / "datasets" / "mnist.npz"]
    assert mnist.local_file() is None
    (tmp_path / "keras" / "datasets").mkdir(parents=True)
    mnist.keras_file().touch()
    assert mnist.local_file() == mnist.keras_file()


def test_the_real_mnist(real_data):
    arrays = mnist.read(real_data / "mnist.npz")
    assert arrays["y_train"][:5].tolist() == [5, 0, 4, 1, 9]
    assert arrays["y_test"][:5].tolist() == [7, 2, 1, 0, 4]
    assert arrays["x_train"].mean() == pytest.approx(33.3184, abs=1e-4)
    assert arrays["x_train"].std() == pytest.approx(78.5675, abs=1e-4)


def test_pca_of_the_real_mnist_has_the_published_error(real_data):
    arrays = mnist.read(real_data / "mnist.npz")
    train, test = (arrays[name].reshape(-1, 784).astype(np.float32) / 255 for name in ("x_train", "x_test"))
    mean = train.mean(axis=0, dtype=np.float64)
    covariance = (train.T @ train).astype(np.float64) / len(train) - np.outer(mean, mean)
    top = np.linalg.eigh(covariance)[1][:, -30:]
    rest = (test - mean) - (test - mean) @ top @ top.T
    # Hinton & Salakhutdinov 2006 print 13.87.
    assert (rest**2).sum(axis=1).mean() == pytest.approx(13.866, abs=2e-3)
