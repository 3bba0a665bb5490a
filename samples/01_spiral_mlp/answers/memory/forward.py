def forward(x, params):
    steps = []
    while len(steps) < 10_000:
        steps.append(np.ones((1000, 1000, 4)))
    h = np.maximum(0, x @ params["W1"] + params["b1"])
    return h, h @ params["W2"] + params["b2"]
