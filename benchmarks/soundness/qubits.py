"""Attacks with qubit channels, where the two-qubit criterion knows everything."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import sdpsearch as sd
from benchmarks.soundness.case import Case, kind, literal, qubit, tiny, unitary
from benchmarks.soundness.given import Given
from benchmarks.soundness.oracles import qubit_antidegradable
from sdpsearch.channels.random import random_channel

PAULIS = np.array(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]]
)


@kind(share=6)
def qubit_random(rng) -> Case:
    """Haar-random isometries, of every rank."""
    return qubit(random_channel(2, 2, int(rng.integers(1, 5)), rng))


@kind(share=8)
def qubit_at_threshold(rng) -> Case:
    """White noise on a random channel, 10^-j beside its threshold, literally."""
    base = random_channel(2, 2, int(rng.integers(1, 4)), rng).kraus
    noise = PAULIS / 2

    def at(x):
        return sd.Channel(np.concatenate([np.sqrt(1 - x) * base, np.sqrt(x) * noise]))

    low, high = 0.0, 1 / 3
    for _ in range(52):
        middle = (low + high) / 2
        if qubit_antidegradable(Given(at(middle))).holds:
            high = middle
        else:
            low = middle
    step = float(10.0 ** -rng.integers(3, 17)) * rng.choice([-1, 0, 1])
    return qubit(at(min(1.0, max(0.0, high + step))))


@kind(share=12)
def qubit_tiny_operator(rng) -> Case:
    """A channel of rank 1 to 3 and further operators of probability down to 1e-16."""
    base = random_channel(2, 2, int(rng.integers(1, 4)), rng).kraus
    if rng.random() < 0.5:
        gamma = 0.5 + rng.choice([-1, 0, 1]) * tiny(rng) / 2
        base = sd.zoo.amplitude_damping()(float(gamma)).kraus
    extra = rng.standard_normal((2, int(rng.integers(1, 3)), 2, 2))
    weights = [np.sqrt(tiny(rng)) for _ in range(extra.shape[1])]
    extra = (extra[0] + 1j * extra[1] * rng.integers(0, 2)) * np.array(weights)[
        :, None, None
    ]
    return qubit(literal(np.concatenate([base, extra])))


@kind(share=5)
def qubit_tiny_error(rng) -> Case:
    """Depolarizing, GAD, flips next to the identity, with probabilities down to 1e-40."""
    small = Fraction(1, 10 ** int(rng.integers(3, 41)))
    half = Fraction(1, 2)
    choices = [
        lambda: sd.zoo.depolarizing()(small),
        lambda: sd.zoo.generalized_amplitude_damping(N=small)(Fraction(1, 4)),
        lambda: sd.zoo.generalized_amplitude_damping(N=small)(half),
        lambda: sd.zoo.generalized_amplitude_damping(N=half)(small),
        lambda: sd.zoo.generalized_amplitude_damping(N=1 - small)(Fraction(3, 4)),
        lambda: sd.zoo.damping_dephasing(p=small)(half),
        lambda: sd.zoo.damping_dephasing(p=small)(Fraction(2, 5)),
        lambda: sd.zoo.bb84()(small),
        lambda: sd.zoo.two_pauli()(small),
        lambda: sd.zoo.pauli((1, small, 0))(half),
        lambda: sd.zoo.dephasing()(half - small),
        lambda: sd.zoo.dephasing()(small),
        lambda: sd.zoo.amplitude_damping()(half + small),
        lambda: sd.zoo.amplitude_damping()(half - small),
        lambda: sd.zoo.amplitude_damping()(1 - small),
    ]
    channel = choices[int(rng.integers(len(choices)))]()
    if rng.random() < 0.4:
        channel = sd.Channel(channel.kraus)  # what squares said is gone: literal
    return qubit(channel)


@kind(share=8)
def qubit_pauli(rng) -> Case:
    """Pauli channels: two weights near 1/2, two tiny; or on 2 max √p = Σ √p."""
    if rng.random() < 0.6:
        first, second = (Fraction(1, 10 ** int(rng.integers(2, 41))) for _ in range(2))
        if rng.random() < 0.5:  # on the boundary split is near √(2ε)
            second = first
            off = float(rng.choice([0.01, 0.5, 1, 3]) + rng.choice([-1, 0, 1]) * tiny(rng))
            split = Fraction(abs(off) * float(2 * first) ** 0.5)
        else:
            split = Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(3, 17)))
        rest = 1 - first - second
        weights = [rest / 2 + split, rest / 2 - split, first, second]
    else:
        roots = [Fraction(int(x), 1000) for x in rng.integers(1, 1000, 3)]
        total = sum(roots)  # √p_0 = the sum of the others: on the boundary
        off = 1 + Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(3, 20)))
        weights = [total**2 * off, *(x * x for x in roots)]
    weights = [max(w, Fraction(0)) for w in weights]
    weights = [w / sum(weights) for w in weights]
    order = rng.permutation(4)
    signs = np.array(
        [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[1, 0], [0, -1]]]
    )
    squares = np.array([w * signs[i] for w, i in zip(weights, order, strict=True)])
    if rng.random() < 0.5:
        return qubit(sd.Channel.from_squares(squares))
    kraus = np.array(
        [np.sqrt(float(w)) * PAULIS[i] for w, i in zip(weights, order, strict=True)]
    )
    return qubit(literal(kraus))


@kind(share=8)
def qubit_rank_two(rng) -> Case:
    """The extreme qubit channels diag(cos a, cos b), antidiag(sin b, sin a) and rotations.

    Degradable if and only if cos 2a / cos 2b ≥ 0 (Wolf, Pérez-García, quant-ph/0607070);
    here a or b lies beside π/4.
    """
    a = np.pi / 4 + rng.choice([-1, 1]) * tiny(rng) * np.pi / 4
    b = (
        rng.uniform(0, np.pi)
        if rng.random() < 0.6
        else np.pi / 4 + rng.choice([-1, 1]) * tiny(rng)
    )
    first, second = (
        np.diag([np.cos(a), np.cos(b)]),
        np.array([[0, np.sin(b)], [np.sin(a), 0]]),
    )
    kraus = np.array([first, second])
    turn = int(rng.integers(0, 3))
    if turn:
        kraus = unitary(rng, 2, turn == 1) @ kraus @ unitary(rng, 2, turn == 1)
    return qubit(literal(kraus))


@kind(share=6)
def qubit_redundant(rng) -> Case:
    """Kraus operators mixed by a unitary, doubled, with zeros among them."""
    kraus = at_a_threshold(rng)
    how = int(rng.integers(0, 4))
    if how == 0:  # exact: quarters of what is given four times
        kraus = np.concatenate([kraus / 2] * 4)
    elif how == 1:
        kraus = np.concatenate([kraus, np.zeros((int(rng.integers(1, 5)), 2, 2))])
        kraus = kraus[rng.permutation(len(kraus))]
    else:
        n = len(kraus) + int(rng.integers(0, 4)) * (how == 2)
        kraus = np.einsum("fe,eba->fba", unitary(rng, n)[:, : len(kraus)], kraus)
    return qubit(sd.Channel(kraus))


@kind(share=6)
def qubit_rotated(rng) -> Case:
    """Channels on or beside their boundaries, turned by unitaries on both sides."""
    real = bool(rng.integers(0, 2))
    kraus = unitary(rng, 2, real) @ at_a_threshold(rng) @ unitary(rng, 2, real)
    return qubit(sd.Channel(kraus))


@kind(share=4)
def qubit_filtered(rng) -> Case:
    """A random channel squeezed at its output by diag(1, s), renormalised at the input."""
    kraus = (
        at_a_threshold(rng) if rng.random() < 0.5 else random_channel(2, 2, 3, rng).kraus
    )
    squeezed = np.diag([1.0, np.sqrt(tiny(rng))]) @ unitary(rng, 2) @ kraus
    gram = np.einsum("eba,ebc->ac", squeezed.conj(), squeezed)
    if np.linalg.cond(gram) > 1e8:
        return qubit(sd.Channel(kraus))
    return qubit(literal(squeezed))


@kind(share=3)
def qubit_noise(rng) -> Case:
    """Depolarizing and friends a little off the identity, by floats."""
    x = tiny(rng, 1e-17)
    family = (
        sd.zoo.depolarizing(),
        sd.zoo.two_pauli(),
        sd.zoo.pauli((1, 1, 2)),
        sd.zoo.bb84(),
    )
    channel = family[int(rng.integers(4))](min(x, 0.5))
    return qubit(channel if rng.random() < 0.5 else sd.Channel(channel.kraus))


def at_a_threshold(rng):
    """Return the Kraus operators of a named channel within 10^-j of a threshold."""
    off = float(rng.choice([-1, 0, 1]) * 10.0 ** -rng.integers(3, 17))
    N = float(rng.uniform(0, 1))
    named = [
        (sd.zoo.amplitude_damping(), 0.5),
        (sd.zoo.dephasing(), 0.5),
        (sd.zoo.depolarizing(), 1 / 3),
        (sd.zoo.depolarizing(), 2 / 3),
        (sd.zoo.generalized_amplitude_damping(N=N), 0.5),
        (sd.zoo.two_pauli(), 1 / 3),
        (sd.zoo.bb84(), (2 - np.sqrt(2)) / 4),
        (sd.zoo.damping_dephasing(p=N), (1 - 2 * N) ** 2 / (1 + (1 - 2 * N) ** 2)),
    ]
    family, value = named[int(rng.integers(len(named)))]
    low, high = family.domain
    return family(min(high, max(low, value + off))).kraus
