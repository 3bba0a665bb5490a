# %% the_other_way: normal above outlier
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    above = scores[~is_outlier][:, None] - scores[is_outlier]
    return ((above > 0) + 0.5 * (above == 0)).mean()


# %% ties_lost: a tie counts nothing
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    return (scores[is_outlier][:, None] > scores[~is_outlier]).mean()


# %% ties_won: a tie counts in full
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    return (scores[is_outlier][:, None] >= scores[~is_outlier]).mean()


# %% ranks_by_position: argsort twice breaks ties
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    ranks = np.argsort(np.argsort(scores, kind="stable")) + 1
    n1, n0 = is_outlier.sum(), (~is_outlier).sum()
    return (ranks[is_outlier].sum() - n1 * (n1 + 1) / 2) / (n0 * n1)


# %% ranks_from_zero: argsort without the one
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    n1, n0 = is_outlier.sum(), (~is_outlier).sum()
    return ((rankdata(scores) - 1)[is_outlier].sum() - n1 * (n1 + 1) / 2) / (n0 * n1)


# %% nothing_taken_away: the ranks of outliers among themselves stay
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    return rankdata(scores)[is_outlier].sum() / (is_outlier.sum() * (~is_outlier).sum())


# %% pairs_counted: not divided
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    n1 = is_outlier.sum()
    return rankdata(scores)[is_outlier].sum() - n1 * (n1 + 1) / 2


# %% all_pairs: divided by n squared
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    n1 = is_outlier.sum()
    return (rankdata(scores)[is_outlier].sum() - n1 * (n1 + 1) / 2) / len(scores) ** 2


# %% zeros_and_ones: takes zeros and ones for positions
def auc(scores, is_outlier):
    above = scores[is_outlier][:, None] - scores[~is_outlier]
    return ((above > 0) + 0.5 * (above == 0)).mean()


# %% accuracy: the share on the right side of the mean
def auc(scores, is_outlier):
    return ((scores > scores.mean()) == np.asarray(is_outlier, bool)).mean()


# %% difference_of_means: a gap in place of a share of pairs
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    return scores[is_outlier].mean() - scores[~is_outlier].mean()


# %% min_ranks: tied scores share the lowest rank
def auc(scores, is_outlier):
    is_outlier = np.asarray(is_outlier, bool)
    n1, n0 = is_outlier.sum(), (~is_outlier).sum()
    return (rankdata(scores, method="min")[is_outlier].sum() - n1 * (n1 + 1) / 2) / (n0 * n1)
