# %% one_number: averages over all images
def psnr(x, x_hat):
    return -10 * np.log10(np.mean((x - x_hat) ** 2))


# %% wrong_axis: one number for each pixel
def psnr(x, x_hat):
    return -10 * np.log10(np.mean((x - x_hat) ** 2, axis=0))


# %% natural_logarithm: np.log
def psnr(x, x_hat):
    return -10 * np.log(np.mean((x - x_hat) ** 2, axis=1))


# %% sign: minus forgotten
def psnr(x, x_hat):
    return 10 * np.log10(np.mean((x - x_hat) ** 2, axis=1))


# %% sum_of_squares: SSE where the mean is asked
def psnr(x, x_hat):
    return -10 * np.log10(np.sum((x - x_hat) ** 2, axis=1))


# %% twenty: 20 belongs to the root of the mean squared error
def psnr(x, x_hat):
    return -20 * np.log10(np.mean((x - x_hat) ** 2, axis=1))


# %% absolute_error: not squared
def psnr(x, x_hat):
    return -20 * np.log10(np.mean(np.abs(x - x_hat), axis=1))


# %% peak_of_the_image: the largest value of each image
def psnr(x, x_hat):
    return 10 * np.log10(np.max(x, axis=1) ** 2 / np.mean((x - x_hat) ** 2, axis=1))


# %% epsilon: a small number keeps infinity away
def psnr(x, x_hat):
    return -10 * np.log10(np.mean((x - x_hat) ** 2, axis=1) + 1e-10)


# %% eight_bits: the peak of integer images
def psnr(x, x_hat):
    return 10 * np.log10(255**2 / np.mean((x - x_hat) ** 2, axis=1))


# %% signal_over_noise: SNR, not peak
def psnr(x, x_hat):
    return 10 * np.log10(np.mean(x**2, axis=1) / np.mean((x - x_hat) ** 2, axis=1))
