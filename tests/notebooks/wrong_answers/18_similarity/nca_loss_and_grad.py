# %% share_of_right: the loss is not turned round
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% picks_itself: the diagonal stays
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    p = np.exp(-D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% not_squared: distances in the exponent
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = np.sqrt(((z[:, None] - z[None]) ** 2).sum(axis=2))
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% zero_by_zero: nothing is subtracted before the exponential
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(-D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% columns: p sums to 1 down its columns
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=0, keepdims=True) - D)
    p /= p.sum(axis=0, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% turned: the gradient goes uphill
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% one_end: each pair from one of its ends only
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    t = p * (right[:, None] - same)
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% factor_two: the square's 2 is forgotten
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-1 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% sum_over_points: neither is divided by n
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return (1 - right).sum(), x.T @ (-2 * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% no_push: only those of the own class move
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = -p * same
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% row_for_column: p_i is spread over the wrong axis
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right - same)
    t = q + q.T
    return 1 - right.mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))


# %% gradient_of_codes: x.T in front is missing
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    t = q + q.T
    return 1 - right.mean(), -2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z)


# %% log_of_the_share: another loss with the same aim
def nca_loss_and_grad(A, x, y):
    z, same = x @ A, y[:, None] == y
    D = ((z[:, None] - z[None]) ** 2).sum(axis=2)
    np.fill_diagonal(D, np.inf)
    p = np.exp(D.min(axis=1, keepdims=True) - D)
    p /= p.sum(axis=1, keepdims=True)
    right = (p * same).sum(axis=1)
    q = p - p * same / right[:, None]
    t = q + q.T
    return -np.log(right).mean(), x.T @ (-2 / len(x) * (t.sum(axis=1, keepdims=True) * z - t @ z))
