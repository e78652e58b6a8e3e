"""Attacks whose truth is known by construction, exactly, on the floats themselves.

What is exact here: symmetric tensors and products without rounding (`makers`); zero rows,
permutations, signs and halves change nothing.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import sdpsearch as sd
from benchmarks.soundness import entropies, oracles
from benchmarks.soundness.case import (
    ANTI,
    BREAKING,
    DEGRADABLE,
    PPT,
    Case,
    kind,
    literal,
    tiny,
    unitary,
)
from benchmarks.soundness.given import Given
from benchmarks.soundness.makers import breaking_kraus, symmetric_kraus
from benchmarks.soundness.oracles import Truth, known
from sdpsearch.channels.random import random_channel

#: Nothing is known of how near such a channel is to its boundary.
SOMEWHERE = float("nan")


@kind(share=4)
def symmetric_pairs(rng) -> Case:
    """A marginal of a channel to two copies, with weights down to 1e-16."""
    channel = sd.Channel(symmetric_kraus(rng, 2, *_sizes(rng)))
    given = Given(channel)
    distance = SOMEWHERE
    if (channel.d_in, channel.d_out) == (2, 2):
        criterion = oracles.qubit_antidegradable(given)
        assert criterion.holds, "two oracles contradict each other"
        distance = criterion.distance
    truth = known(True, "a marginal of a symmetric channel to two copies", distance)
    return Case(channel, ((ANTI, truth), (PPT, oracles.ppt(given))))


@kind(share=3)
def complement_of_pairs(rng) -> Case:
    """The complement of such a marginal: degradable."""
    d_in, d_out, rank = _sizes(rng)
    channel = sd.Channel(symmetric_kraus(rng, 2, d_in, min(d_out, 2), rank))
    truth = known(True, "the complement of an antidegradable channel", SOMEWHERE)
    return Case(channel.complementary, ((DEGRADABLE, truth),))


@kind(share=2)
def symmetric_triples(rng) -> Case:
    """A marginal of a channel to three copies."""
    channel = sd.Channel(symmetric_kraus(rng, 3, 2, 2, int(rng.integers(1, 3))))
    truth = known(True, "a marginal of a symmetric channel to three copies", SOMEWHERE)
    return Case(channel, ((sd.KExtendible(3), truth), (ANTI, truth)))


@kind(share=2)
def flagged(rng) -> Case:
    """Two antidegradable channels side by side, the receiver being told which one acts."""
    first = symmetric_kraus(rng, 2, 2, 2, int(rng.integers(1, 3)))
    if rng.random() < 0.5:
        second = symmetric_kraus(rng, 2, 2, 2, 1)
    else:
        second = np.eye(2)[:, None, :]  # an erasure: |flag><i|
    width, blocks, start = first.shape[1] + second.shape[1], [], 0
    often = int(rng.integers(1, 4))  # probability often/4: exact halves of each operator
    for part, copies in ((first, often), (second, 4 - often)):
        block = np.zeros((len(part), width, 2), dtype=complex)
        block[:, start : start + part.shape[1]] = part / 2
        blocks += [block] * copies
        start += part.shape[1]
    truth = known(True, "antidegradable for either flag", SOMEWHERE)
    return Case(sd.Channel(np.concatenate(blocks)), ((ANTI, truth),))


@kind(share=4)
def breaking(rng) -> Case:
    """Measure and prepare, exactly: |ψ_k><φ_k| of short dyadic numbers."""
    d_in, d_out = (int(x) for x in rng.integers(2, 4, 2))
    channel = sd.Channel(breaking_kraus(rng, d_in, d_out))
    truth = known(True, "all Kraus operators have rank one", SOMEWHERE)
    claims = [(BREAKING, truth), (PPT, truth), (ANTI, truth)]
    if d_in * d_out == 4:
        claims.append((sd.KExtendible(3), truth))
    return Case(channel, tuple(claims))


@kind(share=4)
def informative(rng) -> Case:
    """Channels with coherent information at some input: not antidegradable."""
    d_in, d_out = (int(x) for x in rng.integers(2, 4, 2))
    rank = int(rng.integers(max(2, -(-d_in // d_out)), 4))
    kraus = random_channel(d_in, d_out, rank, rng).kraus
    if rng.random() < 0.5:  # a tiny last operator, a nearly smaller environment
        weights = np.array([1.0] * (rank - 1) + [np.sqrt(tiny(rng))])
        if (rank - 1) * d_out >= d_in:
            kraus = literal(kraus * weights[:, None, None]).kraus
    channel = sd.Channel(kraus)
    found = []
    for asked, subject in ((ANTI, channel), (DEGRADABLE, channel.complementary)):
        guess, state = entropies.informative_state(subject.kraus, rng)
        if guess > 1e-9:
            exact = entropies.coherent_information(Given(subject), state)
            if exact > 0:
                why = f"coherent information {exact:.1e}"
                # A change by δ moves entropies by about δ |log δ|.
                found.append((asked, Truth(False, exact / 60, why)))
    given = Given(channel)
    found.append((PPT, oracles.ppt(given)))
    broken = oracles.entanglement_breaking(given)
    return Case(channel, (*found, *([(BREAKING, broken)] if broken else [])))


@kind(share=4)
def schur(rng) -> Case:
    """Diagonal Kraus operators: degradable; extendible only without any coherence."""
    d = int(rng.integers(2, 5))
    if rng.random() < 0.4:  # Fourier phases: no coherence but for rounding
        kraus = np.array([np.diag(row) for row in np.fft.fft(np.eye(d))]) / np.sqrt(d)
    else:
        entries = rng.standard_normal((2, d, int(rng.integers(1, d + 1))))
        vectors = entries[0] + 1j * entries[1] * rng.integers(0, 2)
        if rng.random() < 0.5:  # nearly orthogonal, or nearly equal
            base = np.eye(d) if vectors.shape[1] == d else np.ones(vectors.shape)
            vectors = base + tiny(rng, 1e-16) * vectors
        vectors /= np.linalg.norm(vectors, axis=1)[:, None]
        kraus = np.array([np.diag(column) for column in vectors.T])
    channel = sd.Channel(kraus)
    hot = _coherence(channel)
    coherent = Truth(hot == 0, hot, "coherences of diagonal Kraus operators")
    claims = [(DEGRADABLE, known(True, "its complement measures and prepares", SOMEWHERE))]
    claims += [(asked, coherent) for asked in (ANTI, PPT, BREAKING)]
    return Case(channel, tuple(claims))


@kind(share=2)
def trivial_ends(rng) -> Case:
    """Channels from or to dimension one, isometries, replacers."""
    d = int(rng.integers(2, 5))
    how = int(rng.integers(0, 4))
    yes, no = known(True, "one end is trivial"), known(False, "nothing is lost")
    if how == 0:  # a state; its complement is one as well
        states = rng.standard_normal((2, int(rng.integers(1, d + 1)), d, 1))
        channel = literal(states[0] + 1j * states[1])
        claims = [(asked, yes) for asked in (ANTI, DEGRADABLE, PPT, BREAKING)]
    elif how == 1:  # the trace, in a basis turned by floats
        kraus = unitary(rng, d)[:, None, :]
        claims = [(asked, yes) for asked in (ANTI, PPT, BREAKING)] + [(DEGRADABLE, no)]
        channel = sd.Channel(kraus)
    elif how == 2:
        isometry = unitary(rng, d + int(rng.integers(0, 3)))[:, :d]
        claims = [(asked, no) for asked in (ANTI, PPT, BREAKING)]
        claims.append((DEGRADABLE, known(True, "an isometry")))
        channel = sd.Channel(isometry[None])
    else:
        d = min(d, 3)
        channel = sd.zoo.replacer(d)
        claims = [(asked, known(True, "a replacer")) for asked in (ANTI, PPT, BREAKING)]
    return Case(channel, tuple(claims))


def _coherence(channel) -> float:
    """Return the largest |Σ_e u_e(i) ū_e(j)|, i ≠ j, of diagonal operators, exactly."""
    d = channel.d_in
    re, im = (part[:, range(d), range(d)].T for part in Given(channel).integers)
    unit, largest = sum(re[0] ** 2 + im[0] ** 2), 0
    for i in range(d):
        for j in range(i):
            real = sum(re[i] * re[j] + im[i] * im[j])
            imag = sum(im[i] * re[j] - re[i] * im[j])
            largest = max(largest, abs(real), abs(imag))
    return float(Fraction(int(largest), int(unit)))


def _sizes(rng) -> tuple[int, int, int]:
    """Return (d_in, d_out, rank of F), small more often than not."""
    sizes = [(2, 2, 1), (2, 2, 2), (3, 2, 2), (2, 3, 1), (3, 3, 1), (2, 2, 3)]
    return sizes[int(rng.integers(len(sizes)))]
