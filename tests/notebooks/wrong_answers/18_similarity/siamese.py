# %% clone: a copy of the encoder for the second input
def siamese(encoder):
    other = keras.models.clone_model(encoder)
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - other(b)) ** 2, axis=1) + 1e-12))


# %% clone_with_weights: the same numbers today, two sets of weights
def siamese(encoder):
    copies = [layer.__class__.from_config(layer.get_config()) for layer in encoder.layers]
    other = keras.Sequential([keras.Input(encoder.input_shape[1:]), *copies], name="other")
    other.set_weights(encoder.get_weights())
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - other(b)) ** 2, axis=1) + 1e-12))


# %% squared: no root
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sum((encoder(a) - encoder(b)) ** 2, axis=1))


# %% infinite_slope: nothing below the root
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - encoder(b)) ** 2, axis=1)))


# %% city_blocks: absolute differences
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sum(ops.abs(encoder(a) - encoder(b)), axis=1))


# %% mean: the root of the mean
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.mean((encoder(a) - encoder(b)) ** 2, axis=1) + 1e-12))


# %% first_twice: the second input is not used
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - encoder(a)) ** 2, axis=1) + 1e-12))


# %% column: one column, (n, 1)
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - encoder(b)) ** 2, axis=1, keepdims=True) + 1e-12))


# %% along_the_images: the sum over axis 0
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) - encoder(b)) ** 2, axis=0) + 1e-12))


# %% images: the distance between the images
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((a - b) ** 2, axis=1) + 1e-12))


# %% head: a dense layer on the difference
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    difference = layers.Dense(8)(encoder(a) - encoder(b))
    return keras.Model([a, b], ops.sqrt(ops.sum(difference**2, axis=1) + 1e-12))


# %% added: a plus for a minus
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    return keras.Model([a, b], ops.sqrt(ops.sum((encoder(a) + encoder(b)) ** 2, axis=1) + 1e-12))
