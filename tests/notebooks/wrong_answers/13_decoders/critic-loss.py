# %% signs_exchanged: rewards calling fakes real
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.softplus(real)) + ops.mean(ops.softplus(-fake))


# %% no_minus: the log-likelihood
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return -(ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake)))


# %% one_mean: over both together
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.concatenate([ops.softplus(-real), ops.softplus(fake)]))


# %% halved: the mean of the two means
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return (ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))) / 2


# %% summed: a sum where a mean belongs
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.sum(ops.softplus(-real)) + ops.sum(ops.softplus(fake))


# %% only_real: forgets the fakes
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.softplus(-real))


# %% only_fake: forgets the real ones
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.softplus(fake))


# %% overflows: exp of a large number
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.log(1 + ops.exp(-real))) + ops.mean(ops.log(1 + ops.exp(fake)))


# %% log_of_zero: sigmoid, then log
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(-ops.log(ops.sigmoid(real))) + ops.mean(-ops.log(1 - ops.sigmoid(fake)))


# %% clipped: hides what a sure mistake costs
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(-ops.log(ops.clip(ops.sigmoid(real), 1e-7, 1.0))) + ops.mean(-ops.log(ops.clip(1 - ops.sigmoid(fake), 1e-7, 1.0)))


# %% hinge: another loss for critics
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.relu(1 - real)) + ops.mean(ops.relu(1 + fake))


# %% wasserstein: a difference of means
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(fake) - ops.mean(real)


# %% base_two: bits
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return (ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))) / 0.6931472


# %% one_for_each: no mean at all
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.concatenate([ops.softplus(-real), ops.softplus(fake)])


# %% the_decoders: both called real
def critic_loss(real, fake):
    real, fake = ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    return ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(-fake))
