# %% no_half: the 2 below the line is forgotten
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / sigma**2
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% sigma_not_squared: the standard deviation where the variance belongs
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% operator_precedence: divides by 2 and multiplies by sigma squared
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / 2 * sigma**2
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% distance_not_squared: the length instead of its square
def best_denoiser(x, points, sigma):
    exponents = -np.linalg.norm(x[:, None] - points, axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% underflow: nothing is subtracted, so small noise gives 0 / 0
def best_denoiser(x, points, sigma):
    weights = np.exp(-((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% softened: a constant below the fraction instead of the subtraction
def best_denoiser(x, points, sigma):
    weights = np.exp(-((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2))
    return weights @ points / (weights.sum(axis=1, keepdims=True) + 1e-12)


# %% one_maximum_for_all: the largest exponent of the whole table is subtracted, not each row's
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.min())
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% not_normalised: the weights do not sum to 1
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    return np.exp(exponents) @ points


# %% softmax_over_noisy_points: normalised along the wrong axis
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=0))
    return weights / weights.sum(axis=0) @ points


# %% nearest_point: the most likely point instead of the mean
def best_denoiser(x, points, sigma):
    return points[((x[:, None] - points) ** 2).sum(axis=2).argmin(axis=1)]


# %% plain_mean: all points count alike
def best_denoiser(x, points, sigma):
    return np.tile(points.mean(axis=0), (len(x), 1))


# %% sign_forgotten: far points count most
def best_denoiser(x, points, sigma):
    exponents = ((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% arrow: how far to go, not where to
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True) - x


# %% score: the arrow divided by the variance
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return (weights @ points / weights.sum(axis=1, keepdims=True) - x) / sigma**2


# %% first_row_for_all: weights of one point, used for every other
def best_denoiser(x, points, sigma):
    exponents = -((x[0] - points) ** 2).sum(axis=1) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max())
    return np.tile(weights @ points / weights.sum(), (len(x), 1))


# %% mean_of_squares: distances averaged over coordinates
def best_denoiser(x, points, sigma):
    exponents = -((x[:, None] - points) ** 2).mean(axis=2) / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)


# %% in_the_plane_only: two coordinates, whatever comes
def best_denoiser(x, points, sigma):
    squares = (x[:, None, 0] - points[:, 0]) ** 2 + (x[:, None, 1] - points[:, 1]) ** 2
    exponents = -squares / (2 * sigma**2)
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return weights @ points / weights.sum(axis=1, keepdims=True)
