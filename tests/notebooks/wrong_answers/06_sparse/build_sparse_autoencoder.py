# %% axis_zero: the default of UnitNorm, which is the other axis
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=0))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% default_axis: leaves the axis to Keras
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm())
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% no_constraint: the loophole stays open
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size)
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% constraint_on_encoder: fixes the weights of the encoder
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam), kernel_constraint=keras.constraints.UnitNorm(axis=1))
    words = layers.Dense(input_size)
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% max_norm: lets words become shorter than 1
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.MaxNorm(0.1, axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% no_price: forgets the penalty
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu")
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% price_on_weights: charges the weights, not the code
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", kernel_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% l2_price: squares
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L2(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% fixed_price: the price of the slides, whatever lam is
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(1e-5))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% price_on_output: charges the picture
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu")
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1), activity_regularizer=keras.regularizers.L1(lam))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% price_on_both: charges code and picture
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1), activity_regularizer=keras.regularizers.L1(lam))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% price_twice: regularizer and layer
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code, layers.ActivityRegularization(l1=lam)], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% linear_code: forgets the ReLU
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% sigmoid_code: the code of section 7
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="sigmoid", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% sigmoid_output: as for digits
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, activation="sigmoid", kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% relu_output: no negative pixels
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, activation="relu", kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% no_bias: the decoder has no bias
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, use_bias=False, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% hidden_layer: an encoder as in lesson 3
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activation="relu", activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), layers.Dense(code_size, activation="relu"), code], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])


# %% price_before_relu: charges the pre-activation
def build_sparse_autoencoder(input_size, code_size, lam):
    code = layers.Dense(code_size, activity_regularizer=keras.regularizers.L1(lam))
    words = layers.Dense(input_size, kernel_constraint=keras.constraints.UnitNorm(axis=1))
    encoder = keras.Sequential([keras.Input((input_size,)), code, layers.ReLU()], name="encoder")
    decoder = keras.Sequential([keras.Input((code_size,)), words], name="decoder")
    return keras.Sequential([keras.Input((input_size,)), encoder, decoder])
