# %% loop: one document after the other
def search(query, encode, codes, names, k=5):
    h = encode([query])[0]
    if np.linalg.norm(h) == 0:
        return []
    found = []
    for name, code in zip(names, codes):
        lengths = np.linalg.norm(code) * np.linalg.norm(h)
        found.append((name, code @ h / lengths if lengths else -1.0))
    return sorted(found, key=lambda pair: -pair[1])[:k]


# %% unit_rows: lengths first
def search(query, encode, codes, names, k=5):
    h = encode([query])
    if not np.any(h):
        return []
    unit = codes / np.maximum(np.linalg.norm(codes, axis=1, keepdims=True), 1e-9)
    score = unit @ h[0] / np.linalg.norm(h)
    return [(names[i], score[i]) for i in score.argsort()[::-1][:k]]


# %% float32: in Keras's precision
def search(query, encode, codes, names, k=5):
    h, codes = np.asarray(encode([query])[0], "float32"), np.asarray(codes, "float32")
    if not h.any():
        return []
    cosine = codes @ h / np.maximum(np.linalg.norm(codes, axis=1) * np.linalg.norm(h), 1e-9)
    return [(names[i], float(cosine[i])) for i in np.argsort(-cosine)[:k]]
