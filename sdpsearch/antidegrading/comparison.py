"""Two antidegrading maps of one channel side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.antidegrading.environment import restricted_map
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.diamond import diamond_distance
from sdpsearch.interval import Interval
from sdpsearch.linalg import partial_trace


@dataclass(frozen=True)
class MapErrors:
    """How well a map N meets its definition.

    Attributes:
        residual: largest entry of J(N∘Φ^c) − J(Φ).
        trace: largest entry of tr_B C_N − 1.
    """

    residual: float
    trace: float


@dataclass(frozen=True, eq=False)
class MapComparison:
    """A numerical and an analytic map on the minimal environment of a channel.

    Attributes:
        channel: Φ with independent Kraus operators.
        numerical: the first map.
        analytic: the second map.
        frobenius: ‖C_1 − C_2‖_F of the Choi operators.
        diamond: checked interval around ‖N_1 − N_2‖_⋄ (0 … 2).
        errors: how well each meets N∘Φ^c = Φ and preserves the trace.
    """

    channel: Channel
    numerical: Channel
    analytic: Channel
    frobenius: float
    diamond: Interval
    errors: tuple[MapErrors, MapErrors]

    def __repr__(self) -> str:
        low, high = self.diamond.lower, self.diamond.upper
        return (
            f"MapComparison(frobenius={self.frobenius:.6g}, "
            f"diamond in [{low:.9g}, {high:.9g}])"
        )


def compare_maps(numerical: Channel, analytic: Channel, channel: Channel) -> MapComparison:
    """Compare two maps E → B as antidegrading maps of a channel.

    Each may act on the environment of `channel` as it is given, or on that of
    channel.minimal(), as `decide` returns it; both are compared on the latter, where
    only what the channel can reach counts. A map on the environment of other Kraus
    operators is first brought there by `restricted_map`.

    Args:
        numerical: one map, e.g. decide(channel, Antidegradable()).map.
        analytic: another, e.g. paper_map(d, x).
        channel: Φ.

    Raises:
        ValueError: a map acts on another dimension, or its output is not that of Φ.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.maps import paper_map
        >>> from sdpsearch.antidegrading import compare_maps
        >>> channel = sd.zoo.depolarizing(d=2)(0.5)
        >>> found = sd.decide(channel, sd.Antidegradable()).map
        >>> compared = compare_maps(found, paper_map(2, 0.5), channel)
        >>> abs(compared.diamond.middle - 2 / 3) < 1e-8
        True
    """
    small = channel.minimal()
    first = _on_minimal("numerical", numerical, channel, small)
    second = _on_minimal("analytic", analytic, channel, small)
    return MapComparison(
        channel=small,
        numerical=first,
        analytic=second,
        frobenius=float(np.linalg.norm(first.choi - second.choi)),
        diamond=diamond_distance(first, second),
        errors=(map_errors(first, small), map_errors(second, small)),
    )


def map_errors(map: Channel, channel: Channel) -> MapErrors:
    """Return how far N∘Φ^c is from Φ, and N from preserving the trace.

    Args:
        map: N on the environment of `channel` as it is given.
        channel: Φ.

    Raises:
        ValueError: the dimensions do not fit.
    """
    dims = (channel.d_env, channel.d_out)
    if (map.d_in, map.d_out) != dims:
        raise ValueError(
            f"Argument `map` must have (d_in, d_out) = {dims}, but has "
            f"{(map.d_in, map.d_out)}."
        )
    missed = (map @ channel.complementary).choi - channel.choi
    traced = partial_trace(map.choi, dims, 1) - np.eye(dims[0])
    return MapErrors(float(np.max(np.abs(missed))), float(np.max(np.abs(traced))))


def _on_minimal(name: str, map: Channel, channel: Channel, small: Channel) -> Channel:
    if map.d_out != channel.d_out:
        raise ValueError(
            f"Argument `{name}` must have d_out={channel.d_out}, but has {map.d_out}."
        )
    if map.d_in == small.d_env:
        return map
    if map.d_in == channel.d_env:
        return restricted_map(map, channel, small)
    sizes = " or ".join(str(n) for n in sorted({small.d_env, channel.d_env}))
    raise ValueError(
        f"Argument `{name}` must act on an environment of dimension {sizes}, but acts on "
        f"{map.d_in}."
    )
