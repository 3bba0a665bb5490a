# %% white_paper: black letters on white, as on a page
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size), 255)
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=0, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% up_to_255: grey values as they come
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3))


# %% every_fourth_pixel: picks instead of averaging
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    return np.asarray(large, dtype=np.float32)[::4, ::4] / 255


# %% darkest_of_a_block: max where the mean belongs
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.max(axis=(1, 3)) / 255


# %% other_axes: averages the blocks, not what is inside
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(0, 2)).repeat(1, axis=0) / 255


# %% blocks_mixed_up: the axes of the reshape exchanged
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(4, size, 4, size)
    return blocks.mean(axis=(0, 2)) / 255


# %% from_the_upper_left: Pillow's usual anchor
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face)
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% each_letter_in_the_middle: centred, so the base line is lost
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 2 * size), letter, fill=255, font=face, anchor="mm")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% starts_in_the_middle: the letter begins where its middle belongs
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ls")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% em_as_large_as_the_image: forgets the 0.8
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% base_line_at_the_middle: letters stand too high
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.5 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) / 255


# %% drawn_small: no averaging at all
def render_glyph(font, letter, size):
    image = Image.new("L", (size, size))
    face = ImageFont.truetype(font, 0.8 * size)
    ImageDraw.Draw(image).text((size / 2, 0.72 * size), letter, fill=255, font=face, anchor="ms")
    return np.asarray(image, dtype=np.float32) / 255


# %% on_its_side: rows and columns exchanged
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)).T / 255


# %% one_row: flat, as networks want it
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)).ravel() / 255


# %% ink_or_paper: a threshold takes the grey edges away
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=face, anchor="ms")
    blocks = np.asarray(large, dtype=np.float32).reshape(size, 4, size, 4)
    return blocks.mean(axis=(1, 3)) > 127
