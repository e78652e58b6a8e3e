"""decide_many(): one question about many channels, those of one shape at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties.decide import answered, check_options
from sdpsearch.properties.decision import Decision
from sdpsearch.properties.names import Asked, as_property
from sdpsearch.properties.property import Property
from sdpsearch.threads import one_blas_thread


@one_blas_thread()
def decide_many(
    channels: Iterable[Any],
    property: Asked,
    *,
    solver: str = DEFAULT_SOLVER,
    time_limit: float | None = None,
) -> list[Decision]:
    """Decide whether each of many channels has a property, as `decide` would.

    Channels of one shape with d ≤ 3 are solved and checked at once, which takes qubits a
    tenth and qutrits a third of the time (signed extensions: qubits a tenth to a third,
    and less is gained beyond); every verdict still comes from a check of that
    channel's own certificate. What cannot be asked together, and what the checks leave
    open, is asked by itself, so that no channel is less decided than alone. Margins agree
    with those of `decide` to what the brackets allow, not to the last digit.

    Args:
        channels: channels, or anything as_channel() takes, of any shapes.
        property: as in `decide`.
        solver: as in `decide`; channels are put together for the package's own only.
        time_limit: seconds for each channel, as in `decide`; of what is asked together
            each brings its own.

    Returns:
        The decisions, in the order of the channels. Maps, witnesses, residuals and reasons
        are found when they are asked for.

    Raises:
        ValueError: one of the channels is none, and its index is told; the solver or the
            property is unknown.
        TypeError: as `decide`, with the index.
        ProblemTooLarge: a problem needs more memory than the machine has free.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.zoo.amplitude_damping()
        >>> found = sd.decide_many([family(g) for g in (0.2, 0.4, 0.6)], "antidegradable")
        >>> [d.verdict.name for d in found]
        ['FAILS', 'FAILS', 'HOLDS']
    """
    question = as_property(property)
    check_options(solver, time_limit)
    asked = [_read(i, channel) for i, channel in enumerate(channels)]
    found = answered_together(asked, question, solver, time_limit)
    decisions: list[Decision] = []
    for channel, decision in zip(asked, found, strict=True):
        if decision is None:
            with deadline.within(time_limit):
                decision = answered(channel, question, solver, time_limit)
        decisions.append(decision)
    return decisions


def answered_together(
    channels: Sequence[Channel], property: Property, solver: str, time_limit: float | None
) -> list[Decision | None]:
    """Return what is decided of many channels at once, None where one is to be asked alone.

    Args:
        channels: the channels.
        property: the question.
        solver: name of the backend.
        time_limit: seconds that each channel brings.
    """
    with deadline.within(None if time_limit is None else time_limit * len(channels)):
        try:
            return property.decide_together(channels, solver=solver)
        except deadline.OutOfTime:
            return [None] * len(channels)


def _read(index: int, channel: Any) -> Channel:
    """Return a channel; what is wrong with one of many is told with its index."""
    try:
        return as_channel(channel)
    except (TypeError, ValueError) as error:
        raise type(error)(f"Item {index} of `channels`: {error}") from error
