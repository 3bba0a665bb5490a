# %% functional: with the functional interface
def build_conv_encoder():
    x = image = keras.Input((28, 28, 1))
    for filters in (16, 8, 8):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = keras.layers.MaxPooling2D(padding="same")(x)
    return keras.Model(image, x)


# %% pool_first: ReLU as a layer, after pooling: the maximum and ReLU may change places
def build_conv_encoder():
    stages = [keras.Input((28, 28, 1))]
    for filters in (16, 8, 8):
        stages += [keras.layers.Conv2D(filters, (3, 3), padding="same")]
        stages += [keras.layers.MaxPooling2D((2, 2), padding="same"), keras.layers.ReLU()]
    return keras.Sequential(stages)
