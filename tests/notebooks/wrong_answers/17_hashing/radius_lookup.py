# %% own_cell: never leaves the query's own cell
def radius_lookup(table, code, r):
    starts, items = table
    return items[starts[int(code)] : starts[int(code) + 1]]


# %% one_bit: a single bit at most
def radius_lookup(table, code, r):
    starts, items = table
    k = (len(starts) - 1).bit_length() - 1
    cells = [int(code)] + ([int(code) ^ (1 << j) for j in range(k)] if r else [])
    return np.concatenate([items[starts[c] : starts[c + 1]] for c in cells])


# %% exactly: only distance r
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for chosen in combinations(range(k), r):
        c = int(code) ^ sum(1 << j for j in chosen)
        found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% without_own: begins with distance 1
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, [np.zeros(0, int)]
    for d in range(1, r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% below_r: range(r)
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, [np.zeros(0, int)]
    for d in range(r):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% one_too_far: range(r + 2)
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 2):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% twice: bits are turned over in every order, and back again
def radius_lookup(table, code, r):
    starts, items = table
    k, cells = (len(starts) - 1).bit_length() - 1, [int(code)]
    for _ in range(r):
        cells = cells + [c ^ (1 << j) for c in cells for j in range(k)]
    return np.concatenate([items[starts[c] : starts[c + 1]] for c in cells])


# %% farthest_first: the ball from outside in
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in reversed(range(r + 1)):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% sorted_positions: the right items, sorted by position
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.sort(np.concatenate(found))


# %% first_of_cell: one item of each cell
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            if starts[c + 1] > starts[c]:
                found.append(items[starts[c]])
    return np.array(found, int)


# %% too_few_bits: the highest bit is never turned over
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 2, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% from_bit_one: bits count from 1
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(1, k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% on_only: or turns bits on and never off
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) | sum(1 << j for j in chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% numbers_nearby: the cells next to the code as a number
def radius_lookup(table, code, r):
    starts, items = table
    cells = [c for d in range(r + 1) for c in dict.fromkeys((int(code) - d, int(code) + d)) if 0 <= c < len(starts) - 1]
    return np.concatenate([items[starts[c] : starts[c + 1]] for c in cells])


# %% bit_numbers: turns over the bit's number, not the bit
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(chosen)
            found.append(items[starts[c] : starts[c + 1]])
    return np.concatenate(found)


# %% addresses: the cells instead of the items
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found += [c] * int(starts[c + 1] - starts[c])
    return np.array(found, int)


# %% places: positions in the sorted order, not in the collection
def radius_lookup(table, code, r):
    starts, items = table
    k, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(k), d):
            c = int(code) ^ sum(1 << j for j in chosen)
            found.append(np.arange(starts[c], starts[c + 1]))
    return np.concatenate(found)


# %% floats_where_empty: a list of items without a type, which is an array of floats where nothing is found
def radius_lookup(table, code, r):
    starts, items = table
    bits, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(bits), d):
            c = int(code)
            for j in chosen:
                c ^= 1 << j
            found.extend(items[starts[c] : starts[c + 1]])
    return np.array(found)
