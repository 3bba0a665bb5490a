# %% arguments_exchanged: the divergence the other way round
def kl_sparsity(rho, rho_hat):
    penalty = (rho_hat * np.log(rho_hat / rho) + (1 - rho_hat) * np.log((1 - rho_hat) / (1 - rho))).sum()
    return penalty, np.log(rho_hat / rho) - np.log((1 - rho_hat) / (1 - rho))


# %% one_term: forgets the silent side of the coin
def kl_sparsity(rho, rho_hat):
    return (rho * np.log(rho / rho_hat)).sum(), -rho / rho_hat


# %% mean: averages over units
def kl_sparsity(rho, rho_hat):
    kl = rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))
    return kl.mean(), (-rho / rho_hat + (1 - rho) / (1 - rho_hat)) / len(rho_hat)


# %% sign_of_second: two minuses that did not meet
def kl_sparsity(rho, rho_hat):
    penalty = (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()
    return penalty, -rho / rho_hat - (1 - rho) / (1 - rho_hat)


# %% gradient_upside_down: points away
def kl_sparsity(rho, rho_hat):
    penalty = (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()
    return penalty, rho / rho_hat - (1 - rho) / (1 - rho_hat)


# %% gradient_by_rho: differentiates by the target
def kl_sparsity(rho, rho_hat):
    penalty = (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()
    return penalty, np.log(rho / rho_hat) - np.log((1 - rho) / (1 - rho_hat))


# %% gradient_summed: one number instead of one for each unit
def kl_sparsity(rho, rho_hat):
    penalty = (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()
    return penalty, (-rho / rho_hat + (1 - rho) / (1 - rho_hat)).sum()


# %% not_summed: a penalty for each unit
def kl_sparsity(rho, rho_hat):
    return (
        rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat)),
        -rho / rho_hat + (1 - rho) / (1 - rho_hat),
    )


# %% bits: logarithms to base 2
def kl_sparsity(rho, rho_hat):
    penalty = (rho * np.log2(rho / rho_hat) + (1 - rho) * np.log2((1 - rho) / (1 - rho_hat))).sum()
    return penalty, (-rho / rho_hat + (1 - rho) / (1 - rho_hat)) / np.log(2)


# %% cross_entropy: forgets the part that does not depend on rho_hat
def kl_sparsity(rho, rho_hat):
    penalty = -(rho * np.log(rho_hat) + (1 - rho) * np.log(1 - rho_hat)).sum()
    return penalty, -rho / rho_hat + (1 - rho) / (1 - rho_hat)


# %% squared: the distance squared
def kl_sparsity(rho, rho_hat):
    return ((rho_hat - rho) ** 2).sum(), 2 * (rho_hat - rho)


# %% penalty_only: no gradient
def kl_sparsity(rho, rho_hat):
    return (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()


# %% one_sided: units below the target go free
def kl_sparsity(rho, rho_hat):
    r = np.maximum(rho_hat, rho)
    penalty = (rho * np.log(rho / r) + (1 - rho) * np.log((1 - rho) / (1 - r))).sum()
    return penalty, -rho / r + (1 - rho) / (1 - r)
