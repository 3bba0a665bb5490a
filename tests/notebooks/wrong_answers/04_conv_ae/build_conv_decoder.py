# %% same_and_crop: no valid convolution, the border is cropped at the end
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
            keras.layers.Cropping2D(2),
        ],
        name="decoder",
    )


# %% all_same: 32 x 32 comes out
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% last_kernel_3: 3 x 3 at the output too
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% no_sigmoid: no activation at the output
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same"),
        ],
        name="decoder",
    )


# %% relu_output: ReLU at the output
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="relu"),
        ],
        name="decoder",
    )


# %% bilinear: smooth upsampling
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2, interpolation="bilinear"),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2, interpolation="bilinear"),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2, interpolation="bilinear"),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% linear_inside: no ReLU between the layers
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% filters_8_8_8: eight kernels where 16 belong
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% transposed: transposed convolutions for upsampling and convolution
def build_conv_decoder():
    relu = {"padding": "same", "activation": "relu"}
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2DTranspose(8, 3, strides=2, **relu),
            keras.layers.Conv2DTranspose(8, 3, strides=2, **relu),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ]
    )


# %% up_first: enlarges before the convolution instead of after
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ]
    )


# %% flat_code: expects a flat code
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((128,)),
            keras.layers.Reshape((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


# %% tanh_output: tanh at the output
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ],
        name="decoder",
    )


# %% valid_too_early: the valid convolution stands second: 4, 8, 6 ...
def build_conv_decoder():
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            keras.layers.Conv2D(8, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(8, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(16, 3, padding="valid", activation="relu"),
            keras.layers.UpSampling2D(2),
            keras.layers.Conv2D(1, 5, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )
