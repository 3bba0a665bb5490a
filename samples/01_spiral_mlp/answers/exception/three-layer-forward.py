def three_layer_forward(x, params):
    h1 = relu(x @ params["W1"] + params["b1"])
    h2 = relu(h1 @ params["W_2"] + params["b2"])
    return h1, h2, h2 @ params["W3"] + params["b3"]
