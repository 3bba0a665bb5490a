# %% strides_forgotten: as if every stride were 1
def receptive_field(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


# %% own_stride_first: a layer's stride counts for its own kernel already
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        apart *= stride
        field += (kernel - 1) * apart
    return field


# %% last_stride_only: only the stride of the layer before, not the product of all before
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart = stride
    return field


# %% strides_added: distances add up instead of multiplying
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart += stride - 1
    return field


# %% kernels_multiplied: kernels multiply
def receptive_field(layers):
    field = 1
    for kernel, _ in layers:
        field *= kernel
    return field


# %% begins_at_zero: the pixel itself is forgotten
def receptive_field(layers):
    field, apart = 0, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart *= stride
    return field


# %% whole_kernels: the whole kernel is added, not kernel - 1
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += kernel * apart
        apart *= stride
    return field


# %% area: the area instead of the side
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart *= stride
    return field**2


# %% from_output_to_input: the layers in the wrong order
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in reversed(layers):
        field += (kernel - 1) * apart
        apart *= stride
    return field


# %% distance: returns how far apart the outputs are
def receptive_field(layers):
    apart = 1
    for _, stride in layers:
        apart *= stride
    return apart


# %% last_layer_left_out: stops one layer early
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers[:-1]:
        field += (kernel - 1) * apart
        apart *= stride
    return field


# %% strides_instead_of_kernels: the pair is read the wrong way round
def receptive_field(layers):
    field, apart = 1, 1
    for stride, kernel in layers:
        field += (kernel - 1) * apart
        apart *= stride
    return field
