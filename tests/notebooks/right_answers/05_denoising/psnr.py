# %% root: 20 log10 of the root
def psnr(x, x_hat):
    return 20 * np.log10(1 / np.sqrt(((x - x_hat) ** 2).mean(axis=1)))


# %% loop: one image after the other
def psnr(x, x_hat):
    values = []
    for a, b in zip(x, x_hat):
        mse = ((a - b) ** 2).mean()
        values.append(float("inf") if mse == 0 else 10 * np.log10(1.0 / mse))
    return np.array(values)


# %% sum_divided: the mean by hand
def psnr(x, x_hat):
    mse = np.sum(np.square(x - x_hat), axis=1) / x.shape[1]
    return np.log10(1 / mse) * 10
