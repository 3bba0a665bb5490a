"""Keras models travel whole, and a forged file is refused before Keras sees it."""

import io
import json
import os
import struct
import zipfile

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

import h5py  # noqa: E402
import numpy as np  # noqa: E402

from grader.sandbox.codec import (  # noqa: E402
    BadValue,
    CannotCarry,
    Reader,
    Writer,
    model_files,
    model_parts,
    models,
    sharing,
)

LIMIT = 1 << 26


@pytest.fixture(scope="module")
def saved():
    return model_files.write(_small(), LIMIT)


@pytest.fixture(scope="module")
def in_parts():
    content = models.write(_small(), LIMIT)
    assert model_parts.is_written(content)
    return content


def _small():
    inputs = keras.Input((4,))
    code = keras.layers.Dense(2, activation="relu", kernel_regularizer="l2", name="code")(inputs)
    model = keras.Model(inputs, keras.ops.maximum(keras.layers.Dense(4)(code), 0.1) * 2)
    model.compile("adam", "mse")
    return model


def _changed(content, change=None, **files):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(parts["config.json"])
    if change is not None:
        change(config)
    parts["config.json"] = json.dumps(config).encode()
    parts.update({name.replace("__", "."): part for name, part in files.items()})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _changed_parts(content, change):
    """Change what the text of a model in parts says: its configuration, names of what has weights, and their places."""
    start = len(model_parts._MARK) + 4
    (size,) = struct.unpack("!I", content[start - 4 : start])
    said = json.loads(content[start : start + size])
    text = json.dumps(change(said) or said).encode()
    return b"".join([content[: start - 4], struct.pack("!I", len(text)), text, content[start + size :]])


def _layer(module, name, config=None):
    def change(config_of_model):
        config_of_model["config"]["layers"][1].update(
            {"module": module, "class_name": name, "registered_name": None, "config": config or {}}
        )

    return change


def test_a_model_does_the_same_elsewhere_and_is_one_object(saved):
    model = _small()
    first, second = Reader().read(Writer().write([model, model]))
    assert first is second
    x = np.ones((3, 4), "float32")
    assert np.allclose(model(x), first(x))
    assert models.changed_weights(first) is None
    first.set_weights([w + 1 for w in first.get_weights()])
    assert len(models.changed_weights(first)) == 4


@pytest.mark.parametrize(
    "change",
    [
        _layer("keras.layers", "Lambda", {"function": {"class_name": "__lambda__", "config": {"code": "x"}}}),
        _layer("keras.layers", "TFSMLayer", {"filepath": "/etc"}),
        _layer("keras.layers", "StringLookup", {"vocabulary": "/etc/passwd"}),
        _layer("keras.layers", "_Hidden"),
        _layer("os", "system", {"command": "touch /tmp/owned"}),
        _layer("builtins", "eval"),
        _layer("keras.utils", "get_file", {"origin": "http://127.0.0.1"}),
        _layer("keras.models", "load_model", {"filepath": "x"}),
        _layer("keras.src.ops.core", "Map"),
        _layer("my_package", "Dense"),
        lambda config: config.update(registered_name="Evil>Functional"),
        lambda config: config["config"]["layers"][1]["config"].update(
            activation={
                "module": "builtins",
                "class_name": "function",
                "config": "system",
                "registered_name": "function",
            }
        ),
        lambda config: config["config"]["layers"][1]["config"].update(
            kernel_initializer={"class_name": "__lambda__", "config": {}}
        ),
    ],
)
def test_what_is_not_on_the_list_is_refused(saved, in_parts, change):
    with pytest.raises(BadValue):
        models.read(_changed(saved, change), LIMIT)
    with pytest.raises(BadValue):
        models.read(_changed_parts(in_parts, lambda said: change(said[0])), LIMIT)
    assert not os.path.exists("/tmp/owned")


def test_other_files_damage_and_size_are_refused(saved):
    for content in (
        b"",
        saved[: len(saved) // 2],
        _changed(saved, evil__py=b"import os"),
        _changed(saved, **{"model.weights__h5": b"nothing"}),
        _changed(saved, config__json=b"[" * 10**5),
    ):
        with pytest.raises(BadValue):
            models.read(content, LIMIT)
    with pytest.raises(BadValue, match="large"):
        models.read(saved, 1000)
    with pytest.raises(CannotCarry, match="large"):
        models.write(keras.Sequential([keras.Input((4000,)), keras.layers.Dense(4000)]), 1 << 20)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said[1].reverse(),
        lambda said: said[1].pop(),
        lambda said: said[2].pop(),
        lambda said: said[2][0].__setitem__(0, 5),
        lambda said: said[2][0].__setitem__(1, "7"),
        lambda said: said[2][0].__setitem__(2, said[2][0][2] - 1),
        lambda said: said[2][0].__setitem__(2, -1),
        lambda said: said[2][0].__setitem__(2, 1 << 40),
        lambda said: said[2][0].__setitem__(2, None),
        lambda said: said[2][0].append(1),
        lambda said: said[2].append([[], "0", 0]),
        lambda said: said[:2],
        lambda said: [None, *said[1:]],
        lambda said: [said[0], None, said[2]],
        lambda said: [said[0], said[1], 3],
    ],
)
def test_forged_parts_are_refused(in_parts, change):
    with pytest.raises(BadValue):
        models.read(_changed_parts(in_parts, change), LIMIT)


def test_damaged_parts_are_refused(in_parts):
    mark = model_parts._MARK
    for content in (
        mark,
        mark + b"\0\0\0",
        in_parts[: len(in_parts) // 2],
        in_parts[:-1],
        mark + struct.pack("!I", 1 << 31) + in_parts[len(mark) + 4 :],
        mark + struct.pack("!I", 10**5) + b"[" * 10**5,
    ):
        with pytest.raises(BadValue):
            models.read(content, LIMIT)
    with pytest.raises(BadValue, match="large"):
        models.read(in_parts, 1000)


def _with_many_layers():
    layers = keras.layers
    inputs = keras.Input((8, 8, 1))
    x = layers.Rescaling(0.5)(inputs)
    x = layers.SpectralNormalization(layers.Conv2D(3, 3, padding="same"))(x)
    x = layers.BatchNormalization()(layers.SeparableConv2D(4, 3, activation="relu", padding="same")(x))
    x = layers.Dropout(0.5, seed=3)(layers.PReLU()(x))
    x = layers.Reshape((64, 4))(x)
    x = layers.LayerNormalization()(layers.MultiHeadAttention(2, 2)(x, x))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    x = layers.TimeDistributed(layers.Dense(2))(layers.GRU(4, return_sequences=True)(x))
    x = layers.EinsumDense("abc,cd->abd", output_shape=(None, 3), bias_axes="d")(x)
    return keras.Model(inputs, keras.ops.mean(layers.GaussianNoise(0.1)(x), axis=1) * 2)


def _nested():
    inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    inner.trainable = False
    return keras.Sequential([keras.Input((3,)), inner, keras.layers.Dense(3, "tanh")])


def _normalised():
    first = keras.layers.Normalization()
    first.adapt(np.arange(12.0).reshape(4, 3))
    return keras.Sequential([keras.Input((3,)), first, keras.layers.Embedding(9, 2)])


def _trained(loss="mse", optimizer="adam"):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])
    model.compile(optimizer, loss, metrics=["mae"])
    model.fit(np.ones((4, 3)), np.zeros((4, 3)), epochs=2, verbose=0)
    return model


def _used_twice():
    inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])
    inputs = keras.Input((3,))
    return keras.Model(inputs, inner(inner(inputs)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: _three()[2],
        _small, _with_many_layers, _nested, _normalised, _trained, _used_twice,
        lambda: _trained(keras.losses.Huber(0.5), keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 9))),
        lambda: _trained(lambda a, b: keras.ops.mean(a - b)),
        lambda: keras.Sequential([keras.layers.Dense(3)]),
        lambda: keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, dtype="float64")]),
        lambda: keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, dtype="mixed_bfloat16")]),
    ],
)  # fmt: skip
def test_parts_say_what_a_file_says(make):
    model = make()
    for index, weight in enumerate(model.weights):  # none is as it was made
        weight.assign(np.asarray(weight) + np.asarray(0.01 * index, str(weight.dtype)))
    content = models.write(model, LIMIT)
    assert model_parts.is_written(content)
    here, there = models.read(content, LIMIT), models.read(model_files.write(model, LIMIT), LIMIT)
    assert models._config_of(here) == models._config_of(there)
    assert models._flags(here) == models._flags(there)
    for one, other, own in zip(here.get_weights(), there.get_weights(), model.get_weights(), strict=True):
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes() == own.tobytes()
    assert here.compiled is there.compiled
    if there.compiled:
        assert keras.saving.serialize_keras_object(here.loss) == keras.saving.serialize_keras_object(there.loss)
        assert here.optimizer.get_config() == there.optimizer.get_config()
        for one, other in zip(here.optimizer.variables, there.optimizer.variables, strict=True):
            assert np.array_equal(one, other)
    if model.built:
        x = np.random.default_rng(0).random((4, *model.input_shape[1:]))
        assert np.array_equal(here(x), there(x))
        assert np.allclose(here(x), model(x))


def test_a_model_that_its_parts_do_not_tell_goes_as_a_file():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.25)), "mse")
    content = models.write(model, LIMIT)
    assert not model_parts.is_written(content)
    assert float(models.read(content, LIMIT).optimizer.inner_optimizer.learning_rate) == 0.25


def test_weights_that_lead_to_another_file_are_refused(saved, tmp_path):
    secret = tmp_path / "secret.bin"
    secret.write_bytes(bytes(64))
    buffers = []
    for kind in ("link", "soft", "external"):
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            if kind == "link":
                file["layers"] = h5py.ExternalLink(str(secret), "/")
            elif kind == "soft":
                file["layers"] = h5py.SoftLink("/elsewhere")
            else:
                file.create_dataset("layers", (8,), "f8", external=[(str(secret), 0, 64)])
        buffers.append(buffer.getvalue())
    for weights in buffers:
        with pytest.raises(BadValue, match="elsewhere"):
            models.read(_changed(saved, **{"model.weights__h5": weights}), LIMIT)


def test_a_model_with_its_own_parts_is_not_written():
    class Own(keras.layers.Layer):
        def call(self, x):
            return x

    assert models.write(keras.Sequential([keras.Input((2,)), Own()]), LIMIT) is None
    assert models.write(keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x)]), LIMIT) is None


def test_losses_and_optimizers_are_described_by_their_configuration():
    back = Reader().read(Writer().write([keras.optimizers.Adam(0.25), keras.losses.MeanSquaredError()]))
    assert float(back[0].learning_rate) == 0.25
    assert isinstance(back[1], keras.losses.MeanSquaredError)


def _three():
    inputs, code = keras.Input((4,)), keras.Input((2,))
    encoder = keras.Model(inputs, keras.layers.Dense(2, name="code")(inputs))
    decoder = keras.Model(code, keras.layers.Dense(4, name="out")(code))
    return encoder, decoder, keras.Model(inputs, decoder(encoder(inputs)))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_models_in_one_value_go_on_sharing_their_weights(order):
    models_of = _three()
    back = Reader().read(Writer().write([models_of[i] for i in order]))
    encoder, decoder, whole = (back[order.index(i)] for i in range(3))
    x = np.ones((3, 4), "float32")
    assert np.allclose(decoder(encoder(x)), models_of[2](x), atol=1e-6)
    before = encoder.get_weights()[0].copy()
    whole.compile("adam", "mse")
    whole.fit(x, 5 * x, epochs=2, verbose=0)
    assert not np.allclose(encoder.get_weights()[0], before)
    assert np.allclose(whole(x), decoder(encoder(x)), atol=1e-6)
    encoder.set_weights([np.zeros((4, 2)), np.ones(2)])
    assert np.allclose(whole(x), decoder(np.ones((3, 2), "float32")), atol=1e-6)
    assert len(whole.trainable_weights) == 4


def test_a_compiled_model_that_shares_weights_still_trains():
    encoder, _, whole = _three()
    whole.compile("adam", "mse")
    whole.fit(np.ones((2, 4)), np.ones((2, 4)), verbose=0)
    encoder, whole = Reader().read(Writer().write((encoder, whole)))
    whole.fit(np.ones((2, 4)), np.ones((2, 4)), verbose=0)
    assert np.array_equal(encoder.get_weights()[0], whole.get_weights()[0])


def test_a_model_that_was_lent_comes_back_itself_and_parts_of_it_share_its_weights():
    lent = _three()[2]
    reader = Reader()
    there = reader.read(Writer().write(lent))
    part = keras.Model(there.inputs, there.layers[1](there.inputs[0]))
    back, own = Reader(lent=[lent]).read(Writer(lent=reader.models).write([there, part]))
    assert back is lent
    lent.layers[1].set_weights([np.zeros((4, 2)), np.full(2, 7.0)])
    assert np.allclose(own(np.ones((1, 4))), 7.0)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_frozen_model_is_frozen_elsewhere(frozen):
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    whole = keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(2)])
    inner.trainable = not frozen
    back = Reader().read(Writer().write(whole))
    assert back.trainable
    assert back.layers[0].trainable is not frozen
    assert len(back.trainable_weights) == len(whole.trainable_weights) == (2 if frozen else 4)


@pytest.mark.parametrize("before", [True, False])
def test_a_lent_model_that_was_frozen_or_freed_is_so_at_home(before):
    lent = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(3)])
    lent.trainable = before  # and the call turns it round
    reader = Reader()
    there = reader.read(Writer().write(lent))
    assert there.trainable is before
    assert models.changed_flags(there) is None
    there.trainable = not before
    whole = keras.Sequential([there, keras.layers.Dense(2)])
    whole.build((None, 4))
    own = Reader(lent=[lent]).read(Writer(lent=reader.models).write(whole))
    models.set_flags(lent, models.changed_flags(there))
    assert lent.trainable is not before
    assert len(lent.trainable_weights) == (0 if before else 4)
    assert len(own.trainable_weights) == (2 if before else 6)


@pytest.mark.parametrize("flags", [None, [], [True], [1, 1, 1, 1], "flag", [True] * 9])
def test_forged_flags_are_refused(flags):
    with pytest.raises(BadValue):
        models.set_flags(_three()[0], flags)


@pytest.mark.parametrize(
    "places",
    [
        None,
        [],
        [None],
        [[0, 0]] * 3,
        [[9, 0], None],
        [[0, 9], None],
        [[0, -1], None],
        [[0, 1], None],
        [[0.0, 0], None],
        ["a", None],
    ],
)
def test_forged_places_of_shared_weights_are_refused(places):
    encoder, decoder, _ = _three()
    with pytest.raises(BadValue):
        sharing.tie(encoder, places, [decoder])


def test_a_model_that_is_handed_over_again_is_the_same_object_in_a_session_only(monkeypatch):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    content = models.write(model, LIMIT)
    assert models.write(model, LIMIT) is content
    assert models.read(content, LIMIT) is not models.read(content, LIMIT)
    monkeypatch.setattr(models, "_most_kept", 1)
    first, second = models.read(content, LIMIT), models.read(content, LIMIT)
    assert first is not second  # both are lent at once
    assert models.changed_weights(first) is None
    assert models.read(content, LIMIT) is first
    first.layers[0].bias.assign([1.0, 2.0])
    assert models.changed_weights(first) is not None
    assert models.read(content, LIMIT) is not first
    assert models.changed_weights(second) is None
    second.layers[0].activation = keras.activations.relu
    third = models.read(content, LIMIT)
    assert third is not second
    models._kept.clear()
    model.layers[0].bias.assign([3.0, 4.0])
    other = models.write(model, LIMIT)
    assert other != content
    model.layers[0].activation = keras.activations.tanh
    assert models.read(models.write(model, LIMIT), LIMIT).layers[0].activation is keras.activations.tanh
