# %% simplified: one fraction
def kl_sparsity(rho, rho_hat):
    rho_hat = np.asarray(rho_hat)
    terms = rho * (np.log(rho) - np.log(rho_hat)) + (1 - rho) * (np.log(1 - rho) - np.log(1 - rho_hat))
    return np.sum(terms), (rho_hat - rho) / (rho_hat * (1 - rho_hat))


# %% loop: unit by unit
def kl_sparsity(rho, rho_hat):
    penalty, gradient = 0.0, []
    for r in rho_hat:
        penalty += rho * np.log(rho / r) + (1 - rho) * np.log((1 - rho) / (1 - r))
        gradient.append((1 - rho) / (1 - r) - rho / r)
    return float(penalty), np.array(gradient)


# %% clipped: safe at 0 and 1
def kl_sparsity(rho, rho_hat):
    r = np.clip(rho_hat, 1e-10, 1 - 1e-10)
    return [
        (rho * np.log(rho / r)).sum() + ((1 - rho) * np.log1p(-rho) - (1 - rho) * np.log1p(-r)).sum(),
        -rho / r + (1 - rho) / (1 - r),
    ]
