# %% pca: subtracts the mean of each word
def lsa(counts, k):
    centred = counts - counts.mean(axis=0)
    return np.linalg.svd(centred, full_matrices=False)[2][:k].T


# %% smallest: the first columns of eigh
def lsa(counts, k):
    return eigh(counts.T @ counts)[1][:, :k]


# %% rising: the right ones, the largest last
def lsa(counts, k):
    return eigh(counts.T @ counts)[1][:, -k:]


# %% rows: directions as rows
def lsa(counts, k):
    return np.linalg.svd(counts, full_matrices=False)[2][:k]


# %% columns_of_vt: takes columns of V transposed
def lsa(counts, k):
    return np.linalg.svd(counts)[2][:, :k]


# %% left: left singular vectors
def lsa(counts, k):
    return np.linalg.svd(counts, full_matrices=False)[0][:, :k]


# %% codes: the codes of the documents
def lsa(counts, k):
    v = np.linalg.svd(counts, full_matrices=False)[2][:k].T
    return counts @ v


# %% scaled: with singular values
def lsa(counts, k):
    _, s, vt = np.linalg.svd(counts, full_matrices=False)
    return vt[:k].T * s[:k]


# %% covariance: eigenvectors of the covariance
def lsa(counts, k):
    return eigh(np.cov(counts.T))[1][:, ::-1][:, :k]


# %% skips_first: leaves the first out as if it were the mean
def lsa(counts, k):
    return eigh(counts.T @ counts)[1][:, ::-1][:, 1 : k + 1]


# %% unit_rows: brings the rows to length 1 first
def lsa(counts, k):
    unit = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return eigh(unit.T @ unit)[1][:, ::-1][:, :k]
