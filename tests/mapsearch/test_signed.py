"""The search over L: the same margins as the engine's, from another formulation."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable
from sdpsearch.linalg import svec
from sdpsearch.mapsearch import signed_margin
from sdpsearch.mapsearch.equations import Equations
from sdpsearch.mapsearch.signed import Kernels

CHANNELS = {
    "dephrasure inside": sd.zoo.dephrasure(0.1)(0.42),
    "dephrasure outside": sd.zoo.dephrasure(0.1)(0.38),
    "transpose-depolarizing inside": sd.zoo.transpose_depolarizing(d=3)(0.55),
    "transpose-depolarizing outside": sd.zoo.transpose_depolarizing(d=3)(0.45),
    "damping inside": sd.zoo.amplitude_damping()(0.6),
    "damping outside": sd.zoo.amplitude_damping()(0.4),
    "depolarizing inside": sd.zoo.depolarizing(d=2)(0.35),
    "depolarizing outside": sd.zoo.depolarizing(d=2)(0.3),
    "random 2 to 3": sd.random_channel(2, 3, rank=5, rng=1),
    "random 3 to 2": sd.random_channel(3, 2, rank=4, rng=1),
}


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_both_formulations_measure_one_margin(channel):
    engine = sd.decide(channel, "signed-extendible").margin
    search = signed_margin(channel).margin
    assert search.lower <= engine.upper
    assert engine.lower <= search.upper
    assert search.width < 1e-5


def test_a_cross_check_asks_it():
    found = sd.decide(CHANNELS["dephrasure inside"], "signed-extendible", cross_check=True)
    assert found.cross_check.agreement is sd.Agreement.AGREE
    assert found.cross_check.solvers == ("native", "cvxpy/CLARABEL")


def test_the_kernels_are_those_of_the_map():
    """Both kernels, entry by entry as they are defined, from Kraus operators of N."""
    channel = random_antidegradable(2, 2, rng=3).minimal()
    n = sd.decide(channel, "antidegradable").map
    d_a, d_b, d_e = channel.d_in, channel.d_out, channel.d_env
    isometry = np.array([[channel.kraus[e, b] for e in range(d_e)] for b in range(d_b)])
    isometry = isometry.reshape(d_b * d_e, d_a)
    columns, images = [], []
    for a in range(d_a):
        for beta in range(d_b):
            for gamma in range(d_b):
                x = np.zeros((d_b, d_b))
                x[beta, gamma] = 1
                dual = np.einsum("kbe,bc,kcf->ef", n.kraus.conj(), x, n.kraus)
                columns.append(np.kron(x, np.eye(d_e)) @ isometry[:, a])
                images.append(np.kron(np.eye(d_b), dual) @ isometry[:, a])
    gram = np.array(columns).conj() @ np.array(columns).T
    overlap = np.array(columns).conj() @ np.array(images).T

    equations = Equations.of(channel)
    kernels = Kernels(equations, d_a)
    # σ = (M⊗1) C_N (M⊗1)†, of which c are the coordinates that the search has.
    wide = np.kron(channel.kraus_matrix, np.eye(d_b))
    sigma = wide @ n.choi @ wide.conj().T
    lift = np.kron(equations.frame, np.eye(d_b)) @ equations.allowed
    inner = lift.conj().T @ sigma @ lift
    g, k = kernels._kernels(svec(inner, equations.real))
    assert np.iscomplexobj(gram)
    assert np.allclose(g, gram)
    assert np.allclose(k, overlap)
