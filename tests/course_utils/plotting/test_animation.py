"""An animation, and a still beside it."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils.plotting import animation_frames, show_animation


def test_frames_become_a_still_and_a_gif(published):
    frames = animation_frames(lambda ax, step: ax.plot([0, step]), range(4), figsize=(2, 2))
    assert len(frames) == 4
    assert all(frame.shape == frames[0].shape for frame in frames)
    show_animation(frames, alt="A line\n grows.", fps=5)
    (still, kind, text), (moving, moving_kind, alt) = published
    assert (kind, moving_kind) == ("image/png", "image/gif")
    assert text == "A still of the animation that follows: A line grows."
    assert alt == "A line grows."
    gif = Image.open(io.BytesIO(moving))
    durations = []
    for frame in range(gif.n_frames):
        gif.seek(frame)
        durations.append(gif.info["duration"])
    assert durations == [200, 200, 200, 2000]
    last = np.asarray(Image.open(io.BytesIO(still)).convert("RGB")).astype(int)
    assert np.abs(last - frames[-1]).mean() < 2
    assert len(moving) < 60_000


def test_figures_are_taken_as_well(published):
    from course_utils.plotting import panels

    show_animation([panels(1)[0] for _ in range(2)], alt="Nothing moves.")
    assert len(published) == 2


def test_what_is_missing_is_said():
    with pytest.raises(ValueError, match="cannot see it"):
        show_animation([np.zeros((5, 5, 3), np.uint8)], alt=" ")
    with pytest.raises(ValueError, match="no frames"):
        show_animation([], alt="Nothing.")
    with pytest.raises(ValueError, match="one size"):
        show_animation([np.zeros((5, 5, 3), np.uint8), np.zeros((6, 5, 3), np.uint8)], alt="Sizes.")
