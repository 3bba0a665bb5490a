# %% dot: np.dot and np.where
def forward(x, params):
    a = np.dot(x, params["W1"]) + params["b1"]
    h = np.where(a > 0, a, 0.0)
    return h, np.dot(h, params["W2"]) + params["b2"]


# %% own_relu: calls the function of exercise 4
def forward(x, params):
    h = relu(x @ params["W1"] + params["b1"])
    f = h @ params["W2"] + params["b2"]
    return h, f


# %% in_place: one array, changed step by step, and a list
def forward(x, params):
    h = x @ params["W1"]
    h += params["b1"]
    h[h < 0] = 0
    f = h @ params["W2"]
    f += params["b2"]
    return [h, f]


# %% columns: computes with samples in columns
def forward(x, params):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    h = np.maximum(W1.T @ x.T + b1[:, None], 0)
    return h.T, (W2.T @ h + b2[:, None]).T


# %% float32: single precision
def forward(x, params):
    p = {name: w.astype(np.float32) for name, w in params.items()}
    h = np.maximum(0, x.astype(np.float32) @ p["W1"] + p["b1"])
    return h, h @ p["W2"] + p["b2"]
