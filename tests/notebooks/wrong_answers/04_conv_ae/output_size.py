# %% floor_for_same: rounds down with same
def output_size(n, kernel, stride, padding):
    return n // stride if padding == "same" else (n - kernel) // stride + 1


# %% ceil_as_float: a float from a division
def output_size(n, kernel, stride, padding):
    return np.ceil(n / stride) if padding == "same" else (n - kernel) // stride + 1


# %% no_first_window: forgets the place where the window starts
def output_size(n, kernel, stride, padding):
    return -(-n // stride) if padding == "same" else (n - kernel) // stride


# %% valid_without_stride: ignores the stride with valid
def output_size(n, kernel, stride, padding):
    return -(-n // stride) if padding == "same" else n - kernel + 1


# %% same_keeps_size: same is taken for the same size, whatever the stride
def output_size(n, kernel, stride, padding):
    return n if padding == "same" else (n - kernel) // stride + 1


# %% kernel_half_on_both_sides: pads by half a kernel: right for odd kernels only
def output_size(n, kernel, stride, padding):
    if padding == "same":
        n = n + 2 * (kernel // 2)
    return (n - kernel) // stride + 1


# %% rounds: rounds to the nearest
def output_size(n, kernel, stride, padding):
    return round(n / stride) if padding == "same" else (n - kernel) // stride + 1


# %% valid_rounds_up: lets the last window hang over the edge
def output_size(n, kernel, stride, padding):
    return -(-n // stride) if padding == "same" else -(-(n - kernel) // stride) + 1


# %% plus_one_inside: the + 1 before the division
def output_size(n, kernel, stride, padding):
    return -(-n // stride) if padding == "same" else (n - kernel + 1) // stride


# %% exchanged: valid and same exchanged
def output_size(n, kernel, stride, padding):
    return -(-n // stride) if padding == "valid" else (n - kernel) // stride + 1


# %% always_plus_one: n // stride + 1 for same
def output_size(n, kernel, stride, padding):
    return n // stride + 1 if padding == "same" else (n - kernel) // stride + 1
