# %% stable_by_hand: max(a, 0) and a small logarithm
def critic_loss(real, fake):
    def cost(a):
        return ops.mean(ops.maximum(a, 0.0) + ops.log1p(ops.exp(-ops.abs(a))))

    return cost(-ops.convert_to_tensor(real)) + cost(ops.convert_to_tensor(fake))


# %% log_sigmoid: the logarithm of the sigmoid in one
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return -ops.mean(ops.log_sigmoid(real)) - ops.mean(ops.log_sigmoid(-fake))


# %% keras_loss: binary cross-entropy from logits, twice
def critic_loss(real, fake):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    return bce(ops.ones_like(real), real) + bce(ops.zeros_like(fake), fake)
