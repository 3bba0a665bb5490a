# %% maximum: the floor below the root
def siamese(encoder):
    p = encoder.input_shape[1]
    a, b = keras.Input(shape=(p,)), keras.Input(shape=(p,))
    apart = layers.Subtract()([encoder(a), encoder(b)])
    return keras.Model(inputs=[a, b], outputs=ops.sqrt(ops.maximum(ops.sum(ops.square(apart), axis=-1), 1e-9)))


# %% lambda_layer: distance in one layer of its own
def siamese(encoder):
    class Distance(layers.Layer):
        def call(self, pair):
            h, g = pair
            return ops.sqrt(ops.sum((h - g) ** 2, axis=1) + 1e-10)

    a, b = (keras.Input(encoder.input_shape[1:]) for _ in range(2))
    return keras.Model([a, b], Distance()([encoder(a), encoder(b)]))


# %% einsum: the sum of squares as a product
def siamese(encoder):
    a, b = keras.Input(encoder.input_shape[1:]), keras.Input(encoder.input_shape[1:])
    z = encoder(a) - encoder(b)
    return keras.Model([a, b], ops.sqrt(ops.einsum("nk,nk->n", z, z) + keras.backend.epsilon() ** 2))
