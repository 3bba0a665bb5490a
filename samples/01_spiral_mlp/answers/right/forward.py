def forward(x, params):
    a = np.dot(x, params["W1"]) + params["b1"]
    h = np.where(a > 0, a, 0)
    f = np.dot(h, params["W2"]) + params["b2"]
    return h, f
