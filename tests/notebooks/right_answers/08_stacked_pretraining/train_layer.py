# %% functional: the same as a functional model
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    image = keras.Input((d,))
    encoder = keras.Model(image, keras.layers.Dense(units, activation="sigmoid")(image))
    h = encoder(MaskingNoise(nu)(image))
    autoencoder = keras.Model(image, keras.layers.Dense(d, activation="sigmoid")(h))
    autoencoder.compile(optimizer=keras.optimizers.Adam(3e-3), loss="binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% noise_by_hand: masks with NumPy before each epoch, without the factor that Dropout puts in
def train_layer(x, units, epochs, nu):
    d, rng = x.shape[1], np.random.default_rng(0)
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    autoencoder = keras.Sequential([keras.Input((d,)), encoder, keras.layers.Dense(d, activation="sigmoid")])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    for _ in range(epochs):
        autoencoder.fit(x * (rng.random(x.shape) >= nu), x, batch_size=128, verbose=0)
    return encoder


# %% layers_first: trains the layers in one model and wraps the first of them afterwards; two activations as layers
def train_layer(x, units, epochs, nu):
    first = keras.layers.Dense(units)
    parts = [MaskingNoise(nu), first, keras.layers.Activation("sigmoid"), keras.layers.Dense(x.shape[1])]
    autoencoder = keras.Sequential([keras.Input((x.shape[1],)), *parts, keras.layers.Activation("sigmoid")])
    autoencoder.compile(keras.optimizers.Adam(3e-3), loss="binary_crossentropy", jit_compile=False)
    training.fit(autoencoder, x, epochs=epochs, batch_size=128)
    return keras.Sequential([keras.Input((x.shape[1],)), first, keras.layers.Activation("sigmoid")])
