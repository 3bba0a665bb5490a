# %% flipped: the convolution of mathematics, kernel turned by 180 degrees
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[k_h - 1 - a, k_w - 1 - b]  # (n, height, width, C) @ (C, F)
    return y


# %% zeros_before: the odd zero is put before instead of after
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), (k_h // 2, (k_h - 1) // 2), (k_w // 2, (k_w - 1) // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% all_zeros_after: every zero is put below and right
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), (0, k_h - 1), (0, k_w - 1), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% half_kernel_on_both_sides: k // 2 zeros before and after, right for odd kernels only
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), (k_h // 2, k_h // 2), (k_w // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% odd_kernels_only: (k - 1) // 2 zeros on both sides
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, (k_h - 1) // 2), ((k_w - 1) // 2, (k_w - 1) // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% edge_repeated: pads with the border pixels instead of zeros
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)], mode="edge")
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% reflected: pads with a mirror image
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)], mode="symmetric")
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% never_pads: forgets the padding
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "full":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% always_pads: pads for valid too
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding:
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% transposed_kernel: rows and columns of the kernel exchanged
def conv2d(x, kernel, padding):
    kernel = kernel.transpose(1, 0, 2, 3)
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% square_only: takes the kernel's height for its width
def conv2d(x, kernel, padding):
    k_h, _, _, filters = kernel.shape
    k_w = k_h
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% mean_of_channels: averages over channels instead of summing
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y / x.shape[3]


# %% first_channel: looks at the first channel only
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] [..., :1] @ kernel[a, b, :1]  # (n, height, width, C) @ (C, F)
    return y


# %% overwrites: = where += belongs
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y = x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% last_place_missing: one place too few
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h, x.shape[2] - k_w
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return y


# %% relu_inside: adds a ReLU that nobody asked for
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters))
    for a in range(k_h):
        for b in range(k_w):
            y += x[:, a : a + height, b : b + width] @ kernel[a, b]  # (n, height, width, C) @ (C, F)
    return np.maximum(y, 0)


# %% integers: stores the sums as whole numbers
def conv2d(x, kernel, padding):
    k_h, k_w, _, filters = kernel.shape
    if padding == "same":
        x = np.pad(x, [(0, 0), ((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2), (0, 0)])
    n, height, width = len(x), x.shape[1] - k_h + 1, x.shape[2] - k_w + 1
    y = np.zeros((n, height, width, filters), dtype=int)
    for a in range(k_h):
        for b in range(k_w):
            y += (x[:, a : a + height, b : b + width] @ kernel[a, b]).astype(int)  # (n, height, width, C) @ (C, F)
    return y
