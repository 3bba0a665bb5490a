# %% functional: three models from tensors
def build_sparse_autoencoder(input_size, code_size, lam):
    image = keras.Input((input_size,))
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.l1(lam))(image)
    encoder = keras.Model(image, code, name="encoder")
    h = keras.Input((code_size,))
    unit = keras.constraints.UnitNorm(axis=1)
    decoder = keras.Model(h, layers.Dense(input_size, kernel_constraint=unit)(h), name="decoder")
    x = keras.Input((input_size,))
    return keras.Model(x, decoder(encoder(x)))


# %% separate_layers: activation and price as layers of their own, compiled already
def build_sparse_autoencoder(input_size, code_size, lam):
    encoder = keras.Sequential(name="encoder")
    for layer in (keras.Input((input_size,)), layers.Dense(code_size), layers.ReLU(), layers.ActivityRegularization(l1=lam)):
        encoder.add(layer)
    decoder = keras.Sequential(name="decoder")
    decoder.add(keras.Input((code_size,)))
    decoder.add(layers.Dense(input_size, activation="linear", kernel_constraint=keras.constraints.unit_norm(axis=1)))
    model = keras.Sequential([keras.Input((input_size,)), encoder, decoder])
    model.compile(optimizer="adam", loss="mse")
    return model


# %% l1_l2: one of Keras's other names
def build_sparse_autoencoder(input_size, code_size, lam):
    price = keras.regularizers.L1L2(l1=lam, l2=0.0)
    code = layers.Dense(code_size, "relu", activity_regularizer=price, kernel_initializer="he_normal")
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.MinMaxNorm(1.0, 1.0, rate=1.0, axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])
