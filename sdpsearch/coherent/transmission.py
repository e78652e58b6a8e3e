"""Transmission: the evidence that quantum information gets through, Q > 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.coherent import codes
from sdpsearch.coherent.ascent import climb
from sdpsearch.coherent.code import Code
from sdpsearch.coherent.enclosure import enclosed_information
from sdpsearch.coherent.information import Outputs
from sdpsearch.coherent.singularity import (
    Singularity,
    singularities,
    singularity_at,
)
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array, dagger

#: Singularities that are tried, those of largest gain.
_SINGULARITIES = 3
#: Ascents of one use, and of two uses at once.
_STARTS, _PAIR_STARTS = 6, 4


@dataclass(frozen=True, eq=False)
class Transmission:
    """What was found to get through: a code, and the singularity it may come from.

    Attributes:
        code: what is sent, through Φ^{⊗block}.
        block: 1, or 2 for a code of Φ⊗Φ.
        information: I_c of the code per use, in bits, enclosed; Q is at least that.
        singularity: the pure input beside which the coherent information starts to be
            positive, where that is why.

    Example:
        >>> import sdpsearch as sd
        >>> found = next(simple_transmissions(sd.zoo.dephrasure(0.1)(0.3)))
        >>> found.is_positive, found.mechanism
        (True, 'log-singularity')
    """

    code: Code
    information: Interval
    block: int = 1
    singularity: Singularity | None = None

    @property
    def uses(self) -> int:
        """How many uses of the channel the code takes."""
        return self.block * self.code.copies

    @property
    def is_positive(self) -> bool:
        """Whether the enclosure of the coherent information proves that Q > 0."""
        return self.information.lower > 0

    @property
    def mechanism(self) -> str:
        """What it rests on: "log-singularity" or "coherent information of … uses"."""
        if self.singularity is not None:
            return "log-singularity"
        many = "one use" if self.uses == 1 else f"{self.uses} uses"
        return f"coherent information of {many}"


def simple_transmissions(channel: Channel, seed: int = 0) -> Iterator[Transmission]:
    """Yield what one use transmits beside singularities, and where ascents end.

    Args:
        channel: Φ.
        seed: of the random starts.
    """
    kraus = Outputs.of(channel).signal
    for found in singularities(kraus, seed)[:_SINGULARITIES]:
        yield of_singularity(kraus, found)
    for code in codes.of_one_use(kraus, _STARTS, seed):
        yield transmission(kraus, code)


def joint_transmissions(channel: Channel, seed: int = 0) -> Iterator[Transmission]:
    """Yield what repetition codes of 2 to 5 uses and states of two uses transmit.

    As far as they are small; none of this is exhaustive. OutOfTime where a time limit ends.
    """
    kraus = Outputs.of(channel).signal
    for code in codes.of_repetition(kraus, seed):
        deadline.check("repetition codes were tried")
        yield transmission(kraus, code)
    if kraus.shape[2] > codes.MAX_PAIRED:
        return
    pair = codes.paired(kraus)
    for code in codes.of_one_use(pair, _PAIR_STARTS, seed):
        deadline.check("two uses were tried")
        yield _enclosed(pair, code, block=2)


def searched(channel: Channel) -> str:
    """Return which uses `simple_transmissions` and `joint_transmissions` look at."""
    kraus = Outputs.of(channel).signal
    told, most = ["of one use"], codes.most_copies(kraus)
    if kraus.shape[2] <= codes.MAX_PAIRED:
        told.append("of two")
    if most > 1:
        told.append(f"of a repetition code of up to {most}")
    return ", ".join(told if len(told) > 1 else [*told, "more were not asked: too large"])


def transmission(kraus: Array, code: Code, block: int = 1) -> Transmission:
    """Return what a code transmits, enclosed.

    Args:
        kraus: Kraus operators of Φ, shape (d_env, d_out, d_in).
        code: a code of Φ^{⊗block}.
        block: 1 or 2.
    """
    return _enclosed(kraus if block == 1 else codes.paired(kraus), code, block)


def _enclosed(used: Array, code: Code, block: int) -> Transmission:
    """Return what a code transmits, given Kraus operators of Φ^{⊗block}."""
    whole, uses = enclosed_information(used, code), block * code.copies
    per_use = Interval(whole.lower / uses, whole.upper / uses)
    return Transmission(code, per_use, block)


def of_singularity(kraus: Array, found: Singularity) -> Transmission:
    """Return what is transmitted beside a pure input, by the share that is surest."""
    mixed = (transmission(kraus, code) for code in codes.mixed_in(found))
    surest = max(mixed, key=lambda sent: sent.information.lower)
    return replace(surest, singularity=found)


def again(channel: Channel, found: Transmission) -> Transmission:
    """Return what the same inputs transmit through another channel of the same input."""
    if found.singularity is None:
        return transmission(channel.kraus, found.code, found.block)
    kraus = Outputs.of(channel).signal
    there = singularity_at(kraus, found.singularity.psi)
    if there is None:
        return transmission(kraus, found.code)
    return of_singularity(kraus, there)


def climbed(channel: Channel, found: Transmission) -> Transmission:
    """Return what a code near the one given transmits, at least as much, by ascent."""
    kraus = Outputs.of(channel).signal
    if found.code.copies > 1:
        return transmission(kraus, codes.better(kraus, found.code))
    used = kraus if found.block == 1 else codes.paired(kraus)
    vectors = found.code.vectors
    state = climb(Outputs.of_kraus(used), vectors @ dagger(vectors))
    return _enclosed(used, Code.of_state(state), found.block)
