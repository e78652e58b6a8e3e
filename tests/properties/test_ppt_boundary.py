"""PPT beside its boundary: exact channels are decided exactly, other data to rounding."""

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd

F = Fraction


@pytest.mark.parametrize(
    ("family", "at", "verdict"),
    [
        (sd.zoo.depolarizing(d=2), 0.666666666666666, sd.Verdict.FAILS),
        (sd.zoo.depolarizing(d=2), F(2, 3), sd.Verdict.HOLDS),
        (sd.zoo.depolarizing(d=3), 0.749999999999999, sd.Verdict.FAILS),
        (sd.zoo.depolarizing(d=3), F(3, 4), sd.Verdict.HOLDS),
        (sd.zoo.horodecki(), 4, sd.Verdict.HOLDS),
        (sd.zoo.horodecki(), 4.000000000000001, sd.Verdict.FAILS),
        (sd.zoo.dephasing(), F(1, 2), sd.Verdict.HOLDS),
        (sd.zoo.dephasing(), F(1, 2) + F(1, 10**20), sd.Verdict.FAILS),
    ],
)
def test_an_exact_channel_is_decided_exactly(family, at, verdict):
    found = sd.decide(family(at), sd.PPT())
    assert found.verdict is verdict
    assert "exact arithmetic" in found.reason
    proved = sd.decide(family(at), sd.PPT(), prove=True)
    assert proved.verdict is verdict


def test_entanglement_breaking_qubits_follow():
    asked = sd.EntanglementBreaking()
    family = sd.zoo.depolarizing(d=2)
    assert sd.decide(family(0.666666666666666), asked).verdict is not sd.Verdict.HOLDS
    assert sd.decide(family(F(2, 3)), asked).verdict is sd.Verdict.HOLDS


@pytest.mark.parametrize("short", [1e-9, 2e-9, -2e-9])
def test_a_trace_that_is_off_hides_no_entanglement(short):
    # Kraus operators may be off by 1e-8; the ball of separable states takes the operator
    # as it is, and at 2/3 − 1.2e-15 noise it lies outside.
    x = 2 / 3 - 1.2e-15
    paulis = np.array(
        [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1], [1, 0]], [[1, 0], [0, -1]]]
    )
    weights = np.array([1 - 3 * x / 4, x / 4, x / 4, x / 4])
    kraus = (1 - short) * np.sqrt(weights)[:, None, None] * paulis
    assert sd.decide(kraus, sd.EntanglementBreaking()).verdict is not sd.Verdict.HOLDS


def test_floats_do_not_tell_on_the_boundary():
    found = sd.decide(sd.zoo.smith_yard(), sd.PPT())
    assert found.verdict is sd.Verdict.UNDECIDED
    assert "rounding of the data" in found.reason
    assert found.margin.lower < 0 < found.margin.upper


def test_floats_are_ppt_where_they_are_so_literally():
    # No rounding: 1/2 and its square are dyadic numbers.
    exact = sd.Channel([[[0.5, 0], [0, 0.5]]] * 2 + [[[0.5, 0], [0, -0.5]]] * 2)
    found = sd.decide(exact, sd.PPT())
    assert found.verdict is sd.Verdict.HOLDS
    assert "in exact arithmetic" in found.reason


def test_digits_that_were_not_reached_are_told():
    found = sd.threshold(sd.zoo.bb84(), sd.Antidegradable(), digits=30)
    assert "30 digits were not reached" in found.proof
    reached = sd.threshold(sd.zoo.pauli((1, 1, 2)), sd.Antidegradable(), digits=30)
    assert "not reached" not in reached.proof


def test_a_part_of_the_set_is_not_called_the_whole():
    rng = np.random.default_rng(5)
    tilt = np.linalg.qr(rng.normal(size=(2, 2)) + 1j * rng.normal(size=(2, 2)))[0]
    kraus = sd.zoo.amplitude_damping()(2 / 3).kraus @ tilt
    found = sd.threshold(sd.white_noise(list(kraus)), sd.Antidegradable(), prove=True)
    assert found.occurrence.name == "ALWAYS"
    assert "J(x) is antidegradable for every x in [0.0000000001, 1]." in (
        found.certificate.theorem
    )
    assert "not the whole set" in found.proof
