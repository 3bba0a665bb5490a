# %% sigmoid_code: the code is squashed, too
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, c)])
    return model


# %% linear_pixels: the last layer is linear
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[:0:-1]]
    code = layers.Dense(len(rbms[-1][1]))
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, code, *down, layers.Dense(len(rbms[0][0]))])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, c)])
    return model


# %% encoder_only: forgets the way back
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1]))])
    model.set_weights([part for W, b, c in rbms for part in (W, b)])
    return model


# %% not_turned_round: the decoder goes through the machines from the pixels upwards
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms for part in (W.T, c)])
    return model


# %% not_transposed: the encoder's kernels in the decoder
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W, c)])
    return model


# %% no_weights: the architecture alone
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    return keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])


# %% fresh_decoder: only the encoder gets its weights
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + model.get_weights()[len(encoder) :])
    return model


# %% no_biases: kernels only
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])
    encoder = [part for W, b, c in rbms for part in (W, 0 * b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, 0 * c)])
    return model


# %% relu_inside: today's units on the machines' weights
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="relu") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="relu") for W, b, c in rbms[:0:-1]]
    parts = [*up, layers.Dense(len(rbms[-1][1])), *down, layers.Dense(len(rbms[0][0]), activation="sigmoid")]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *parts])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, c)])
    return model


# %% linear_encoder: no squashing on the way up
def unroll(rbms):
    up = [layers.Dense(W.shape[1]) for W, b, c in rbms]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, c)])
    return model


# %% frozen: training could change nothing
def unroll(rbms):
    up = [layers.Dense(W.shape[1], activation="sigmoid") for W, b, c in rbms[:-1]]
    down = [layers.Dense(W.shape[0], activation="sigmoid") for W, b, c in rbms[::-1]]
    model = keras.Sequential([keras.Input((len(rbms[0][0]),)), *up, layers.Dense(len(rbms[-1][1])), *down])
    encoder = [part for W, b, c in rbms for part in (W, b)]
    model.set_weights(encoder + [part for W, b, c in rbms[::-1] for part in (W.T, c)])
    model.trainable = False
    return model


# %% last_machine_only: the network of the top machine alone
def unroll(rbms):
    W, b, c = rbms[-1]
    model = keras.Sequential(
        [keras.Input((len(W),)), layers.Dense(len(b)), layers.Dense(len(c), activation="sigmoid")]
    )
    model.set_weights([W, b, W.T, c])
    return model
