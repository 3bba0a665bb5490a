# %% lists: step by step
def pad_and_mask(sequences):
    longest, d = max(map(len, sequences)), sequences[0].shape[1]
    x, mask = [], []
    for s in sequences:
        gap = longest - len(s)
        x.append(list(s) + [np.zeros(d)] * gap)
        mask.append([True] * len(s) + [False] * gap)
    return np.array(x), np.array(mask)


# %% np_pad: with np.pad, and a mask made beside it
def pad_and_mask(sequences):
    T = max(len(s) for s in sequences)
    x = np.stack([np.pad(s, ((0, T - len(s)), (0, 0))) for s in sequences])
    mask = np.stack([np.pad(np.ones(len(s), bool), (0, T - len(s))) for s in sequences])
    return x, mask


# %% float32: of single precision, as a network wants it
def pad_and_mask(sequences):
    lengths = [len(s) for s in sequences]
    x = np.zeros((len(sequences), max(lengths), sequences[0].shape[1]), dtype=np.float32)
    mask = np.zeros(x.shape[:2], dtype=bool)
    for i, s in enumerate(sequences):
        x[i, : lengths[i]] = s
        mask[i, : lengths[i]] = True
    return x, mask
