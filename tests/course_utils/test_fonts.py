"""Faces that ship with Matplotlib, their variants, and words written with them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from course_utils import fonts


def bar(top=4, left=9, width=2, side=20):
    image = np.zeros((1, side, side))
    image[0, top:14, left : left + width] = 1
    return image


def test_faces_are_files_that_hold_all_lower_case_letters_and_stand_by_family():
    found = fonts.faces()
    assert len(found) >= 20
    assert all(Path(face.path).is_file() for face in found)
    blank = {}
    for face in found:
        font = ImageFont.truetype(face.source, 40)
        blank[face.name] = [letter for letter in fonts.LETTERS if font.getmask(letter).getbbox() is None]
        assert len({bytes(font.getmask(letter)) for letter in fonts.LETTERS}) == 26, face.name
    assert not any(blank.values())
    names = [face.family for face in found]
    assert fonts.families(found) == sorted(set(names), key=names.index)


@pytest.mark.skipif(importlib.util.find_spec("pymupdf_fonts") is not None, reason="the package is installed")
def test_more_faces_without_their_package_are_refused():
    with pytest.raises(ModuleNotFoundError, match="pymupdf_fonts"):
        fonts.faces(more=True)


def test_a_variant_that_changes_nothing_is_the_letter_itself():
    assert fonts.variants(bar(), 0.0, 1.0, 0.0) == pytest.approx(bar())


def test_slant_moves_the_top_to_the_right_and_leaves_the_base_line():
    slanted = fonts.variants(bar(), 0.25, 1.0, 0.0)[0]
    centre = [(row * np.arange(20)).sum() / row.sum() for row in slanted[4:14]]
    assert centre[0] > 11
    assert centre[-1] == pytest.approx(9.5, abs=0.3)


def test_width_and_weight_change_the_ink_as_they_say():
    ink = bar(width=6).sum()
    assert fonts.variants(bar(width=6), 0.0, 1.3, 0.0).sum() > 1.15 * ink
    assert (
        fonts.variants(bar(width=6), 0.0, 1.0, 0.4).sum()
        > 1.05 * ink
        > 1.05 * fonts.variants(bar(width=6), 0, 1, -0.3).sum()
    )


def test_variants_follow_their_face_and_their_generator():
    images = np.concatenate([bar(), bar(left=3)])[:, None]
    first, again = (fonts.stretched(images, 3, np.random.default_rng(0)) for _ in range(2))
    assert first.shape == (6, 1, 20, 20)
    assert first[[0, 3]] == pytest.approx(images)
    assert np.array_equal(first, again)


def test_a_word_is_written_letter_by_letter_without_wide_gaps():
    font = np.repeat(bar(width=3), 26, axis=0)
    font[1] = 0  # a letter that nobody drew leaves a gap
    word = fonts.written(font, "aba")
    assert word.shape == (20, 5 + 8 + 5)
    assert fonts.ink(word)[..., 3] == pytest.approx(word)
    assert fonts.ink(word)[..., :3].max() == 0
