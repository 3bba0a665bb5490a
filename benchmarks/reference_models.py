"""Names that have moved."""

from benchmarks.dense_models import dense, errors, trained
from benchmarks.register import MODELS, NOTEBOOKS, Reference, answers, reference

__all__ = ["MODELS", "NOTEBOOKS", "Reference", "answers", "dense", "errors", "reference", "trained"]
