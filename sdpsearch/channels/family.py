"""ChannelFamily: a curve of channels x ↦ Φ_x on an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sdpsearch.channels import checks
from sdpsearch.channels.affinity import (
    Affinity,
    held_against_values,
    squares_are_affine,
)
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.domain import check_domain, check_inside
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.making import with_squares
from sdpsearch.channels.origin import Origin, called
from sdpsearch.channels.rationals import fraction, without_floats
from sdpsearch.channels.sending import Rooted, reduced
from sdpsearch.channels.squares import Number


class ChannelFamily:
    """A one-parameter family of channels x ↦ Φ_x on one input space.

    Two families are equal (==) when their origins and domains are; a family without an
    origin equals itself alone.

    Attributes:
        origin: how a registered constructor made it, else None: what a pickle needs.
        affinity: whether x ↦ J(Φ_x) is a straight line, and on what grounds.

    Args:
        channel: callable taking the parameter and returning a Channel, or anything
            as_channel() takes. Of another ChannelFamily, to which a smaller domain is
            given here, everything known is kept.
        domain: the closed interval on which the family is asked about; [0, 1], or the
            other family's, when not given.
        name: what tables call it.
        parameter: the name of the parameter.
        arguments: the fixed arguments it was built with, e.g. {"d": 3}.
        squares: callable taking the parameter as a Fraction and returning the signed
            squares of the Kraus entries, exactly, or None where they are not known.
        law: how one channel of the family is made from another, where there is a law.
        affine: whether you declare the Choi operator to be affine in the parameter, which
            no one sees from values: theorems about the line rest on it, and say so.

    Raises:
        ValueError: the domain is empty, reversed or not finite.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.ChannelFamily(lambda x: sd.zoo.dephasing()(x), name="mine")
        >>> family(0.25).d_in
        2
    """

    def __init__(
        self,
        channel: Callable[[float], Any],
        domain: tuple[Number, Number] | None = None,
        name: str | None = None,
        parameter: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        *,
        squares: Callable[[Any], Any] | None = None,
        law: CompositionLaw | None = None,
        affine: bool = False,
    ) -> None:
        checks.function("channel", channel, "x -> Channel")
        if squares is not None:
            checks.function("squares", squares, "x -> signed squares")
        self._channel = channel
        self._affine = bool(affine)
        self._by_formula = False
        self._by_construction = False
        self.squares = squares
        self.law = law
        self.origin: Origin | None = None
        whole = channel if isinstance(channel, ChannelFamily) else None
        if whole is not None:
            self.squares = squares or whole.squares
            self.law = law or whole.law
            self._by_construction = whole._by_construction
            name = whole.name if name is None else name
            parameter = whole.parameter if parameter is None else parameter
            arguments = whole.arguments if arguments is None else arguments
            domain = whole.ends if domain is None else domain
        self.domain, self.ends = check_domain((0.0, 1.0) if domain is None else domain)
        self.name = "family" if name is None else str(name)
        self.parameter = "x" if parameter is None else str(parameter)
        self.arguments: Mapping[str, Any] = MappingProxyType(dict(arguments or {}))

    @classmethod
    def from_squares(
        cls,
        squares: Callable[[Any], Any],
        *,
        domain: tuple[Number, Number] = (0.0, 1.0),
        name: str = "family",
        parameter: str = "x",
        arguments: Mapping[str, Any] | None = None,
        law: CompositionLaw | None = None,
    ) -> ChannelFamily:
        """Return the family with Kraus entries sgn(s)·√|s|, in floats and exactly.

        Args:
            squares: callable taking x, a float or a Fraction, and returning s of shape
                (d_env, d_out, d_in) by + − × / on x, integers and Fractions alone.
            domain: the closed interval on which the family is asked about.
            name: what tables call it.
            parameter: the name of the parameter.
            arguments: the fixed arguments it was built with.
            law: how one channel of the family is made from another.

        Example:
            >>> import sdpsearch as sd
            >>> from fractions import Fraction
            >>> flips = sd.ChannelFamily.from_squares(lambda x: [[[1 - x]], [[x]]])
            >>> flips(Fraction(1, 3)).squares.ravel()
            array([Fraction(2, 3), Fraction(1, 3)], dtype=object)
        """
        checks.function("squares", squares, "x -> signed squares")
        family = cls(
            Rooted(squares), domain, name, parameter, arguments, squares=squares, law=law
        )
        family._by_formula = True
        return family

    def __call__(self, x: Number) -> Channel:
        """Return Φ_x; where the family has squares, it knows them at x exactly.

        Raises:
            ValueError: x lies outside the domain, or the callable raised or returned
                something that is not a channel there; the message names x.
        """
        number = check_inside(self.parameter, x, self.domain, self.label)
        channel = self._evaluate(number)
        if channel.d_in != self.d_in:
            raise ValueError(
                f"Family {self.label} must keep its input dimension, but has d_in = "
                f"{channel.d_in} at {self.parameter}={number!r} and {self.d_in} at "
                f"{self.domain[0]:g}."
            )
        exact = fraction(x)
        if self.squares is not None:
            channel = with_squares(channel, lambda: self._exact_squares(exact))
        elif self.origin is not None:
            channel = with_squares(channel, None)  # a copy, to be given its origin
        if self.origin is not None:
            channel.origin = replace(self.origin, at=exact)
        return channel

    def __matmul__(self, first: Any) -> ChannelFamily:
        """Return x ↦ Φ_x∘Ψ for a channel Ψ that acts first."""
        return self._composed("before", first)

    def __rmatmul__(self, last: Any) -> ChannelFamily:
        """Return x ↦ Ψ∘Φ_x for a channel Ψ that acts last."""
        return self._composed("after", last)

    def _composed(self, place: str, channel: Any) -> Any:
        if not isinstance(channel, (Channel, ChannelFamily)):
            return NotImplemented
        # Imported here: what makes families knows this file.
        from sdpsearch.channels.curves import composed

        return composed(self, **{place: channel})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ChannelFamily):
            return NotImplemented
        if self.origin is None or other.origin is None:
            return self is other
        return (self.origin, self.ends) == (other.origin, other.ends)

    def __hash__(self) -> int:
        return id(self) if self.origin is None else hash((self.origin.name, self.ends))

    def __reduce__(self) -> tuple[Any, ...]:
        if self.origin is not None:
            return Origin.make, (self.origin,)
        return reduced(self)

    def _exact_squares(self, x: Fraction) -> Any:
        """Return the squares at x, None where only rounding brought x into the domain."""
        low, high = self.ends
        if self.squares is None or not low <= x <= high:
            return None
        return without_floats(self.label, self.squares(x))

    @cached_property
    def d_in(self) -> int:
        """Dimension of the input, the same for all parameters."""
        return self._evaluate(self.domain[0]).d_in

    def _evaluate(self, x: float) -> Channel:
        try:
            return as_channel(self._channel(x))
        except (Exception, SystemExit) as error:  # the user's own: anything may come out
            reason = " ".join(str(error).split()) or type(error).__name__
            raise ValueError(
                f"Family {self.label} gives no channel at {self.parameter}={x!r}: {reason}"
            ) from error

    @property
    def label(self) -> str:
        """Name with the fixed arguments, e.g. "depolarizing(d=3)"."""
        return called(self.name, self.arguments)

    @property
    def affine(self) -> bool:
        """Whether the Choi operator is affine in x, by construction or as declared.

        Raises:
            ValueError: it is declared so, but a value of the family contradicts it.
        """
        return self.affinity is not Affinity.UNKNOWN

    @cached_property
    def affinity(self) -> Affinity:
        """The grounds on which the Choi operator is affine in x.

        Raises:
            ValueError: it is declared so, but a value of the family contradicts it.
        """
        known = self._known_affinity()
        # Behind what was constructed is no formula of a user's to be contradicted.
        return known if self._by_construction else held_against_values(self, known)

    def _known_affinity(self) -> Affinity:
        if isinstance(self._channel, ChannelFamily):
            inherited = self._channel._known_affinity()
            if inherited is not Affinity.UNKNOWN:
                return inherited
        formula = self.squares if self._by_formula else None
        straight = formula is not None and squares_are_affine(formula, self.ends)
        if self._by_construction or straight:
            return Affinity.CONSTRUCTED
        return Affinity.DECLARED if self._affine else Affinity.UNKNOWN

    def __repr__(self) -> str:
        low, high = self.domain
        return f"ChannelFamily({self.label}, {self.parameter} in [{low:g}, {high:g}])"
