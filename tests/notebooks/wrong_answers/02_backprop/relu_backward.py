# %% open_at_zero: takes slope 1 at the kink
def relu_backward(grad, a):
    return grad * (a >= 0)


# %% half_at_zero: Heaviside's half at the kink
def relu_backward(grad, a):
    return grad * np.heaviside(a, 0.5)


# %% gate_by_grad: lets positive blame through, whatever a is
def relu_backward(grad, a):
    return grad * (grad > 0)


# %% relu_of_grad: applies ReLU to the gradient
def relu_backward(grad, a):
    return np.maximum(grad, 0)


# %% both_gates: guided backpropagation, stops negative blame as well
def relu_backward(grad, a):
    return grad * (a > 0) * (grad > 0)


# %% times_a: multiplies by the value instead of the slope
def relu_backward(grad, a):
    return grad * np.maximum(a, 0)


# %% slope_only: forgets the blame that arrives
def relu_backward(grad, a):
    return (a > 0).astype(float)


# %% sign_of_a: lets blame through with the sign of a
def relu_backward(grad, a):
    return grad * np.sign(a)


# %% reversed: shuts the open gates
def relu_backward(grad, a):
    return np.where(a > 0, 0.0, grad)


# %% leaky: lets a little through the shut gate
def relu_backward(grad, a):
    return np.where(a > 0, grad, 0.01 * grad)


# %% sigmoid_slope: the slope of another activation
def relu_backward(grad, a):
    s = 1 / (1 + np.exp(-a))
    return grad * s * (1 - s)


# %% relu_of_product: cuts the product
def relu_backward(grad, a):
    return np.maximum(grad * (a > 0), 0)


# %% two_axes: works on tables only
def relu_backward(grad, a):
    out = np.zeros_like(grad)
    grad2, a2, out2 = np.atleast_2d(grad), np.atleast_2d(a), np.atleast_2d(out)
    rows, columns = a2.shape
    for i in range(rows):
        for j in range(columns):
            out2[i, j] = grad2[i, j] if a2[i, j] > 0 else 0.0
    return out
