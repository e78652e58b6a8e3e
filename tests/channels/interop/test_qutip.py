"""QuTiP, the real one: super-operators of every form, and lists of operators."""

import numpy as np
import pytest

import sdpsearch as sd

pytestmark = pytest.mark.interop


@pytest.fixture
def qutip():
    import qutip

    return qutip


@pytest.mark.parametrize("form", ["superoperator", "choi", "kraus"])
def test_every_form_goes_out_and_comes_back(channel, form):
    assert sd.as_channel(sd.convert(channel, "qutip", form)) == channel


def test_chi_matrices_of_qubits(of_qubits):
    made = sd.convert(of_qubits, "qutip", "chi")
    assert made.superrep == "chi"
    assert sd.as_channel(made) == of_qubits
    with pytest.raises(ValueError, match="chi matrix is for n qubits"):
        sd.convert(sd.zoo.erasure()(0.5), "qutip", "chi")


def test_dims_are_those_of_qutip(channel, qutip):
    made = sd.convert(channel, "qutip")
    assert made.dims == [[[channel.d_out]] * 2, [[channel.d_in]] * 2]
    rho = sd.random_channel(1, channel.d_in, rng=1).choi
    evolved = qutip.vector_to_operator(made @ qutip.operator_to_vector(qutip.Qobj(rho)))
    assert np.allclose(evolved.full(), channel.apply(rho), atol=1e-12)


def test_subsystems_are_kept():
    channel = sd.random_channel(4, 6, rng=1)
    made = sd.convert(channel, "qutip", dims=([2, 2], [2, 3]))
    assert made.dims == [[[2, 3]] * 2, [[2, 2]] * 2]
    assert sd.as_channel(made) == channel


def test_pairs_are_isometries_of_the_output_and_the_environment(channel, qutip):
    left, right = sd.convert(channel, "qutip", "stinespring")
    assert left.dims == [[channel.d_out, channel.d_env], [channel.d_in]]
    rho = qutip.Qobj(sd.random_channel(1, channel.d_in, rng=1).choi)
    out = (left @ rho @ right.dag()).ptrace(0)
    assert np.allclose(out.full(), channel.apply(rho.full()), atol=1e-12)
    told = {"form": "stinespring", "d_out": channel.d_out}
    assert sd.as_channel(left.full(), **told) == channel


def test_its_arrays_are_in_its_convention(channel):
    made = sd.convert(channel, "qutip").full()
    assert sd.as_channel(made, form="superoperator", like="qutip") == channel


def test_factors_are_in_the_order_of_tensor(qutip):
    first, second = sd.zoo.amplitude_damping()(0.3), sd.zoo.dephasing()(0.2)
    both = qutip.super_tensor(sd.convert(first, "qutip"), sd.convert(second, "qutip"))
    assert sd.as_channel(both) == first.tensor(second)


def test_generators_and_propagators(qutip):
    liouvillian = qutip.liouvillian(None, [qutip.sigmam()])
    decayed = sd.as_channel((liouvillian * 0.5).expm())
    assert decayed.apply(np.diag([1, 0]))[0, 0] == pytest.approx(np.exp(-0.5))
    with pytest.raises(ValueError, match=r"QuTiP super matrix: .*, but"):
        sd.as_channel(liouvillian)


def test_dims_that_kraus_to_choi_swaps_are_found_out(qutip):
    kraus = sd.convert(sd.random_channel(2, 3, rng=1), "qutip", "kraus")
    with pytest.raises(ValueError, match=r"swap the two: build it as sum\(sprepost"):
        sd.as_channel(qutip.kraus_to_choi(kraus))


def test_what_is_no_channel_is_refused(qutip):
    with pytest.raises(TypeError, match="QuTiP oper is no channel: pass the list"):
        sd.as_channel(qutip.sigmax())
    with pytest.raises(TypeError, match="QuTiP ket is no channel"):
        sd.as_channel(qutip.basis(2, 0))
    with pytest.raises(TypeError, match="but one is a QuTiP ket"):
        sd.as_channel([qutip.basis(2, 0)])
    with pytest.raises(TypeError, match="is no channel"):
        sd.as_channel(qutip.QobjEvo(qutip.sigmax()))
    with pytest.raises(ValueError, match="trace preserving"):
        sd.as_channel([qutip.sigmax() / 2])


def test_verdicts_on_both_sides(qutip):
    for gamma, verdict in ((0.499, "FAILS"), (0.501, "HOLDS")):
        decay = (qutip.liouvillian(None, [qutip.sigmam()]) * -np.log(1 - gamma)).expm()
        assert sd.decide(decay, "antidegradable").verdict.name == verdict
