"""Case: a channel, and what is known to be true of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

import sdpsearch as sd
from benchmarks.soundness import oracles
from benchmarks.soundness.given import Given
from benchmarks.soundness.oracles import Truth

ANTI, DEGRADABLE = sd.Antidegradable(), sd.Degradable()
PPT, BREAKING = sd.PPT(), sd.EntanglementBreaking()


@dataclass(frozen=True)
class Case:
    """A channel with truths about it.

    Attributes:
        channel: what the package is asked about.
        claims: pairs of a property and its truth.
    """

    channel: sd.Channel
    claims: tuple[tuple[sd.Property, Truth], ...]


#: From a generator to a case.
Attack = Callable[[np.random.Generator], Case]


@dataclass(frozen=True)
class Kind:
    """A class of channels.

    Attributes:
        name: what the table calls it.
        make: makes one, from a generator.
        share: its part of all cases.
    """

    name: str
    make: Attack
    share: float

    def case(self, seed: int, index: int) -> Case:
        """Return the case of that number, the same on every machine."""
        salt = zlib.crc32(self.name.encode())
        return self.make(np.random.default_rng([seed, salt, index]))


KINDS: dict[str, Kind] = {}


def kind(share: float) -> Callable[[Attack], Attack]:
    """Return a decorator that enters an attack among the classes."""

    def enter(make: Attack) -> Attack:
        name = make.__name__.replace("_", " ")
        KINDS[name] = Kind(name, make, share)
        return make

    return enter


def qubit(channel: sd.Channel, *more: tuple[sd.Property, Truth]) -> Case:
    """Return a qubit channel with everything that the oracles say."""
    given = Given(channel)
    transpose = oracles.ppt(given)
    anti = oracles.qubit_antidegradable(given)
    claims = [
        (ANTI, anti),
        (DEGRADABLE, oracles.qubit_degradable(given)),
        (PPT, transpose),
        (BREAKING, transpose),
    ]
    return Case(channel, (*claims, *_copies(anti, transpose), *more))


def _copies(anti: Truth, transpose: Truth) -> Iterator[tuple[sd.Property, Truth]]:
    """Yield what breaking and not being antidegradable say of three copies."""
    if transpose.holds and transpose.distance > 1e-3:
        yield sd.KExtendible(3), oracles.known(True, "entanglement breaking")
    elif not anti.holds and anti.distance > 1e-3:
        yield sd.KExtendible(3), oracles.known(False, "not antidegradable")


def literal(kraus) -> sd.Channel:
    """Return the channel of Kraus operators after K (Σ K†K)^(-1/2) in floats."""
    kraus = np.asarray(kraus)
    for _ in range(2):  # the second pass takes the first one's rounding away
        gram = np.einsum("eba,ebc->ac", kraus.conj(), kraus)
        values, vectors = np.linalg.eigh(gram)
        kraus = kraus @ ((vectors / np.sqrt(values)) @ vectors.conj().T)
    return sd.Channel(kraus)


def unitary(rng: np.random.Generator, d: int, real: bool = False) -> np.ndarray:
    """Return a Haar-random unitary, or orthogonal, matrix."""
    entries = rng.standard_normal((2, d, d))
    matrix = entries[0] if real else entries[0] + 1j * entries[1]
    return np.linalg.qr(matrix)[0]


def tiny(rng: np.random.Generator, least: float = 1e-16) -> float:
    """Return a random number between `least` and 1, evenly spread in its logarithm."""
    return float(10.0 ** rng.uniform(np.log10(least), 0.0))
