# %% divided: the sum of all, divided by the number of images
def l1_penalty(h, lam):
    return float(lam * np.sum(np.abs(h)) / len(h))


# %% norm: NumPy's own
def l1_penalty(h, lam):
    return lam * np.mean(np.linalg.norm(h, ord=1, axis=1))


# %% loop: image by image
def l1_penalty(h, lam):
    total = 0.0
    for code in h:
        total += sum(abs(value) for value in code)
    return lam * total / h.shape[0]


# %% keras: with its operations, 32 bits
def l1_penalty(h, lam):
    return lam * ops.mean(ops.sum(ops.abs(ops.cast(h, "float32")), axis=1))
