# %% mean_of_logarithms: the ELBO again
def importance_log_likelihood(log_w):
    return np.mean(log_w, axis=0)


# %% no_division: the sum of the weights
def importance_log_likelihood(log_w):
    largest = np.max(log_w, axis=0)
    return largest + np.log(np.sum(np.exp(log_w - largest), axis=0))


# %% underflows: the formula as it stands
def importance_log_likelihood(log_w):
    return np.log(np.mean(np.exp(log_w), axis=0))


# %% one_maximum: the same for all images
def importance_log_likelihood(log_w):
    largest = np.max(log_w)
    return largest + np.log(np.mean(np.exp(log_w - largest), axis=0))


# %% wrong_axis: averages over the images
def importance_log_likelihood(log_w):
    largest = np.max(log_w, axis=1)
    return largest + np.log(np.mean(np.exp(log_w - largest[:, None]), axis=1))


# %% forgets_the_maximum: subtracted and never added again
def importance_log_likelihood(log_w):
    return np.log(np.mean(np.exp(log_w - np.max(log_w, axis=0)), axis=0))


# %% best_draw: the largest weight alone
def importance_log_likelihood(log_w):
    return np.max(log_w, axis=0)


# %% one_number: averaged over the images as well
def importance_log_likelihood(log_w):
    largest = np.max(log_w, axis=0)
    return np.mean(largest + np.log(np.mean(np.exp(log_w - largest), axis=0)))


# %% divides_the_logarithm: by the number of draws
def importance_log_likelihood(log_w):
    largest = np.max(log_w, axis=0)
    return (largest + np.log(np.sum(np.exp(log_w - largest), axis=0))) / len(log_w)


# %% divides_by_images: the other length
def importance_log_likelihood(log_w):
    largest = np.max(log_w, axis=0)
    return largest + np.log(np.sum(np.exp(log_w - largest), axis=0)) - np.log(log_w.shape[1])


# %% floor_under_the_weights: a small number against log 0
def importance_log_likelihood(log_w):
    return np.log(np.mean(np.exp(log_w), axis=0) + 1e-300)


# %% subtracts_the_smallest: overflows where the draws of one image differ by more than 709
def importance_log_likelihood(log_w):
    smallest = np.min(log_w, axis=0)
    return smallest + np.log(np.mean(np.exp(log_w - smallest), axis=0))


# %% subtracts_the_mean: overflows as well
def importance_log_likelihood(log_w):
    middle = np.mean(log_w, axis=0)
    return middle + np.log(np.mean(np.exp(log_w - middle), axis=0))
