# %% functional: the functional interface
def build_denoiser(input_size, units, sigma):
    x = keras.Input(shape=(input_size,))
    noisy = layers.GaussianNoise(sigma)(x)
    h = layers.Dense(units, activation="relu", name="encoder")(noisy)
    return keras.Model(x, layers.Dense(input_size, activation="sigmoid", name="decoder")(h))


# %% halves_as_models: two models of one layer, as in lesson 3
def build_denoiser(input_size, units, sigma):
    encoder = keras.Sequential([keras.Input((input_size,)), layers.Dense(units, activation="relu")], name="encoder")
    decoder = keras.Sequential([keras.Input((units,)), layers.Dense(input_size, activation="sigmoid")], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), layers.GaussianNoise(sigma), encoder, decoder])


# %% activations_apart: activation layers of their own
def build_denoiser(input_size, units, sigma):
    model = keras.Sequential()
    model.add(keras.Input((input_size,)))
    model.add(layers.GaussianNoise(stddev=sigma))
    model.add(layers.Dense(units, name="encoder"))
    model.add(layers.ReLU())
    model.add(layers.Dense(input_size, name="decoder"))
    model.add(layers.Activation("sigmoid"))
    return model
