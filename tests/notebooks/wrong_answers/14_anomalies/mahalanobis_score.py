# %% squared: forgets the root
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return (z @ np.linalg.inv(np.cov(h_train, rowvar=False)) * z).sum(axis=1)


# %% not_centred: the mean is not subtracted
def mahalanobis_score(h_train, h):
    return np.sqrt((h @ np.linalg.inv(np.cov(h_train, rowvar=False)) * h).sum(axis=1))


# %% mean_of_new: centres with the mean of the rows to be judged
def mahalanobis_score(h_train, h):
    z = h - h.mean(axis=0)
    return np.sqrt((z @ np.linalg.inv(np.cov(h_train, rowvar=False)) * z).sum(axis=1))


# %% covariance_of_new: the spread of the rows to be judged
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.linalg.pinv(np.cov(h, rowvar=False)) * z).sum(axis=1))


# %% no_inverse: multiplies by the covariance
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.cov(h_train, rowvar=False) * z).sum(axis=1))


# %% variances_only: standardises each unit and leaves covariances out
def mahalanobis_score(h_train, h):
    return np.linalg.norm((h - h_train.mean(axis=0)) / h_train.std(axis=0, ddof=1), axis=1)


# %% standardised: the same with NumPy's default standard deviation
def mahalanobis_score(h_train, h):
    return np.linalg.norm((h - h_train.mean(axis=0)) / h_train.std(axis=0), axis=1)


# %% inverse_of_entries: 1 / C in place of the inverse matrix
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ (1 / np.cov(h_train, rowvar=False)) * z).sum(axis=1))


# %% rows_are_variables: np.cov takes rows for variables
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.linalg.inv(np.cov(h_train)) * z).sum(axis=1))


# %% divided_by_n: the covariance of a population
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.linalg.inv(np.cov(h_train, rowvar=False, bias=True)) * z).sum(axis=1))


# %% correlations: corrcoef in place of cov
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.linalg.inv(np.corrcoef(h_train, rowvar=False)) * z).sum(axis=1))


# %% around_zero: second moments in place of covariances
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    inverse = np.linalg.inv(h_train.T @ h_train / (len(h_train) - 1))
    return np.sqrt((z @ inverse * z).sum(axis=1))


# %% euclidean: the distance from the mean
def mahalanobis_score(h_train, h):
    return np.linalg.norm(h - h_train.mean(axis=0), axis=1)


# %% matrix: returns all pairs, not the diagonal
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt(np.abs(z @ np.linalg.inv(np.cov(h_train, rowvar=False)) @ z.T))


# %% sum_over_rows: one number per unit
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt((z @ np.linalg.inv(np.cov(h_train, rowvar=False)) * z).sum(axis=0))
