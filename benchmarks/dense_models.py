"""Lesson 3's reference figures: PCA and dense autoencoders, trained with the lesson's own functions."""

from collections.abc import Callable

import numpy as np

from benchmarks.register import Published, answers, reference
from course_utils.seeding import seed_everything

LESSON = "03_dense_ae"
TRAINED = "5 epochs, batch 128, Adam 3e-3"


def dense(name: str) -> Callable:
    """Return the function of this name from lesson 3."""
    return answers(LESSON)[name]


def trained(model, x: np.ndarray, *, loss: str = "binary_crossentropy", rate: float = 3e-3):
    """Train a model on its own input, as lesson 3 does."""
    import keras

    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, jit_compile=False)
    model.fit(x, x, epochs=5, batch_size=128, verbose=0)
    return model


def errors(model, x: np.ndarray) -> np.ndarray:
    """Return the squared error of each image, summed over its pixels."""
    return ((x - model.predict(x, batch_size=1000, verbose=0)) ** 2).sum(axis=1)


def foreign(x: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Return pictures that are no digits, or unusual ones, made from the first 500 test images as in lesson 3."""
    pictures = x[:500].reshape(-1, 28, 28)
    made = {
        "mirrored": pictures[:, :, ::-1],
        "turned": np.rot90(pictures, axes=(1, 2)),
        "two": np.maximum(pictures, pictures[::-1]),
        "noise": np.random.default_rng(seed).random((500, 28, 28)),
        "empty": np.zeros((500, 28, 28)),
    }
    return {name: images.reshape(-1, 784).astype("float32") for name, images in made.items()}


COMPONENTS = (0, 2, 8, 10, 30, 32, 64, 128)
KINDS = ("mirrored", "turned", "two", "noise", "empty")


@reference(
    "PCA", setting="60,000 training images",
    units={f"pca_{k}_{kind}": "SSE/img" for k in COMPONENTS for kind in ("sse", "clipped_sse")}, random=False,
    published={"pca_30_sse": Published(13.87, "Hinton & Salakhutdinov 2006")},
    note="The number in a key is that of the components; with none of them every answer is the mean image. Clipped "
    "means that the reconstruction is cut to [0, 1], as a network's sigmoid does: that is the rival of the lessons.",
)  # fmt: skip
def pca(images, seed):
    sse, rebuild = dense("sse_per_image"), dense("pca_reconstruct")
    x_hats = {k: rebuild(images.x_train, images.x_test, k) for k in COMPONENTS}
    clipped = {f"pca_{k}_clipped_sse": sse(images.x_test, x_hat.clip(0, 1)) for k, x_hat in x_hats.items()}
    return {f"pca_{k}_sse": sse(images.x_test, x_hat) for k, x_hat in x_hats.items()} | clipped


@reference(
    "PCA as a detector", setting="PCA-32, clipped, 60,000 training images",
    units={f"pca_32_auc_{kind}": "AUC" for kind in KINDS}, random=False,
    note="The rival of the deep autoencoder's AUC: the same strange pictures, the squared error of clipped PCA-32.",
)  # fmt: skip
def pca_detector(images, seed):
    strange = {"normal": images.x_test[500:], **foreign(images.x_test, seed)}
    everything = np.concatenate(list(strange.values()))
    x_hat = dense("pca_reconstruct")(images.x_train, everything, 32).clip(0, 1)
    ends = np.cumsum([len(x) for x in strange.values()])[:-1]
    normal, *scores = np.split(((everything - x_hat) ** 2).sum(axis=1), ends)
    return {f"pca_32_auc_{kind}": auc(normal, found) for kind, found in zip(KINDS, scores, strict=True)}


def auc(normal: np.ndarray, strange: np.ndarray) -> float:
    """Return the probability that a strange picture scores above a normal one."""
    from sklearn.metrics import roc_auc_score

    is_outlier = np.repeat([0, 1], [len(normal), len(strange)])
    return roc_auc_score(is_outlier, np.concatenate([normal, strange]))


@reference(
    "shallow autoencoder", setting="784-32-784, ReLU both ways, squared error, 5 epochs, batch 128, Adam 1e-3",
    units={"shallow_ae_sse": "SSE/img", "shallow_ae_bce": "nats/px"},
    note="The ReLU at the end leaves some pixels dead for good: the cross-entropy notices, squared error hardly.",
)  # fmt: skip
def shallow(images, seed):
    import keras

    seed_everything(seed)
    layers = [keras.layers.Dense(32, activation="relu"), keras.layers.Dense(784, activation="relu")]
    model = trained(keras.Sequential([keras.Input((784,)), *layers]), images.x_train, loss="mse", rate=1e-3)
    x_hat = model.predict(images.x_test, batch_size=1000, verbose=0)
    return {
        "shallow_ae_sse": dense("sse_per_image")(images.x_test, x_hat),
        "shallow_ae_bce": dense("bce")(images.x_test, x_hat),
    }


@reference(
    "deep autoencoder", setting=f"784-128-32-128-784, linear code, cross-entropy, {TRAINED}",
    units={"dense_ae_bce": "nats/px", "dense_ae_sse": "SSE/img", "dense_ae_32_sse": "SSE/img"}
    | {f"dense_ae_auc_{kind}": "AUC" for kind in KINDS},
    published={"dense_ae_bce": [
        Published(0.0935, "Dertat 2017", "a ReLU code, 3 epochs", "lower"),
        Published(0.11, "Keras blog 2016, shallow", "784-32-784, 50 epochs", "lower"),
        Published(0.097, "Keras blog 2016, deep", "784-128-64-32 and back, ReLU, 100 epochs", "lower"),
    ]},
    note="All three are reached with the linear code in 5 epochs. AUC is how well the squared error tells 500 strange "
    "pictures from digits (0.5: not at all): mirrored or turned digits, two digits at once, noise, and an empty sheet, "
    "which is drawn better than any digit.",
)  # fmt: skip
def deep(images, seed):
    seed_everything(seed)
    model = trained(dense("build_autoencoder")(784, 128, 32), images.x_train)
    x_hat = model.predict(images.x_test, batch_size=1000, verbose=0)
    sse = dense("sse_per_image")(images.x_test, x_hat)
    found = {"dense_ae_bce": dense("bce")(images.x_test, x_hat), "dense_ae_sse": sse, "dense_ae_32_sse": sse}
    normal = errors(model, images.x_test[500:])
    for kind, x in foreign(images.x_test, seed).items():
        found[f"dense_ae_auc_{kind}"] = auc(normal, errors(model, x))
    return found


@reference(
    "deep autoencoder, ReLU code", setting=f"784-128-32-128-784, ReLU code, cross-entropy, {TRAINED}",
    units={"dense_ae_relu_code_bce": "nats/px", "dense_ae_relu_code_sse": "SSE/img"}
    | {"dense_ae_relu_code_dead": "units"},
    note="What a ReLU on the code costs: dead is how many of its 32 units are 0 on every test image.",
)  # fmt: skip
def relu_code(images, seed):
    import keras

    seed_everything(seed)
    sizes = ((128, "relu"), (32, "relu"), (128, "relu"), (784, "sigmoid"))
    layers = [keras.layers.Dense(size, activation=activation) for size, activation in sizes]
    model = trained(keras.Sequential([keras.Input((784,)), *layers]), images.x_train)
    x_hat = model.predict(images.x_test, batch_size=1000, verbose=0)
    codes = keras.Model(model.inputs, layers[1].output).predict(images.x_test, batch_size=1000, verbose=0)
    return {
        "dense_ae_relu_code_bce": dense("bce")(images.x_test, x_hat),
        "dense_ae_relu_code_sse": dense("sse_per_image")(images.x_test, x_hat),
        "dense_ae_relu_code_dead": (codes.max(axis=0) == 0).sum(),
    }


def _code_size(k: int) -> None:
    @reference(
        f"deep autoencoder, code of {k}", setting=f"784-128-{k}-128-784, linear code, cross-entropy, {TRAINED}",
        units={f"dense_ae_{k}_sse": "SSE/img", f"dense_ae_{k}_bce": "nats/px"},
    )  # fmt: skip
    def measure(images, seed):
        seed_everything(seed)
        model = trained(dense("build_autoencoder")(784, 128, k), images.x_train)
        x_hat = model.predict(images.x_test, batch_size=1000, verbose=0)
        return {
            f"dense_ae_{k}_sse": dense("sse_per_image")(images.x_test, x_hat),
            f"dense_ae_{k}_bce": dense("bce")(images.x_test, x_hat),
        }


for _k in (2, 8, 128):
    _code_size(_k)
