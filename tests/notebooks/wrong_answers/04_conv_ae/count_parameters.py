# %% no_bias: forgets the biases
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters
            channels = filters
    return total


# %% one_bias: one bias for the whole layer
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + 1
            channels = filters
    return total


# %% kernel_not_squared: k weights for a kernel of k x k
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * channels * filters + filters
            channels = filters
    return total


# %% channels_never_change: takes the input's channels for every layer
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
    return total


# %% channels_forgotten: one channel everywhere
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * filters + filters
            channels = filters
    return total


# %% bias_of_input: as many biases as input channels
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + channels
            channels = filters
    return total


# %% bias_each_weight: a bias for each kernel slice
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + channels * filters
            channels = filters
    return total


# %% pooling_learns: counts k x k for pooling
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
            channels = filters
        elif kind == "pool":
            total += sizes[0] ** 2
    return total


# %% upsampling_learns: takes upsampling for a transposed convolution
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
            channels = filters
        elif kind == "up":
            total += sizes[0] ** 2 * channels * channels + channels
    return total


# %% pool_halves_channels: lets pooling take channels away
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
            channels = filters
        elif kind == "pool":
            channels //= sizes[0]
    return total


# %% last_layer_only: = where += belongs
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total = k * k * channels * filters + filters
            channels = filters
    return total


# %% one_colour: takes every image for grey
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = 1
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
            channels = filters
    return total


# %% float: a float
def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "input":
            channels = sizes[0]
        elif kind == "conv":
            k, filters = sizes
            total += k * k * channels * filters + filters
            channels = filters
    return float(total)
