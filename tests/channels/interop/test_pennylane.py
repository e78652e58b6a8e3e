"""PennyLane, the real one: operations in, channels of qubits and a qutrit out."""

import numpy as np
import pytest

import sdpsearch as sd

pytestmark = pytest.mark.interop


@pytest.fixture
def qml():
    import pennylane

    return pennylane


def test_channels_go_out_and_come_back(of_qubits, qml):
    made = sd.convert(of_qubits, "pennylane")
    assert isinstance(made, qml.QubitChannel)
    assert sd.as_channel(made) == of_qubits
    qutrit = sd.random_channel(3, 3, rank=2, rng=1)
    assert isinstance(sd.convert(qutrit, "pennylane"), qml.QutritChannel)
    assert sd.as_channel(sd.convert(qutrit, "pennylane")) == qutrit


def test_choi_matrices_are_those_of_its_own_function(of_qubits, qml):
    theirs = qml.math.choi_matrix([np.array(k) for k in of_qubits.kraus])
    assert np.allclose(sd.convert(of_qubits, "pennylane", "choi"), theirs)
    told = {"form": "choi", "like": "pennylane", "d_in": of_qubits.d_in}
    assert sd.as_channel(theirs, **told) == of_qubits


def test_operations(qml):
    from pennylane import numpy

    damp = sd.zoo.amplitude_damping()(0.3)
    assert sd.as_channel(qml.AmplitudeDamping(0.3, wires=0)) == damp
    tracked = numpy.array(0.3, requires_grad=True)
    assert sd.as_channel(qml.AmplitudeDamping(tracked, wires="a")) == damp
    flip = sd.zoo.unitary(np.array([[0, 1], [1, 0]]))
    assert sd.as_channel(qml.X(0)) == flip
    # Big-endian: the first wire is the first factor.
    assert sd.as_channel(qml.X(0) @ qml.I(1)) == flip.tensor(sd.zoo.identity(2))
    assert sd.as_channel(qml.CNOT(wires=[1, 0])) == sd.zoo.unitary(np.eye(4)[[0, 1, 3, 2]])
    assert sd.as_channel(qml.QutritAmplitudeDamping(0.1, 0.2, 0.3, wires=0)).d_in == 3


def test_what_is_no_channel_is_refused(qml):
    import sympy

    with pytest.raises(ValueError, match="PennyLane RX: its parameter theta has no value"):
        sd.as_channel(qml.RX(sympy.Symbol("theta"), wires=0))
    with pytest.raises(ValueError, match="batches of 2"):
        sd.as_channel(qml.RX([0.1, 0.2], wires=0))
    with pytest.raises(ValueError, match=r"PennyLane Sum: .* trace preserving"):
        sd.as_channel(qml.X(0) + qml.Z(0))
    for other in (qml.measure(0), qml.expval(qml.Z(0)), qml.Snapshot()):
        with pytest.raises(TypeError, match="is no channel: pass an operation"):
            sd.as_channel(other)
    with pytest.raises(ValueError, match=r"qubits and of one qutrit, .* 2 → 3"):
        sd.convert(sd.zoo.erasure()(0.5), "pennylane")


def test_verdicts_on_both_sides(qml):
    for p, verdict in ((0.249, "FAILS"), (0.251, "HOLDS")):
        channel = qml.DepolarizingChannel(p, wires=0)
        assert sd.decide(channel, "antidegradable").verdict.name == verdict
