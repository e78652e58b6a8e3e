"""Signed extensions: what the shuffle, the face and the programme are claimed to be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.conic.solvers import backend
from sdpsearch.extension.batch.checks import prove_extensions, shifted_witnesses
from sdpsearch.extension.checks import prove_extension, shifted_witness
from sdpsearch.extension.line import Line
from sdpsearch.extension.signed.faces import reduced_signed, whole_signed
from sdpsearch.extension.signed.find import full_signed_face, signed_face
from sdpsearch.extension.signed.shuffle import (
    operator_basis,
    shuffled,
    symmetric_count,
    unshuffled,
    widened,
)
from sdpsearch.extension.signed.variables import whole_variables
from sdpsearch.linalg import dagger, hermitian_part, is_real, partial_trace, svec

SEEDS = st.integers(0, 2**31)
SHAPES = [(2, 2), (2, 3), (3, 2), (3, 3)]


def random_hermitian(rng, order, real=False):
    raw = rng.normal(size=(order, order))
    return hermitian_part(raw if real else raw + 1j * rng.normal(size=(order, order)))


def swap(d_a, d_b):
    eye = np.eye(d_b * d_b).reshape(d_b, d_b, d_b, d_b)
    return np.kron(np.eye(d_a), eye.transpose(1, 0, 2, 3).reshape(d_b**2, d_b**2))


def swap_invariant(rng, d_a, d_b, real=False):
    sigma = random_hermitian(rng, d_a * d_b**2, real)
    f = swap(d_a, d_b)
    return (sigma + f @ sigma @ f) / 2


def transposed(matrix, d_a, d_b, sites):
    """Return the partial transpose of an operator on A⊗B⊗B' on the sites named."""
    axes = list(range(6))
    for site in sites:
        axes[site], axes[site + 3] = axes[site + 3], axes[site]
    shape = (d_a, d_b, d_b) * 2
    return matrix.reshape(shape).transpose(axes).reshape(matrix.shape)


def face_of(channel):
    real = is_real(channel.kraus_matrix)
    return signed_face(channel.range, (channel.d_in, channel.d_out), real)


@pytest.mark.parametrize(("d_a", "d_b"), SHAPES)
@given(seed=SEEDS)
@settings(max_examples=5)
def test_the_shuffle_is_what_the_document_says(d_a, d_b, seed):
    sigma = swap_invariant(np.random.default_rng(seed), d_a, d_b)
    f = swap(d_a, d_b)
    matrix = shuffled(sigma, d_a, d_b)
    assert np.allclose(matrix, transposed(sigma @ f, d_a, d_b, [2]))
    assert np.allclose(matrix, dagger(matrix))
    assert np.allclose(transposed(matrix, d_a, d_b, [1, 2]), f @ matrix @ f)
    assert np.allclose(unshuffled(matrix, d_a, d_b), sigma)
    omega = np.kron(np.eye(d_a), np.eye(d_b).reshape(-1, 1))
    assert np.allclose((matrix - widened(sigma, d_a, d_b)) @ omega, 0)


@given(seed=SEEDS)
@settings(max_examples=5)
def test_products_become_dyads_of_the_operators(seed):
    rng = np.random.default_rng(seed)
    a, x, y = random_hermitian(rng, 2), random_hermitian(rng, 3), random_hermitian(rng, 3)
    found = shuffled(np.kron(a, np.kron(x, y)), 2, 3)
    assert np.allclose(found, np.kron(a, np.outer(x.ravel(), y.ravel().conj())))


@pytest.mark.parametrize("real", [True, False])
def test_the_operator_basis_is_orthonormal_and_made_of_what_it_says(real):
    basis = operator_basis(3, real)
    assert np.allclose(dagger(basis) @ basis, np.eye(9))
    assert np.allclose(basis[:, 0], np.eye(3).ravel() / np.sqrt(3))
    for p, column in enumerate(basis.T):
        h = column.reshape(3, 3)
        even = p < symmetric_count(3)
        assert np.allclose(h.T, h if even else -h)
        assert np.allclose(h, dagger(h) if even or not real else -dagger(h))


@pytest.mark.parametrize("real", [True, False])
@pytest.mark.parametrize(("d_a", "d_b"), SHAPES)
def test_the_variables_are_all_sigma_without_marginal(d_a, d_b, real):
    face = full_signed_face(d_a, d_b, real)
    operator = whole_variables(d_a, d_b, real).operator.toarray()
    base = face.base
    assert operator.shape[1] == base.layout.size - base.identity.size
    assert np.allclose(operator.T @ operator, 2 * np.eye(operator.shape[1]))
    for column in operator.T:
        assert np.abs(face.marginal_of(column)).max() < 1e-13
        assert np.allclose(face.stacked(face.extension(column)), column)


@pytest.mark.parametrize("real", [True, False])
@pytest.mark.parametrize(("d_a", "d_b"), SHAPES)
def test_the_gathered_schur_complement_is_that_of_the_entries(d_a, d_b, real):
    rng = np.random.default_rng(d_a + 10 * d_b)
    face, found = full_signed_face(d_a, d_b, real), whole_variables(d_a, d_b, real)
    thetas = [random_hermitian(rng, n, real) for n in face.orders]
    turned = [
        np.concatenate(
            [
                svec(t @ g @ t, real)
                for t, g in zip(thetas, face.block_matrices(column), strict=True)
            ]
        )
        for column in found.operator.toarray().T
    ]
    expected = np.array(turned) @ found.operator.toarray()
    assert found.congruence is not None
    assert np.allclose(np.tril(found.congruence.schur(thetas)), np.tril(expected))


@pytest.mark.parametrize("real", [True, False])
def test_a_stack_of_schur_complements_is_one_after_the_other(real):
    rng = np.random.default_rng(5)
    found = whole_variables(2, 3, real).congruence
    assert found is not None
    stacks = [
        np.array([random_hermitian(rng, n, real) for _ in range(3)]) for n in (18, 16)
    ]
    each = [found.schur([stack[i] for stack in stacks]) for i in range(3)]
    assert np.allclose(found.schur(stacks), each, atol=1e-13)


@pytest.mark.parametrize("shape", [(2, 2, 4, False), (2, 2, 3, True), (3, 2, 4, False)])
def test_many_faces_check_as_each_does(shape):
    d_a, d_b, rank, real = shape
    channels = [sd.random_channel(d_a, d_b, rank, rng=i) for i in range(3)]
    if real:
        stacks = [c.kraus.real.reshape(-1, d_a) for c in channels]
        kraus = [np.linalg.qr(s)[0].reshape(rank, d_b, d_a) for s in stacks]
        channels = [sd.Channel(k) for k in kraus]
    chois = np.array([c.choi.real if real else c.choi for c in channels])
    spans = [c.range for c in channels]
    full = rank == d_a * d_b
    ((places, faces),) = (
        [(np.arange(3), whole_signed(d_a, d_b, real))]
        if full
        else list(reduced_signed(spans, (d_a, d_b), real))
    )
    rng = np.random.default_rng(0)
    marginals = faces.coordinates(chois[places])
    alone = [signed_face(spans[i], (d_a, d_b), real) for i in places]
    stacked = faces.reference + rng.normal(size=(3, faces.like.layout.size)) / 100
    proofs = prove_extensions(faces, stacked, marginals)
    witnesses = faces.witnesses(stacked)
    shifted = shifted_witnesses(faces, witnesses)
    for i, face in enumerate(alone):
        mine = faces.face(i)
        assert (mine.orders, mine.forced) == (face.orders, face.forced)
        assert mine.tilt == pytest.approx(face.tilt, rel=1e-6)
        one = prove_extension(mine, stacked[i], marginals[i])
        assert proofs.extensions[i] == pytest.approx(one.extension, abs=1e-12)
        assert proofs.floors[i] == pytest.approx(one.floor, abs=1e-10)
        assert proofs.floors[i] <= one.floor + 1e-13  # charged no less
        assert witnesses[i] == pytest.approx(mine.witness(stacked[i]), abs=1e-12)
        assert shifted[i] == pytest.approx(shifted_witness(mine, witnesses[i]), abs=1e-10)
        charge = mine.witness_rounding(witnesses[i])
        assert faces.witness_rounding(witnesses)[i] >= 0.99 * charge
        assert faces.charge(witnesses)[i % len(faces.tilt)] == pytest.approx(
            mine.charge(witnesses[i]), rel=1e-6
        )


CHANNELS = {
    "qubit": sd.random_channel(2, 2, rng=0),
    "2 to 3": sd.random_channel(2, 3, rng=0),
    "3 to 2, rank 4": sd.random_channel(3, 2, rank=4, rng=0),
    "damping": sd.zoo.amplitude_damping()(0.3),
    "erasure": sd.zoo.erasure()(0.3),
    "dephrasure": sd.zoo.dephrasure(0.1)(0.3),
    "transpose-depolarizing": sd.zoo.transpose_depolarizing(d=3)(0.4),
}


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_a_face_carries_every_sigma_and_its_reference_is_inside(channel):
    face = face_of(channel)
    rng = np.random.default_rng(0)
    base = face.base
    sigma = base.extension(rng.normal(size=base.layout.size))
    for c, sign in zip(face.supports, (1, -1), strict=True):
        both = widened(sigma, face.d_a, face.d_b) + sign * shuffled(
            sigma, face.d_a, face.d_b
        )
        inside = c @ dagger(c)
        assert np.allclose(inside @ both @ inside, both)
    least, most = face.reference_spread
    assert 1e-3 * most < least <= most
    assert face.is_sharp


@pytest.mark.parametrize(
    ("channel", "forced"),
    [
        (sd.random_channel(3, 2, rank=4, rng=0), 0),
        (sd.zoo.dephrasure(0.1)(0.3), 0),
        (sd.zoo.transpose_depolarizing(d=3)(0.4), 1),
    ],
)
def test_what_is_forced_beside_the_maximally_entangled_vectors(channel, forced):
    assert face_of(channel).forced == forced


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_a_witness_pairs_with_every_sigma_as_its_blocks_do(channel):
    face = face_of(channel)
    rng = np.random.default_rng(1)
    witness = face.witness(rng.normal(size=face.layout.size))
    sigma = face.base.extension(rng.normal(size=face.base.layout.size))
    marginal = partial_trace(sigma, (face.d_a * face.d_b, face.d_b), 1)
    by_marginal = np.vdot(face.lift(witness), marginal).real
    by_blocks = face.blocks_of(witness) @ face.stacked(sigma)
    assert by_blocks == pytest.approx(by_marginal, abs=1e-10)
    assert np.allclose(
        face.stacked(face.base.extension(face.sigma_blocks(face.stacked(sigma)))),
        face.stacked(sigma),
    )


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_the_start_of_a_margin_is_strictly_feasible(channel):
    face = face_of(channel)
    marginal = face.coordinates(channel.choi.real if face.real else channel.choi)
    problem = Line(face, marginal, face.reference_marginal - marginal).problem()
    assert problem.start is not None
    x, z = problem.start
    inside = problem.operator @ x + problem.constant
    for stacked in (inside, z):
        assert min(np.linalg.eigvalsh(m)[0] for m in problem.matrices(stacked)) > 0
    assert np.allclose(problem.operator.T @ z, problem.objective, atol=1e-10)


@pytest.mark.parametrize("solver", ["native", "qics", "clarabel"])
def test_backends_agree_on_a_margin(solver):
    channel = sd.random_channel(2, 3, rank=4, rng=3)
    problem = sd.SignedExtendible().programme(channel)
    found = backend(solver).solve(problem, tolerance=1e-8)
    margin = sd.decide(channel, "signed-extendible").margin
    assert -found.x[0] == pytest.approx(margin.lower, abs=1e-5)
