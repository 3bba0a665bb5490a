"""Faces of type as data: those that ship with Matplotlib, and more where `pymupdf-fonts` is installed.

Nothing is stored: every letter is drawn at run time from a font file that is on the machine already.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORD = "hamburgefonts"  # the word in which type designers judge a face

_MATPLOTLIB = {
    "DejaVu Sans": ("DejaVuSans", "", "-Bold", "-Oblique", "-BoldOblique"),
    "DejaVu Sans Mono": ("DejaVuSansMono", "", "-Bold", "-Oblique", "-BoldOblique"),
    "DejaVu Serif": ("DejaVuSerif", "", "-Bold", "-Italic", "-BoldItalic"),
    "STIX": ("STIXGeneral", "", "Bol", "Italic", "BolIta"),
    "Computer Modern": ("cm", "r10", "b10", "ti10"),
    "CM Sans": ("cm", "ss10"),
    "CM Typewriter": ("cm", "tt10"),
}
_PYMUPDF = {
    "Fira": ("figo", "figbo", "figit", "figbi"),
    "Fira Mono": ("fimo", "fimbo"),
    "Noto Sans": ("notos", "notosbo", "notosit", "notosbi"),
    "Space Mono": ("spacemo", "spacembo", "spacemit", "spacembi"),
    "Ubuntu": ("ubuntu", "ubuntubo", "ubuntuit", "ubuntubi"),
    "Ubuntu Mono": ("ubuntm", "ubuntmbo", "ubuntmit", "ubuntmbi"),
    "Cascadia": ("cascadia", "cascadiab", "cascadiai", "cascadiabi"),
}


@dataclass(frozen=True)
class Face:
    """One face of a family, such as the bold one.

    Attributes
    ----------
    name, family : str
    path : str
        The font file; empty where the font is in memory.
    buffer : bytes
        The font itself, where it is not in a file.
    """

    name: str
    family: str
    path: str = ""
    buffer: bytes = field(default=b"", repr=False)

    @property
    def source(self) -> str | io.BytesIO:
        """What `PIL.ImageFont.truetype` opens."""
        return io.BytesIO(self.buffer) if self.buffer else self.path


def faces(*, more: bool = False) -> list[Face]:
    """Return the faces with all lower-case letters that ship with Matplotlib, family by family.

    Parameters
    ----------
    more : bool
        Those of the package `pymupdf-fonts` as well (``pip install pymupdf-fonts``, 4 MB; SIL Open Font License). It is
        none of the course's requirements.

    Raises
    ------
    ModuleNotFoundError
        If `more` is asked for and the package is not installed.
    """
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    found = [
        Face((stem + ending).replace("-", " "), family, str(folder / f"{stem}{ending}.ttf"))
        for family, (stem, *endings) in _MATPLOTLIB.items()
        for ending in endings
    ]
    if more:
        from importlib import import_module

        buffers: dict[str, Callable[[], bytes]] = import_module("pymupdf_fonts").fontbuffers
        found += [Face(key, family, buffer=buffers[key]()) for family, keys in _PYMUPDF.items() for key in keys]
    return found


def variants(image: np.ndarray, slant: float, width: float, weight: float) -> np.ndarray:
    """Slant, stretch and embolden drawn letters about their base line, as a designer would.

    Parameters
    ----------
    image : numpy.ndarray, shape (letters, side, side)
        Ink from 0 to 1.
    slant : float
        How far the top moves to the right, as a share of the height.
    width : float
        Factor of the width.
    weight : float
        Ink added on all sides (above 0) or taken away (below), in pixels.
    """
    from scipy.ndimage import affine_transform, gaussian_filter

    side = image.shape[1]
    middle, base = (side - 1) / 2, 0.72 * side - 0.5
    # Rows stay where they are; a column is looked up where the upright letter of the old width has it.
    back = np.array([[1.0, 0.0], [slant / width, 1 / width]])
    offset = np.array([0.0, middle - (slant * base + middle) / width])
    moved = np.stack([affine_transform(letter, back, offset, order=1) for letter in image])
    if weight == 0:
        return np.clip(moved, 0, 1)
    # A blurred edge is a ramp, so that another threshold moves the edge by as much everywhere.
    blurred = gaussian_filter(moved, (0, 0.8, 0.8))
    ramp = np.clip(0.5 + 1.6 * (blurred - 0.5) + 0.55 * weight, 0, 1)
    return np.where(gaussian_filter(moved, (0, 1.5, 1.5)) < 0.02, 0, ramp)


def stretched(images: np.ndarray, copies: int, rng: np.random.Generator) -> np.ndarray:
    """Return each face and some variants of it, drawn at random: (faces * copies, letters, side, side).

    Parameters
    ----------
    images : numpy.ndarray, shape (faces, letters, side, side)
    copies : int
        How many of each face, the first of them unchanged.
    rng : numpy.random.Generator
    """
    found = []
    for image in images:
        found.append(image)
        for _ in range(copies - 1):
            slant, width, weight = rng.uniform(-0.1, 0.25), rng.uniform(0.85, 1.15), rng.uniform(-0.15, 0.4)
            found.append(variants(image, slant, width, weight))
    return np.stack(found).astype(np.float32)


def written(font: np.ndarray, word: str = WORD, letters: str = LETTERS) -> np.ndarray:
    """Write a word with the letters of a font: (letters, side, side) becomes (side, width), without wide gaps."""
    drawn = [font[letters.index(letter)] for letter in word]
    kept = []
    for image in drawn:
        ink = np.flatnonzero(image.max(axis=0) > 0.3)
        left, right = (ink[0], ink[-1] + 1) if len(ink) else (0, image.shape[1] // 3)
        kept.append(np.pad(image[:, left:right], ((0, 0), (1, 1))))
    return np.hstack(kept)


def families(of: Sequence[Face]) -> list[str]:
    """Return the families in the order of their faces."""
    return list(dict.fromkeys(face.family for face in of))


def ink(image: np.ndarray) -> np.ndarray:
    """Return a picture (height, width) as black of varying opacity on nothing: (height, width, 4)."""
    picture = np.zeros((*image.shape, 4), dtype=np.float32)
    picture[..., 3] = np.clip(image, 0, 1)
    return picture
