"""Models that share layers go on sharing their weights when they are carried in one value, or with a call and its end.

Each model travels as a file of its own. Beside it goes, for every weight, in which earlier model the same weight is;
the reader lets the later model's layers use the earlier one's. Layers themselves are copies: `a.layers[1] is b` is no
longer true, training `a` and looking at `b` works.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.sandbox.codec.bounds import BadValue
from grader.sandbox.codec.paired import paired

Place = tuple[int, int]


class Weights:
    """Where each weight was first met, as (number of the model, number of the weight in it).

    Parameters
    ----------
    lent : iterable of keras.Model
        Models that the other side knows already; they have the numbers 0, 1, ...
    """

    def __init__(self, lent: Iterable[Any] = ()):
        self.models: list[Any] = []
        self._places: dict[int, Place] = {}
        for model in lent:
            self.places(model)

    def number(self, model: Any) -> int | None:
        """Return the number of a model that is known, else None."""
        return next((number for number, known in enumerate(self.models) if known is model), None)

    def places(self, model: Any) -> list[Place | None]:
        """Take a further model in; return for each of its weights where it was met before, or None."""
        number = len(self.models)
        self.models.append(model)
        found = [self._places.get(id(weight)) for weight in model.weights]
        for index, weight in enumerate(model.weights):
            self._places.setdefault(id(weight), (number, index))
        return found


def tie(model: Any, places: Any, models: list[Any]) -> None:
    """Let a model that was read use the weights of earlier ones, as `Weights.places` says.

    Raises
    ------
    BadValue
        If a place does not exist or does not fit.
    """
    if type(places) is not list or len(places) != len(model.weights):
        raise BadValue("a model whose shared weights do not fit it")
    replaced: dict[int, Any] = {}
    for weight, place in paired(model.weights, places):
        if place is None:
            continue
        earlier = _weight(place, models)
        if tuple(earlier.shape) != tuple(weight.shape) or earlier.dtype != weight.dtype:
            raise BadValue("a model whose shared weights do not fit it")
        # There is one weight from now on, and it may be trained if the side that wrote the model lets it be.
        earlier.trainable = weight.trainable
        replaced[id(weight)] = earlier
    if not replaced:
        return
    for layer in {id(each): each for each in model._flatten_layers()}.values():
        _replace(layer, replaced)
    _renew_optimizer(model)


def _weight(place: Any, models: list[Any]) -> Any:
    if type(place) is not list or len(place) != 2 or not all(type(index) is int and index >= 0 for index in place):
        raise BadValue("a shared weight without a place")
    try:
        return models[place[0]].weights[place[1]]
    except IndexError:
        raise BadValue("a shared weight of a model that is not there") from None


def _replace(layer: Any, replaced: dict[int, Any]) -> None:
    """Put other variables in the place of a layer's own, under its attributes and in its lists."""
    for name, value in list(vars(layer).items()):
        if id(value) in replaced:
            object.__setattr__(layer, name, replaced[id(value)])
    for name in ("_trainable_variables", "_non_trainable_variables"):
        known = vars(layer).get(name)
        for index, value in enumerate(known or ()):
            if id(value) in replaced:
                list.__setitem__(known, index, replaced[id(value)])


def _renew_optimizer(model: Any) -> None:
    """Give a compiled model an optimizer that knows its weights; what it had gathered for others is of no use."""
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        model.optimizer = type(optimizer).from_config(optimizer.get_config())
