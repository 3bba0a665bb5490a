# %% sigmoid: probabilities in place of logits
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k, activation="sigmoid")])


# %% softmax: the end of a classifier with one right answer
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k, activation="softmax")])


# %% linear: forgets the ReLU
def shared_network(d, m, k):
    return keras.Sequential([keras.Input((d,)), layers.Dense(m, name="hidden"), layers.Dense(k)])


# %% tanh: another activation
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="tanh", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k)])


# %% hidden_sigmoid: an activation that never is negative either
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="sigmoid", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k)])


# %% relu_twice: a ReLU at the end as well
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k, activation="relu")])


# %% unnamed: the layer has no name to find it by
def shared_network(d, m, k):
    return keras.Sequential([keras.Input((d,)), layers.Dense(m, activation="relu"), layers.Dense(k)])


# %% no_bias: the outputs have no biases
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k, use_bias=False)])


# %% two_hidden: one layer more
def shared_network(d, m, k):
    first, second = (layers.Dense(m, activation="relu", name=name) for name in ("hidden", "hidden_2"))
    return keras.Sequential([keras.Input((d,)), first, second, layers.Dense(k)])


# %% exchanged: m and k change places
def shared_network(d, m, k):
    hidden = layers.Dense(k, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(m)])


# %% one_output: a single yes or no
def shared_network(d, m, k):
    hidden = layers.Dense(m, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(1)])


# %% separate: a hidden layer for each label, of which one has the name
def shared_network(d, m, k):
    x = keras.Input((d,))
    names = ["hidden", *(f"hidden_{c}" for c in range(1, k))]
    outputs = [layers.Dense(1)(layers.Dense(m, activation="relu", name=name)(x)) for name in names]
    return keras.Model(x, layers.Concatenate()(outputs))


# %% fixed_sizes: the sizes of the example
def shared_network(d, m, k):
    hidden = layers.Dense(4, activation="relu", name="hidden")
    return keras.Sequential([keras.Input((d,)), hidden, layers.Dense(k)])
