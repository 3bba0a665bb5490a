# %% reduced: Pillow averages blocks itself
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size), 0)
    draw = ImageDraw.Draw(large)
    draw.text((2 * size, 2.88 * size), letter, 255, font=ImageFont.truetype(font, size=3.2 * size), anchor="ms")
    return np.array(large.reduce(4)) / 255


# %% in_two_steps: the mean of rows, then of columns
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size), color="black")
    face = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill="white", font=face, anchor="ms")
    a = np.array(large).astype("float64") / 255
    a = a.reshape(size, 4, 4 * size).mean(axis=1)
    return a.reshape(size, size, 4).mean(axis=2)


# %% sixteen_slices: the mean of shifted every-fourth pixels
def render_glyph(font, letter, size):
    large = Image.new("L", (4 * size, 4 * size))
    font = ImageFont.truetype(font, 0.8 * 4 * size)
    ImageDraw.Draw(large).text((2 * size, 0.72 * 4 * size), letter, fill=255, font=font, anchor="ms")
    a = np.asarray(large, dtype=np.float32)
    return sum(a[i::4, j::4] for i in range(4) for j in range(4)) / (16 * 255)
