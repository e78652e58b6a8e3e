"""qiskit and Aer, the real ones: every form in and out, circuits, and what is refused."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.interop.qiskit import FORMS

pytestmark = pytest.mark.interop

ANY = [form for form in FORMS if form not in ("pauli-transfer", "chi")]
FLIP = np.array([[0, 1], [1, 0]])


@pytest.fixture
def info():
    from qiskit import quantum_info

    return quantum_info


@pytest.fixture
def noise():
    from qiskit_aer import noise

    return noise


@pytest.fixture
def circuit():
    from qiskit import QuantumCircuit

    return QuantumCircuit


@pytest.mark.parametrize("form", ANY)
def test_every_form_goes_out_and_comes_back(channel, form, info):
    made = sd.convert(channel, "qiskit", form)
    assert type(made) is getattr(info, FORMS[form])
    assert made.dim == (channel.d_in, channel.d_out)
    assert sd.as_channel(made) == channel


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_qubits(of_qubits, form):
    made = sd.convert(of_qubits, "qiskit", form)
    assert made.is_cptp()
    assert sd.as_channel(made) == of_qubits


def test_its_arrays_are_in_its_convention(of_qubits, info):
    for form in ("choi", "superoperator", "pauli-transfer"):
        data = sd.convert(of_qubits, "qiskit", form).data
        told = {"d_in": of_qubits.d_in} if form == "choi" else {}
        assert sd.as_channel(data, form=form, like="qiskit", **told) == of_qubits
    isometry = sd.convert(of_qubits, "qiskit", "stinespring").data
    assert np.allclose(isometry, of_qubits.isometry)


def test_it_acts_as_here(channel, info):
    rho = sd.random_channel(1, channel.d_in, rng=1).choi
    evolved = info.DensityMatrix(rho).evolve(sd.convert(channel, "qiskit", "superoperator"))
    assert np.allclose(evolved.data, channel.apply(rho), atol=1e-12)


def test_subsystems_are_kept(info):
    channel = sd.random_channel(4, 3, rng=1)
    made = sd.convert(channel, "qiskit", "choi", dims=([2, 2], [3]))
    assert (made.input_dims(), made.output_dims()) == ((2, 2), (3,))
    assert sd.as_channel(made) == channel


@pytest.mark.parametrize("form", ["superoperator", "choi", "pauli-transfer", "chi"])
def test_weak_noise_is_not_lost(form):
    """Kraus() of qiskit drops eigenvalues below 1e-8, and with them all the noise."""
    weak = sd.zoo.depolarizing(d=2)(1e-9)
    assert sd.as_channel(sd.convert(weak, "qiskit", form)).rank == 4


def test_the_first_factor_is_the_last_qubit(circuit, info):
    made = circuit(2)
    made.cx(0, 1)
    # The control is qubit 0, the second factor of the matrix.
    assert np.allclose(sd.as_channel(made).apply(np.diag([0, 1, 0, 0]))[3, 3], 1)
    assert sd.as_channel(made.reverse_bits()) == sd.zoo.unitary(np.eye(4)[[0, 1, 3, 2]])
    damped = sd.convert(sd.zoo.amplitude_damping()(0.3), "qiskit")
    both = info.SuperOp(np.eye(16)).compose(info.SuperOp(damped), qargs=[0])
    expected = sd.zoo.identity(2).tensor(sd.zoo.amplitude_damping()(0.3))
    assert sd.as_channel(both) == expected


def test_noisy_circuits(circuit, noise):
    made = circuit(2)
    made.h(0)
    made.append(noise.depolarizing_error(0.3, 1).to_instruction(), [0])
    made.barrier()
    made.append(noise.amplitude_damping_error(0.2).to_instruction(), [1])
    hadamard = sd.zoo.unitary(np.array([[1, 1], [1, -1]]) / np.sqrt(2))
    first = sd.zoo.depolarizing(d=2)(0.3) @ hadamard
    assert sd.as_channel(made) == sd.zoo.amplitude_damping()(0.2).tensor(first)
    made.reset([0, 1])
    assert sd.as_channel(made).rank == 4


def test_errors_of_aer_are_their_channels(noise):
    for size in (1, 2):
        error = noise.depolarizing_error(0.3, size)
        assert sd.as_channel(error) == sd.zoo.depolarizing(d=2**size)(0.3)
    error = noise.pauli_error([("IX", 0.25), ("ZI", 0.25), ("II", 0.5)])
    assert sd.as_channel(error).rank == 3
    assert sd.as_channel(error.to_instruction()) == sd.as_channel(error)
    relaxed = sd.as_channel(noise.thermal_relaxation_error(50.0, 70.0, 10.0))
    assert relaxed.apply(np.diag([0, 1]))[1, 1] == pytest.approx(np.exp(-1 / 5))


def test_errors_are_made_for_aer(of_qubits, noise):
    error = sd.convert(of_qubits, "aer")
    assert isinstance(error, noise.QuantumError)
    assert sd.as_channel(error) == of_qubits


def test_operators_and_gates(info):
    from qiskit.circuit.library import HGate

    hadamard = sd.zoo.unitary(np.array([[1, 1], [1, -1]]) / np.sqrt(2))
    assert sd.as_channel(HGate()) == hadamard
    assert sd.as_channel(info.Operator(HGate())) == hadamard
    assert sd.as_channel(info.Pauli("X")) == sd.zoo.unitary(FLIP)
    isometry = info.Operator(np.eye(4)[:, :2])
    assert (sd.as_channel(isometry).d_in, sd.as_channel(isometry).d_out) == (2, 4)


def test_what_turns_into_a_channel_of_qiskit_is_one(info):
    class Noise:
        def to_quantumchannel(self):
            return info.SuperOp(np.eye(4))

    assert sd.as_channel(Noise()) == sd.zoo.identity(2)


@pytest.mark.parametrize("form", ["Kraus", "Stinespring"])
def test_left_and_right_must_agree(form, info):
    crossed = getattr(info, form)(info.Kraus(([np.eye(2)], [np.diag([1, -1])])))
    with pytest.raises(ValueError, match="different left and right operators is not comp"):
        sd.as_channel(crossed)


def test_maps_that_are_no_channels_are_refused(info):
    transpose = info.Choi(np.eye(4)[[0, 2, 1, 3]])
    with pytest.raises(ValueError, match=r"qiskit Choi: .* eigenvalue -1.0e\+00"):
        sd.as_channel(transpose)
    with pytest.raises(ValueError, match=r"qiskit Kraus: .* differs from 1 by 5\.0e-01"):
        sd.as_channel(info.Kraus([np.eye(2) / np.sqrt(2)]))
    with pytest.raises(ValueError, match=r"qiskit Operator: .* trace preserving"):
        sd.as_channel(info.Operator(np.diag([1, 2])))
    for state in (info.DensityMatrix(np.eye(2) / 2), info.StabilizerState(info.Pauli("X"))):
        with pytest.raises(TypeError, match=f"{type(state).__name__} is a state"):
            sd.as_channel(state)


def test_parameters_and_classical_bits_are_refused_by_name(circuit, noise):
    from qiskit.circuit import Parameter
    from qiskit.circuit.library import RXGate

    made = circuit(1, 1)
    made.rx(Parameter("theta") * 2, 0)
    for symbolic in (made, RXGate(Parameter("theta"))):
        with pytest.raises(ValueError, match="parameters theta have no values"):
            sd.as_channel(symbolic)
    measured = circuit(1, 1)
    measured.measure(0, 0)
    with pytest.raises(ValueError, match=r"classical bits: measure; .*remove_final"):
        sd.as_channel(measured)
    with pytest.raises(TypeError, match="NoiseModel is no channel: pass one QuantumError"):
        sd.as_channel(noise.NoiseModel())
    with pytest.raises(TypeError, match="ReadoutError is no channel"):
        sd.as_channel(noise.ReadoutError([[0.9, 0.1], [0.1, 0.9]]))


def test_forms_for_qubits_say_so():
    for target, form in (("qiskit", "pauli-transfer"), ("qiskit", "chi"), ("aer", "kraus")):
        with pytest.raises(ValueError, match=r"is for n qubits, .* 2 → 3"):
            sd.convert(sd.random_channel(2, 3, rng=1), target, form)


def test_a_tomographic_estimate_is_projected_when_asked(info):
    """Linear inversion: expectations estimated from 1000 shots are no channel's."""
    exact = sd.zoo.amplitude_damping()(0.3)
    transfer = np.array(sd.convert(exact, "qiskit", "pauli-transfer").data)
    shots = np.random.default_rng(1)
    plus = shots.binomial(1000, np.clip((1 + np.real(transfer[1:])) / 2, 0, 1))
    transfer[1:] = 2 * plus / 1000 - 1
    estimate = info.Choi(info.PTM(transfer))
    with pytest.raises(ValueError, match=r"Channel\.nearest"):
        sd.as_channel(estimate)
    found = sd.nearest_channel(estimate)
    assert 1e-3 < found.distance < 0.2
    assert found.distance == pytest.approx(
        np.linalg.norm(found.channel.choi - estimate.data)
    )
    assert sd.nearest_channel(sd.convert(exact, "qiskit")).distance < 1e-12


def test_verdicts_on_both_sides(noise):
    for gamma, verdict in ((0.499, "FAILS"), (0.501, "HOLDS")):
        error = noise.amplitude_damping_error(gamma)
        assert sd.decide(error, "antidegradable").verdict.name == verdict
