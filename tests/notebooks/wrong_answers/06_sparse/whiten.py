# %% not_turned_back: stays in the principal axes
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / np.sqrt(s + eps)


# %% no_root: divides by the variance
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / (s + eps) @ U.T


# %% eps_outside: adds eps to the standard deviation
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / (np.sqrt(np.maximum(s, 0)) + eps) @ U.T


# %% no_eps: ignores it
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / np.sqrt(np.maximum(s, 1e-12)) @ U.T


# %% patch_mean: takes the mean of each patch instead of the mean patch
def whiten(patches, eps):
    centred = patches - patches.mean(axis=1, keepdims=True)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / np.sqrt(s + eps) @ U.T


# %% both_means: takes the mean of each patch, too
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    centred = centred - centred.mean(axis=1, keepdims=True)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U / np.sqrt(np.maximum(s, 0) + eps) @ U.T


# %% not_centred: forgets the mean
def whiten(patches, eps):
    s, U = np.linalg.eigh(patches.T @ patches / len(patches))
    return patches @ U / np.sqrt(s + eps) @ U.T


# %% mean_kept: centres for the covariance only
def whiten(patches, eps):
    s, U = np.linalg.eigh(np.cov(patches.T, bias=True))
    return patches @ U / np.sqrt(s + eps) @ U.T


# %% n_minus_one: NumPy's own covariance
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(np.cov(patches.T))
    return centred @ U / np.sqrt(s + eps) @ U.T


# %% not_divided: the sum instead of the average
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred)
    return centred @ U / np.sqrt(s + eps) @ U.T


# %% pixel_by_pixel: variance 1 for each pixel, but they stay correlated
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    return centred / np.sqrt(centred.var(axis=0) + eps)


# %% transposed: U and its transpose exchanged
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches))
    return centred @ U.T / np.sqrt(s + eps) @ U
