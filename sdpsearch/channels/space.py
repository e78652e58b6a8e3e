"""ChannelSpace: channels with two or three parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.domains import Box, Simplex, check_box, contains
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.origin import Origin, called
from sdpsearch.channels.rationals import fraction
from sdpsearch.channels.squares import Number
from sdpsearch.linalg import Array

#: How far from the middle to the corners values are compared with a plane where a space is
#: declared affine.
_PROBES = (0.1234, 0.3183, 0.6931, 1.0)
_ATOL = 1e-12


class ChannelSpace:
    """Channels Φ_(p, q, …) on one input space, with two or three parameters.

    Attributes:
        parameters: their names, in the order of a point's coordinates.
        domain: the box, or the simplex of weights, on which the space is asked about.
        origin: how a registered constructor made it, else None: what a pickle needs.

    Args:
        channel: callable taking the parameters by name and returning a Channel, or
            anything as_channel() takes.
        domain: the closed interval of every parameter, by name.
        name: what tables call it.
        arguments: the fixed arguments it was built with, e.g. {"d": 3}.
        affine: whether you declare the Choi operator to be affine in the parameters (a
            plane, no p·q), which no one sees from values.

    Raises:
        TypeError: `channel` is no callable, or `domain` no dict.
        ValueError: there are not two or three parameters, or an interval is empty.

    Example:
        >>> import sdpsearch as sd
        >>> space = sd.ChannelSpace(
        ...     lambda p, q: sd.zoo.dephrasure(p)(q), {"p": (0, 0.5), "q": (0, 1)}
        ... )
        >>> space(p=0.1, q=0.3) == space((0.1, 0.3))
        True
    """

    def __init__(
        self,
        channel: Callable[..., Any],
        domain: Mapping[str, tuple[Number, Number]],
        name: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        *,
        affine: bool = False,
    ) -> None:
        checks.function("channel", channel, "of the parameters -> Channel")
        self.parameters: tuple[str, ...]
        self.domain: Box | Simplex
        self.parameters, self.domain = check_box(domain)
        self._channel = channel
        self._affine = bool(affine)
        self._by_construction = False
        self.name = "space" if name is None else str(name)
        self.arguments: dict[str, Any] = dict(arguments or {})
        self.origin: Origin | None = None

    def __call__(self, point: Sequence[Number] | None = None, **named: Number) -> Channel:
        """Return Φ at a point, given by its coordinates or by names.

        Raises:
            TypeError: a parameter is missing, unknown, or no number.
            ValueError: the point lies outside the domain, or the callable raised or
                returned something that is not a channel there; the message names it.
        """
        values = self._by_name(named) if point is None else point
        at = self.check_point(values)
        # What is given exactly stays so: channels may know their squares there.
        return self._evaluate(
            [v if isinstance(v, (int, float)) else fraction(v) for v in values], at
        )

    def _by_name(self, named: Mapping[str, Number]) -> list[Number]:
        if set(named) != set(self.parameters):
            raise TypeError(
                f"Space {self.label} takes {', '.join(self.parameters)}, but got "
                f"{', '.join(named) or 'nothing'}."
            )
        return [named[key] for key in self.parameters]

    def check_point(self, point: Sequence[Number]) -> Array:
        """Return a point's coordinates as floats.

        Raises:
            TypeError: it is no sequence of numbers.
            ValueError: it has another number of coordinates, or lies outside the domain.
        """
        if isinstance(point, str) or not hasattr(point, "__len__"):
            raise TypeError(
                f"Argument `point` must be {len(self.parameters)} numbers "
                f"({', '.join(self.parameters)}), but is {point!r}."
            )
        if len(point) != len(self.parameters):
            raise ValueError(
                f"Argument `point` must have {len(self.parameters)} coordinates "
                f"({', '.join(self.parameters)}), but has {len(point)}."
            )
        pairs = zip(self.parameters, point, strict=True)
        at = np.array([checks.real_number(key, value) for key, value in pairs])
        if not np.all(np.isfinite(at)) or not contains(self.domain, at):
            raise ValueError(
                f"Argument `point` of {self.label} must lie in {self.domain}, but is "
                f"{self.told(at)}."
            )
        return at

    def told(self, point: Array) -> str:
        """Return a point as text, e.g. "p=0.1, q=0.3"."""
        pairs = zip(self.parameters, point, strict=True)
        return ", ".join(f"{key}={float(value):.6g}" for key, value in pairs)

    def _evaluate(self, values: Sequence[Number], at: Array) -> Channel:
        try:
            named = dict(zip(self.parameters, values, strict=True))
            channel = as_channel(self._channel(**named))
        except (Exception, SystemExit) as error:  # the user's own: anything may come out
            reason = " ".join(str(error).split()) or type(error).__name__
            raise ValueError(
                f"Space {self.label} gives no channel at {self.told(at)}: {reason}"
            ) from error
        shape = channel.d_in, channel.d_out
        if shape != vars(self).setdefault("_shape", shape):
            raise ValueError(
                f"Space {self.label} must keep its dimensions, but has (d_in, d_out) = "
                f"{shape} at {self.told(at)} and {vars(self)['_shape']} elsewhere."
            )
        return channel

    @property
    def label(self) -> str:
        """Name with the fixed arguments, e.g. "brauer_triangle(d=3)"."""
        return called(self.name, self.arguments)

    @property
    def affine(self) -> bool:
        """Whether the Choi operator is affine in the point.

        Raises:
            ValueError: it is declared so, but a value of the space contradicts it.
        """
        return self.affinity is not Affinity.UNKNOWN

    @cached_property
    def affinity(self) -> Affinity:
        """The grounds on which the Choi operator is affine in the point.

        Raises:
            ValueError: it is declared so, but a value of the space contradicts it.
        """
        if self._by_construction:
            return Affinity.CONSTRUCTED
        if not self._affine:
            return Affinity.UNKNOWN
        frame = self.domain.frame
        chois = np.array([self(point).choi for point in frame])
        corners = self.domain.corners
        middle = corners.mean(axis=0)
        shares_of = np.linalg.inv(np.vstack([frame.T, np.ones(len(frame))]))
        for point in [middle + t * (c - middle) for t in _PROBES for c in corners]:
            plane = np.tensordot(shares_of @ [*point, 1.0], chois, 1)
            bend = float(np.max(np.abs(self(point).choi - plane)))
            if bend > _ATOL:
                raise ValueError(
                    f"Space {self.label} is declared affine, but at {self.told(point)} its "
                    f"Choi operator is off the plane by {bend:.1e}: leave out affine=True."
                )
        return Affinity.DECLARED

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ChannelSpace):
            return NotImplemented
        if self.origin is None or other.origin is None:
            return self is other
        return self.origin == other.origin

    def __hash__(self) -> int:
        return id(self) if self.origin is None else hash(self.origin.name)

    def __reduce__(self) -> Any:
        if self.origin is not None:
            return Origin.make, (self.origin,)
        return super().__reduce__()

    def __repr__(self) -> str:
        inside = ", ".join(self.parameters)
        return f"ChannelSpace({self.label}, ({inside}) in {self.domain})"
