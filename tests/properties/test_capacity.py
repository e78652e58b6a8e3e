"""Whether a capacity vanishes: both answers, their mechanisms, and what stays open."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.coherent.enclosure import enclosed_information
from sdpsearch.coherent.transmission import searched, simple_transmissions
from sdpsearch.proof.repair.singularity import exact_singularity
from sdpsearch.proof.statement.state import as_given
from sdpsearch.properties.transmitting import reason_positive

ZERO, PRIVATE = sd.ZeroCapacity(), sd.PrivateCapacityZero()

KNOWN = [
    ("antidegradable", sd.zoo.erasure()(0.5 + 1e-9), "HOLDS", "antidegradable"),
    ("by one part in 1e9", sd.zoo.erasure()(0.5 - 1e-9), "FAILS", "log-singularity"),
    ("damping", sd.zoo.amplitude_damping()(0.4999), "FAILS", "log-singularity"),
    (
        "of the paper",
        sd.zoo.transpose_depolarizing(d=3)(0.55),
        "HOLDS",
        "signed-extendible",
    ),
    ("dephrasure", sd.zoo.dephrasure(0.1)(0.391), "HOLDS", "signed-extendible"),
    ("below it", sd.zoo.dephrasure(0.1)(0.3902), "FAILS", "log-singularity"),
    ("hashing", sd.zoo.depolarizing(d=2)(0.25), "FAILS", "coherent information of one use"),
    ("between", sd.zoo.depolarizing(d=2)(0.3), "UNDECIDED", None),
    ("identity", sd.zoo.identity(d=3), "FAILS", "log-singularity"),
]


@pytest.mark.parametrize(
    ("channel", "verdict", "mechanism"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN]
)
def test_known_answers(channel, verdict, mechanism):
    found = sd.decide(channel, ZERO)
    assert (found.verdict.name, found.mechanism) == (verdict, mechanism)
    positive = sd.decide(channel, sd.QuantumCapacityPositive())
    opposite = {"HOLDS": "FAILS", "FAILS": "HOLDS"}.get(verdict, "UNDECIDED")
    assert positive.verdict.name == opposite
    if found.verdict is sd.Verdict.FAILS:
        assert found.margin.upper <= 0 < found.transmission.information.upper
        sent = enclosed_information(channel.kraus, found.transmission.code)
        assert sent.upper > 0


def test_ppt_says_nothing_of_private_capacity():
    channel = sd.zoo.horodecki()(
        Fraction(9, 2) - Fraction(1, 2)
    )  # α = 4, PPT, bound entangled
    quantum, private = sd.decide(channel, ZERO), sd.decide(channel, PRIVATE)
    assert quantum.verdict is sd.Verdict.HOLDS
    assert private.mechanism != "ppt"
    assert "Q = P = 0" in sd.decide(sd.zoo.erasure()(0.6), ZERO).reason


def test_private_capacity_vanishes_for_signed_extendible_channels():
    found = sd.decide(sd.zoo.transpose_depolarizing(d=3)(0.55), PRIVATE)
    assert (found.verdict.name, found.mechanism) == ("HOLDS", "signed-extendible")
    assert found.signed_map.norm < 1 + 1e-12
    assert found.signed_map.least < 0


def test_an_open_answer_says_how_near_everything_came():
    found = sd.decide(sd.zoo.depolarizing(d=2)(0.3), ZERO)
    for told in (
        "not antidegradable (margin",
        "not ppt",
        "not signed-extendible",
        "bits per use",
    ):
        assert told in found.reason
    assert found.margin.lower < 0 <= found.margin.upper


def test_answers_travel():
    found = sd.decide(sd.zoo.dephrasure(0.1)(0.3), ZERO)
    again = pickle.loads(pickle.dumps(found))
    assert again.mechanism == found.mechanism
    assert again.transmission.information == found.transmission.information
    assert again.to_dict() == found.to_dict()


def test_a_gain_of_last_digits_proves_nothing():
    """Amplitude damping at 1/2 in other Kraus operators: Q = 0, but not for its floats."""
    exact = sd.zoo.amplitude_damping()(0.5)
    taken = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        real, imaginary = rng.standard_normal((2, 3, 2))
        mixing = np.linalg.qr(real + 1j * imaginary)[0]
        channel = sd.Channel(np.einsum("fe,eba->fba", mixing, exact.kraus))
        for found in simple_transmissions(channel):
            assert reason_positive(channel, found) is None
            if found.singularity is not None:
                statement = as_given(channel)
                gain = exact_singularity(found.singularity, statement)
                literal = gain and gain.gain(statement.choi, statement.scales)
                taken += literal is not None and literal > 0
    assert taken > 0  # taken at their word the floats do have a gain


def test_an_open_answer_says_which_inputs_were_looked_at():
    small, large = sd.zoo.depolarizing(d=2)(0.3), sd.zoo.depolarizing(d=6)(0.39)
    assert searched(small) == "of one use, of two, of a repetition code of up to 5"
    assert searched(large) == "of one use, more were not asked: too large"


def test_a_gain_to_rounding_is_not_taken_for_one():
    # Mixing in full-rank noise of 1e-13 leaves no kernel and a gain of 4e-5 to rounding.
    noise = sd.zoo.replacer(2, 3)
    channel = sd.mixture(sd.zoo.dephrasure(0.1)(0.39022), noise)(1e-13)
    assert sd.decide(channel, ZERO).verdict is sd.Verdict.UNDECIDED


@pytest.mark.parametrize(
    "seed", [pytest.param(i, marks=[pytest.mark.slow] * (i > 1)) for i in range(12)]
)
def test_no_channel_holds_and_transmits(seed):
    rng = np.random.default_rng(seed)
    d_in, d_out = rng.integers(2, 4, 2)
    channel = sd.random_channel(d_in, d_out, int(rng.integers(2, 5)), rng)
    family = sd.white_noise(channel)
    edge = sd.threshold(family, "antidegradable")
    for boundary in edge.boundaries:
        for x in (boundary.value - 1e-4, boundary.value + 1e-4):
            found = sd.decide(family(min(max(x, 0), 1)), ZERO)
            if x > boundary.value:
                assert found.verdict is sd.Verdict.HOLDS
            elif found.verdict is sd.Verdict.HOLDS:
                assert found.mechanism == "signed-extendible"


def test_erasure_at_its_threshold_is_decided_in_any_small_dimension():
    for d in (2, 6):
        found = sd.decide(sd.zoo.erasure(d=d)(0.5), ZERO)
        assert (found.verdict.name, found.mechanism) == ("HOLDS", "antidegradable")
        assert "exact arithmetic" in found.reason


@pytest.mark.parametrize("e", [Fraction(1, 4), Fraction(3, 4)], ids=["below", "above"])
def test_positive_capacity_is_proved_as_zero_capacity_is(e):
    channel = sd.zoo.erasure()(e)
    found = sd.decide(channel, "positive-capacity", prove=True)
    zero = sd.decide(channel, ZERO, prove=True)
    assert found.verdict is (sd.Verdict.HOLDS if e < Fraction(1, 2) else sd.Verdict.FAILS)
    assert found.certificate.theorem == zero.certificate.theorem
    assert ("Q > 0" in found.certificate.theorem) is (found.verdict is sd.Verdict.HOLDS)
    assert "in exact arithmetic" in found.reason
