# %% logaddexp: NumPy's own reduction
def importance_log_likelihood(log_w):
    return np.logaddexp.reduce(log_w, axis=0) - np.log(len(log_w))


# %% scipy: logsumexp
def importance_log_likelihood(log_w):
    from scipy.special import logsumexp

    return logsumexp(log_w, axis=0) - np.log(np.shape(log_w)[0])


# %% loop: image by image
def importance_log_likelihood(log_w):
    return np.array([c.max() + np.log(np.mean(np.exp(c - c.max()))) for c in np.asarray(log_w).T])
