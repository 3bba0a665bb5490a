# %% backwards: from the output to the input, without a distance
def receptive_field(layers):
    field = 1
    for kernel, stride in reversed(layers):
        field = (field - 1) * stride + kernel
    return field


# %% products: with the product of the strides before each layer
def receptive_field(layers):
    kernels, strides = zip(*layers, strict=True)
    apart = np.cumprod([1, *strides[:-1]])
    return int(1 + ((np.array(kernels) - 1) * apart).sum())
