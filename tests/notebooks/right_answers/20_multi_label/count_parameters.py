# %% layers: a helper for one dense layer
def count_parameters(d, m, k, shared):
    def dense(a, b):
        return (a + 1) * b

    return dense(d, m) + dense(m, k) if shared else k * (dense(d, m) + dense(m, 1))


# %% itself: a separate network is a shared one with one label
def count_parameters(d, m, k, shared):
    if shared:
        return m * (d + 1) + k * (m + 1)
    return k * count_parameters(d, m, 1, True)


# %% keras: builds the networks and asks them
def count_parameters(d, m, k, shared):
    outputs = k if shared else 1
    net = keras.Sequential([keras.Input((d,)), layers.Dense(m), layers.Dense(outputs)])
    return net.count_params() * (1 if shared else k)
