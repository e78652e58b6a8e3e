"""plan(): what a question will take, told before it is asked."""

from __future__ import annotations

from typing import Any

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.interop import as_channel
from sdpsearch.extension.plan import Plan
from sdpsearch.properties.names import Asked, as_property
from sdpsearch.threads import one_blas_thread


@one_blas_thread()
def plan(channel: Any, property: Asked) -> Plan:
    """Return the face, the symmetry found, the time and the memory of a question, unsolved.

    A threshold of a family solves one or two problems of the size of its middle.

    Args:
        channel: a Channel, anything as_channel() takes, or a ChannelFamily: the middle of
            its domain then.
        property: what is to be decided, or its name: k-extendible, antidegradable,
            degradable or signed-extendible.

    Raises:
        ValueError: the property is decided without an extension problem.
        ProblemTooLarge: the problem needs more memory than the machine has free.

    Example:
        >>> import sdpsearch as sd
        >>> sd.plan(sd.zoo.depolarizing(d=12), "antidegradable").charges
        133
    """
    if isinstance(channel, ChannelFamily):
        channel = channel(sum(channel.domain) / 2)
    return as_property(property).plan(as_channel(channel))
