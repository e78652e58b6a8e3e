"""Singularities: gains by their definition, over ℚ, and beside known thresholds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.coherent.code import Code
from sdpsearch.coherent.enclosure import enclosed_information
from sdpsearch.coherent.information import Outputs
from sdpsearch.coherent.singularity import singularities, singularity_at
from sdpsearch.coherent.transmission import (
    again,
    climbed,
    joint_transmissions,
    simple_transmissions,
)
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.repair.singularity import exact_singularity, integers
from sdpsearch.proof.statement.state import as_given

CHANNELS = {
    "dephrasure": sd.zoo.dephrasure(0.1)(0.3),
    "damping": sd.zoo.amplitude_damping()(Fraction(2, 5)),
    "erasure": sd.zoo.erasure(d=3)(0.4),
    "pure loss": sd.zoo.pure_loss()(0.7),
    "spin 2": sd.zoo.landau_streater(j=2),
    "of rank two": sd.random_channel(3, 3, 2, np.random.default_rng(1)),
    "wider output": sd.random_channel(2, 4, 2, np.random.default_rng(2)),
}


#: Of random ones the largest gain may lie where a further eigenvalue nearly vanishes too.
STRUCTURED = [name for name in CHANNELS if name != "of rank two"]


@pytest.mark.parametrize("name", STRUCTURED)
def test_gain_is_the_slope_of_coherent_information(name):
    kraus = Outputs.of(CHANNELS[name]).signal
    found = singularities(kraus)[0]
    assert found.gain > 0.05

    def information(share: float) -> float:
        pair = [np.sqrt(1 - share) * found.psi, np.sqrt(share) * found.phi]
        return enclosed_information(kraus, Code(np.stack(pair, axis=1))).middle

    # I_c = ε|log₂ ε|·g + O(ε): the logarithm's coefficient is what two shares differ by.
    shares = 1e-6, 1e-7
    first, second = (information(share) / share for share in shares)
    assert (second - first) / np.log2(10) == pytest.approx(found.gain, abs=1e-2)


@pytest.mark.parametrize("name", ["dephrasure", "damping", "erasure", "pure loss"])
def test_exact_gain_is_the_float_one(name):
    channel = CHANNELS[name]
    found = singularities(Outputs.of(channel).signal)[0]
    statement = as_given(channel)
    singularity = exact_singularity(found, statement)
    assert singularity is not None
    size = [
        float(
            sum(
                re * re + im * im
                for (_, j), (re, im) in singularity.inputs.entries.items()
                if j == at
            )
        )
        for at in (0, 1)
    ]
    gain = singularity.gain(statement.choi, statement.scales)
    # Gains are homogeneous of degree one in φφ†; β and τ only scale what is not normalised.
    assert float(gain) > 0
    if all(scale == 1 for scale in statement.scales) and statement.is_plain:
        assert float(gain) / size[1] == pytest.approx(found.gain, abs=1e-9)


def test_another_lift_only_lowers_the_exact_gain():
    channel = sd.zoo.dephrasure(Fraction(1, 10))(Fraction(3, 10))
    found = singularity_at(Outputs.of(channel).signal, np.array([1.0, 0.0]))
    statement = as_given(channel)
    best = exact_singularity(found, statement)
    top = best.gain(statement.choi, statement.scales)
    rng = np.random.default_rng(0)
    for _ in range(10):
        entries = {
            (b, c): (int(re), int(im))
            for b in range(3)
            for c, (re, im) in enumerate(rng.integers(-3, 4, (3, 2)))
        }
        other = type(best)(best.inputs, best.null, Matrix(3, 3, entries, 4))
        assert other.gain(statement.choi, statement.scales) <= top


def test_exact_gain_vanishes_at_the_capacity_threshold_of_dephrasure():
    # η²/(1+η²) with η = 1−2p = 4/5: 16/41.
    family, gains = sd.zoo.dephrasure(Fraction(1, 10)), []
    for shift in (Fraction(-1, 10**12), Fraction(0), Fraction(1, 10**12)):
        channel = family(Fraction(16, 41) + shift)
        found = singularity_at(Outputs.of(channel).signal, np.array([1.0, 0.0]))
        statement = as_given(channel)
        best = exact_singularity(found, statement)
        gains.append(best.gain(statement.choi, statement.scales))
    assert gains[0] > 0
    assert gains[1] == 0
    assert gains[2] <= 0


def test_kernels_are_decided_exactly():
    # An output that is deficient to 1e-12 only has no gain over ℚ.
    mixed = sd.mixture(sd.zoo.dephrasure(0.1)(0.3), sd.random_channel(2, 3, 6))(1e-12)
    found = singularity_at(
        sd.zoo.dephrasure(0.1)(0.3).minimal().kraus, np.array([1.0, 0.0])
    )
    assert exact_singularity(found, as_given(mixed)) is None


def test_integers_are_proportional_to_the_columns():
    columns = np.array([[1.0, 0.25j], [1 / 3, 1.0]])
    found = integers(columns)
    assert found.entries == {(0, 0): (3, 0), (1, 0): (1, 0), (0, 1): (0, 1), (1, 1): (4, 0)}


def test_two_uses_transmit_where_one_does_not():
    # The two-use threshold of E_x, d = 3, lies near 0.4020, that of one use near 0.3909.
    family = sd.zoo.transpose_depolarizing(d=3)
    channel = family(0.4)
    assert not any(found.is_positive for found in simple_transmissions(channel))
    best = max(joint_transmissions(channel), key=lambda found: found.information.lower)
    assert best.is_positive
    assert best.uses == 2
    assert not again(family(0.405), best).is_positive
    assert climbed(channel, best).information.lower >= best.information.lower - 1e-9


def test_repetition_codes_beat_hashing_for_depolarizing():
    # Hashing ends at x = 0.25239, the repetition code of five uses near 0.25381.
    family = sd.zoo.depolarizing(d=2)
    inside = max(joint_transmissions(family(0.2535)), key=lambda f: f.information.lower)
    assert inside.is_positive
    outside = max(joint_transmissions(family(0.256)), key=lambda f: f.information.lower)
    assert not outside.is_positive
