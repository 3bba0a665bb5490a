# %% flat_loop: works on a flat view and reshapes at the end
def numeric_gradient(f, x, eps=1e-5):
    x = np.asarray(x).astype(float)
    result = []
    for i in range(x.size):
        nudge = np.zeros(x.size)
        nudge[i] = eps
        nudge = nudge.reshape(x.shape)
        result.append((f(x + nudge) - f(x - nudge)) / 2 / eps)
    return np.array(result).reshape(x.shape)


# %% nditer_in_place: moves the entry of one copy and puts it back
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        high = f(x)
        x[i] = old - eps
        low = f(x)
        x[i] = old
        gradient[i] = (high - low) / (2 * eps)
    return gradient


# %% enumerate: np.ndenumerate and two separate quotients
def numeric_gradient(f, x, eps=1e-5):
    x = 1.0 * np.asarray(x)
    gradient = np.empty(x.shape)
    for index, value in np.ndenumerate(x):
        up, down = np.copy(x), np.copy(x)
        up[index], down[index] = value + eps, value - eps
        gradient[index] = 0.5 * (f(up) - f(x)) / eps + 0.5 * (f(x) - f(down)) / eps
    return gradient
