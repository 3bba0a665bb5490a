# %% no_second_relu: the middle layer does not bend
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = h1 @ params["W2"] + params["b2"]
    return h1, h2, h2 @ params["W3"] + params["b3"]


# %% no_first_relu: the first layer does not bend
def three_layer_forward(x, params):
    h1 = x @ params["W1"] + params["b1"]
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h1, h2, h2 @ params["W3"] + params["b3"]


# %% relu_on_scores: a third ReLU
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h1, h2, np.maximum(0, h2 @ params["W3"] + params["b3"])


# %% no_b2: the middle bias is missing
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"])
    return h1, h2, h2 @ params["W3"] + params["b3"]


# %% no_b3: the last bias is missing
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h1, h2, h2 @ params["W3"]


# %% copied_bias: b1 was copied into the second line
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b1"])
    return h1, h2, h2 @ params["W3"] + params["b3"]


# %% scores_from_h1: the last layer reads the first hidden layer
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h1, h2, h1 @ params["W3"] + params["b3"]


# %% two_results: leaves h1 out
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h2, h2 @ params["W3"] + params["b3"]


# %% two_layers: the old network with a new name
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    f = h1 @ params["W2"] + params["b2"]
    return h1, h1, f


# %% swapped_hidden: h2 before h1
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    return h2, h1, h2 @ params["W3"] + params["b3"]


# %% softmax_on_scores: returns probabilities
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"])
    e = np.exp(h2 @ params["W3"] + params["b3"])
    return h1, h2, e / e.sum(axis=1, keepdims=True)


# %% shortcut: adds the first hidden layer to the second
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"] + params["b2"]) + h1
    return h1, h2, h2 @ params["W3"] + params["b3"]


# %% transposed_middle: the square middle matrix the other way round
def three_layer_forward(x, params):
    h1 = np.maximum(0, x @ params["W1"] + params["b1"])
    h2 = np.maximum(0, h1 @ params["W2"].T + params["b2"])
    return h1, h2, h2 @ params["W3"] + params["b3"]
