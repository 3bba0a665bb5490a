"""Find MNIST, and use it only if every byte is right."""

import hashlib
import os
import zipfile
from pathlib import Path

import numpy as np

from .errors import DataError

# SHA-256 of the raw bytes of each array, whatever the container and its compression.
SHA256 = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}
SHAPES = {"x_train": (60000, 28, 28), "y_train": (60000,), "x_test": (10000, 28, 28), "y_test": (10000,)}


def local_file() -> Path | None:
    """Where MNIST lies on this machine: ``$COURSE_DATA_DIR/mnist.npz``, else Keras's cache, else None."""
    return next((path for path in candidates() if path.is_file()), None)


def candidates() -> list[Path]:
    """The places where MNIST is looked for, in order."""
    folder = os.environ.get("COURSE_DATA_DIR")
    return ([Path(folder).expanduser() / "mnist.npz"] if folder else []) + [keras_file()]


def keras_file() -> Path:
    """The file that ``keras.datasets.mnist`` would use."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home).expanduser() if home else Path.home() / ".keras") / "datasets" / "mnist.npz"


def read(path: str | os.PathLike[str]) -> dict[str, np.ndarray]:
    """Read and verify MNIST.

    Parameters
    ----------
    path : path_like
        An ``.npz`` file laid out like that of ``keras.datasets.mnist``.

    Returns
    -------
    dict of str to numpy.ndarray
        ``x_train``, ``y_train``, ``x_test``, ``y_test``, all uint8.

    Raises
    ------
    DataError
        If the file cannot be read, lacks an array or holds other bytes than MNIST's.
    """
    path = Path(path)
    remedy = (
        f"Delete {path} and run again: the lesson then fetches MNIST anew, or uses the digits that need no network."
    )
    try:
        with np.load(path, allow_pickle=False) as archive:
            missing = [name for name in SHA256 if name not in archive.files]
            if missing:
                raise DataError(f"{path} is not MNIST: it holds no array {', '.join(missing)}. {remedy}")
            arrays = {name: archive[name] for name in SHA256}
    except FileNotFoundError:
        raise DataError(f"{path} does not exist. Put MNIST there, or unset COURSE_DATA_DIR.") from None
    except PermissionError:
        raise DataError(f"{path} may not be read by you. Change its permissions, or copy it elsewhere.") from None
    except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise DataError(f"{path} is damaged or not an .npz file ({error}). {remedy}") from error
    except Exception as error:  # zlib.error and what else a broken archive brings
        raise DataError(f"{path} is damaged ({type(error).__name__}: {error}). {remedy}") from error
    for name, array in arrays.items():
        if array.dtype != np.uint8 or array.shape != SHAPES[name]:
            raise DataError(
                f"{path} is not MNIST: {name} has shape {array.shape} and dtype {array.dtype}, "
                f"expected {SHAPES[name]} and uint8. {remedy}"
            )
        if hashlib.sha256(np.ascontiguousarray(array)).hexdigest() != SHA256[name]:
            raise DataError(f"{path} is not the true MNIST: the bytes of {name} differ (SHA-256). {remedy}")
    return arrays
