# %% functional: with the functional interface
def build_conv_decoder():
    x = code = keras.Input((4, 4, 8))
    for filters, padding in ((8, "same"), (8, "same"), (16, "valid")):
        x = keras.layers.Conv2D(filters, 3, padding=padding, activation="relu")(x)
        x = keras.layers.UpSampling2D()(x)
    return keras.Model(code, keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid")(x))


# %% separate_activations: ReLU after upsampling, as a layer
def build_conv_decoder():
    stages = [keras.Input((4, 4, 8))]
    for filters, padding in ((8, "same"), (8, "same"), (16, "valid")):
        stages += [keras.layers.Conv2D(filters, 3, padding=padding), keras.layers.UpSampling2D(), keras.layers.ReLU()]
    stages += [keras.layers.Conv2D(1, 5, padding="same"), keras.layers.Activation("sigmoid")]
    return keras.Sequential(stages, name="up")
