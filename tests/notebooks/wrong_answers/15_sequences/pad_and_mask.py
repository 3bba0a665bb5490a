# %% in_front: pads at the beginning, as Keras's helper does by default
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.zeros((len(sequences), T, sequences[0].shape[1]))
    mask = np.zeros((len(sequences), T), bool)
    for i, s in enumerate(sequences):
        x[i, T - len(s) :], mask[i, T - len(s) :] = s, True
    return x, mask


# %% values_decide: takes a step of zeros for padding
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    return x, (x != 0).any(axis=2)


# %% marks_padding: the mask is the wrong way round
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    return x, np.arange(T) >= np.array([len(s) for s in sequences])[:, None]


# %% one_too_many: <= in place of <
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    return x, np.arange(T) <= np.array([len(s) for s in sequences])[:, None]


# %% cut_to_shortest: no padding at all
def pad_and_mask(sequences):
    T = min(len(s) for s in sequences)
    return np.stack([s[:T] for s in sequences]), np.ones((len(sequences), T), bool)


# %% first_is_longest: takes T from the first sequence
def pad_and_mask(sequences):
    T = len(sequences[0])
    x = np.zeros((len(sequences), T, sequences[0].shape[1]))
    for i, s in enumerate(sequences):
        x[i, : len(s)] = s[:T]
    return x, np.arange(T) < np.array([len(s) for s in sequences])[:, None]


# %% last_step_repeated: fills up with the last step
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0)), mode="edge") for s in sequences])
    return x, np.arange(T) < np.array([len(s) for s in sequences])[:, None]


# %% mask_of_numbers: one truth value per number, not per step
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    mask = np.arange(T) < np.array([len(s) for s in sequences])[:, None]
    return x, np.repeat(mask[..., None], x.shape[2], axis=2)


# %% lengths_for_a_mask: returns the lengths
def pad_and_mask(sequences):
    lengths = np.array([len(s) for s in sequences])
    x = np.stack([np.pad(s, ((0, lengths.max() - len(s)), (0, 0))) for s in sequences])
    return x, lengths


# %% ones_and_zeros: a mask of floats
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    return x, (np.arange(T) < np.array([len(s) for s in sequences])[:, None]).astype(float)


# %% time_first: (T, n, d)
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences], axis=1)
    return x, (np.arange(T) < np.array([len(s) for s in sequences])[:, None]).T
