# %% row_by_row: a loop over points, bisection with numbers
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    for i in range(n):
        others = [j for j in range(n) if j != i]
        d = ((x[others] - x[i]) ** 2).sum(axis=1)
        d = d - d.min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            entropy = np.log(w.sum()) + beta * (w * d).sum() / w.sum()
            if entropy > np.log(perplexity):
                low = beta
            else:
                high = beta
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i, others] = w / w.sum()
    return (P + P.T) / (2 * n)


# %% in_bits: entropy and perplexity to base 2, which is the same, stopped at a tolerance
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i)
        d = (d - d.min()) / d.mean()
        low, high = -30.0, 30.0
        while high - low > 1e-9:
            middle = (low + high) / 2
            p = np.exp(-(2.0**middle) * d)
            p /= p.sum()
            bits = -np.sum(p[p > 0] * np.log2(p[p > 0]))
            low, high = (middle, high) if 2**bits > perplexity else (low, middle)
        P[i] = np.insert(p, i, 0)
    return 0.5 * (P / n + P.T / n)


# %% widths: sigma is sought, and the diagonal is infinite
def pairwise_affinities(x, perplexity):
    from scipy.optimize import brentq

    d = cdist(x, x) ** 2
    np.fill_diagonal(d, np.inf)

    def row(log_sigma, d):
        w = np.exp(-(d - d.min()) / (2 * np.exp(log_sigma) ** 2))
        return w / w.sum()

    def gap(log_sigma, d):
        p = row(log_sigma, d)
        return -(p[p > 0] * np.log(p[p > 0])).sum() - np.log(perplexity)

    P = np.stack([row(brentq(gap, np.log(b) - 9, np.log(b) + 9, args=(a,)), a)
                  for a, b in ((a, np.sqrt(np.mean(a[np.isfinite(a)]))) for a in d)])  # fmt: skip
    return (P + P.T) / P.sum() / 2
