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


# %% small_weights: another initialiser, whose weights are small
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", kernel_initializer="random_uniform", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k, kernel_initializer="random_uniform")])
