# %% difference: of the numbers, not of their bits
def hamming(a, b):
    return np.abs(a[:, None].astype(float) - b[None].astype(float))


# %% wrapped_difference: unsigned numbers wrap around
def hamming(a, b):
    return a[:, None] - b[None]


# %% both: and instead of exclusive or
def hamming(a, b):
    return np.bitwise_count(a[:, None] & b[None])


# %% either: or instead of exclusive or
def hamming(a, b):
    return np.bitwise_count(a[:, None] | b[None])


# %% unequal: 1 where the codes differ at all
def hamming(a, b):
    return (a[:, None] != b[None]).astype(int)


# %% uncounted: the exclusive or itself
def hamming(a, b):
    return a[:, None] ^ b[None]


# %% agreeing: the number of bits that agree
def hamming(a, b):
    return np.bitwise_count(~(a[:, None] ^ b[None]))


# %% ones_apart: the difference of how many bits are on
def hamming(a, b):
    return np.abs(np.bitwise_count(a).astype(int)[:, None] - np.bitwise_count(b).astype(int)[None])


# %% transposed: items are rows
def hamming(a, b):
    return np.bitwise_count(b[:, None] ^ a[None])


# %% lower_half: counts 32 bits
def hamming(a, b):
    return np.bitwise_count((a[:, None] ^ b[None]).astype(np.uint32))


# %% twenty_bits: counts the lowest 20 bits in a loop
def hamming(a, b):
    x = a[:, None] ^ b[None]
    return sum((x >> np.uint64(j)) & np.uint64(1) for j in range(20))


# %% signed: as whole numbers with a sign, whose count is of the absolute value
def hamming(a, b):
    return np.bitwise_count((a[:, None] ^ b[None]).astype(np.int64))


# %% logarithm: the place of the highest bit that differs
def hamming(a, b):
    return np.ceil(np.log2((a[:, None] ^ b[None]).astype(float) + 1)).astype(int)


# %% flat: one query only
def hamming(a, b):
    return np.bitwise_count(a[0] ^ b)
