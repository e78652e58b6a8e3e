"""CompositionLaw: along a family, one channel is another one post-processed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CompositionLaw:
    """Φ_y = Ψ∘Φ_x with a channel Ψ, for all x ≤ y in the domain, or for all y ≤ x.

    What post-processing preserves (k-extendibility, antidegradability, PPT) then holds
    from some parameter upwards, or downwards.

    Args:
        statement: one sentence, the law and why it holds.
        increasing: True when Φ_y comes after Φ_x for x ≤ y, False for y ≤ x.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.pure_loss().law.increasing
        False
    """

    statement: str
    increasing: bool
