# %% mask: a product with the open gates
def relu_backward(grad, a):
    return grad * (a > 0)


# %% in_place: sets the shut gates to 0 in a copy
def relu_backward(grad, a):
    out = np.array(grad)
    out[a <= 0] = 0
    return out


# %% heaviside: with 0 at the kink
def relu_backward(grad, a):
    return grad * np.heaviside(a, 0.0)


# %% changes_its_argument: writes into grad itself
def relu_backward(grad, a):
    grad[a <= 0] = 0
    return grad
