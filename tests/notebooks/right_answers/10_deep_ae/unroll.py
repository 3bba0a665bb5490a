# %% layer_by_layer: a loop, the weights put in as layers are made
def unroll(rbms):
    model = keras.Sequential([keras.Input((len(rbms[0][0]),))])
    for i, (W, b, c) in enumerate(rbms):
        model.add(layers.Dense(len(b), activation="linear" if i == len(rbms) - 1 else "sigmoid"))
        model.layers[-1].set_weights([W, b])
    for W, b, c in reversed(rbms):
        model.add(layers.Dense(len(c), activation="sigmoid"))
        model.layers[-1].set_weights([W.T, c])
    return model


# %% two_models: an encoder and a decoder as layers of a third
def unroll(rbms):
    def dense(W, b, activation):
        layer = layers.Dense(len(b), activation=activation)
        layer.build((None, len(W)))
        layer.set_weights([W, b])
        return layer

    up = [dense(W, b, "sigmoid") for W, b, c in rbms[:-1]] + [dense(rbms[-1][0], rbms[-1][1], None)]
    down = [dense(W.T, c, "sigmoid") for W, b, c in rbms[::-1]]
    encoder = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up])
    decoder = keras.Sequential([keras.Input((len(rbms[-1][1]),)), *down])
    return keras.Sequential([keras.Input((len(rbms[0][0]),)), encoder, decoder])


# %% functional: with initializers
def unroll(rbms):
    constant = keras.initializers.Constant
    x = h = keras.Input((rbms[0][0].shape[0],))
    for i, (W, b, c) in enumerate(rbms):
        h = layers.Dense(W.shape[1], kernel_initializer=constant(W), bias_initializer=constant(b))(h)
        if i < len(rbms) - 1:
            h = layers.Activation("sigmoid")(h)
    for W, b, c in rbms[::-1]:
        h = layers.Dense(W.shape[0], "sigmoid", kernel_initializer=constant(W.T), bias_initializer=constant(c))(h)
    return keras.Model(x, h)
