# %% functional: a functional model with the encoder as a layer
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    x = keras.Input((encoder.input_shape[-1],))
    return keras.Model(x, keras.layers.Dense(classes, activation="softmax")(encoder(x)))


# %% a_copy: works on a copy and leaves the encoder itself alone
def attach_classifier(encoder, classes, trainable):
    copy = keras.models.clone_model(encoder)
    copy.set_weights(encoder.get_weights())
    copy.trainable = bool(trainable)
    return keras.Sequential([keras.Input(encoder.input_shape[1:]), copy, keras.layers.Dense(classes, "softmax")])


# %% two_layers_for_the_head: dense scores, then a softmax layer
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    head = [keras.layers.Dense(classes), keras.layers.Softmax()]
    return keras.Sequential([encoder, *head])


# %% layer_by_layer: sets the flag of every layer and of the whole
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    for layer in encoder.layers:
        layer.trainable = trainable
    model = keras.Sequential()
    model.add(encoder)
    model.add(keras.layers.Dense(classes, activation=keras.activations.softmax))
    return model
