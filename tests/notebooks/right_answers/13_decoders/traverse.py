# %% one_after_the_other: a loop over copies
def traverse(decoder, code, unit, values):
    pictures = []
    for value in values:
        walk = np.array(code, dtype=float)
        walk[unit] = value
        pictures.append(np.asarray(decoder(walk[None]))[0])
    return np.stack(pictures)


# %% with_where: chooses by unit
def traverse(decoder, code, unit, values):
    k = len(code)
    return np.asarray(decoder(np.where(np.arange(k) == unit, np.asarray(values, float)[:, None], np.asarray(code)[None])))


# %% along_an_axis: adds what is missing
def traverse(decoder, code, unit, values):
    code = np.asarray(code, dtype=float)
    return np.array(decoder(code + np.outer(np.asarray(values) - code[unit], np.eye(len(code))[unit])))


# %% float32: in Keras's precision
def traverse(decoder, code, unit, values):
    walk = np.repeat(np.asarray(code, "float32")[np.newaxis], len(values), axis=0)
    walk[:, unit] = np.asarray(values, "float32")
    return np.asarray(decoder(walk))
