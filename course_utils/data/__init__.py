"""Data of the lessons: images, spirals, patches of photographs, faces, sequences."""

from .binary import binarise, binary_batches
from .errors import DataError
from .images import ImageData, load_images
from .patches import natural_patches
from .portraits import Faces, faces
from .series import BikeHours, Vowels, bike_hours, japanese_vowels
from .spirals import spiral

__all__ = [
    "BikeHours",
    "DataError",
    "Faces",
    "ImageData",
    "Vowels",
    "bike_hours",
    "binarise",
    "binary_batches",
    "faces",
    "japanese_vowels",
    "load_images",
    "natural_patches",
    "spiral",
]
