"""A lower bound by inputs that ascents of one use miss: singularities, and several uses."""

from __future__ import annotations

from itertools import chain

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import joint_transmissions, simple_transmissions
from sdpsearch.properties.transmitting import reason_positive


def transmitted(channel: Channel, seed: int = 0) -> tuple[float, str, str] | None:
    """Return a lower bound on Q in bits, what tables call it, and why; None if none is.

    Q is at least the coherent information of any code per use (Lloyd; Shor; Devetak,
    quant-ph/0304127). Beside a log-singularity it is positive, and may be less than is
    told from 0: then the bound is 0, and the reason says that Q is more.

    Args:
        channel: Φ.
        seed: of the random starts.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity.lower.transmitted import transmitted
        >>> bits, name, _ = transmitted(sd.zoo.transpose_depolarizing(d=3)(0.4))
        >>> bits > 0, name
        (True, 'coherent information of 2 uses')
    """
    inputs = chain(simple_transmissions(channel, seed), joint_transmissions(channel, seed))
    for found in inputs:
        why = reason_positive(channel, found)
        if why is not None:
            bits = max(found.information.lower, 0.0)
            return bits, found.mechanism, f"Q > 0: {why}"
    return None
