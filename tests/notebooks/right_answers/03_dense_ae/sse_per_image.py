# %% loop: one image after the other
def sse_per_image(x, x_hat):
    total = 0.0
    for image, rebuilt in zip(x, x_hat):
        total += sum((float(p) - float(q)) ** 2 for p, q in zip(image, rebuilt))
    return total / len(x)


# %% from_keras: MSE/px times the number of pixels
def sse_per_image(x, x_hat):
    x, x_hat = np.asarray(x, "float64"), np.asarray(x_hat, "float64")
    return keras.ops.mean(keras.losses.mean_squared_error(x, x_hat)) * x.shape[1]


# %% norm: squared Frobenius norm over the number of images
def sse_per_image(x, x_hat):
    return float(np.linalg.norm(np.subtract(x, x_hat)) ** 2 / len(x))
