"""Cirq, the real one: whatever has its protocols; what measures is refused."""

import subprocess
import sys

import numpy as np
import pytest

import sdpsearch as sd

pytestmark = pytest.mark.interop


@pytest.fixture
def cirq():
    import cirq

    return cirq


def test_gates_go_out_and_come_back(of_qubits, cirq):
    made = sd.convert(of_qubits, "cirq")
    assert isinstance(made, cirq.KrausChannel)
    assert sd.as_channel(made) == of_qubits


def test_arrays_are_those_of_its_own_functions(channel, cirq):
    kraus = [np.array(k) for k in channel.kraus]
    theirs = {
        "choi": cirq.kraus_to_choi(kraus),
        "superoperator": cirq.kraus_to_superoperator(kraus),
    }
    for form, matrix in theirs.items():
        assert np.allclose(sd.convert(channel, "cirq", form), matrix)
        told = {"d_in": channel.d_in} if form == "choi" else {}
        assert sd.as_channel(matrix, form=form, like="cirq", **told) == channel


def test_gates_operations_moments_and_circuits(cirq):
    first, second = cirq.LineQubit.range(2)
    damp = sd.zoo.amplitude_damping()(0.3)
    assert sd.as_channel(cirq.amplitude_damp(0.3)) == damp
    assert sd.as_channel(cirq.amplitude_damp(0.3)(second)) == damp
    moment = cirq.Moment(cirq.amplitude_damp(0.3)(first), cirq.I(second))
    # Big-endian: the first qubit is the first factor.
    assert sd.as_channel(moment) == damp.tensor(sd.zoo.identity(2))
    circuit = cirq.Circuit(cirq.CNOT(first, second), cirq.amplitude_damp(0.3)(first))
    expected = damp.tensor(sd.zoo.identity(2)) @ sd.zoo.unitary(np.eye(4)[[0, 1, 3, 2]])
    assert sd.as_channel(circuit) == expected
    assert sd.as_channel(circuit.freeze()) == expected
    assert sd.as_channel(cirq.ResetChannel(3)) == sd.Channel(
        np.eye(3)[:, None, :] * np.eye(3)[0][:, None]
    )


def test_types_of_nobodys_that_have_the_protocols(cirq):
    class Noise:
        def _kraus_(self):
            return cirq.kraus(cirq.bit_flip(0.25))

    class Gate(cirq.Gate):
        def _num_qubits_(self):
            return 1

        def _mixture_(self):
            return ((0.75, np.eye(2)), (0.25, np.array([[0, 1], [1, 0]])))

    assert sd.as_channel(Noise()) == sd.as_channel(Gate())


def test_parameters_measurements_and_what_has_no_channel_are_refused(cirq):
    import sympy

    qubit = cirq.LineQubit(0)
    turned = cirq.rx(sympy.Symbol("theta"))
    for symbolic in (turned, turned(qubit), cirq.Circuit(turned(qubit))):
        with pytest.raises(ValueError, match="parameters theta have no values"):
            sd.as_channel(symbolic)
    measured = cirq.measure(qubit, key="m")
    for measuring in (measured, cirq.Circuit(cirq.H(qubit), measured), measured.gate):
        with pytest.raises(ValueError, match=r"it measures, .*phase_damp\(1\)"):
            sd.as_channel(measuring)
    for other in (
        cirq.X(qubit) + cirq.Z(qubit),
        cirq.X(qubit).with_classical_controls("m"),
    ):
        with pytest.raises((TypeError, ValueError), match=r"^(The )?Cirq "):
            sd.as_channel(other)
    with pytest.raises(ValueError, match=r"Cirq KrausChannel: .* trace preserving"):
        sd.as_channel(cirq.KrausChannel([np.diag([1, 0])]))
    with pytest.raises(ValueError, match=r"is for n qubits, .* 3 → 3"):
        sd.convert(sd.zoo.identity(3), "cirq")


def test_no_package_is_imported_that_the_object_is_not_of():
    code = (
        "import sys, cirq, sdpsearch as sd\n"
        "sd.decide(cirq.depolarize(0.3), 'antidegradable')\n"
        "assert not {'qiskit', 'qiskit_aer', 'qutip', 'pennylane'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_bits_are_the_other_way_round_in_qiskit(cirq):
    from qiskit import quantum_info

    gate = sd.convert(
        sd.zoo.amplitude_damping()(0.3).tensor(sd.zoo.dephasing()(0.2)), "cirq"
    )
    there = sd.convert(sd.as_channel(gate), "qiskit", "superoperator")
    turned = quantum_info.SuperOp(np.eye(16)).compose(there, qargs=[1, 0])
    swapped = sd.zoo.dephasing()(0.2).tensor(sd.zoo.amplitude_damping()(0.3))
    assert sd.as_channel(turned) == swapped


def test_verdicts_on_both_sides(cirq):
    for p, verdict in ((0.249, "FAILS"), (0.251, "HOLDS")):
        assert sd.decide(cirq.depolarize(p), "antidegradable").verdict.name == verdict
