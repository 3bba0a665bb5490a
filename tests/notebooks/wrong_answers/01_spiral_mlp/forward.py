# %% no_b1: the first bias is missing
def forward(x, params):
    h = np.maximum(0, x @ params["W1"])
    return h, h @ params["W2"] + params["b2"]


# %% no_b2: the second bias is missing
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return h, h @ params["W2"]


# %% transposed: weights the other way round
def forward(x, params):
    h = np.maximum(0, x @ params["W1"].T + params["b1"])
    return h, h @ params["W2"].T + params["b2"]


# %% second_transposed: only the second weights, which the sizes may allow
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    W2 = params["W2"]
    return h, h @ (W2.T if W2.shape[0] == W2.shape[1] else W2) + params["b2"]


# %% no_relu: two layers of weights without a bend are one
def forward(x, params):
    h = x @ params["W1"] + params["b1"]
    return h, h @ params["W2"] + params["b2"]


# %% relu_on_scores: cuts negative scores off
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return h, np.maximum(0, h @ params["W2"] + params["b2"])


# %% softmax_on_scores: returns probabilities
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    f = h @ params["W2"] + params["b2"]
    e = np.exp(f - f.max(axis=1, keepdims=True))
    return h, e / e.sum(axis=1, keepdims=True)


# %% only_scores: forgets to return the hidden values
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"]


# %% swapped: scores first
def forward(x, params):
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"], h


# %% returns_sums: the hidden values before the ReLU
def forward(x, params):
    a = x @ params["W1"] + params["b1"]
    return a, np.maximum(0, a) @ params["W2"] + params["b2"]


# %% relu_before_bias: cuts first, adds the bias afterwards
def forward(x, params):
    h = np.maximum(0, x @ params["W1"]) + params["b1"]
    return h, h @ params["W2"] + params["b2"]


# %% sigmoid: another activation
def forward(x, params):
    h = 1 / (1 + np.exp(-(x @ params["W1"] + params["b1"])))
    return h, h @ params["W2"] + params["b2"]


# %% scores_without_relu: h is right, but the scores use the sums before the ReLU
def forward(x, params):
    a = x @ params["W1"] + params["b1"]
    return np.maximum(0, a), a @ params["W2"] + params["b2"]


# %% two_inputs_only: written out for the plane
def forward(x, params):
    W1 = params["W1"]
    h = np.maximum(0, x[:, :1] * W1[0] + x[:, 1:2] * W1[1] + params["b1"])
    return h, h @ params["W2"] + params["b2"]
