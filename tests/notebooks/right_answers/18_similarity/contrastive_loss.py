# %% blend: one minus same
def contrastive_loss(d, same, margin):
    s = np.asarray(same, dtype=float)
    return np.mean(s * d**2 + (1 - s) * np.clip(margin - d, 0, None) ** 2)


# %% two_sums: the kinds one after the other
def contrastive_loss(d, same, margin):
    same = np.asarray(same).astype(bool)
    near = (d[same] ** 2).sum()
    gap = margin - d[~same]
    return (near + (gap[gap > 0] ** 2).sum()) / len(d)


# %% loop: pair by pair
def contrastive_loss(d, same, margin):
    total = 0.0
    for distance, alike in zip(d, same, strict=True):
        total += distance**2 if alike else max(0, margin - distance) ** 2
    return total / len(d)
