# %% scikit_image: the library's, told to use the population covariance
def ssim(x, x_hat):
    how = {"data_range": 1.0, "use_sample_covariance": False}
    return np.array([structural_similarity(a, b, **how) for a, b in zip(x, x_hat, strict=True)])


# %% windows: windows cut out and averaged
def ssim(x, x_hat):
    a, b = (np.lib.stride_tricks.sliding_window_view(v, (7, 7), axis=(1, 2)) for v in (x, x_hat))
    m, k = a.mean((-1, -2)), b.mean((-1, -2))
    va, vb = a.var((-1, -2)), b.var((-1, -2))
    cov = ((a - m[..., None, None]) * (b - k[..., None, None])).mean((-1, -2))
    s = (2 * m * k + 1e-4) * (2 * cov + 9e-4) / ((m * m + k * k + 1e-4) * (va + vb + 9e-4))
    return s.mean((1, 2))


# %% by_convolution: window means by a kernel of 1/49, with exercise 1
def ssim(x, x_hat):
    def mean(v):
        return conv2d(v[..., None], np.full((7, 7, 1, 1), 1 / 49), "valid")[..., 0]

    m, k = mean(x), mean(x_hat)
    cov = mean(x * x_hat) - m * k
    below = (m**2 + k**2 + 0.0001) * (mean(x**2) - m**2 + mean(x_hat**2) - k**2 + 0.0009)
    return ((2 * m * k + 0.0001) * (2 * cov + 0.0009) / below).mean(axis=(1, 2))


# %% float32: in Keras's precision
def ssim(x, x_hat):
    a, b = (np.lib.stride_tricks.sliding_window_view(np.float32(v), (7, 7), axis=(1, 2)) for v in (x, x_hat))
    m, k = a.mean((-1, -2), keepdims=True), b.mean((-1, -2), keepdims=True)
    covariance = ((a - m) * (b - k)).mean((-1, -2))
    m, k = m[..., 0, 0], k[..., 0, 0]
    below = (m**2 + k**2 + np.float32(1e-4)) * (a.var((-1, -2)) + b.var((-1, -2)) + np.float32(9e-4))
    return ((2 * m * k + np.float32(1e-4)) * (2 * covariance + np.float32(9e-4)) / below).mean((1, 2))
