"""Series: one question along one family, and what it will take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import Origin
from sdpsearch.channels.rationals import fraction
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.properties import Property
from sdpsearch.runs.identity import digest, digest_of_plain, question
from sdpsearch.search.locate import COARSE_POINTS

#: Seconds of a decision that takes no conic programme, and of one too large to plan.
_QUICK, _UNPLANNED = 5e-4, 10.0


@dataclass(frozen=True, eq=False)
class Series:
    """One property asked along one family, in one way.

    Attributes:
        family: the family.
        property: the question.
        solver: name of the backend.
        time_limit: seconds for each decision, and for the threshold.
        prove: whether the threshold is to be proved.
    """

    family: ChannelFamily
    property: Property
    solver: str
    time_limit: float | None
    prove: bool = False

    @cached_property
    def origin(self) -> Origin | None:
        """How the family was made, None where it cannot be sent as that."""
        return self.family.origin

    @cached_property
    def question(self) -> Any:
        """The property and how it is asked, as plain JSON."""
        return question(self.property, self.solver, self.time_limit)

    @cached_property
    def key(self) -> str:
        """The digest of the family and the question."""
        return digest([self.family, self.question])

    def point_key(self, x: float, channel: Channel | None) -> str:
        """Return the digest of the question about the channel at x.

        Args:
            x: the parameter.
            channel: the channel there; not looked at where the family has an origin.
        """
        if self.origin is not None:
            return digest_of_plain([self._whole, str(fraction(x)), self.question])
        return digest([channel, self.question])

    def threshold_key(self, xs: Sequence[float]) -> str:
        """Return the digest of the question where the property starts and stops.

        Where a whole line is settled by convexity, the points beside play no part.
        """
        alone = self.is_line
        seen = [] if alone else [str(fraction(x)) for x in xs]
        how = ["proved"] if self.prove else []
        return digest([self.key, COARSE_POINTS, seen, *how])

    @cached_property
    def is_line(self) -> bool:
        """Whether the threshold is found from the two ends of the domain alone."""
        return self.property.is_convex and self.family.affine

    @cached_property
    def _whole(self) -> str:
        assert self.origin is not None
        return digest(replace(self.origin, at=None))

    @cached_property
    def seconds(self) -> float:
        """What a decision is expected to take, within a factor of about three."""
        channel = self.family(sum(self.family.ends) / Fraction(2))
        try:
            return self.property.plan(channel).seconds
        except ValueError:
            return _QUICK
        except ProblemTooLarge:
            return _UNPLANNED
