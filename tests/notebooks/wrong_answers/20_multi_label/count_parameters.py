# %% no_biases: weights alone
def count_parameters(d, m, k, shared):
    return d * m + m * k if shared else k * (d * m + m)


# %% exchanged: shared and separate the wrong way round
def count_parameters(d, m, k, shared):
    return k * (d * m + m + m + 1) if shared else d * m + m + m * k + k


# %% k_outputs_each: each separate network has all outputs
def count_parameters(d, m, k, shared):
    one = d * m + m + m * k + k
    return one if shared else k * one


# %% one_hidden_layer: separate networks share the hidden layer after all
def count_parameters(d, m, k, shared):
    return d * m + m + m * k + k


# %% one_network: counts one of the separate networks
def count_parameters(d, m, k, shared):
    return d * m + m + m * k + k if shared else d * m + m + m + 1


# %% no_output_biases: forgets the last biases
def count_parameters(d, m, k, shared):
    return d * m + m + m * k if shared else k * (d * m + m + m)


# %% no_hidden_biases: forgets the first biases
def count_parameters(d, m, k, shared):
    return d * m + m * k + k if shared else k * (d * m + m + 1)


# %% no_output_layer: counts hidden layers alone
def count_parameters(d, m, k, shared):
    return d * m + m if shared else k * (d * m + m)


# %% always_separate: ignores the flag
def count_parameters(d, m, k, shared):
    return k * (d * m + m + m + 1)
