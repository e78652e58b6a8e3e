"""simplex(): all mixtures of three or four channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.domains import FEWEST, MOST, Simplex
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.making import with_squares
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.channels.squares import Number, stack
from sdpsearch.linalg import Array


@constructor
def simplex(
    channels: Sequence[Any],
    names: Sequence[str] | None = None,
    name: str = "simplex",
    arguments: Mapping[str, Any] | None = None,
) -> ChannelSpace:
    """Return all mixtures Σ w_i Φ_i of three or four channels, affine by construction.

    A point is the weights of all channels but the first, which has what is left.

    Args:
        channels: Φ_0, Φ_1, … of equal dimensions, Channels or anything as_channel() takes.
        names: what the weights are called, one a channel; w0, w1, … when not given.
        name: what tables call the space.
        arguments: what tables add to the name.

    Raises:
        ValueError: there are not three or four channels, their dimensions differ, or the
            names are not as many and different.

    Example:
        >>> import sdpsearch as sd
        >>> zoo = sd.zoo
        >>> vertices = [zoo.identity(2), zoo.dephasing()(1), zoo.replacer(2)]
        >>> space = sd.simplex(vertices, ["one", "flip", "noise"])
        >>> space.affine, space(flip=0, noise=0.4) == zoo.depolarizing()(0.4)
        (True, True)
    """
    made = [as_channel(channel) for channel in channels]
    if not FEWEST < len(made) <= MOST + 1:
        raise ValueError(
            f"Argument `channels` must have three or four channels, but has {len(made)}"
            f"{'; of two, make a mixture()' if len(made) == 2 else ''}."
        )
    dims = sorted({(c.d_in, c.d_out) for c in made})
    if len(dims) > 1:
        raise ValueError(
            f"Argument `channels` must have equal (d_in, d_out), but has {dims}."
        )
    told = [f"w{i}" for i in range(len(made))] if names is None else list(map(str, names))
    if len(set(told)) != len(made) or not all(n.isidentifier() for n in told):
        raise ValueError(
            f"Argument `names` must be {len(made)} different names, but is {names!r}."
        )
    unit = dict.fromkeys(told[1:], (0, 1))
    space = ChannelSpace(_Mixture(made), unit, name, arguments)
    space.domain = Simplex(len(unit))
    space._by_construction = True  # pyright: ignore[reportPrivateUsage]
    return space


class _Mixture:
    """The mixture with given weights, its first channel having what is left."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self.channels = channels

    def __call__(self, **weights: Number) -> Channel:
        floats = np.array([float(w) for w in weights.values()])
        shares = np.maximum([1 - floats.sum(), *floats], 0.0)
        operators = [channel.kraus for channel in self.channels]
        pairs = zip(np.sqrt(shares), operators, strict=True)
        mixed = Channel(stack(*[(float(root), kraus) for root, kraus in pairs]))
        return with_squares(mixed, lambda: self._squares(list(weights.values())))

    def _squares(self, weights: Sequence[Number]) -> Array | None:
        exact = [fraction(w) for w in weights]
        shares = [1 - sum(exact), *exact]
        known = [s for c in self.channels if (s := c.squares) is not None]
        if min(shares) < 0 or len(known) < len(shares):
            return None
        return stack(*zip(shares, known, strict=True))
