import numpy as np
import pytest
from sklearn.svm import SVC

from course_utils import data
from course_utils.support_vectors import ROWS, RbfSVM


@pytest.mark.parametrize("C", [0.1, 10.0])
def test_it_decides_as_sklearns_own_kernel_does(C, monkeypatch):
    monkeypatch.setenv("COURSE_DATASET", "digits")
    images = data.load_images(n_train=400, n_test=300)
    ours = RbfSVM(C).fit(images.x_train, images.y_train)
    theirs = SVC(C=C).fit(images.x_train, images.y_train)
    assert (ours.predict(images.x_test) != theirs.predict(images.x_test)).mean() < 0.01


def test_many_rows_are_taken_in_parts():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 3))
    fitted = RbfSVM(1.0).fit(x, x[:, 0] > 0)
    many = rng.normal(size=(2 * ROWS + 7, 3))
    found = fitted.predict(many)
    assert found.shape == (len(many),)
    assert (found[-7:] == fitted.predict(many[-7:])).all()
