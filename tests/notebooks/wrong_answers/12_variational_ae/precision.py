# %% itself_is_nearest: radius to the k-th including the row itself
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k - 1]
    return float(np.mean(np.any(cdist(made, real) <= radius, axis=1)))


# %% one_too_far: the next neighbour
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, min(k + 1, len(real) - 1)]
    return float(np.mean(np.any(cdist(made, real) <= radius, axis=1)))


# %% recall: the roles exchanged
def precision(real, made, k):
    radius = np.sort(cdist(made, made), axis=1)[:, k]
    return float(np.mean(np.any(cdist(real, made) <= radius, axis=1)))


# %% balls_of_the_made: radii of the wrong set
def precision(real, made, k):
    radius = np.sort(cdist(made, made), axis=1)[:, k]
    return float(np.mean(np.any(cdist(made, real) <= radius[:, None], axis=1)))


# %% all_balls: inside every one
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return float(np.mean(np.all(cdist(made, real) <= radius, axis=1)))


# %% pairs: the share of pairs
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return float(np.mean(cdist(made, real) <= radius))


# %% counted: not divided
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return float(np.sum(np.any(cdist(made, real) <= radius, axis=1)))


# %% real_covered: the share of balls that hold something made
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return float(np.mean(np.any(cdist(made, real) <= radius, axis=0)))


# %% mean_radius: one size for all balls
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k].mean()
    return float(np.mean(np.any(cdist(made, real) <= radius, axis=1)))


# %% squared: distances squared on one side
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return float(np.mean(np.any(cdist(made, real) ** 2 <= radius, axis=1)))


# %% city_block: another distance
def precision(real, made, k):
    radius = np.sort(cdist(real, real, "cityblock"), axis=1)[:, k]
    return float(np.mean(np.any(cdist(made, real, "cityblock") <= radius, axis=1)))


# %% nearest_only: asks the ball of the nearest real row
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    apart = cdist(made, real)
    return float(np.mean(apart.min(axis=1) <= radius[apart.argmin(axis=1)]))


# %% per_row: the decisions, not their share
def precision(real, made, k):
    radius = np.sort(cdist(real, real), axis=1)[:, k]
    return np.any(cdist(made, real) <= radius, axis=1)
