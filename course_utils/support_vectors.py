"""Support vector machines whose kernel values are computed as one matrix product, which is several times faster."""

from typing import Self

import numpy as np
from sklearn.svm import SVC, OneClassSVM

ROWS = 2000  # new images at a time: bounds the memory of their kernel values


class RbfSVM:
    """`sklearn.svm.SVC` with the RBF kernel exp(-gamma |a - b|²) and its default gamma, 1 / (d · variance of x).

    libsvm computes kernel values one at a time; here they are handed to it, made by a matrix product in single
    precision.

    Parameters
    ----------
    C : float
        The price of a mistake in training.
    """

    def __init__(self, C: float = 1.0) -> None:
        self.C = C

    def fit(self, x: np.ndarray, y: np.ndarray) -> Self:
        """Find the support vectors among the rows of x (n, d) with labels y (n,)."""
        x = np.asarray(x, dtype=np.float32)
        self.gamma = 1 / (x.shape[1] * x.var())
        self.svc = SVC(C=self.C, kernel="precomputed").fit(self._kernel(x, x), y)
        self.support = x[self.svc.support_]
        return self

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Return the labels (n,) of the rows of x (n, d)."""
        return np.concatenate([self._labels(x[start : start + ROWS]) for start in range(0, len(x), ROWS)])

    def _labels(self, x: np.ndarray) -> np.ndarray:
        kernel = np.zeros((len(x), self.svc.shape_fit_[0]), dtype=np.float32)  # libsvm looks at support vectors only
        kernel[:, self.svc.support_] = self._kernel(np.asarray(x, dtype=np.float32), self.support)
        return self.svc.predict(kernel)

    def _kernel(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return _rbf(a, b, self.gamma)


class RbfOneClass:
    """`sklearn.svm.OneClassSVM` with the RBF kernel, as a detector: the larger the score, the stranger.

    Parameters
    ----------
    nu : float
        The share of the training rows that may be called strange.
    width : float
        gamma in units of its default, 1 / (d · variance of x).
    """

    def __init__(self, nu: float = 0.1, width: float = 1.0) -> None:
        self.nu, self.width = nu, width

    def fit(self, x: np.ndarray) -> Self:
        """Learn the normal rows x (n, d)."""
        x = np.asarray(x, dtype=np.float32)
        self.gamma = self.width / (x.shape[1] * x.var())
        kernel = np.empty((len(x), len(x)))  # libsvm reads float64: filled in parts, there is no float32 copy beside it
        for start in range(0, len(x), ROWS):
            kernel[start : start + ROWS] = _rbf(x[start : start + ROWS], x, self.gamma)
        machine = OneClassSVM(kernel="precomputed", nu=self.nu).fit(kernel)
        self.support, self.weights = x[machine.support_], machine.dual_coef_[0].astype(np.float32)
        self.offset = float(machine.intercept_[0])
        return self

    def score(self, x: np.ndarray) -> np.ndarray:
        """Return how strange each row of x (n, d) is: above 0 what the machine would reject."""
        x = np.asarray(x, dtype=np.float32)
        parts = (x[start : start + ROWS] for start in range(0, len(x), ROWS))
        return np.concatenate([-(_rbf(part, self.support, self.gamma) @ self.weights) for part in parts]) - self.offset


def _rbf(a: np.ndarray, b: np.ndarray, gamma: float) -> np.ndarray:
    """Return the kernel values (n, m), computed in place: for thousands of rows each copy would take 200 MB."""
    values = np.sum(a**2, axis=1)[:, None] + np.sum(b**2, axis=1)
    values -= 2 * a @ b.T
    np.maximum(values, 0, out=values)
    values *= -gamma
    return np.exp(values, out=values)
