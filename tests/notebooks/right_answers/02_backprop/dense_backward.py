# %% einsum: sums written with letters
def dense_backward(grad, x, W):
    return np.einsum("nk,dk->nd", grad, W), np.einsum("nd,nk->dk", x, grad), np.einsum("nk->k", grad)


# %% loop: adds the outer products of the samples
def dense_backward(grad, x, W):
    grad_x, grad_W, grad_b = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for t in range(len(x)):
        grad_x[t] = W @ grad[t]
        grad_W += np.outer(x[t], grad[t])
        grad_b += grad[t]
    return grad_x, grad_W, grad_b


# %% transposed_twice: a list, and the product the other way round
def dense_backward(grad, x, W):
    return [(W @ grad.T).T, (grad.T @ x).T, np.ones(len(grad)) @ grad]
