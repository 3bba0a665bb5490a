# %% valid_pooling: 7 becomes 3
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2),
        ],
        name="encoder",
    )


# %% average_pooling: the mean of a block instead of its maximum
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.AveragePooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.AveragePooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.AveragePooling2D(2, **same),
        ],
        name="encoder",
    )


# %% no_activation: convolutions without ReLU
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% linear_code: no ReLU in the last convolution
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% strides_for_pooling: strided convolutions and no pooling
def build_conv_encoder():
    relu = {"padding": "same", "activation": "relu", "strides": 2}
    conv = [keras.layers.Conv2D(filters, 3, **relu) for filters in (16, 8, 8)]
    return keras.Sequential([keras.Input((28, 28, 1)), *conv], name="encoder")


# %% filters_8_8_8: eight kernels everywhere
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% filters_reversed: 16 kernels at the end
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% kernel_5: kernels of 5 x 5
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 5, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 5, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 5, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% sigmoid: a sigmoid for the ReLU
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="sigmoid", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="sigmoid", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="sigmoid", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% no_bias: convolutions without bias
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", use_bias=False, **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", use_bias=False, **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", use_bias=False, **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% flattened: returns a flat code
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Flatten(),
        ],
        name="encoder",
    )


# %% two_stages: leaves the third stage out
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )


# %% overlapping_pools: pooling windows of 3 x 3
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(3, 2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(3, 2, **same),
            keras.layers.Conv2D(8, 3, activation="relu", **same),
            keras.layers.MaxPooling2D(3, 2, **same),
        ],
        name="encoder",
    )


# %% leaky: a leaky ReLU
def build_conv_encoder():
    same = {"padding": "same"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, activation="leaky_relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="leaky_relu", **same),
            keras.layers.MaxPooling2D(2, **same),
            keras.layers.Conv2D(8, 3, activation="leaky_relu", **same),
            keras.layers.MaxPooling2D(2, **same),
        ],
        name="encoder",
    )
