"""The catalogue of lines: windows, spikes, jumps, waves, mixtures, named families."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import exp, pi, sin

import numpy as np

import sdpsearch as sd
from benchmarks.soundness import oracles, windows
from benchmarks.soundness.case import ANTI, DEGRADABLE, PPT
from benchmarks.soundness.closed import thresholds
from benchmarks.soundness.given import Given
from benchmarks.soundness.lines import Line, grid
from sdpsearch.channels.random import random_channel

#: Truth of a mixture is told where the criterion is this far from zero.
_CLEAR = 1e-9
_MIXTURES = 12


def catalogue() -> list[Line]:
    """Return every line."""
    made = (
        _broken,
        _waves,
        windows.points,
        windows.windows,
        windows.ranks,
        _mixtures,
        _named,
    )
    return [line for make in made for line in make()]


def _broken() -> Iterator[Line]:
    """Families that jump: what is proved at their ends says nothing about their middle."""
    depolarizing, identity = sd.zoo.depolarizing(), sd.zoo.identity(2)

    def holed(x):
        return identity if 0.72 < x < 0.86 else depolarizing(x)

    def truth(x):
        if x != Fraction(1, 3) and abs(x - 1 / 3) < 1e-9:
            return None
        return x >= 1 / 3 and not 0.72 < x < 0.86

    probes = grid(0.0, 1.0, 101, 0.7201, 0.8599, 0.79123)
    yield Line(
        "line: a hole in depolarizing", lambda: sd.ChannelFamily(holed), ANTI, truth, probes
    )
    for spot in (0.3337, 0.61803398875):

        def spiked(x, spot=spot):
            return identity if x == spot else sd.zoo.replacer(2)

        yield Line(
            "line: one point of identity",
            lambda f=spiked: sd.ChannelFamily(f),
            ANTI,
            lambda x, spot=spot: float(x) != spot,
            grid(0.0, 1.0, 11, spot),
        )

        def lonely(x, spot=spot):
            return sd.zoo.replacer(2) if x == spot else identity

        yield Line(
            "line: one point of noise",
            lambda f=lonely: sd.ChannelFamily(f),
            ANTI,
            lambda x, spot=spot: float(x) == spot,
            grid(0.0, 1.0, 11, spot),
        )

    def step(x):
        return identity if x < 0.5 else sd.zoo.replacer(2)

    stepped = grid(0.0, 1.0, 11, 0.4999, 0.5001)
    yield Line(
        "line: a step", lambda: sd.ChannelFamily(step), ANTI, lambda x: x >= 0.5, stepped
    )


def _waves() -> Iterator[Line]:
    damping, dephasing, noise = (
        sd.zoo.amplitude_damping(),
        sd.zoo.dephasing(),
        sd.zoo.depolarizing(),
    )

    def swing(x):
        return 0.5 + 0.3 * sin(16 * pi * float(x) + 0.3)

    yield Line(
        "line: a wave of damping",
        lambda: sd.ChannelFamily(lambda x: damping(swing(x))),
        ANTI,
        lambda x: _unless_close(swing(x), 0.5),
        grid(0.0, 1.0, 161),
    )

    def tent(x):
        return 0.5 * max(0.0, 1 - abs(float(x) - 0.6) / 0.05)

    for asked in (ANTI, PPT):
        yield Line(
            "line: a tent of dephasing",
            lambda: sd.ChannelFamily(lambda x: dephasing(tent(x))),
            asked,
            lambda x: tent(x) == 0.5,
            grid(0.0, 1.0, 21, 0.6),
        )
    for width in (1e-2, 1e-3, 1e-5):

        def peak(x, width=width):
            return 0.2 + 0.5 * exp(-(((float(x) - 0.437) / width) ** 2))

        yield Line(
            "line: a narrow peak of noise",
            lambda f=peak: sd.ChannelFamily(lambda x: noise(f(x))),
            ANTI,
            lambda x, f=peak: _unless_close(f(x), 1 / 3),
            grid(0.0, 1.0, 41, 0.437, 0.437 + width / 2),
        )

        def dip(x, width=width):
            return 0.6 - 0.5 * exp(-(((float(x) - 0.437) / width) ** 2))

        yield Line(
            "line: a narrow dip of noise",
            lambda f=dip: sd.ChannelFamily(lambda x: noise(f(x))),
            ANTI,
            lambda x, f=dip: _unless_close(f(x), 1 / 3),
            grid(0.0, 1.0, 41, 0.437, 0.437 + width / 2),
        )


def _mixtures() -> Iterator[Line]:
    """Random qubit channels mixed, with the two-qubit criterion on a fine grid."""
    for number in range(_MIXTURES):
        rng = np.random.default_rng([7, number])
        first = random_channel(2, 2, int(rng.integers(1, 4)), rng)
        last = random_channel(2, 2, int(rng.integers(1, 5)), rng)
        curve = rng.normal(size=2)

        def mixed(first=first, last=last):
            return sd.mixture(first, last)

        def noisy(first=first):
            return sd.white_noise(first)

        def turning(first=first, curve=curve):
            def at(x):
                turn = np.diag([1.0, np.exp(1j * (curve[0] + 5 * x))])
                return sd.zoo.amplitude_damping()(0.25 + x / 2) @ sd.Channel(
                    turn @ first.kraus
                )

            return sd.ChannelFamily(at)

        for name, family in (
            ("mixture", mixed),
            ("white noise", noisy),
            ("curve", turning),
        ):
            line = Line(f"line: {name} {number}", family, ANTI, _Criterion(family()), ())
            yield Line(line.name, family, ANTI, line.truth, grid(0.0, 1.0, 101))


class _Criterion:
    """Antidegradability along a family of qubit channels, where it is clear."""

    def __init__(self, family: sd.ChannelFamily) -> None:
        self.family = family
        self._known: dict[float, bool | None] = {}

    def __call__(self, x) -> bool | None:
        x = float(x)
        if x not in self._known:
            found = oracles.qubit_antidegradable(Given(self.family(x)))
            self._known[x] = found.holds if found.distance > _CLEAR else None
        return self._known[x]


def _named() -> Iterator[Line]:
    """The named families and their closed forms."""
    for family, asked, low, high in thresholds():

        def truth(x, family=family, asked=asked, low=low, high=high):
            if family.name == "transpose_depolarizing" and asked is DEGRADABLE and x == 1:
                return True
            if low is not None and abs(x - low) < 1e-15 and x not in (low, high):
                return None
            return low is not None and low <= Fraction(x) <= high

        first, last = family.domain
        ends = [float(end) for end in (low, high) if end is not None]
        more = [e + s for e in ends for s in (0.0, -1e-3, 1e-3, -1e-5, 1e-5)]
        probes = grid(first, last, 12, *(x for x in more if first <= x <= last))
        exact = {float(end): end for end in (low, high) if end is not None}

        def asked_truth(x, truth=truth, exact=exact):
            # A float that is a threshold rounded says nothing about the threshold itself.
            if isinstance(x, float):
                x = exact.get(x, Fraction(repr(x)))
            return truth(x)

        yield Line(f"line: {family.name}", lambda f=family: f, asked, asked_truth, probes)


def _unless_close(value: float, threshold: float) -> bool | None:
    """Return value ≥ threshold, None where rounding could tell otherwise."""
    return None if abs(value - threshold) < 1e-12 else value > threshold
