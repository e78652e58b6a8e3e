"""Exact proofs of decisions: a property's claim, proved, and what it makes of a verdict."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sdpsearch.interval import Interval
from sdpsearch.proof.prove.piece import Piece, joined
from sdpsearch.proof.statement.state import EXACT
from sdpsearch.properties.decision import Decision, Verdict, with_claimed_map


def proved(
    decision: Decision,
    *,
    label: str | None = None,
    parameter: str | None = None,
    at: Fraction | None = None,
    as_map: bool = False,
) -> Decision:
    """Return the decision with a certificate, or with the reason why there is none.

    An exact proof outranks floating point: it settles a channel exactly on the boundary.

    Args:
        decision: what decide() answered.
        label: what the certificate calls the channel.
        parameter: the name of its family's parameter.
        at: the exact value of that parameter.
        as_map: whether to prove (anti)degradability by the exact map where that is
            possible, rather than by an extension.
    """
    piece = attempt_point(decision, at, as_map=as_map)
    if isinstance(piece, str):
        reason = f"{decision.reason[:-1]}; no exact proof: {piece}."
        return replace(decision, reason=reason)
    channel = decision.channel
    name = label or f"a channel from dimension {channel.d_in} to {channel.d_out}"
    claim = decision.property.claim_about(decision)
    assert claim is not None  # there is a piece
    holds = piece.holds is not decision.property.is_opposite
    name = claim.name(name)
    names = [name] if parameter is None else [name, parameter]
    proof = f"proved for {piece.statement.source}"
    if as_map and holds and piece.proof["kind"] != "map":
        proof += " (by an extension: a map N is exact only where the channel is)"
    verdict = Verdict.HOLDS if holds else Verdict.FAILS
    decided = decision.verdict is not Verdict.UNDECIDED
    if decided and verdict is not decision.verdict and piece.statement.source != EXACT:
        # The data were read as another channel, within rounding, than was decided.
        reason = (
            f"{decision.reason[:-1]}; no exact proof: read as {piece.statement.source}, "
            f"the channel would be on the other side ({verdict.name})."
        )
        return replace(decision, reason=reason)
    reason = f"{decision.reason[:-1]}; {proof}, in exact arithmetic."
    margin = decision.margin
    if verdict is not decision.verdict:
        low = max(margin.lower, 0.0) if holds else margin.lower
        high = margin.upper if holds else min(margin.upper, 0.0)
        margin = Interval(low, max(low, high))
        negated = "" if holds else "not "
        reason = (
            f"The channel is {negated}{decision.property.name}: {proof}, in exact "
            "arithmetic, where floating point could not tell."
        )
    if holds:
        decision = with_claimed_map(decision)
    return replace(
        decision,
        verdict=verdict,
        margin=margin,
        reason=reason,
        certificate=joined(names, [piece]),
    )


def attempt_point(
    decision: Decision,
    at: Fraction | None = None,
    digits: int | None = None,
    *,
    as_map: bool = False,
) -> Piece | str:
    """Return a checked proof of a decision, or the reason why there is none.

    Args:
        decision: the decision.
        at: the exact parameter of its channel.
        digits: how near to the boundary the channel may be, as a power of ten.
        as_map: whether to prove it by the exact map N where that is possible.
    """
    claim = decision.property.claim_about(decision)
    if claim is None:
        return f"there are no certificates for {decision.property.name!r}"
    proved_to_hold = Verdict.FAILS if decision.property.is_opposite else Verdict.HOLDS
    return claim.at_point(
        decision.membership,
        holds=decision.verdict is proved_to_hold,
        at=at,
        digits=digits,
        as_map=as_map,
    )
