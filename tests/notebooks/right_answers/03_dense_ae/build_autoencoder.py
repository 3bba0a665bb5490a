# %% functional: three models from tensors
def build_autoencoder(input_size, hidden_size, code_size):
    image = keras.Input((input_size,))
    hidden = keras.layers.Dense(hidden_size, activation="relu")(image)
    encoder = keras.Model(image, keras.layers.Dense(code_size)(hidden), name="encoder")
    code = keras.Input((code_size,))
    hidden = keras.layers.Dense(hidden_size, activation="relu")(code)
    decoder = keras.Model(code, keras.layers.Dense(input_size, activation="sigmoid")(hidden), name="decoder")
    whole = keras.Input((input_size,))
    return keras.Model(whole, decoder(encoder(whole)))


# %% activations_as_layers: separate layers, another initialiser, compiled already
def build_autoencoder(input_size, hidden_size, code_size):
    def half(n_in, n_out, name, last):
        model = keras.Sequential(name=name)
        model.add(keras.Input(shape=(n_in,)))
        model.add(keras.layers.Dense(hidden_size, kernel_initializer="he_normal"))
        model.add(keras.layers.ReLU())
        model.add(keras.layers.Dense(n_out))
        if last:
            model.add(keras.layers.Activation("sigmoid"))
        return model

    model = keras.Sequential([half(input_size, code_size, "encoder", False), half(code_size, input_size, "decoder", True)])
    model.build((None, input_size))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% explicit_linear: the code's activation is named
def build_autoencoder(input_size, hidden_size, code_size):
    Dense = keras.layers.Dense
    encoder = keras.Sequential([keras.Input((input_size,)), Dense(hidden_size, "relu"), Dense(code_size, "linear")], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), Dense(hidden_size, "relu"), Dense(input_size, "sigmoid")], name="decoder")
    image = keras.Input((input_size,))
    return keras.Model(inputs=image, outputs=decoder(encoder(image)), name="autoencoder")
