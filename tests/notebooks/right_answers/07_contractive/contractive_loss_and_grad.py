# %% two_gradients: the two terms apart, a plain float
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s = h * (1 - h)
    q = np.sum(W * W, axis=0)
    penalty = np.mean(np.sum(s**2 * q, axis=1))
    dz = (x_hat - x) / n
    dW_ce = x.T @ (dz @ W * s) + dz.T @ h
    db_ce = (dz @ W * s).sum(0)
    da = 2 * s**2 * (1 - 2 * h) * q / n
    dW_p = x.T @ da + 2 * W * np.mean(s**2, axis=0)
    g = np.r_[(dW_ce + lam * dW_p).reshape(-1), db_ce + lam * da.sum(0), dz.sum(0)]
    return float(cross_entropy + lam * penalty), g


# %% image_by_image: a loop, logarithms and a list
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    loss, gW, gb, gc = 0.0, np.zeros_like(W), np.zeros_like(b), np.zeros_like(c)
    for i in range(n):
        s = h[i] * (1 - h[i])
        q = (W**2).sum(0)
        r = x_hat[i] - x[i]
        a = (r @ W) * s + lam * 2 * s**2 * (1 - 2 * h[i]) * q
        gW += np.outer(x[i], a) + np.outer(r, h[i]) + lam * 2 * W * s**2
        gb += a
        gc += r
        loss += -(x[i] * np.log(x_hat[i]) + (1 - x[i]) * np.log(1 - x_hat[i])).sum() + lam * (s**2 * q).sum()
    return [loss / n, np.concatenate([gW.ravel(), gb, gc]) / n]


# %% tape: lets TensorFlow differentiate
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    with tf.GradientTape() as tape:
        t = tf.convert_to_tensor(theta)
        tape.watch(t)
        tW, tb, tc = tf.reshape(t[: d * k], (d, k)), t[d * k : d * k + k], t[d * k + k :]
        th = tf.sigmoid(x @ tW + tb)
        logits = th @ tf.transpose(tW) + tc
        ce = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.constant(x), logits=logits)) / n
        p = tf.reduce_mean(tf.reduce_sum((th * (1 - th)) ** 2 * tf.reduce_sum(tW**2, 0), 1))
        loss = ce + lam * p
    return loss.numpy(), tape.gradient(loss, t).numpy()
