# %% one_window: one window as large as the image
def ssim(x, x_hat):
    axes = (1, 2)
    mean_x, mean_y = x.mean(axes), x_hat.mean(axes)
    covariance = (x * x_hat).mean(axes) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    return above / ((mean_x**2 + mean_y**2 + 0.01**2) * (x.var(axes) + x_hat.var(axes) + 0.03**2))


# %% edges_kept: windows that hang over the edge count too
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean(axis=(1, 2))


# %% one_number: averages over the images too
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean()


# %% no_constants: 0 divided by 0 on white paper
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0) * (2 * covariance + 0)
    below = (mean_x**2 + mean_y**2 + 0) * (variance_x + variance_y + 0)
    return (above / below).mean(axis=(1, 2))


# %% constants_not_squared: 0.01 and 0.03 themselves
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01) * (2 * covariance + 0.03)
    below = (mean_x**2 + mean_y**2 + 0.01) * (variance_x + variance_y + 0.03)
    return (above / below).mean(axis=(1, 2))


# %% constants_exchanged: 0.03 with the means, 0.01 with the spreads
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.03**2) * (2 * covariance + 0.01**2)
    below = (mean_x**2 + mean_y**2 + 0.03**2) * (variance_x + variance_y + 0.01**2)
    return (above / below).mean(axis=(1, 2))


# %% range_255: constants for grey values up to 255
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 2.55**2) * (2 * covariance + 7.65**2)
    below = (mean_x**2 + mean_y**2 + 2.55**2) * (variance_x + variance_y + 7.65**2)
    return (above / below).mean(axis=(1, 2))


# %% no_factor_two: covariance without its factor 2
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean(axis=(1, 2))


# %% not_centred: mean of products instead of a covariance
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat)
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean(axis=(1, 2))


# %% means_forgotten: structure alone, without the means
def ssim(x, x_hat):
    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    covariance = mean(x * x_hat) - mean(x) * mean(x_hat)
    spread = mean(x**2) - mean(x) ** 2 + mean(x_hat**2) - mean(x_hat) ** 2
    return ((2 * covariance + 0.03**2) / (spread + 0.03**2)).mean(axis=(1, 2))


# %% window_of_images: the window runs over neighbouring images as well
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=7)[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean(axis=(1, 2))


# %% window_11: another window
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 11, 11))[:, 5:-5, 5:-5]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return (above / below).mean(axis=(1, 2))


# %% sample_covariance: divides by 48 instead of 49, scikit-image's default
def ssim(x, x_hat):
    return np.array([structural_similarity(a, b, data_range=1.0) for a, b in zip(x, x_hat, strict=True)])


# %% range_of_data: scikit-image told the wrong range
def ssim(x, x_hat):
    how = {"data_range": 2.0, "use_sample_covariance": False}
    return np.array([structural_similarity(a, b, **how) for a, b in zip(x, x_hat, strict=True)])


# %% ratio_of_means: averages above and below the line before dividing
def ssim(x, x_hat):

    def mean(images):
        return uniform_filter(images, size=(1, 7, 7))[:, 3:-3, 3:-3]

    x, x_hat = np.asarray(x, dtype=np.float64), np.asarray(x_hat, dtype=np.float64)
    mean_x, mean_y = mean(x), mean(x_hat)
    variance_x, variance_y = mean(x**2) - mean_x**2, mean(x_hat**2) - mean_y**2
    covariance = mean(x * x_hat) - mean_x * mean_y
    above = (2 * mean_x * mean_y + 0.01**2) * (2 * covariance + 0.03**2)
    below = (mean_x**2 + mean_y**2 + 0.01**2) * (variance_x + variance_y + 0.03**2)
    return above.mean(axis=(1, 2)) / below.mean(axis=(1, 2))
