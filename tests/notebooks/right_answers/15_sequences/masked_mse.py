# %% multiplied: with the mask as a factor
def masked_mse(x, x_hat, mask):
    weight = mask[..., np.newaxis].astype(float)
    return (weight * (x - x_hat) ** 2).sum() / (weight.sum() * x.shape[2])


# %% per_step_first: the mean over coefficients, then over real steps
def masked_mse(x, x_hat, mask):
    return np.square(x - x_hat).mean(axis=2)[mask].mean()


# %% loops: number by number
def masked_mse(x, x_hat, mask):
    total, count = 0.0, 0
    for i in range(len(x)):
        for t in range(x.shape[1]):
            if mask[i, t]:
                total += float(((x[i, t] - x_hat[i, t]) ** 2).sum())
                count += x.shape[2]
    return total / count
