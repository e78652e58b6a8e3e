"""Claim: what a property asserts of a channel in terms that certificates can state."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.proof.prove.piece import Piece
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True, eq=False)
class Claim(ABC):
    """A property of a Choi operator that the checker knows, and whose operator it is.

    Attributes:
        subject: the channel that is stated.
        of_complement: whether it is the complement of the channel asked about, so that
            the claim is not linear in that channel.
    """

    subject: Channel
    of_complement: bool = False

    def name(self, channel: str) -> str:
        """Return what certificates call the subject, given the channel's name."""
        return f"the complementary channel of {channel}" if self.of_complement else channel

    @abstractmethod
    def at_point(
        self,
        found: Membership | None,
        *,
        holds: bool,
        at: Fraction | None = None,
        digits: int | None = None,
        as_map: bool = False,
    ) -> Piece | str:
        """Return a checked proof about the subject, or the reason why there is none.

        Args:
            found: what the engine found about it, decided or not; None for nothing.
            holds: what floating point says; it may be tried first.
            at: the exact parameter it belongs to.
            digits: how near to the boundary it may be, as a power of ten.
            as_map: whether to prove antidegradability by the exact map N, which only
                exact statements allow.
        """

    def segment(
        self,
        ends: tuple[Statement, Statement],
        domain: tuple[Fraction, Fraction],
        label: str,
        parameter: str,
    ) -> Segment | None:
        """Return the line from one stated channel to another, and its proofs.

        None where what is claimed along a line is put together from others' proofs.
        """
        return None
