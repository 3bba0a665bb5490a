def local_linear(x, params):
    on = [unit for unit, a in enumerate(x @ params["W1"] + params["b1"]) if a > 0]
    W2 = params["W2"][on]
    return params["W1"][:, on] @ W2, params["b1"][on] @ W2 + params["b2"]
