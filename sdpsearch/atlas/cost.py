"""What a decision of the atlas is expected to take, told before it is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import (
    Degradable,
    KExtendible,
    SignedExtendible,
    ZeroCapacity,
    parse_property,
)
from sdpsearch.runs.series import Series


@dataclass(frozen=True)
class Cost:
    """What a decision is expected to take.

    Attributes:
        seconds: within a factor of about three; +∞ where even that would take long to say.
        order: of the space that its programme lives on, A⊗B^k for k copies.
    """

    seconds: float
    order: int


#: Levels up to which thresholds of families that are no straight lines are proved: point
#: by point, with roots in every operator, that takes minutes for more.
_PROVED = 4


def series_of(family: ChannelFamily, name: str) -> Series:
    """Return the question of a name along a family, proved where that is quick."""
    prove = family.affine or family.d_in <= _PROVED
    return Series(family, parse_property(name), DEFAULT_SOLVER, None, prove)


def expected(series: Series, largest: int) -> Cost:
    """Return what a decision in the middle of a family is expected to take.

    Args:
        series: the question; of one about a capacity the dearest of its mechanisms counts.
        largest: order from which on planning takes minutes by itself.

    Example:
        >>> import sdpsearch as sd
        >>> expected(series_of(sd.zoo.erasure(d=3), "antidegradable"), 1000).order
        48
    """
    family, asked = series.family, series.property
    channel = family(sum(family.ends) / Fraction(2))
    if isinstance(asked, ZeroCapacity):
        # Signed extensions are asked for there as far as the question finds them cheap.
        plain = [m for m in asked.mechanisms if not isinstance(m, SignedExtendible)]
        several = [expected(series_of(family, m.name), largest) for m in plain]
        return max(several, key=lambda cost: cost.seconds)
    copies = 1
    if isinstance(asked, KExtendible):
        copies = asked.k
    elif isinstance(asked, (Degradable, SignedExtendible)):
        copies = 2
    copied = channel.d_env if isinstance(asked, Degradable) else channel.d_out
    order = channel.d_in * copied**copies
    return Cost(series.seconds if order <= largest else math.inf, order)
