# %% product: no lengths
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% query_length: not divided by the length of the query
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1), 1e-12)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% document_lengths: not divided by the lengths of the documents
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.linalg.norm(h)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% farthest: rising order
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(names[i], float(cosine[i])) for i in np.argsort(cosine)[:k]]


# %% names_only: no scores
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [names[i] for i in np.argsort(-cosine)[:k]]


# %% positions: no names
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(int(i), float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% score_first: the pair turned round
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(float(cosine[i]), names[i]) for i in np.argsort(-cosine)[:k]]


# %% distance: Euclidean
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    away = np.linalg.norm(codes - h, axis=1)
    return [(names[i], float(away[i])) for i in np.argsort(away)[:k]]


# %% all_documents: k is not used
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)]


# %% nothing_found: a code of zero is like any other
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% text_not_list: gives encode the query itself
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode(query), dtype=float)[0]
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]


# %% sorted_names: sorts the best by name
def search(query, encode, codes, names, k=5):
    h = np.asarray(encode([query]), dtype=float)[0]
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-12)
    return sorted((names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k])
