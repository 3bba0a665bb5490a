# %% reversed_order: the last encoder sees the images
def stack_encoders(encoders):
    return keras.Sequential([keras.Input((encoders[0].input_shape[-1],)), *reversed(encoders)])


# %% only_the_last: forgets the layers below
def stack_encoders(encoders):
    return encoders[-1]


# %% only_the_first: forgets the layers above
def stack_encoders(encoders):
    return encoders[0]


# %% fresh_weights: clone_model copies the architecture and draws new weights
def stack_encoders(encoders):
    size = encoders[0].input_shape[-1]
    return keras.Sequential([keras.Input((size,)), *[keras.models.clone_model(encoder) for encoder in encoders]])


# %% two_only: works for two encoders and no other number
def stack_encoders(encoders):
    return keras.Sequential([keras.Input((encoders[0].input_shape[-1],)), encoders[0], encoders[1]])


# %% side_by_side: every encoder sees the images, and the codes stand side by side
def stack_encoders(encoders):
    x = keras.Input((encoders[0].input_shape[-1],))
    return keras.Model(x, keras.layers.Concatenate()([encoder(x) for encoder in encoders[:1]] * len(encoders)))


# %% an_extra_activation: squashes the codes once more on top
def stack_encoders(encoders):
    size = encoders[0].input_shape[-1]
    return keras.Sequential([keras.Input((size,)), *encoders, keras.layers.Activation("sigmoid")])


# %% a_layer_between: puts a dense layer with weights that nobody trained between the encoders
def stack_encoders(encoders):
    parts = [keras.Input((encoders[0].input_shape[-1],)), encoders[0]]
    for encoder in encoders[1:]:
        parts += [keras.layers.Dense(encoder.input_shape[-1], activation="sigmoid"), encoder]
    return keras.Sequential(parts)


# %% all_the_codes: returns the codes of every layer, not only those of the last
def stack_encoders(encoders):
    x = h = keras.Input((encoders[0].input_shape[-1],))
    codes = []
    for encoder in encoders:
        h = encoder(h)
        codes.append(h)
    return keras.Model(x, keras.layers.Concatenate()(codes) if len(codes) > 1 else h)
