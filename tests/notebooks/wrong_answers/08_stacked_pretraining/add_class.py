# %% offset_forgotten: plain logistic regression, new against the rest, deaf to what the old scores say
def add_class(W, b, h, is_new, lam):
    target = np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1]
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% the_largest_score_only: compares with the largest old score instead of the log of the sum
def add_class(W, b, h, is_new, lam):
    old, target = (h @ W + b).max(axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% the_sum_of_scores: adds the old scores up instead of their exponentials
def add_class(W, b, h, is_new, lam):
    old, target = (h @ W + b).sum(axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% old_bias_forgotten: the old scores are computed without their biases
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% bias_penalised: the penalty reaches the bias too
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z, grad_z.sum()) + lam * v
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v @ v, gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% no_penalty: lam is never used
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        return np.mean(np.logaddexp(0, z) - target * z), np.append(h.T @ grad_z, grad_z.sum())

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% sum_over_examples: the loss is summed and not averaged, so the penalty counts too little
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = expit(z) - target
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.sum(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% half_forgotten: the penalty is lam |w|^2 and not half of it
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + 2 * lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% new_class_first: the new column comes before the old ones
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([v[:-1], W]), np.append(v[-1], b)


# %% the_mean_code: the new weights are the mean code of the new class
def add_class(W, b, h, is_new, lam):
    return np.column_stack([W, h[np.asarray(is_new, dtype=bool)].mean(axis=0)]), np.append(b, 0.0)


# %% old_and_new_mixed_up: the target is 1 for the old classes
def add_class(W, b, h, is_new, lam):
    old, target = logsumexp(h @ W + b, axis=1), 1.0 - np.asarray(is_new, dtype=float)

    def loss_and_grad(v):
        z = h @ v[:-1] + v[-1] - old
        grad_z = (expit(z) - target) / len(h)
        gradient = np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
        return np.mean(np.logaddexp(0, z) - target * z) + lam / 2 * v[:-1] @ v[:-1], gradient

    v = minimize(loss_and_grad, np.zeros(len(W) + 1), jac=True, method="L-BFGS-B").x
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])


# %% stopped_early: three steps of gradient descent and no more
def add_class(W, b, h, is_new, lam):
    old, target, v = logsumexp(h @ W + b, axis=1), np.asarray(is_new, dtype=float), np.zeros(len(W) + 1)
    for _ in range(3):
        grad_z = (expit(h @ v[:-1] + v[-1] - old) - target) / len(h)
        v = v - 0.5 * np.append(h.T @ grad_z + lam * v[:-1], grad_z.sum())
    return np.column_stack([W, v[:-1]]), np.append(b, v[-1])
