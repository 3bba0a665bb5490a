def three_layer_forward(x, params):
    values = [x]
    for layer in "12":
        a = values[-1] @ params["W" + layer] + params["b" + layer]
        values.append(np.clip(a, 0, None))
    f = values[-1] @ params["W3"] + params["b3"]
    return values[1], values[2], f
