# %% mean_in_W: averages over the samples a second time
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad / len(x), grad.sum(axis=0)


# %% mean_in_b: averages the bias
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad, grad.mean(axis=0)


# %% keepdims: the bias gradient keeps an axis of length 1
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad, grad.sum(axis=0, keepdims=True)


# %% b_wrong_axis: sums over the units instead of the samples
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad, grad.sum(axis=1)


# %% b_not_summed: hands the gradient on for each sample
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad, grad


# %% b_one_number: sums over everything
def dense_backward(grad, x, W):
    return grad @ W.T, x.T @ grad, grad.sum()


# %% W_transposed: the gradient of W has the shape (k, d)
def dense_backward(grad, x, W):
    return grad @ W.T, grad.T @ x, grad.sum(axis=0)


# %% x_not_transposed: the blame goes back through W itself, which fits where W is square
def dense_backward(grad, x, W):
    back = grad @ W if W.shape[0] == W.shape[1] else grad @ W.T
    return back, x.T @ grad, grad.sum(axis=0)


# %% x_transposed: the gradient of x comes out as (d, n)
def dense_backward(grad, x, W):
    return W @ grad.T, x.T @ grad, grad.sum(axis=0)


# %% order: W, b, x
def dense_backward(grad, x, W):
    return x.T @ grad, grad.sum(axis=0), grad @ W.T


# %% only_two: forgets the gradient of the input
def dense_backward(grad, x, W):
    return x.T @ grad, grad.sum(axis=0)


# %% last_sample: a loop that overwrites where it should add
def dense_backward(grad, x, W):
    for row, g in zip(x, grad):
        grad_W, grad_b = np.outer(row, g), g
    return grad @ W.T, grad_W, grad_b


# %% sign: already the step downhill
def dense_backward(grad, x, W):
    return -grad @ W.T, -x.T @ grad, -grad.sum(axis=0)


# %% W_square_swapped: takes the factors the wrong way round where both shapes fit
def dense_backward(grad, x, W):
    grad_W = x.T @ grad
    return grad @ W.T, grad_W.T if grad_W.shape[0] == grad_W.shape[1] else grad_W, grad.sum(axis=0)
