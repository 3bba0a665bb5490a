# %% no_mask: all units are on, as if there were no ReLU
def local_linear(x, params):
    A = params["W1"] @ params["W2"]
    return A, params["b1"] @ params["W2"] + params["b2"]


# %% mask_without_bias: looks at x W1 alone to see which units are on
def local_linear(x, params):
    on = x @ params["W1"] > 0
    return (params["W1"] * on) @ params["W2"], (params["b1"] * on) @ params["W2"] + params["b2"]


# %% off_units: keeps the units that are off
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] <= 0
    return (params["W1"] * on) @ params["W2"], (params["b1"] * on) @ params["W2"] + params["b2"]


# %% bias_of_all_units: switches the weights off and forgets the biases
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    return (params["W1"] * on) @ params["W2"], params["b1"] @ params["W2"] + params["b2"]


# %% no_b1: only the last bias is left at x = 0
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    return (params["W1"] * on) @ params["W2"], params["b2"]


# %% no_b2: the last bias is missing
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    return (params["W1"] * on) @ params["W2"], (params["b1"] * on) @ params["W2"]


# %% values_for_mask: multiplies by how much a unit is on
def local_linear(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return (params["W1"] * h) @ params["W2"], (params["b1"] * h) @ params["W2"] + params["b2"]


# %% scores_for_c: the scores at x instead of what is left at x = 0
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    A = (params["W1"] * on) @ params["W2"]
    return A, np.maximum(0, x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


# %% swapped: c before A
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    return (params["b1"] * on) @ params["W2"] + params["b2"], (params["W1"] * on) @ params["W2"]


# %% transposed: one row per class
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    A = (params["W1"] * on) @ params["W2"]
    return A.T, (params["b1"] * on) @ params["W2"] + params["b2"]


# %% only_the_matrix: forgets c
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    return (params["W1"] * on) @ params["W2"]


# %% times_x: puts the point into the matrix
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    A = x[:, None] * ((params["W1"] * on) @ params["W2"])
    return A, (params["b1"] * on) @ params["W2"] + params["b2"]


# %% relu_on_weights: cuts negative weights off instead of units
def local_linear(x, params):
    A = np.maximum(0, params["W1"]) @ params["W2"]
    return A, np.maximum(0, params["b1"]) @ params["W2"] + params["b2"]


# %% two_inputs_only: written out for the plane
def local_linear(x, params):
    on = x @ params["W1"] + params["b1"] > 0
    A = np.outer([1.0, 0.0], (params["W1"][0] * on) @ params["W2"])
    A = A + np.outer([0.0, 1.0], (params["W1"][1] * on) @ params["W2"])
    return A, (params["b1"] * on) @ params["W2"] + params["b2"]
