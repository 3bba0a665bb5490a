def forward(x, params):
    h = np.maximum(x @ params["W1"], 0)
    return h, h @ params["W2"]
