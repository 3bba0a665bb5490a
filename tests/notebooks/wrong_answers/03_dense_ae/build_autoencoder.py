# %% relu_code: the activation of the slides, against the table
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size, activation="relu"),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% linear_output: no sigmoid: reconstructions leave [0, 1]
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% relu_output: as in the shallow network
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="relu"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% softmax_output: as in a classifier
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="softmax"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% no_hidden_layers: one layer in each direction
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% decoder_without_hidden_layer: the mirror is not complete
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% linear_hidden_layer: forgets the ReLU of the encoder
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% linear_decoder_hidden_layer: forgets the ReLU of the decoder
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% sigmoid_hidden_layers: another activation in the hidden layers
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="sigmoid"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="sigmoid"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% no_bias: biases are switched off
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu", use_bias=False),
        keras.layers.Dense(code_size, use_bias=False),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu", use_bias=False),
        keras.layers.Dense(input_size, activation="sigmoid", use_bias=False),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% fixed_sizes: the sizes of the text instead of the arguments
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(32),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((32,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((784,)), encoder, decoder])


# %% three_models: returns a tuple
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    autoencoder = keras.Sequential([keras.Input((input_size,)), encoder, decoder])
    return autoencoder, encoder, decoder


# %% names_missing: Keras names the parts itself
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ])
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ])
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% one_flat_model: four layers without sub-models
def build_autoencoder(input_size, hidden_size, code_size):
    return keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size, name="encoder"),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% decoder_before_encoder: the halves in the wrong order
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(code_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((code_size,)),
        keras.layers.Dense(hidden_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), decoder, encoder])


# %% code_and_hidden_swapped: wide code, narrow hidden layers
def build_autoencoder(input_size, hidden_size, code_size):
    encoder = keras.Sequential([
        keras.Input((input_size,)),
        keras.layers.Dense(code_size, activation="relu"),
        keras.layers.Dense(hidden_size),
    ], name="encoder")
    decoder = keras.Sequential([
        keras.Input((hidden_size,)),
        keras.layers.Dense(code_size, activation="relu"),
        keras.layers.Dense(input_size, activation="sigmoid"),
    ], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])
