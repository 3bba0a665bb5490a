# %% bit_by_bit: sixty-four shifts
def hamming(a, b):
    x = a[:, None] ^ b[None]
    return sum(((x >> np.uint64(j)) & np.uint64(1)).astype(int) for j in range(64))


# %% outer: the outer form of the ufunc
def hamming(a, b):
    return np.bitwise_count(np.bitwise_xor.outer(a, b)).astype(np.int64)


# %% or_without_and: what is on in either and not in both
def hamming(a, b):
    either, both = a[:, None] | b, a[:, None] & b
    return np.bitwise_count(either) - np.bitwise_count(both)


# %% unpacked: bytes, then bits
def hamming(a, b):
    x = np.ascontiguousarray(a[:, None] ^ b[None])
    return np.unpackbits(x.view(np.uint8).reshape(*x.shape, 8), axis=2).sum(axis=2)
