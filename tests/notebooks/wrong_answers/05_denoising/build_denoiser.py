# %% no_noise: an ordinary autoencoder
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% noise_on_the_code: after the encoder
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        
        layers.Dense(units, activation="relu", name="encoder"),
        layers.GaussianNoise(sigma),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% dropout: another noise
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.Dropout(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% gaussian_dropout: noise in proportion to the input
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianDropout(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% variance: sigma squared
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma**2),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% fixed_sigma: the number of the slides
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(0.5),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% noise_twice: input and code
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.GaussianNoise(sigma),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% linear_code: no ReLU
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation=None, name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% sigmoid_code: another activation
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="sigmoid", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% linear_output: no sigmoid
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation=None, name="decoder"),
    ])


# %% relu_output: reconstructions leave [0, 1]
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="relu", name="decoder"),
    ])


# %% no_bias: biases switched off
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="encoder", use_bias=False),
        layers.Dense(input_size, activation="sigmoid", name="decoder", use_bias=False),
    ])


# %% fixed_sizes: the sizes of the text
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((784,)),
        layers.GaussianNoise(sigma),
        layers.Dense(1024, activation="relu", name="encoder"),
        layers.Dense(784, activation="sigmoid", name="decoder"),
    ])


# %% no_names: get_layer finds nothing
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="code"),
        layers.Dense(input_size, activation="sigmoid", name="output"),
    ])


# %% extra_layer: one hidden layer too many
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        layers.GaussianNoise(sigma),
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(units, activation="relu"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
    ])


# %% noise_at_the_output: after the decoder
def build_denoiser(input_size, units, sigma):
    return keras.Sequential([
        keras.Input((input_size,)),
        
        layers.Dense(units, activation="relu", name="encoder"),
        layers.Dense(input_size, activation="sigmoid", name="decoder"),
        layers.GaussianNoise(sigma),
    ])
