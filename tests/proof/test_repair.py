"""Faces and repair: exact kernels, and extensions with exactly the channel as marginal."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import (
    Matrix,
    combine,
    equal,
    identity,
    pairing,
    transposed_on_b,
)
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rounding import dense, rounded
from sdpsearch.proof.prove.candidates import marginal, reference_extension
from sdpsearch.proof.repair.extension import (
    ExactExtension,
    extension_from_floats,
    float_blocks,
    repaired,
)
from sdpsearch.proof.repair.witness import transpose_witness, witness_from_floats
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.floating import literal
from sdpsearch.proof.statement.state import state

F = Fraction
SEEDS = st.integers(0, 2**31)
ANTI = sd.Antidegradable()


# Kernels


def integer_matrices(complex_):
    entry = st.integers(-4, 4)
    pair = st.tuples(entry, entry if complex_ else st.just(0))
    return st.tuples(st.integers(1, 5), st.integers(1, 6)).flatmap(
        lambda shape: st.lists(
            st.lists(pair, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


@pytest.mark.parametrize("complex_", [False, True], ids=["real", "complex"])
def test_kernel_is_all_that_the_rows_annihilate(complex_):
    @given(table=integer_matrices(complex_))
    def holds(table):
        columns = len(table[0])
        rows = [{j: x for j, x in enumerate(row) if x != (0, 0)} for row in table]
        found = kernel(rows, columns)
        matrix = np.array([[re + 1j * im for re, im in row] for row in table])
        vectors = dense(found)
        assert found.columns == columns - np.linalg.matrix_rank(matrix)
        # Small integers: the products are exact.
        assert np.all(matrix @ vectors == 0)
        if found.columns:
            assert np.linalg.matrix_rank(vectors) == found.columns

    holds()


def test_kernel_of_nothing_and_of_everything():
    assert kernel([], 3).columns == 3
    assert kernel([{0: (1, 0)}, {1: (0, 1)}], 2).columns == 0


# Exact faces against the engine's


ZOO = {
    "damping": (sd.zoo.amplitude_damping(), F(3, 4)),
    "loss": (sd.zoo.pure_loss(photons=2), F(1, 4)),
    "erasure": (sd.zoo.erasure(d=2), F(3, 5)),
    "dephrasure": (sd.zoo.dephrasure(p=F(1, 10)), F(3, 5)),
    "levels": (sd.zoo.multilevel_amplitude_damping(), F(3, 4)),
    "damping-dephasing": (sd.zoo.damping_dephasing(), F(3, 4)),
    "two-pauli": (sd.zoo.two_pauli(), F(1, 2)),
    "dephasing": (sd.zoo.dephasing(), F(1, 2)),
    "transpose": (sd.zoo.transpose_depolarizing(d=3), F(1)),
    "depolarizing": (sd.zoo.depolarizing(d=3), F(3, 4)),
    "horodecki": (sd.zoo.horodecki(), F(2)),
}


@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize(("family", "x"), ZOO.values(), ids=ZOO)
def test_exact_face_is_as_large_as_the_engines(family, x, copies):
    channel = family(x)
    exact = find_face([state(channel)], copies)
    engine = sd.decide(channel, sd.KExtendible(copies)).membership.face
    found = {diagram: exact.order(diagram) for diagram in exact.diagrams}
    assert found == {b.diagram: b.basis.shape[1] for b in engine.blocks if b.basis.shape[1]}


def test_a_ball_has_no_face():
    channel = random_channel(2, 2, 2, 1)
    assert not state(channel).is_exact
    assert find_face([state(channel)], 2).is_full
    assert not find_face([literal(channel)], 2).is_full


@pytest.mark.parametrize(("family", "x"), ZOO.values(), ids=ZOO)
def test_free_directions_vanish_on_the_face_and_are_all_there_are(family, x):
    face = find_face([state(family(x))], 2)
    free = list(face.free_directions())
    order = face.space.d_in * face.space.d_out
    assert len(free) == len(face.neutral_rows) - len(face.rows)
    for direction in free:
        assert direction.entries
        for diagram in face.diagrams:
            assert not any(
                any(entry) for entry in face.compress(direction, diagram).entries.values()
            )
        # So every operator with an extension there satisfies the identity.
        assert pairing(direction, marginal(reference_extension(face, identity(order)))) == 0


def test_dephasing_violates_its_linear_identity_but_at_one_half():
    family = sd.zoo.dephasing()
    ends = [state(family(F(0))), state(family(F(1)))]
    free = list(find_face(ends, 2).free_directions())
    assert free

    def violated(p):
        return any(pairing(direction, state(family(p)).choi) for direction in free)

    assert not violated(F(1, 2))
    assert violated(F(1, 2) + F(1, 10**30))
    assert violated(F(1, 3))


# Repair


def scaled_marginal(extension):
    """Return the average marginal, the slack's included."""
    space = extension.face.space
    order = space.d_in * space.d_out
    room = extension.slack * space.d_out ** (space.copies - 1)
    return combine([(F(1), marginal(extension)), (room, identity(order))], order)


#: (channel, k), all with an extension on their face.
EXTENDIBLE = {
    "full-rank": (sd.zoo.depolarizing(d=2)(F(1, 2)), 2),
    "full-rank-3": (sd.zoo.depolarizing(d=2)(F(3, 5)), 3),
    "full-rank-4": (sd.zoo.depolarizing(d=2)(F(3, 5)), 4),
    "qutrit": (sd.zoo.depolarizing(d=3)(F(1, 2)), 2),
    "damping": (sd.zoo.amplitude_damping()(F(2, 3)), 2),
    "damping-3": (sd.zoo.amplitude_damping()(F(4, 5)), 3),
    "damping-4": (sd.zoo.amplitude_damping()(F(4, 5)), 4),
    "erasure-2-3": (sd.zoo.erasure(d=2)(F(3, 5)), 2),
    "erasure-2-3-3": (sd.zoo.erasure(d=2)(F(4, 5)), 3),
    "replacer-3-2": (sd.zoo.replacer(3, 2), 2),
    "replacer-3-2-3": (sd.zoo.replacer(3, 2), 3),
    "werner-holevo": (sd.zoo.werner_holevo(3), 2),
    "loss": (sd.zoo.pure_loss(photons=2)(F(1, 3)), 2),
}


@pytest.mark.parametrize(("channel", "copies"), EXTENDIBLE.values(), ids=EXTENDIBLE)
def test_repaired_marginal_is_exactly_the_channels(channel, copies):
    statement = state(channel)
    assert statement.is_exact
    found = sd.decide(channel, sd.KExtendible(copies)).membership
    face = find_face([statement], copies)
    blocks = float_blocks(face, statement, found.face, found.extension)
    # As the engine left it, to its accuracy: bases, copies of irreps and filters agree.
    rough = marginal(ExactExtension(face, blocks))
    assert np.max(np.abs(dense(rough) - dense(statement.choi))) < 1e-8
    extension = extension_from_floats(face, statement, found)
    assert equal(marginal(extension), statement.choi)
    assert extension.slack == 0
    assert all(is_psd(block) for block in extension.blocks.values())


@settings(max_examples=15)
@given(seed=SEEDS, shape=st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 2, 3)]))
def test_any_blocks_are_mended_on_the_full_face(seed, shape):
    d_in, d_out, copies = shape
    statement = state(random_channel(d_in, d_out, d_in * d_out, seed))
    face = find_face([statement], copies)
    rng = np.random.default_rng(seed)
    blocks = {}
    for diagram in face.diagrams:
        order = face.order(diagram)
        noise = rng.standard_normal((order, order)) + 1j * rng.standard_normal(
            (order, order)
        )
        blocks[diagram] = rounded((noise + noise.conj().T) / 2)
    extension = repaired(face, statement.choi, blocks)
    assert equal(scaled_marginal(extension), statement.choi)
    wide = repaired(face, statement.choi, blocks, statement.radius)
    assert equal(scaled_marginal(wide), statement.choi)
    # The slack that the checker asks for.
    asked = 2 * copies * statement.radius * statement.choi.rows
    assert wide.slack * d_out ** (copies - 1) >= asked > 0


@settings(max_examples=10)
@given(seed=SEEDS)
def test_literal_complex_data_are_mended_on_their_face(seed):
    damping = sd.zoo.amplitude_damping()(0.7123456789).kraus
    before, after = random_unitary(2, seed), random_unitary(2, seed + 1)
    channel = sd.Channel(after @ damping @ before)
    statement = literal(channel)
    face = find_face([statement], 2)
    found = sd.decide(channel, ANTI).membership
    extension = extension_from_floats(face, statement, found)
    assert equal(marginal(extension), statement.choi)
    assert not face.is_full


def test_nothing_mends_what_a_linear_identity_excludes():
    family = sd.zoo.dephasing()
    for x, possible in ((F(1, 2), True), (F(1, 3), False)):
        statement = state(family(x))
        face = find_face([statement], 2)
        assert face.diagrams
        blocks = {diagram: identity(face.order(diagram)) for diagram in face.diagrams}
        mended = repaired(face, statement.choi, blocks)
        assert (mended is not None) is possible


def test_nothing_mends_on_an_empty_face():
    statement = state(sd.zoo.transpose_depolarizing(d=3)(F(1)))
    face = find_face([statement], 3)
    assert face.diagrams == []
    assert repaired(face, statement.choi, {}) is None


def test_a_ball_is_not_mended_on_a_proper_face():
    statement = state(sd.zoo.amplitude_damping()(F(3, 4)))
    face = find_face([statement], 2)
    blocks = {diagram: identity(face.order(diagram)) for diagram in face.diagrams}
    assert repaired(face, statement.choi, blocks) is not None
    assert repaired(face, statement.choi, blocks, F(1, 2**50)) is None


# Witnesses


FAILING = {
    "depolarizing": (sd.zoo.depolarizing(d=2)(F(3, 10)), 2),
    "depolarizing-3": (sd.zoo.depolarizing(d=2)(F(2, 5)), 3),
    "damping": (sd.zoo.amplitude_damping()(F(2, 5)), 2),
    "damping-3": (sd.zoo.amplitude_damping()(F(3, 5)), 3),
    "erasure": (sd.zoo.erasure()(F(2, 5)), 2),
    "loss": (sd.zoo.pure_loss(photons=2)(F(3, 5)), 2),
}


@pytest.mark.parametrize(("channel", "copies"), FAILING.values(), ids=FAILING)
def test_rounded_witness_is_positive_on_the_face_and_negative_on_the_channel(
    channel, copies
):
    statement = state(channel)
    found = sd.decide(channel, sd.KExtendible(copies)).membership
    face = find_face([statement], copies)
    witness = witness_from_floats(face, statement, found.face.lift(found.witness))
    assert pairing(witness, statement.choi) < 0
    assert all(is_psd(face.compress(witness, diagram)) for diagram in face.diagrams)
    # An extension of anything else on the face is no counterexample.
    reference = reference_extension(face, statement.choi)
    assert pairing(witness, marginal(reference)) >= 0


def test_a_witness_far_off_is_given_up():
    statement = state(sd.zoo.depolarizing(d=2)(F(1, 5)))
    face = find_face([statement], 2)
    assert witness_from_floats(face, statement, -np.eye(4)) is None
    assert witness_from_floats(face, statement, np.eye(4)) is not None


@settings(max_examples=20)
@given(seed=SEEDS, d_out=st.integers(2, 3))
def test_transpose_witness_is_positive_under_partial_transposition(seed, d_out):
    channel = random_channel(2, d_out, 2, seed)
    witness = transpose_witness(channel.choi, d_out)
    assert is_psd(transposed_on_b(witness, d_out))
    value = np.vdot(dense(witness), channel.choi).real / np.trace(dense(witness)).real
    flipped = channel.choi.reshape(2, d_out, 2, d_out).transpose(0, 3, 2, 1)
    least = np.linalg.eigvalsh(flipped.reshape(2 * d_out, -1))[0]
    assert value == pytest.approx(least, abs=1e-12)


def test_rounding_keeps_hermitian_matrices_hermitian():
    matrix = np.array([[0.1, 0.2 - 0.3j], [0.2 + 0.3j, -0.7]])
    found = rounded(matrix)
    assert isinstance(found, Matrix)
    assert found.entries[0, 1] == (found.entries[1, 0][0], -found.entries[1, 0][1])
    assert all(im == 0 for (p, q), (_, im) in found.entries.items() if p == q)
    assert np.max(np.abs(dense(found) - matrix)) < 1e-16
    assert matrix_rows(found)[0][0] == found.entries[0, 0]
