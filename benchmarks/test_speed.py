"""Warm, one-thread timings of thresholds and decisions; run by hand, never as a test.

    OPENBLAS_NUM_THREADS=1 NUMBA_NUM_THREADS=1 .venv/bin/python -m pytest -n 0 benchmarks

The channel is generic: two random complex Kraus operators mixed with white noise.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel


def generic(d: int) -> sd.ChannelFamily:
    family = sd.white_noise(random_channel(d, d, 2, np.random.default_rng(7)))
    assert family.affine  # evaluated once and kept, as in any session
    return family


@pytest.mark.parametrize(
    ("d", "k"),
    [(2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (2, 8), (3, 4), (3, 5), (4, 3)],
    ids=lambda v: str(v),
)
def test_threshold(benchmark, d: int, k: int) -> None:
    family = generic(d)
    rounds = 3 if d >= 6 else 7
    found = benchmark.pedantic(
        sd.threshold, (family, sd.KExtendible(k)), rounds=rounds, warmup_rounds=1
    )
    assert found.solves <= 2


@pytest.mark.parametrize("d", [2, 3, 4])
def test_signed_threshold(benchmark, d: int) -> None:
    asked = (generic(d), sd.SignedExtendible())
    found = benchmark.pedantic(sd.threshold, asked, rounds=3, warmup_rounds=1)
    assert found.solves <= 2


@pytest.mark.slow
@pytest.mark.parametrize("d", [7, 8])
def test_threshold_of_large_channels(benchmark, d: int) -> None:
    found = benchmark.pedantic(
        sd.threshold, (generic(d), sd.Antidegradable()), rounds=1, warmup_rounds=0
    )
    assert found.solves == 1


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_decide_qubit(benchmark, rank: int) -> None:
    channel = random_channel(2, 2, rank, np.random.default_rng(rank))
    decision = benchmark(sd.decide, channel, sd.Antidegradable())
    assert decision.verdict is not sd.Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("d", "rank", "count"),
    [(2, 4, 10_000), (2, None, 10_000), (3, 9, 500), (3, None, 900)],
    ids=["qubits", "qubits-of-every-rank", "qutrits", "qutrits-of-every-rank"],
)
def test_decide_many(benchmark, d: int, rank: int | None, count: int) -> None:
    kraus = [
        random_channel(d, d, rank or 1 + i % d**2, np.random.default_rng(i)).kraus
        for i in range(count)
    ]

    def fresh():  # channels keep what was found of them
        return ([sd.Channel(operators) for operators in kraus], sd.Antidegradable()), {}

    sd.decide_many(fresh()[0][0][:50], sd.Antidegradable())
    found = benchmark.pedantic(sd.decide_many, setup=fresh, rounds=3)
    assert all(d.verdict is not sd.Verdict.UNDECIDED for d in found)


@pytest.mark.parametrize(
    "name", ["depolarizing", "amplitude_damping", "erasure", "pure_loss"]
)
def test_threshold_of_the_zoo(benchmark, name: str) -> None:
    family = sd.zoo.FAMILIES[name]()
    found = benchmark(sd.threshold, family, sd.Antidegradable())
    assert len(found.boundaries) == 1


def hidden(family: sd.ChannelFamily, d: int) -> sd.ChannelFamily:
    """The same line behind random local unitaries."""
    rng = np.random.default_rng(3)
    left, right = (
        np.linalg.qr(rng.standard_normal((d, d)) + 1j * rng.standard_normal((d, d)))[0]
        for _ in range(2)
    )
    turned = sd.Channel(right @ family(0.0).kraus @ left)
    return sd.white_noise(turned)


def weyl(d: int) -> sd.ChannelFamily:
    p = np.random.default_rng(0).random((d, d))
    p[0, 0] += p.sum()  # mostly the identity: not antidegradable
    return sd.white_noise(sd.zoo.weyl(p / p.sum()))


def cldui(d: int) -> sd.ChannelFamily:
    rng = np.random.default_rng(0)
    b = rng.standard_normal((d, d)) + 1j * rng.standard_normal((d, d))
    b = b @ b.conj().T
    b += 20 * d * np.ones((d, d))  # mostly coherent: not antidegradable
    a = rng.random((d, d)) * np.trace(b).real / d**2
    np.fill_diagonal(a, np.diag(b).real)
    rows = a.sum(axis=1)
    scale = np.sqrt(np.outer(rows, rows))
    return sd.white_noise(sd.zoo.cldui(a / rows[:, None], b / scale))


SYMMETRIC = {
    "depolarizing-8": lambda: sd.zoo.depolarizing(d=8),
    "depolarizing-12": lambda: sd.zoo.depolarizing(d=12),
    "hidden-8": lambda: hidden(sd.zoo.depolarizing(d=8), 8),
    "hidden-12": lambda: hidden(sd.zoo.depolarizing(d=12), 12),
    "transpose-8": lambda: sd.zoo.transpose_depolarizing(d=8),
    "werner-holevo-6": lambda: sd.white_noise(sd.zoo.werner_holevo(6)),
    "depolarizing-1000": lambda: sd.zoo.depolarizing(d=1000),
    "brauer-1000": lambda: sd.zoo.brauer(d=1000),
    "spin-10": lambda: sd.white_noise(sd.zoo.landau_streater(4.5)),
    "weyl-8": lambda: weyl(8),
    "weyl-12": lambda: weyl(12),
    "cldui-10": lambda: cldui(10),
    "cldui-20": lambda: cldui(20),
}


@pytest.mark.parametrize("name", SYMMETRIC)
def test_threshold_with_symmetry(benchmark, name: str) -> None:
    family = SYMMETRIC[name]()
    found = benchmark.pedantic(
        sd.threshold, (family, sd.Antidegradable()), rounds=2, warmup_rounds=1
    )
    assert found.boundaries[0].bracket.width < 1e-9


def moves(d: int) -> sd.ChannelFamily:
    """A CLDUI channel of fractions that mostly stays, with white noise."""
    a = np.random.default_rng(d).integers(1, 5, (d, d)).astype(object)
    b = np.full((d, d), 40 * d) + np.diag(np.arange(1, d + 1))
    np.fill_diagonal(a, np.diag(b))
    scale = int(a.sum(axis=1).max())
    a[np.arange(d), np.roll(np.arange(d), 1)] += scale - a.sum(axis=1)
    return sd.white_noise(sd.zoo.cldui(a * Fraction(1, scale), b * Fraction(1, scale)))


PROVED = {
    "cldui-8": (lambda: moves(8), None),
    "cldui-12": (lambda: moves(12), None),
    "cldui-5-digits": (lambda: moves(5), 50),
    "spin-6": (lambda: sd.white_noise(sd.zoo.landau_streater(2.5)), None),
    "spin-10": (lambda: sd.white_noise(sd.zoo.landau_streater(4.5)), None),
    "two-weyl-8": (lambda: sd.zoo.two_weyl(d=8), None),
    "depolarizing-erasure-6": (lambda: sd.zoo.depolarizing_erasure(d=6), None),
}


@pytest.mark.parametrize("name", PROVED)
def test_proof_with_symmetry(benchmark, name: str) -> None:
    make, digits = PROVED[name]
    family = make()
    found = benchmark.pedantic(
        lambda: sd.threshold(family, sd.Antidegradable(), prove=True, digits=digits),
        rounds=1,
        warmup_rounds=1,
    )
    assert found.boundaries[0].tier >= sd.Tier.BRACKETED


@pytest.mark.parametrize("name", ["depolarizing", "transpose_depolarizing", "brauer"])
def test_every_dimension(benchmark, name: str) -> None:
    family = sd.zoo.FAMILIES[name]()
    found = benchmark.pedantic(
        sd.every_dimension, (family, "antidegradable"), rounds=2, warmup_rounds=1
    )
    assert found.certificate is not None
