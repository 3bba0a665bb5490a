# %% plain_mean: padding counts
def masked_mse(x, x_hat, mask):
    return ((x - x_hat) ** 2).mean()


# %% divided_by_all: masked, then np.mean over everything
def masked_mse(x, x_hat, mask):
    return (mask[..., None] * (x - x_hat) ** 2).mean()


# %% divided_by_steps: d is forgotten
def masked_mse(x, x_hat, mask):
    return (mask[..., None] * (x - x_hat) ** 2).sum() / mask.sum()


# %% mean_of_means: each sequence weighs the same
def masked_mse(x, x_hat, mask):
    return np.mean([((a - b)[m] ** 2).mean() for a, b, m in zip(x, x_hat, mask)])


# %% padding_only: the mask the wrong way round
def masked_mse(x, x_hat, mask):
    return ((x - x_hat)[~mask] ** 2).mean()


# %% a_sum: not divided
def masked_mse(x, x_hat, mask):
    return (mask[..., None] * (x - x_hat) ** 2).sum()


# %% per_sequence: divided by n
def masked_mse(x, x_hat, mask):
    return (mask[..., None] * (x - x_hat) ** 2).sum() / len(x)


# %% absolute: no squares
def masked_mse(x, x_hat, mask):
    return np.abs((x - x_hat)[mask]).mean()


# %% root: root of the mean square
def masked_mse(x, x_hat, mask):
    return np.sqrt(((x - x_hat)[mask] ** 2).mean())


# %% x_alone_masked: the reconstruction counts at padded steps
def masked_mse(x, x_hat, mask):
    return ((x * mask[..., None] - x_hat) ** 2).sum() / (mask.sum() * x.shape[2])


# %% one_per_sequence: an array
def masked_mse(x, x_hat, mask):
    return (mask[..., None] * (x - x_hat) ** 2).sum(axis=(1, 2)) / (mask.sum(axis=1) * x.shape[2])
