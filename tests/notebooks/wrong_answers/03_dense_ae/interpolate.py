# %% mixes_pictures: the cross-fade in pixels, then through the autoencoder
def interpolate(encoder, decoder, a, b, steps):
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return np.asarray(decoder(encoder((1 - t) * a + t * b)))


# %% fades_reconstructions: mixes the two decoded pictures
def interpolate(encoder, decoder, a, b, steps):
    first, last = np.asarray(decoder(encoder(np.stack([a, b]))))
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return (1 - t) * first + t * last


# %% cross_fade: no model at all
def interpolate(encoder, decoder, a, b, steps):
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return (1 - t) * a + t * b


# %% end_left_out: the last point is missing
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
    return np.asarray(decoder((1 - t) * code_a + t * code_b))


# %% inner_points_only: both ends are missing
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps + 2)[1:-1, np.newaxis]
    return np.asarray(decoder((1 - t) * code_a + t * code_b))


# %% reversed: t weighs a
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return np.asarray(decoder(t * code_a + (1 - t) * code_b))


# %% one_too_many: steps counted as gaps
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps + 1)[:, np.newaxis]
    return np.asarray(decoder((1 - t) * code_a + t * code_b))


# %% returns_codes: forgets the decoder
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return (1 - t) * code_a + t * code_b


# %% uneven_steps: eases in and out
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = (0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, steps)))[:, np.newaxis]
    return np.asarray(decoder((1 - t) * code_a + t * code_b))


# %% adds_codes: forgets the factor 1 - t
def interpolate(encoder, decoder, a, b, steps):
    code_a, code_b = np.asarray(encoder(np.stack([a, b])))
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    return np.asarray(decoder(code_a + t * code_b))
