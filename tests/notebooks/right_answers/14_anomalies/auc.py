# %% pairs: all of them, ties as one half
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier) == 1
    above = scores[is_outlier][:, np.newaxis] - scores[~is_outlier]
    return np.mean((above > 0) + 0.5 * (above == 0))


# %% sklearn: roc_auc_score
def auc(scores, is_outlier):
    from sklearn.metrics import roc_auc_score

    return roc_auc_score(is_outlier, scores)


# %% searchsorted: normal examples below, and not above
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier).astype(bool)
    usual, odd = np.sort(scores[~is_outlier]), scores[is_outlier]
    below = np.searchsorted(usual, odd, "left") + np.searchsorted(usual, odd, "right")
    return below.sum() / 2 / (len(usual) * len(odd))


# %% mann_whitney: SciPy's statistic
def auc(scores, is_outlier):
    from scipy.stats import mannwhitneyu

    o = np.asarray(is_outlier, dtype=bool)
    return mannwhitneyu(scores[o], scores[~o]).statistic / (o.sum() * (~o).sum())


# %% trapezium: the area under the curve itself
def auc(scores, is_outlier):
    o = np.asarray(is_outlier, dtype=bool)
    cuts = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    tpr = np.array([(scores[o] >= cut).mean() for cut in cuts])
    fpr = np.array([(scores[~o] >= cut).mean() for cut in cuts])
    return np.trapezoid(tpr, fpr)
