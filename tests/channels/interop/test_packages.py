"""as_channel() on the real qiskit and QuTiP; run by hand with the extra `interop`."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

pytestmark = pytest.mark.slow

DIMS = [(2, 2), (2, 3), (3, 2)]


@pytest.fixture(params=DIMS, ids=lambda dims: f"{dims[0]}to{dims[1]}")
def channel(request):
    return random_channel(*request.param, 2, np.random.default_rng(3))


def test_qiskit_channels(channel):
    from qiskit import quantum_info

    kraus = quantum_info.Kraus([np.array(k) for k in channel.kraus])
    for form in (quantum_info.Kraus, quantum_info.SuperOp, quantum_info.Stinespring):
        assert sd.as_channel(form(kraus)) == channel
    dims = {"input_dims": channel.d_in, "output_dims": channel.d_out}
    assert sd.as_channel(quantum_info.Choi(np.array(channel.choi), **dims)) == channel


def test_qiskit_maps_that_are_not_completely_positive_are_refused():
    from qiskit import quantum_info

    crossed = quantum_info.Kraus(([np.eye(2)], [np.diag([1, -1])]))
    with pytest.raises(ValueError, match="different left and right"):
        sd.as_channel(crossed)


def test_qutip_superoperators(channel):
    import qutip

    kraus = [qutip.Qobj(k) for k in channel.kraus]
    superoperator = sum(qutip.sprepost(k, k.dag()) for k in kraus)
    assert sd.as_channel(superoperator) == channel
    assert sd.as_channel(qutip.to_choi(superoperator)) == channel


def test_one_qutip_operator_is_refused():
    import qutip

    with pytest.raises(TypeError, match="one Kraus operator"):
        sd.as_channel(qutip.sigmax())
