# %% one_sided: the quotient of the definition of a derivative
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up = x.copy()
        up[index] += eps
        gradient[index] = (f(up) - f(x)) / eps
    return gradient


# %% backward_difference: looks at the other side only
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        down = x.copy()
        down[index] -= eps
        gradient[index] = (f(x) - f(down)) / eps
    return gradient


# %% distance_eps: the two points are 2 eps apart, divided by eps
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / eps
    return gradient


# %% precedence: "/ 2 * eps" multiplies by eps
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / 2 * eps
    return gradient


# %% not_put_back: the moved entry stays moved for the next one
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        up = f(x.copy())
        x[index] -= 2 * eps
        gradient[index] = (up - f(x.copy())) / (2 * eps)
    return gradient


# %% all_at_once: nudges the whole array
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))


# %% one_number: returns the directional derivative, not one number for each entry
def numeric_gradient(f, x, eps=1e-5):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


# %% own_eps: ignores the eps that is passed in
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += 1e-5
        down[index] -= 1e-5
        gradient[index] = (f(up) - f(down)) / 2e-5
    return gradient


# %% integers: copies x without converting, so 1 + eps is cut to 1
def numeric_gradient(f, x, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = up[index] + eps
        down[index] = down[index] - eps
        gradient[index] = (f(up) - f(down)) / (2 * eps)
    return gradient


# %% float32: not enough digits for a small eps
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=np.float32)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / (2 * eps)
    return gradient


# %% sign: down minus up
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(down) - f(up)) / (2 * eps)
    return gradient


# %% rows_only: walks over the first axis and nudges whole rows
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        gradient[i] = (f(up) - f(down)) / (2 * eps)
    return gradient


# %% flat: forgets to give the result the shape of x
def numeric_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = []
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient.append((f(up) - f(down)) / (2 * eps))
    return np.array(gradient)
