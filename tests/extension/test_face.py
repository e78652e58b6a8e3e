"""Faces of the k-extendible cone against brute force on the full space A⊗B^{⊗k}."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from scipy import linalg as sla

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.extension.facial_reduction import find_face, full_face
from sdpsearch.extension.schur_weyl import young_bases
from sdpsearch.linalg import coordinate_count, support, svec

FULL = [
    (1, 2, 2),
    (2, 1, 3),
    (2, 2, 1),
    (2, 2, 2),
    (3, 2, 2),
    (2, 3, 2),
    (2, 2, 3),
    (2, 3, 3),
    (2, 2, 4),
]
FULL_CASES = pytest.mark.parametrize(
    ("d_a", "d_b", "k"), FULL, ids=[f"{a}x{b}-k{k}" for a, b, k in FULL]
)
FIELDS = pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])

#: Channels whose face is proper, with the number of copies asked for.
REDUCED = {
    "amplitude-damping-k2": (sd.zoo.amplitude_damping()(0.3), 2),
    "amplitude-damping-k3": (sd.zoo.amplitude_damping()(0.8), 3),
    "erasure-k2": (sd.zoo.erasure()(0.4), 2),
    "erasure-k3": (sd.zoo.erasure()(0.7), 3),
    "dephasing-k2": (sd.zoo.dephasing()(0.2), 2),
    "werner-holevo-k2": (sd.zoo.werner_holevo(3), 2),
    "rank-3-qubit": (random_channel(2, 2, 3, rng=1), 2),
    "random-antidegradable-2-to-3": (random_antidegradable(2, 3, 1, rng=2), 2),
    "random-antidegradable-3-to-2": (random_antidegradable(3, 2, 2, rng=3), 2),
}


def hermitian(order, real, seed):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((order, order))
    if not real:
        matrix = matrix + 1j * rng.standard_normal((order, order))
    return (matrix + matrix.conj().T) / 2


def copy_swap(d_a, d_b, k, order):
    """Return the operator on A⊗B^k that permutes the copies of B."""
    axes = (0, *(1 + i for i in order))
    size = d_a * d_b**k
    index = np.arange(size).reshape(d_a, *(d_b,) * k).transpose(axes).ravel()
    return np.eye(size)[index]


def collective(w, d_a, d_b, k):
    """Return (1/k) Σ_i W_{A B_i} ⊗ 1 on A⊗B^k by swapping copy i to the front."""
    first = np.kron(w, np.eye(d_b ** (k - 1)))
    total = np.zeros_like(first)
    for i in range(k):
        order = list(range(k))
        order[0], order[i] = order[i], order[0]
        swap = copy_swap(d_a, d_b, k, order)
        total = total + swap @ first @ swap.T
    return total / k


def first_marginal(sigma, d_a, d_b, k):
    rest = d_b ** (k - 1)
    return np.einsum("irjr->ij", sigma.reshape(d_a * d_b, rest, d_a * d_b, rest))


def twirl(sigma, d_a, d_b, k):
    swaps = [copy_swap(d_a, d_b, k, order) for order in permutations(range(k))]
    return sum(s @ sigma @ s.T for s in swaps) / factorial(k)


def dense(basis):
    return basis if isinstance(basis, np.ndarray) else basis.toarray()


def random_blocks(face, seed):
    blocks = [hermitian(n, face.real, seed + i) for i, n in enumerate(face.orders)]
    return np.concatenate([svec(block, face.real) for block in blocks])


def face_of(channel, k):
    matrix = channel.kraus_matrix
    real = not np.any(matrix.imag)
    basis = support(matrix.real if real else matrix, 1e-9).basis
    return find_face(channel.d_in, channel.d_out, k, basis, real)


@pytest.fixture(params=REDUCED.values(), ids=REDUCED.keys())
def reduced(request):
    channel, k = request.param
    return channel, face_of(channel, k)


def assert_operator_is_brute_force(face):
    for seed in range(3):
        inner = svec(hermitian(face.rank, face.real, seed), face.real)
        w = face.lift(inner)
        whole = collective(w, face.d_a, face.d_b, face.k)
        blocks = face.block_matrices(face.operator @ inner)
        for block, matrix in zip(face.blocks, blocks, strict=True):
            basis = dense(block.basis)
            assert matrix == pytest.approx(basis.conj().T @ whole @ basis, abs=1e-11)


def assert_adjoint_is_the_marginal(face):
    stacked = random_blocks(face, 7)
    sigma = face.extension(stacked)
    marginal = first_marginal(
        twirl(sigma, face.d_a, face.d_b, face.k), face.d_a, face.d_b, face.k
    )
    lifted = face.lift(face.operator.T @ stacked)
    assert lifted == pytest.approx(marginal, abs=1e-11)


def assert_unital(face):
    blocks = face.block_matrices(face.operator @ svec(np.eye(face.rank), face.real))
    for matrix in blocks:
        assert matrix == pytest.approx(np.eye(len(matrix)), abs=1e-12)


@FIELDS
@FULL_CASES
def test_full_operator_is_the_collective_sum(d_a, d_b, k, real):
    assert_operator_is_brute_force(full_face(d_a, d_b, k, real))


@FIELDS
@FULL_CASES
def test_full_adjoint_is_the_marginal(d_a, d_b, k, real):
    assert_adjoint_is_the_marginal(full_face(d_a, d_b, k, real))


@FIELDS
@FULL_CASES
def test_full_operator_maps_one_to_one(d_a, d_b, k, real):
    assert_unital(full_face(d_a, d_b, k, real))


@FIELDS
@FULL_CASES
def test_full_face_repairs_any_marginal_exactly(d_a, d_b, k, real):
    face = full_face(d_a, d_b, k, real)
    marginal = svec(hermitian(face.rank, real, 11), real)
    repaired = face.repair(random_blocks(face, 12), marginal)
    assert face.operator.T @ repaired == pytest.approx(marginal, abs=1e-13)


@FIELDS
@FULL_CASES
def test_full_gain_is_the_least_singular_value(d_a, d_b, k, real):
    face = full_face(d_a, d_b, k, real)
    values = np.linalg.svd(face.operator.toarray(), compute_uv=False)
    assert face.gain == pytest.approx(values[-1], rel=1e-10)
    assert face.free.shape[1] == 0


@FIELDS
def test_repair_moves_as_little_as_possible(real):
    face = full_face(2, 3, 2, real)
    stacked = random_blocks(face, 3)
    marginal = svec(hermitian(face.rank, real, 4), real)
    change = face.repair(stacked, marginal) - stacked
    least = np.linalg.lstsq(
        face.operator.T.toarray(), marginal - face.operator.T @ stacked, rcond=None
    )[0]
    assert change == pytest.approx(least, abs=1e-11)


def test_reduced_operator_is_the_collective_sum(reduced):
    assert_operator_is_brute_force(reduced[1])


def test_reduced_adjoint_is_the_marginal(reduced):
    assert_adjoint_is_the_marginal(reduced[1])


def test_reduced_operator_maps_one_to_one(reduced):
    assert_unital(reduced[1])


def test_reduced_face_is_the_kernel_on_the_full_space(reduced):
    face = reduced[1]
    outside = np.eye(face.d_a * face.d_b) - face.range_basis @ face.range_basis.conj().T
    penalty = collective(outside, face.d_a, face.d_b, face.k)
    found = {block.diagram: block for block in face.blocks}
    for young in young_bases(face.d_b, face.k):
        basis = np.kron(np.eye(face.d_a), young.vectors.toarray())
        values, vectors = np.linalg.eigh(basis.T @ penalty @ basis)
        kernel = basis @ vectors[:, values < 1e-9]
        if young.diagram not in found:
            assert kernel.shape[1] == 0
            continue
        block = found[young.diagram]
        assert block.order == kernel.shape[1]
        assert block.multiplicity == young.multiplicity
        mine = dense(block.basis)
        assert mine @ mine.conj().T == pytest.approx(kernel @ kernel.conj().T, abs=1e-10)


def test_free_directions_are_the_kernel_of_the_operator(reduced):
    face = reduced[1]
    kernel = sla.null_space(face.operator.toarray(), rcond=1e-9)
    assert face.free.shape == kernel.shape
    assert face.free @ face.free.T == pytest.approx(kernel @ kernel.T, abs=1e-9)
    both = np.hstack([face.free, face.bound])
    assert both.T @ both == pytest.approx(np.eye(face.operator.shape[1]), abs=1e-10)


def test_reduced_gain_is_the_least_nonzero_singular_value(reduced):
    face = reduced[1]
    values = np.linalg.svd(face.operator.toarray(), compute_uv=False)
    assert face.gain == pytest.approx(values[values > 1e-7][-1], rel=1e-8)


def test_reference_is_maximally_mixed_on_the_face(reduced):
    face = reduced[1]
    sigma = twirl(face.extension(face.reference), face.d_a, face.d_b, face.k)
    assert np.trace(sigma).real == pytest.approx(face.d_a, abs=1e-11)
    values = np.linalg.eigvalsh(sigma)
    positive = values[values > 1e-9]
    assert positive == pytest.approx(np.full_like(positive, positive[0]), abs=1e-10)
    marginal = first_marginal(sigma, face.d_a, face.d_b, face.k)
    assert face.lift(face.reference_marginal) == pytest.approx(marginal, abs=1e-11)


def test_reference_is_its_weights_on_the_blocks(reduced):
    face = reduced[1]
    for weight, block in zip(
        face.weights, face.block_matrices(face.reference), strict=True
    ):
        assert np.array_equal(block, weight * np.eye(len(block)))


@pytest.mark.parametrize("d", [2, 4], ids=["dense", "sparse"])
def test_products_are_those_of_the_sparse_operator(d):
    face = full_face(d, d, 2, False)
    rng = np.random.default_rng(d)
    witness, stacked = (rng.standard_normal(n) for n in face.operator.shape[::-1])
    assert face.blocks_of(witness) == pytest.approx(face.operator @ witness, abs=1e-13)
    expected = face.operator.T @ stacked
    assert face.marginal_of(stacked) == pytest.approx(expected, abs=1e-13)


def test_repair_reaches_the_marginal_of_any_extension_of_the_face(reduced):
    face = reduced[1]
    marginal = face.operator.T @ random_blocks(face, 21)
    repaired = face.repair(random_blocks(face, 22), marginal)
    assert face.operator.T @ repaired == pytest.approx(marginal, abs=1e-12)


ORDERS = {
    # Vectors of A⊗B⊗B' with both parts in R, counted by hand.
    # R = span{|00>+s|11>, |10>}: |000>+s|110>+s|101> and |100>.
    "amplitude-damping": (sd.zoo.amplitude_damping()(0.3), 2, {(2,): 2}),
    # R = span{Ω, |02>, |12>}: Ω⊗|2> ± swapped, |022>, |122>.
    "erasure": (sd.zoo.erasure()(0.3), 2, {(2,): 3, (1, 1): 1}),
    # R = Λ²: only Λ³ has both parts in it.
    "werner-holevo-3": (sd.zoo.werner_holevo(3), 2, {(1, 1): 1}),
    "werner-holevo-4": (sd.zoo.werner_holevo(4), 2, {(1, 1): 4}),
    "werner-holevo-4-k3": (sd.zoo.werner_holevo(4), 3, {(1, 1, 1): 1}),
    # R = span{|00>, |11>}: |000> and |111>.
    "dephasing": (sd.zoo.dephasing()(0.3), 2, {(2,): 2}),
    "identity": (sd.zoo.identity(2), 2, {}),
    "werner-holevo-3-k3": (sd.zoo.werner_holevo(3), 3, {}),
    # Four antisymmetric vectors of C^4, so not five.
    "werner-holevo-4-k4": (sd.zoo.werner_holevo(4), 4, {}),
}


@pytest.mark.parametrize(("channel", "k", "orders"), ORDERS.values(), ids=ORDERS.keys())
def test_known_face(channel, k, orders):
    face = face_of(channel, k)
    assert {block.diagram: block.order for block in face.blocks} == orders
    assert face.leak < 1e-12


def test_empty_face_has_an_operator_without_rows():
    face = face_of(sd.zoo.identity(3), 2)
    assert face.operator.shape == (0, coordinate_count(1, True))


def test_dephasing_face_has_one_free_direction():
    # S(Z) = ⟨000|…⟩, ⟨111|…⟩ see the diagonal of W only, not |00><11| + |11><00|.
    face = face_of(sd.zoo.dephasing()(0.3), 2)
    assert face.free.shape == (3, 1)
    free = face.lift(face.free[:, 0])
    assert np.abs(free[0, 3]) == pytest.approx(np.sqrt(0.5))


@pytest.mark.parametrize(
    ("angle", "order"), [(1e-13, 1), (1e-4, 0)], ids=["rounding", "real-angle"]
)
def test_a_tilted_range_changes_the_face_only_beyond_rounding(angle, order):
    # Λ² of C³ with |12> − |21> tilted towards |00>: Λ³ leaves the face.
    tilted = support(sd.zoo.werner_holevo(3).kraus_matrix.real, 1e-9).basis.copy()
    tilted[:, -1] *= np.sqrt(1 - angle**2)
    tilted[0, -1] = angle
    face = find_face(3, 3, 2, tilted, True)
    assert sum(face.orders) == order
    assert face.leak <= 1e-12
    assert not face.is_sharp or order == 0


def test_a_full_range_is_the_whole_cone():
    face = find_face(2, 3, 2, np.eye(6), False)
    assert face is full_face(2, 3, 2, False)
    assert face.is_full
    assert face.orders == (2 * 6, 2 * 3)
