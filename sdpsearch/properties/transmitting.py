"""Whether an input that was found transmits: Q > 0, enclosed or over ℚ."""

from __future__ import annotations

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.enclosure import trace_defect
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.linalg import EPS


def reason_positive(channel: Channel, found: Transmission) -> str | None:
    """Return why an input proves that Q > 0, None where it does not.

    The coherent information of its code is enclosed; beside a pure input it may be too
    small for that, and the gain is decided over ℚ on the data as they are given. Of floats
    it has to be more than their last digits, and than what they miss the trace by, make.
    """
    low = found.information.lower
    if found.is_positive:
        return f"{found.mechanism}, at least {low:.3g} bits per use, rounding enclosed"
    if found.singularity is None or _is_rounding(channel, found.singularity.gain):
        return None
    # Imported here: FLINT is needed where floats do not tell.
    from sdpsearch.proof.repair.singularity import exact_singularity
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(channel)
    if statement is None:
        return None
    exact = exact_singularity(found.singularity, statement)
    if exact is None or exact.gain(statement.choi, statement.scales) <= 0:
        return None
    return (
        f"{found.mechanism}, a gain of {found.singularity.gain:.3g}, in exact arithmetic "
        f"from its {statement.source}"
    )


def _is_rounding(channel: Channel, gain: float) -> bool:
    """Whether a gain is no more than what floats are off by; squares never are."""
    if channel.squares is not None:
        return False
    last_digits = 8 * sum(channel.kraus.shape) * EPS
    return gain <= last_digits + 4 * trace_defect(channel.kraus)
