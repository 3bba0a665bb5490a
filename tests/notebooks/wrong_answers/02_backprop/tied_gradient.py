# %% decoder_only: the encoder's use of W is forgotten
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h, grad_a.sum(axis=0), grad.sum(axis=0)


# %% encoder_only: the decoder's use of W is forgotten
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% mean_of_parts: two uses, so their mean
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return (grad.T @ h + x.T @ grad_a) / 2, grad_a.sum(axis=0), grad.sum(axis=0)


# %% sum_over_rows: forgets 1/n
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = x_hat - x
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% mean_over_all: divides by the number of all entries
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / x.size
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% factor_two: the derivative of a square without the half
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = 2 * (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% no_slope: goes through the sigmoid as if it were linear
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = grad @ W
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% slope_of_a: the slope from the pre-activation instead of h
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    a = x @ W + b
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * a * (1 - a)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% relu_slope: treats the sigmoid as a ReLU
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * (h > 0)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% output_slope: a sigmoid slope at the linear output
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) * x_hat * (1 - x_hat) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% sign: x minus x_hat
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x - x_hat) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% decoder_transposed: adds the decoder's part without transposing, where the shapes let it
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    part = h.T @ grad
    part = part if part.shape == W.shape else part.T
    return part + x.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)


# %% b_from_h: stops before the sigmoid for b
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_h = grad @ W
    grad_a = grad_h * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_h.sum(axis=0), grad.sum(axis=0)


# %% biases_averaged: the biases are averaged a second time
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x.T @ grad_a, grad_a.mean(axis=0), grad.mean(axis=0)


# %% W_and_b_averaged: divides by n again on the way back, for all but c
def tied_gradient(x, W, b, c):
    n = len(x)
    h = 1 / (1 + np.exp(-(x @ W + b)))
    grad = (h @ W.T + c - x) / n
    grad_a = (grad @ W) * h * (1 - h)
    return (grad.T @ h + x.T @ grad_a) / n, grad_a.sum(axis=0) / n, grad.sum(axis=0)


# %% encoder_sees_x_hat: the encoder's part with x_hat instead of x
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    grad = (x_hat - x) / len(x)
    grad_a = (grad @ W) * h * (1 - h)
    return grad.T @ h + x_hat.T @ grad_a, grad_a.sum(axis=0), grad.sum(axis=0)
