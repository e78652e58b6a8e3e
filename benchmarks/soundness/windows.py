"""Lines that have the property at a point or in a window, or lose it to a tiny weight."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

import sdpsearch as sd
from benchmarks.soundness.case import ANTI, BREAKING, DEGRADABLE, PPT
from benchmarks.soundness.closed import HALF
from benchmarks.soundness.lines import Line, grid


def points() -> Iterator[Line]:
    """Affine families that have the property at one point."""
    for low, high in ((0, 1), (0, 0.9), (0.1, 0.95), (0.3, 0.77)):
        probes = grid(low, high, 14, 0.5)
        for asked in (ANTI, PPT, BREAKING, sd.KExtendible(3)):

            def family(low=low, high=high):
                return sd.ChannelFamily(sd.zoo.dephasing(), domain=(low, high))

            # Floats beside 1/2 are right in 50 digits, undecided in 16.
            yield Line(
                "line: part of dephasing", family, asked, lambda x: x == HALF, probes
            )
    gram = np.array([[1, -0.5, -0.5], [-0.5, 1, -0.5], [-0.5, -0.5, 1]])
    for asked in (ANTI, PPT):
        yield Line(
            "line: a Schur multiplier",
            lambda: sd.zoo.generalized_dephasing(gram=gram),
            asked,
            lambda x: None if abs(x - 2 / 3) < 1e-12 else False,
            grid(0.0, 1.0, 14),
        )


def windows() -> Iterator[Line]:
    """Pauli channels ((1−2ε)x, (1−2ε)(1−x), ε, ε), affine: windows down to 1e-13."""
    signs = np.array(
        [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[1, 0], [0, -1]]]
    )
    for power in (4, 8, 12, 13, 20, 26, 30):
        small = Fraction(1, 10**power)

        def weights(x, small=small):
            return ((1 - 2 * small) * x, (1 - 2 * small) * (1 - x), small, small)

        def squares(x, weights=weights):
            return np.array([w * s for w, s in zip(weights(x), signs, strict=True)])

        def pauli_ppt(x, weights=weights):
            return max(weights(Fraction(x))) <= HALF

        def pauli_anti(x, small=small, weights=weights):
            top = max(weights(Fraction(x)))
            # 2√top ≤ √first + √second + 2√ε ⇔ √top − √(1−2ε−top) ≤ 2√ε; squared:
            left = 1 - 2 * small - 4 * small
            return left <= 0 or left**2 <= 4 * top * (1 - 2 * small - top)

        probes = grid(0.0, 1.0, 12, 0.5)
        for asked, truth in ((ANTI, pauli_anti), (PPT, pauli_ppt), (BREAKING, pauli_ppt)):
            for domain in ((0, 1), (0, Fraction(3, 4))):

                def family(squares=squares, domain=domain):
                    return sd.ChannelFamily.from_squares(squares, domain=domain)

                near = tuple(x for x in probes if x <= domain[1])
                yield Line("line: a Pauli window", family, asked, truth, near)


def ranks() -> Iterator[Line]:
    """Degradability that a tiny probability ends."""
    for power in (6, 10, 14, 20):
        small = Fraction(1, 10**power)
        for family in (
            lambda n=small: sd.zoo.generalized_amplitude_damping(N=n),
            lambda n=small: sd.zoo.damping_dephasing(p=n),
        ):
            yield Line(
                "line: nearly damping",
                family,
                DEGRADABLE,
                lambda x: x == 0,
                grid(0.0, 1.0, 9, 0.3),
            )
        yield Line(
            "line: nearly dephasing",
            lambda n=small: sd.zoo.pauli((0, n, 1)),
            DEGRADABLE,
            lambda x: x in (0, 1),
            grid(0.0, 1.0, 9),
        )
    yield Line(
        "line: depolarizing",
        sd.zoo.depolarizing,
        DEGRADABLE,
        lambda x: x == 0,
        grid(0, 1, 9, 1e-7),
    )
