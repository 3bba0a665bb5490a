# %% first_counts_most: unit 0 is the highest bit
def pack_bits(h, threshold):
    return (h > threshold)[:, ::-1] @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% at_least: a unit exactly at its threshold counts
def pack_bits(h, threshold):
    return (h >= threshold) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% below: 1 where h is below
def pack_bits(h, threshold):
    return (h <= threshold) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% floats: powers of two as floats
def pack_bits(h, threshold):
    return ((h > threshold) * 2.0 ** np.arange(h.shape[1])).sum(axis=1).astype(np.uint64)


# %% signed: whole numbers with a sign
def pack_bits(h, threshold):
    return ((h > threshold) * 2 ** np.arange(h.shape[1])).sum(axis=1)


# %% half: a threshold of 0.5 whatever is given
def pack_bits(h, threshold):
    return (h > 0.5) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% zero: the sign of h
def pack_bits(h, threshold):
    return (h > 0) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% rounding: np.round instead of the threshold
def pack_bits(h, threshold):
    return np.round(h).astype(np.uint64) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% first_threshold: the first unit's threshold for all
def pack_bits(h, threshold):
    return (h > np.ravel(threshold)[0]) @ (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))


# %% count: how many bits are on
def pack_bits(h, threshold):
    return (h > threshold).sum(axis=1).astype(np.uint64)


# %% from_one: unit j counts 2 ** (j + 1)
def pack_bits(h, threshold):
    return (h > threshold) @ (np.uint64(2) << np.arange(h.shape[1], dtype=np.uint64))


# %% thirty_two: whole numbers of 32 bits
def pack_bits(h, threshold):
    bits = (h > threshold)[:, :32]
    return (bits @ (np.uint32(1) << np.arange(bits.shape[1], dtype=np.uint32))).astype(np.uint64)


# %% packed_bytes: an array of bytes
def pack_bits(h, threshold):
    return np.packbits(h > threshold, axis=1, bitorder="little")


# %% one_byte: the first byte only
def pack_bits(h, threshold):
    return np.packbits(h > threshold, axis=1, bitorder="little")[:, 0].astype(np.uint64)


# %% columns: sums over the images
def pack_bits(h, threshold):
    return ((h > threshold) * (np.uint64(1) << np.arange(h.shape[1], dtype=np.uint64))).sum(axis=0)


# %% bits_only: not packed
def pack_bits(h, threshold):
    return (h > threshold).astype(np.uint64)
