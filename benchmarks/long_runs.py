"""Trainings of many minutes, which can be stopped at any time and continued: the state is kept after every epoch.

What is kept is all that the next epoch depends on (weights, the optimiser's variables, the curve so far), and the order
of the images follows from seed and epoch alone: a run that was stopped ends like one that was not.
"""

import io
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from grader.files import write_file

FOLDER = Path(__file__).resolve().parent.parent / "build" / "long_runs"


@dataclass
class LongRun:
    """A Keras model that is trained on its own input, epoch by epoch.

    Attributes
    ----------
    name : str
        Names the file of the state in ``FOLDER``.
    setting : str
        How the model is trained. A state that was kept under another setting is not continued.
    model : keras.Model
        Compiled; its optimiser's rate follows from the number of steps.
    seed, epochs, batch : int
    curve : list of float
        The loss on the test images after each epoch so far.
    seconds : float
        Of training so far.
    """

    name: str
    setting: str
    model: object
    seed: int
    epochs: int
    batch: int
    curve: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}_{self.seed}.npz"

    def train(self, x: np.ndarray, x_test: np.ndarray) -> "LongRun":
        """Train to the end, from where the kept state stands; print one line an epoch."""
        self.restore()
        while len(self.curve) < self.epochs:
            started = time.monotonic()
            pictures = x[np.random.default_rng([self.seed, len(self.curve)]).permutation(len(x))]
            self.model.fit(pictures, pictures, batch_size=self.batch, shuffle=False, verbose=0)
            self.seconds += time.monotonic() - started
            self.curve.append(self.model.evaluate(x_test, x_test, batch_size=1000, verbose=0))
            self.keep()
            print(f"{self.name}, epoch {len(self.curve)}: {self.curve[-1]:.5f}, {self.seconds:.0f} s", flush=True)
        return self

    def keep(self) -> None:
        """Write the state in one step, so that a stop while it is written leaves the one before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        arrays = {f"v{i}": np.asarray(v) for i, v in enumerate(self._variables())}
        about = {"setting": self.setting, "curve": self.curve, "seconds": self.seconds}
        packed = io.BytesIO()
        np.savez(packed, **arrays, **about)
        write_file(self.path, packed.getvalue())

    def restore(self) -> None:
        """Take the kept state over, if there is one of this setting that can be read."""
        try:
            with np.load(self.path) as kept:
                state = dict(kept)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile):
            return
        if str(state["setting"]) != self.setting:
            return
        for i, variable in enumerate(self._variables()):
            variable.assign(state[f"v{i}"])
        self.curve, self.seconds = state["curve"].tolist(), float(state["seconds"])

    def _variables(self) -> list:
        self.model.optimizer.build(self.model.trainable_variables)
        return [*self.model.weights, *self.model.optimizer.variables]
