"""A witness refutes its channel and no k-extendible operator."""

from itertools import permutations

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.extension.schur_weyl import young_bases
from sdpsearch.extension.witness import symmetrised

REFUTED = {
    "depolarizing": (sd.zoo.depolarizing(d=2)(0.2), 2),
    "depolarizing-near": (sd.zoo.depolarizing(d=2)(1 / 3 - 1e-4), 2),
    "depolarizing-qutrit": (sd.zoo.depolarizing(d=3)(0.3), 2),
    "depolarizing-k3": (sd.zoo.depolarizing(d=2)(0.4), 3),
    "depolarizing-k4": (sd.zoo.depolarizing(d=2)(0.45), 4),
    "damping": (sd.zoo.amplitude_damping()(0.3), 2),
    "damping-near": (sd.zoo.amplitude_damping()(0.5 - 1e-3), 2),
    "damping-k3": (sd.zoo.amplitude_damping()(0.6), 3),
    "erasure": (sd.zoo.erasure()(0.4), 2),
    "dephasing": (sd.zoo.dephasing()(0.3), 2),
    "identity": (sd.zoo.identity(2), 2),
    "werner-holevo-k3": (sd.zoo.werner_holevo(3), 3),
    "transpose-depolarizing": (sd.zoo.transpose_depolarizing(3)(0.5), 2),
    "random-complex": (random_channel(2, 2, 2, rng=1), 2),
    "random-2-to-3": (random_channel(2, 3, 2, rng=1), 2),
    "random-3-to-2": (random_channel(3, 2, 2, rng=0), 2),
}


@pytest.fixture(params=REFUTED.values(), ids=REFUTED.keys(), scope="module")
def refuted(request):
    channel, k = request.param
    decision = sd.decide(channel, sd.KExtendible(k))
    assert decision.verdict is sd.Verdict.FAILS
    return channel, k, decision


def random_extendible(d_a, d_b, k, rng):
    """Return the marginal of a random permutation-invariant σ ≥ 0 of trace d_a."""
    size = d_a * d_b**k
    rank = rng.integers(1, 4)
    root = rng.standard_normal((size, rank)) + 1j * rng.standard_normal((size, rank))
    if rng.random() < 0.5:  # an extreme one: pure and of one symmetry
        young = young_bases(d_b, k)
        basis = np.kron(np.eye(d_a), young[rng.integers(len(young))].vectors.toarray())
        root = (basis @ (basis.conj().T @ root))[:, :1]
    sigma = (root @ root.conj().T).reshape(2 * (d_a, *(d_b,) * k))
    marginal = np.zeros((d_a * d_b,) * 2, dtype=complex)
    for i in range(k):
        axes = [0, 1 + i, *(1 + j for j in range(k) if j != i)]
        tensor = sigma.transpose(*axes, *(k + 1 + a for a in axes))
        rest = d_b ** (k - 1)
        tensor = tensor.reshape(d_a * d_b, rest, d_a * d_b, rest)
        marginal += np.einsum("irjr->ij", tensor)
    return marginal * d_a / np.trace(marginal).real


def test_value_on_its_channel_is_minus_one(refuted):
    channel, _, decision = refuted
    assert np.trace(decision.witness @ channel.choi).real == pytest.approx(-1, abs=1e-9)
    assert decision.witness_value(channel) == pytest.approx(-1, abs=1e-9)


def test_witness_is_hermitian_and_read_only(refuted):
    witness = refuted[2].witness
    assert witness == pytest.approx(witness.conj().T, abs=1e-12 * np.linalg.norm(witness))
    with pytest.raises(ValueError, match="read-only"):
        witness[0, 0] = 0


def test_not_negative_on_random_extendible_operators(refuted):
    channel, k, decision = refuted
    rng = np.random.default_rng(3)
    for _ in range(200):
        operator = random_extendible(channel.d_in, channel.d_out, k, rng)
        assert np.trace(decision.witness @ operator).real >= -1e-9


def test_not_negative_on_any_extendible_operator(refuted):
    # min tr(WJ') over E_k at trace one is the least eigenvalue of S(W) on the full space.
    channel, k, decision = refuted
    blocks = symmetrised(decision.witness, channel.d_in, channel.d_out, k)
    least = min(np.linalg.eigvalsh(block)[0] for block in blocks)
    assert least >= -1e-9
    rounding = 1e-13 * np.linalg.norm(decision.witness)
    assert -least <= decision.residual <= max(0.0, -least) + rounding


def test_symmetrised_is_the_collective_sum():
    rng = np.random.default_rng(4)
    d_a, d_b, k = 2, 3, 3
    raw = rng.standard_normal((6, 6)) + 1j * rng.standard_normal((6, 6))
    w = raw + raw.conj().T
    first = np.kron(w, np.eye(d_b ** (k - 1))).reshape(2 * (d_a, *(d_b,) * k))
    total = np.zeros_like(first)
    orders = list(permutations(range(k)))
    for order in orders:
        rows = (0, *(1 + i for i in order))
        total += first.transpose(*rows, *(k + 1 + i for i in rows))
    total = total.reshape(d_a * d_b**k, -1) / len(orders)
    for block, young in zip(symmetrised(w, d_a, d_b, k), young_bases(d_b, k), strict=True):
        basis = np.kron(np.eye(d_a), young.vectors.toarray())
        assert block == pytest.approx(basis.T @ total @ basis, abs=1e-11)


@pytest.mark.parametrize("distance", [0.125, 1e-2, 1e-3])
def test_witness_is_no_larger_than_the_tangent_demands(distance):
    # Amplitude damping touches the antidegradable set tangentially: its distance from
    # it is of order distance², so ‖W‖ must be of order 1/distance², and not more.
    channel = sd.zoo.amplitude_damping()(0.5 - distance)
    decision = sd.decide(channel, sd.Antidegradable())
    assert np.linalg.norm(decision.witness) <= 100 / distance**2


@pytest.mark.parametrize("distance", [1e-3, 1e-5, 1e-7, 1e-9, 1e-11])
def test_a_witness_that_is_handed_out_is_one(distance):
    channel = sd.zoo.dephasing()(0.5 + distance)
    decision = sd.decide(channel, sd.Antidegradable())
    assert decision.verdict is not sd.Verdict.HOLDS
    if decision.witness is not None:
        assert decision.witness_value(channel) < 0
        assert np.isfinite(decision.residual)
        # Nothing k-extendible of trace d_in = 2 may look as bad as the channel does.
        assert 2 * decision.residual < 1


@pytest.mark.parametrize("level", [0.1, 0.2, 0.33])
def test_witness_of_one_channel_refutes_noisier_ones_up_to_the_threshold(level):
    # The optimal witness of a covariant family is the same for all its members.
    family = sd.zoo.depolarizing(d=2)
    decision = sd.decide(family(level), sd.Antidegradable())
    assert decision.witness_value(family(1 / 3 - 1e-6)) < 0
    assert decision.witness_value(family(1 / 3 + 1e-6)) > 0
    with pytest.raises(ValueError, match="of order 9, but the witness is of order 4"):
        decision.witness_value(sd.zoo.depolarizing(d=3)(0.1))
