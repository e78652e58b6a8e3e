"""Channels asked about together: those alike to the engine, the rest left to decide()."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.representation import find_ranges
from sdpsearch.conic.solvers import OWN, attempts
from sdpsearch.extension.batch.memberships import can_be_together, find_memberships
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed import together as signed
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.property import Property
from sdpsearch.properties.zeros import takes_for_granted

#: From this many channels of one shape on they gain from each other.
_SEVERAL = 2
#: Largest d_in·d_out of which any rank gains; what is larger is not even looked at.
_SPACE = 27


@dataclass(frozen=True)
class Engine:
    """How the engine is asked about many operators of one shape.

    Attributes:
        gains: whether operators of given dims and `rank` gain from it.
        find: what is found of each of the operators with these `spans`.
    """

    gains: Callable[..., bool]
    find: Callable[..., list[Membership | None]]


def extensions(k: int) -> Engine:
    """Return how it is asked whether operators are k-extendible."""
    return Engine(partial(can_be_together, k=k), partial(find_memberships, k=k))


#: How it is asked whether operators have signed extensions.
SIGNED = Engine(signed.can_be_together, signed.find_signed_memberships)


def decided_together(
    asked: Property, channels: Sequence[Channel], engine: Engine, solver: str
) -> list[Decision | None]:
    """Return what the engine is sure of among many, None where one is to be asked alone.

    Args:
        asked: a property that says something about its subject's J.
        channels: of any shapes.
        engine: how it is asked.
        solver: where the package's own is not asked first nothing is done together.
    """
    found: list[Decision | None] = [None] * len(channels)
    first = attempts(solver)[0]
    if first.solver != OWN:
        return found
    places = [i for i, c in enumerate(channels) if c.d_in * c.d_out <= _SPACE]
    small = [channels[i] for i in places]
    find_ranges(small)
    subjects = [asked.subject(channel) for channel in small]
    answers = _memberships(subjects, engine, first.tolerance)
    for i, answer in zip(places, answers, strict=True):
        if answer is not None:
            found[i] = _decision(asked, channels[i], answer)
    return found


def _memberships(
    channels: Sequence[Channel], engine: Engine, tolerance: float
) -> list[Membership | None]:
    """Return what the engine finds about the J of channels, those of one shape at once."""
    found: list[Membership | None] = [None] * len(channels)
    find_ranges(channels)
    alike: dict[tuple[int, int, int, bool], list[int]] = {}
    for i, channel in enumerate(channels):
        real = not np.iscomplexobj(channel.range.basis)
        key = (channel.d_in, channel.d_out, channel.rank, real)
        alike.setdefault(key, []).append(i)
    for (d_in, d_out, rank, real), places in alike.items():
        dims = (d_in, d_out)
        if len(places) < _SEVERAL or not engine.gains(dims, rank=rank):
            continue
        chois = np.array([channels[i].choi for i in places])
        answers = engine.find(
            np.ascontiguousarray(chois.real) if real else chois,
            [channels[i].range for i in places],
            dims,
            real=real,
            tolerance=tolerance,
        )
        for i, answer in zip(places, answers, strict=True):
            found[i] = answer
    return found


def _decision(asked: Property, channel: Channel, found: Membership) -> Decision | None:
    if found.margin.lower <= 0 or not takes_for_granted(found, channel):
        return Decision.brief(channel, asked, found)
    # What floats took for zero may turn the answer over: that is not left for later.
    decision = asked.concluded(channel, found)
    return None if decision.verdict is Verdict.UNDECIDED else decision
