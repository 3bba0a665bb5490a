# %% svd: the whole decomposition
def lsa(counts, k):
    return np.linalg.svd(counts, full_matrices=False)[2][:k].T


# %% scikit_learn: truncated SVD
def lsa(counts, k):
    from sklearn.decomposition import TruncatedSVD
    
    return TruncatedSVD(k, algorithm="arpack").fit(counts.astype(float)).components_.T


# %% few_documents: by the smaller of the two matrices
def lsa(counts, k):
    if len(counts) >= counts.shape[1]:
        values, axes = np.linalg.eigh(counts.T @ counts)
        return axes[:, np.argsort(-values)[:k]]
    values, left = np.linalg.eigh(counts @ counts.T)
    best = np.argsort(-values)[:k]
    return counts.T @ left[:, best] / np.sqrt(values[best])
