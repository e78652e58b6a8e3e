"""Boundary: where a property begins or ends along a family, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from sdpsearch.interval import Interval
from sdpsearch.reported import Reported


class Tier(Enum):
    """How well a boundary is known, from SAMPLED < NUMERICAL up to EXACT.

    A tier is equal to its name in lower case, which is also how it is printed.

    Example:
        >>> import sdpsearch as sd
        >>> sd.Tier.NUMERICAL < sd.Tier.EXACT, sd.Tier.EXACT == "exact"
        (True, True)
        >>> print(sd.Tier.BRACKETED, "–", sd.Tier.BRACKETED.value)
        bracketed – both ends of the bracket are proved in exact arithmetic
    """

    SAMPLED = "certified at both ends of the bracket, on a family known at its samples only"
    NUMERICAL = "certified at both ends of the bracket, in floating point"
    BRACKETED = "both ends of the bracket are proved in exact arithmetic"
    RECOGNISED = "a proved bracket that holds a closed form far simpler than its digits"
    EXACT = "proved at the very point: the bracket has width zero"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Tier):
            return NotImplemented
        order = list(Tier)
        return order.index(self) < order.index(other)

    def __le__(self, other: object) -> bool:
        return self < other or self is other if isinstance(other, Tier) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return str(self) == other if isinstance(other, str) else self is other

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Boundary(Reported):
    """One end of a set where the property holds.

    Attributes:
        value: where it is.
        bracket: an interval that contains it; the property was certified to hold at one
            end and to fail at the other.
        tier: how well it is known.
        closed_form: the closed form, when one is known to the tier; below EXACT it is a
            conjecture.
        proved: the bracket that a certificate proves, exactly, from BRACKETED on.
        mechanisms: for questions about a capacity, what decides at the lower and at the
            upper end of the bracket; else None.
    """

    value: float
    bracket: Interval
    tier: Tier = Tier.NUMERICAL
    closed_form: str | None = None
    proved: tuple[Fraction, Fraction] | None = None
    mechanisms: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", float(self.value))

    @property
    def is_narrow(self) -> bool:
        """Whether the bracket pins the value down to a millionth."""
        return self.bracket.width <= 1e-6 * max(1.0, abs(self.value))
