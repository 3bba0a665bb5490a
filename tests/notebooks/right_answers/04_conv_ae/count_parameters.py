# %% generator: by pairs of channels
def count_parameters(layers):
    (_, before), *rest = layers
    total = 0
    for layer in rest:
        if layer[0] == "conv":
            total, before = total + (layer[1] ** 2 * before + 1) * layer[2], layer[2]
    return total


# %% keras_counts: lets Keras count
def count_parameters(layers):
    channels, total = layers[0][1], 0
    for layer in layers[1:]:
        if layer[0] == "conv":
            conv = keras.layers.Conv2D(layer[2], layer[1])
            conv.build((None, 32, 32, channels))
            total, channels = total + conv.count_params(), layer[2]
    return total
