"""Faces: the true ones where they are, others with a notice."""

import numpy as np
import pytest

from course_utils.data import DataError, faces


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    return tmp_path


def test_olivetti_from_the_data_folder(data_dir, capsys):
    images = np.random.default_rng(0).integers(0, 256, (400, 64, 64), dtype=np.uint8)
    np.savez(data_dir / "olivetti.npz", images=images, target=np.arange(400) // 10)
    found = faces()
    assert (found.name, found.images.dtype, found.target.dtype) == ("olivetti", np.float32, np.int64)
    assert np.allclose(found.images * 255, images)
    assert found.target[-1] == 39
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b"PK\x03\x04"),
        lambda path: np.savez(path, images=np.ones(3)),
        lambda path: np.savez(path, images=np.ones((400, 64, 64)), target=np.ones(400)),
    ],
)
def test_a_spoilt_file_is_named(data_dir, write):
    write(data_dir / "olivetti.npz")
    with pytest.raises(DataError, match=r"olivetti\.npz"):
        faces()


def test_a_stand_in_with_one_notice(capsys):
    found = faces()
    assert found.name == "lfw_subset"
    assert (found.images.shape, found.images.dtype) == ((100, 64, 64), np.float32)
    assert 0.0 <= found.images.min() < found.images.max() <= 1.0
    assert set(found.target.tolist()) == {-1}
    assert "not the Olivetti faces" in capsys.readouterr().out
    faces().images[:] = 0
    assert faces().images.any()
    assert capsys.readouterr().out == ""


def test_the_real_faces(real_data, monkeypatch):
    if not (real_data / "olivetti.npz").is_file():
        pytest.skip("no olivetti.npz")
    monkeypatch.setenv("COURSE_DATA_DIR", str(real_data))
    found = faces()
    assert np.bincount(found.target).tolist() == [10] * 40
