"""What a `.keras` file may contain: known Keras classes only, checked on plain JSON before Keras sees any of it.

Keras's own safe mode has been bypassed before (CVE-2025-1550, CVE-2025-8747), so nothing is allowed by default here:
a configuration names a module and a class, and the pair must be on these lists. No Lambda layer, no function that is
not an activation or a loss of Keras, no class of anybody else, no layer that reads a file.
"""

from __future__ import annotations

import functools
from typing import Any

from grader.sandbox.codec.bounds import BadValue

LAYERS = frozenset(
    """
    Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average AveragePooling1D
    AveragePooling2D AveragePooling3D BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate
    Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D
    Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU
    EinsumDense Embedding Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
    GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    GroupNormalization GroupQueryAttention Identity InputLayer LSTM LSTMCell LayerNormalization LeakyReLU
    Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum MultiHeadAttention Multiply Normalization
    PReLU Permute RMSNormalization RNN RandomBrightness RandomContrast RandomCrop RandomFlip RandomRotation
    RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D
    SimpleRNN SimpleRNNCell Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization
    StackedRNNCells Subtract TimeDistributed UnitNormalization UpSampling1D UpSampling2D UpSampling3D
    ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """.split()  # noqa: SIM905
)
_MODELS = frozenset({"Sequential", "Functional", "Model"})
# Modules in which every class is arithmetic; the class must also be a public name without an underscore.
_PLAIN_MODULES = frozenset(
    {
        "keras.initializers", "keras.regularizers", "keras.constraints", "keras.optimizers",
        "keras.optimizers.schedules", "keras.losses", "keras.metrics", "keras.dtype_policies", "keras.random",
        "keras.src.ops.numpy", "keras.src.ops.nn", "keras.src.ops.math",
    }
)  # fmt: skip
_CORE_OPERATIONS = frozenset({"Cast", "StopGradient", "Slice", "SliceUpdate", "Shape", "Unstack", "ConvertToTensor"})
_FUNCTION_MODULES = frozenset({"keras.activations", "keras.losses", "keras.metrics", "builtins"})
# Parts of a configuration that are values, not objects.
_VALUES = frozenset({"__keras_tensor__", "__tuple__", "__ellipsis__", "__none__", "__slice__"})
_MAX_DEPTH = 60
_MAX_NODES = 200_000


def check(config: Any, functions: frozenset[str]) -> None:
    """Check a configuration, with all it contains.

    Parameters
    ----------
    config : object
        Parsed JSON.
    functions : frozenset of str
        Names of functions that may be referred to.

    Raises
    ------
    BadValue
        If anything in it is not on the lists; the message names it.
    """
    waiting, seen = [(config, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > _MAX_DEPTH or seen > _MAX_NODES:
            raise BadValue("a Keras configuration that is too large")
        if type(node) is list:
            waiting += [(entry, depth + 1) for entry in node]
        elif type(node) is dict:
            if "class_name" in node or "registered_name" in node or "module" in node:
                _check_object(node, functions)
            waiting += [(entry, depth + 1) for entry in node.values()]


def checked(config: Any) -> dict[str, Any]:
    """Return a model's configuration once it was checked; an unknown way of compiling is left out.

    Raises
    ------
    BadValue
    """
    if type(config) is not dict:
        raise BadValue("a damaged Keras model")
    compiled = config.pop("compile_config", None)
    check(config, functions())
    try:
        check(compiled, functions())
        config["compile_config"] = compiled
    except BadValue:
        pass
    return config


def _check_object(node: dict[str, Any], functions: frozenset[str]) -> None:
    name, module, registered = node.get("class_name"), node.get("module"), node.get("registered_name")
    if type(name) is not str or not (module is None or type(module) is str):
        raise BadValue("a Keras configuration with a class that has no name")
    if module is None and registered is None and name in _VALUES:
        return
    if registered not in (None, name) and name != "function":
        raise BadValue(f"the class {str(registered)[:80]!r}, which is not Keras's own")
    if name == "function":
        if module not in _FUNCTION_MODULES or node.get("config") not in functions:
            raise BadValue(f"the function {str(node.get('config'))[:80]!r}, which is not Keras's own")
        return
    known = (
        (module == "keras.layers" and name in LAYERS)
        or (module in ("keras", "keras.models", "keras.src.models.functional", "keras.src.models.sequential")
            and name in _MODELS)
        or (module == "keras" and name in ("DTypePolicy", "Variable"))
        or (module == "keras.src.ops.core" and name in _CORE_OPERATIONS)
        or (module in _PLAIN_MODULES and name.isidentifier() and not name.startswith("_") and name[0].isupper())
    )  # fmt: skip
    if not known:
        raise BadValue(f"{str(module)[:80]}.{name[:80]}, which is not on the list of Keras classes that may be loaded")


@functools.cache
def functions() -> frozenset[str]:
    """Return the names of Keras's own activations, losses and metrics that are functions."""
    try:
        import keras
    except ImportError:
        return frozenset()
    found = set()
    for module in (keras.activations, keras.losses, keras.metrics):
        found |= {name for name in vars(module) if name.islower() and not name.startswith("_")}
    return frozenset(found - {"get", "serialize", "deserialize"})
