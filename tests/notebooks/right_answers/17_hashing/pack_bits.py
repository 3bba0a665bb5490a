# %% shifts: one column after the other
def pack_bits(h, threshold):
    code = np.zeros(len(h), dtype=np.uint64)
    for j, column in enumerate((h > threshold).T):
        code |= column.astype(np.uint64) << np.uint64(j)
    return code


# %% python_numbers: whole numbers of any size
def pack_bits(h, threshold):
    bits = h > threshold
    return np.array([sum(1 << j for j in np.flatnonzero(row).tolist()) for row in bits], dtype=np.uint64)


# %% by_bytes: eight bytes seen as one number
def pack_bits(h, threshold):
    bits = np.zeros((len(h), 64), dtype=bool)
    bits[:, : h.shape[1]] = h > threshold
    return np.packbits(bits, axis=1, bitorder="little").view("<u8")[:, 0].astype(np.uint64)


# %% masked_sum: powers where a bit is on
def pack_bits(h, threshold):
    return np.where(h > threshold, np.uint64(2) ** np.arange(h.shape[1], dtype=np.uint64), np.uint64(0)).sum(axis=1)
