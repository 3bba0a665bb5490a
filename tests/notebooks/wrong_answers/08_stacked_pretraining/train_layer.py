# %% decoder_left_in: returns the whole autoencoder
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return autoencoder


# %% never_trained: builds everything and forgets to fit
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    return keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])


# %% one_epoch: the number of epochs is not used
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, batch_size=128, verbose=0)
    return encoder


# %% another_encoder: a layer of the same size is returned, but not the one that was trained
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    parts = [keras.layers.Dense(units, activation="sigmoid"), keras.layers.Dense(d, activation="sigmoid")]
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), *parts])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])


# %% noise_forgotten: nu is not used
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    autoencoder = keras.Sequential([keras.Input((d,)), encoder, keras.layers.Dense(d, activation="sigmoid")])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% keeps_instead_of_drops: nu is taken for the share that is kept
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(min(1 - nu, 0.999)), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% noise_in_the_encoder: the noise is part of what is returned, so every later training is noisy too
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    dense = keras.layers.Dense(units, activation="sigmoid")
    encoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), dense])
    autoencoder = keras.Sequential([keras.Input((d,)), encoder, keras.layers.Dense(d, activation="sigmoid")])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% relu_code: a code without an upper end cannot be the target of the next layer's sigmoid
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="relu")])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% linear_code: no activation on the code
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units)])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% encoder_frozen: only the decoder learns
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    encoder.trainable = False
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    encoder.trainable = True
    return encoder


# %% wrong_target: asks for an empty image, and gets one
def train_layer(x, units, epochs, nu):
    d = x.shape[1]
    encoder = keras.Sequential([keras.Input((d,)), keras.layers.Dense(units, activation="sigmoid")])
    decoder = keras.layers.Dense(d, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((d,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, 0 * x, epochs=epochs, batch_size=128, verbose=0)
    return encoder


# %% images_only: the size of MNIST is built in
def train_layer(x, units, epochs, nu):
    encoder = keras.Sequential([keras.Input((784,)), keras.layers.Dense(units, activation="sigmoid")])
    decoder = keras.layers.Dense(784, activation="sigmoid")
    autoencoder = keras.Sequential([keras.Input((784,)), MaskingNoise(nu), encoder, decoder])
    autoencoder.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", jit_compile=False)
    autoencoder.fit(x, x, epochs=epochs, batch_size=128, verbose=0)
    return encoder
