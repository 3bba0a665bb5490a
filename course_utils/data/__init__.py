"""Data of the lessons: images, spirals, patches of photographs, faces."""

from .binary import binarise, binary_batches
from .errors import DataError
from .images import ImageData, load_images
from .patches import natural_patches
from .portraits import Faces, faces
from .spirals import spiral

__all__ = [
    "DataError",
    "Faces",
    "ImageData",
    "binarise",
    "binary_batches",
    "faces",
    "load_images",
    "natural_patches",
    "spiral",
]
