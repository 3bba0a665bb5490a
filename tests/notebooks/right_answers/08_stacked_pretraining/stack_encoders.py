# %% functional: one call after the other
def stack_encoders(encoders):
    x = h = keras.Input((encoders[0].input_shape[-1],))
    for encoder in encoders:
        h = encoder(h)
    return keras.Model(x, h)


# %% sequential_without_input: the first encoder brings its own size
def stack_encoders(encoders):
    stack = keras.Sequential()
    for encoder in encoders:
        stack.add(encoder)
    return stack


# %% copies_with_weights: a copy of every encoder, weights included
def stack_encoders(encoders):
    copies = [keras.models.clone_model(encoder) for encoder in encoders]
    for copy, encoder in zip(copies, encoders):
        copy.set_weights(encoder.get_weights())
    return keras.Sequential([keras.Input((encoders[0].input_shape[-1],)), *copies])


# %% the_layers_themselves: lifts the dense layers out of the encoders
def stack_encoders(encoders):
    dense = [layer for encoder in encoders for layer in encoder.layers if layer.weights]
    return keras.Sequential([keras.Input((encoders[0].input_shape[-1],)), *dense])
