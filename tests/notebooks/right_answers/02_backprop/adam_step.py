# %% corrected_means: the form of Algorithm 1 in the paper
def adam_step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


# %% in_place: changes the arrays it is given
def adam_step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (np.square(g) - v)
    w -= lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
    return w, m, v


# %% entry_by_entry: a loop over the weights, and a list of results
def adam_step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new_w, new_m, new_v = np.zeros(len(w)), np.zeros(len(w)), np.zeros(len(w))
    for i in range(len(w)):
        new_m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        rate = lr / (1 - beta1**t) * (1 - beta2**t) ** 0.5
        new_w[i] = w[i] - rate * new_m[i] / (new_v[i] ** 0.5 + eps)
    return [new_w, new_m, new_v]
