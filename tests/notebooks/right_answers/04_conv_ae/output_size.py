# %% math_ceil: rounds up with the math module
def output_size(n, kernel, stride, padding):
    import math

    return math.ceil(n / stride) if padding == "same" else math.ceil((n - kernel + 1) / stride)


# %% counts: counts the starts
def output_size(n, kernel, stride, padding):
    last = n if padding == "same" else n - kernel + 1
    return len(range(0, last, stride))


# %% padded: pads by what is missing, then valid
def output_size(n, kernel, stride, padding):
    if padding == "same":
        n = ((n + stride - 1) // stride - 1) * stride + kernel
    return (n - kernel) // stride + 1
