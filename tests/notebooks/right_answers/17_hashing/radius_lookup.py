# %% all_cells: the distance of every address, then sorted by it
def radius_lookup(table, code, r):
    starts, items = table
    addresses = np.arange(len(starts) - 1, dtype=np.uint64)
    d = np.bitwise_count(addresses ^ np.uint64(int(code)))
    cells = np.argsort(d, kind="stable")
    found = [items[starts[c] : starts[c + 1]] for c in cells if d[c] <= r]
    return np.concatenate(found)


# %% growing: rings of addresses, with a set of those that were seen
def radius_lookup(table, code, r):
    starts, items = table
    k = int(np.log2(len(starts) - 1))
    ring, seen, found = [int(code)], {int(code)}, []
    for d in range(r + 1):
        found += [items[starts[c] : starts[c + 1]] for c in ring]
        following = []
        for c in ring:
            for j in range(k):
                if (c ^ (1 << j)) not in seen:
                    seen.add(c ^ (1 << j))
                    following.append(c ^ (1 << j))
        ring = following
    return np.concatenate(found).astype(int)


# %% list_of_items: a plain list
def radius_lookup(table, code, r):
    starts, items = table
    bits, found = (len(starts) - 1).bit_length() - 1, []
    for d in range(r + 1):
        for chosen in combinations(range(bits), d):
            c = int(code)
            for j in chosen:
                c ^= 1 << j
            found += items[starts[c] : starts[c + 1]].tolist()
    return np.array(found, dtype=int)
