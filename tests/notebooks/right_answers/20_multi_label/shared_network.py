# %% functional: layers called one after the other
def shared_network(d, m, k):
    x = keras.Input(shape=(d,))
    h = layers.Dense(m, "relu", name="hidden")(x)
    return keras.Model(x, layers.Dense(k, name="logits")(h))


# %% added: layers added to an empty model
def shared_network(d, m, k):
    model = keras.Sequential(name="shared")
    model.add(keras.Input((d,)))
    model.add(layers.Dense(m, activation=keras.activations.relu, name="hidden"))
    model.add(layers.Dense(k, activation="linear"))
    return model
