"""What lesson 18 measures with and does not teach: distances, the error of nearest neighbours, batches of pairs."""

from collections.abc import Callable

import keras
import numpy as np
from sklearn.neighbors import KNeighborsClassifier

Draw = Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray, np.ndarray]]


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the squared Euclidean distance of each row of ``a`` from each row of ``b``; rounding may go below 0.

    >>> squared_distances(np.array([[0.0, 0], [3, 4]]), np.array([[0.0, 0]])).tolist()
    [[0.0], [25.0]]
    """
    return (a**2).sum(axis=1)[:, np.newaxis] - 2 * a @ b.T + (b**2).sum(axis=1)


def knn_error(train: np.ndarray, y_train: np.ndarray, test: np.ndarray, y_test: np.ndarray, k: int = 5) -> float:
    """Return the share of test points that do not have the class of most of their k nearest training points.

    Parameters
    ----------
    train, test : ndarray, shapes (n, d) and (m, d)
    y_train, y_test : ndarray, shapes (n,) and (m,)
        Classes.
    k : int
        Neighbours that vote, all training points at most. The smallest class wins a tie.

    Examples
    --------
    >>> train, classes = np.array([[0.0], [1], [4], [5]]), np.array([7, 7, 2, 2])
    >>> knn_error(train, classes, np.array([[0.4], [4.6], [3]]), np.array([7, 2, 7]), k=1)
    0.3333333333333333
    """
    voters = KNeighborsClassifier(n_neighbors=min(k, len(train))).fit(np.asarray(train), y_train)
    return float(np.mean(voters.predict(np.asarray(test)) != y_test))


class PairBatches(keras.utils.PyDataset):
    """Serve batches of pairs of images for a model with two inputs; the pairs are drawn anew for every epoch.

    Parameters
    ----------
    x : ndarray, shape (n, pixels)
    draw : callable
        Takes a generator; returns positions i and j in ``x``, and 1 or 0 for each pair. Their order does not matter:
        it is shuffled.
    batch_size : int
    seed : int
        The same seed serves the same batches.
    """

    def __init__(self, x: np.ndarray, draw: Draw, batch_size: int, seed: int) -> None:
        super().__init__()
        self.x, self.draw, self.batch_size = x, draw, batch_size
        self.rng = np.random.default_rng(seed)
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        """Draw the pairs of the next epoch."""
        i, j, same = self.draw(self.rng)
        order = self.rng.permutation(len(i))
        self.i, self.j, self.same = i[order], j[order], np.asarray(same, dtype=np.float32)[order]

    def __len__(self) -> int:
        return -(-len(self.i) // self.batch_size)

    def __getitem__(self, batch: int) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        rows = slice(batch * self.batch_size, (batch + 1) * self.batch_size)
        return (self.x[self.i[rows]], self.x[self.j[rows]]), self.same[rows]
