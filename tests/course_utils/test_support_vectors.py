import numpy as np
import pytest
from sklearn.svm import SVC, OneClassSVM

from course_utils import data
from course_utils.support_vectors import ROWS, RbfOneClass, RbfSVM


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


@pytest.mark.parametrize("width", [0.5, 3.0])
def test_one_class_scores_are_those_of_sklearn_with_the_sign_of_a_detector(width):
    rng = np.random.default_rng(1)
    x, new = rng.normal(size=(300, 4)), rng.normal(size=(ROWS + 50, 4)) * 2
    theirs = OneClassSVM(nu=0.2, gamma=width / (4 * x.astype(np.float32).var())).fit(x)
    found = RbfOneClass(nu=0.2, width=width).fit(x).score(new)
    np.testing.assert_allclose(found, -theirs.decision_function(new), atol=2e-3)
    assert found[np.argmax(np.linalg.norm(new, axis=1))] > 0
