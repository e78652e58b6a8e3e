"""An upper bound on the quantum capacity, with the reason why it is one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UpperBound:
    """One upper bound on Q, in bits.

    Attributes:
        bits: its value.
        name: what tables call it, e.g. "antidegradable" or "transposition".
        reason: why it is one, with its source.
        checked: whether it rests on what was recomputed here alone; False where a closed
            form stands in for a verdict that is undecided.
    """

    bits: float
    name: str
    reason: str
    checked: bool
