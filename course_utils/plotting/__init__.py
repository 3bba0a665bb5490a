"""Figures in one style: colour-blind safe, small, each with a text for those who cannot see it."""

from . import play
from .animation import animation_frames, show_animation
from .architecture import autoencoder, shared_and_separate
from .curves import bars, lines, panels, training_curves
from .display import show
from .images import filters, image_grid, reconstructions
from .maps import code_map, decision_regions
from .style import COLORS
from .tables import heat_table, label_rows

__all__ = [
    "COLORS",
    "animation_frames",
    "autoencoder",
    "bars",
    "code_map",
    "decision_regions",
    "filters",
    "heat_table",
    "image_grid",
    "label_rows",
    "lines",
    "panels",
    "play",
    "reconstructions",
    "shared_and_separate",
    "show",
    "show_animation",
    "training_curves",
]
