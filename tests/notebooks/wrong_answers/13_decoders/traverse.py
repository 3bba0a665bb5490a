# %% added: steps from where the unit was
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit] += values
    return np.asarray(decoder(walk))


# %% in_place: writes into the caller's code
def traverse(decoder, code, unit, values):
    pictures = []
    for value in values:
        code[unit] = value
        pictures.append(np.asarray(decoder(np.array([code], dtype=float)))[0])
    return np.stack(pictures)


# %% whole_numbers: keeps the type of the code
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code), (len(values), 1))
    walk[:, unit] = values
    return np.asarray(decoder(walk))


# %% others_at_zero: only the unit is there
def traverse(decoder, code, unit, values):
    walk = np.zeros((len(values), len(code)))
    walk[:, unit] = values
    return np.asarray(decoder(walk))


# %% all_units: every entry is set
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:] = np.asarray(values)[:, None]
    return np.asarray(decoder(walk))


# %% next_unit: counted from one
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit - 1] = values
    return np.asarray(decoder(walk))


# %% row_for_column: writes into a row
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[min(unit, len(values) - 1), :] = values[0]
    return np.asarray(decoder(walk))


# %% sorted_values: a walk from low to high
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit] = np.sort(values)
    return np.asarray(decoder(walk))


# %% scaled: multiplies the unit
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit] *= values
    return np.asarray(decoder(walk))


# %% one_at_a_time: a batch axis is left over
def traverse(decoder, code, unit, values):
    pictures = []
    for value in values:
        walk = np.array([code], dtype=float)
        walk[0, unit] = value
        pictures.append(np.asarray(decoder(walk)))
    return np.stack(pictures)


# %% codes: forgets the decoder
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit] = values
    return walk


# %% only_the_last: one picture
def traverse(decoder, code, unit, values):
    walk = np.tile(np.asarray(code, dtype=float), (len(values), 1))
    walk[:, unit] = values
    return np.asarray(decoder(walk[-1:]))
