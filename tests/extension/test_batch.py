"""Many operators at once: the faces, the checks and the margins of each are its own."""

from dataclasses import replace

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch import deadline
from sdpsearch.channels.random import random_channel
from sdpsearch.conic.interior.batch.programmes import Claims, adjoint, apply
from sdpsearch.extension.batch import margins
from sdpsearch.extension.batch import memberships as module
from sdpsearch.extension.batch.checks import (
    pairings,
    prove_extensions,
    psd_margins,
    shifted_witnesses,
)
from sdpsearch.extension.batch.margins import margins_on
from sdpsearch.extension.batch.memberships import can_be_together, find_memberships
from sdpsearch.extension.batch.range_faces import reduced, whole
from sdpsearch.extension.checks import (
    pairing,
    prove_extension,
    psd_margin,
    shifted_witness,
)
from sdpsearch.extension.facial_reduction import find_face
from sdpsearch.extension.margin import find_membership

#: d_a, d_b, rank, real.
RANGES = [
    (2, 2, 1, False),
    (2, 2, 2, True),
    (2, 2, 3, False),
    (2, 3, 4, False),
    (3, 2, 2, False),
    (3, 2, 5, True),
    (3, 3, 8, False),
]


def channels_of(d_a, d_b, rank, real, count=3):
    channels = [random_channel(d_a, d_b, rank, rng=i) for i in range(count)]
    if real:
        stacks = [c.kraus.real.reshape(-1, d_a) for c in channels]
        channels = [
            sd.Channel(np.linalg.qr(stack)[0].reshape(c.kraus.shape))
            for stack, c in zip(stacks, channels, strict=True)
        ]
    return channels


def chois_of(channels, real):
    chois = np.array([channel.choi for channel in channels])
    return np.ascontiguousarray(chois.real) if real else chois


def memberships(channels, real=False, k=2):
    dims = (channels[0].d_in, channels[0].d_out)
    spans = [channel.range for channel in channels]
    return find_memberships(
        chois_of(channels, real), spans, dims, k, real=real, tolerance=1e-10
    )


def lines(count=4, seed=0):
    """Return faces and coordinates of qubit channels of full rank, either side."""
    channels = [sd.zoo.depolarizing(d=2)(0.1), sd.zoo.depolarizing(d=2)(0.9)]
    channels += [random_channel(2, 2, 4, rng=[seed, i]) for i in range(count - 2)]
    faces = whole(2, 2, 2, False)
    return channels, faces, faces.coordinates(chois_of(channels, False))


# Faces


@pytest.mark.parametrize("shape", RANGES, ids=str)
def test_faces_are_those_of_one_range_at_a_time(shape):
    d_a, d_b, _, real = shape
    spans = [channel.range for channel in channels_of(*shape)]
    seen = []
    for places, faces in reduced(spans, (d_a, d_b), real):
        seen += list(places)
        for i, place in enumerate(places):
            span, face = spans[place], faces.face(i)
            alone = find_face(d_a, d_b, 2, span.basis, real, blur=span.blur, cut=span.cut)
            assert [b.diagram for b in face.blocks] == [b.diagram for b in alone.blocks]
            assert face.orders == alone.orders
            assert face.noise == pytest.approx(alone.noise)
            assert face.tilt == pytest.approx(alone.tilt, rel=1e-6)
            assert face.leak < 1e-14
            assert (face.real, face.rank, face.is_generic) == (real, shape[2], True)
            for block, other in zip(face.blocks, alone.blocks, strict=True):
                inside = other.basis.conj().T @ block.basis
                unitary = inside.conj().T @ inside
                assert unitary == pytest.approx(np.eye(block.order), abs=1e-9)
            if face.blocks:
                assert faces.kernels[i] == alone.free.shape[1]
                assert faces.kernels[i] or faces.gain[i] == pytest.approx(alone.gain)
    assert sorted(seen) == list(range(len(spans)))


@pytest.mark.parametrize("shape", [s for s in RANGES if s[2] > 1], ids=str)
def test_operators_are_those_of_the_faces(shape):
    d_a, d_b, rank, real = shape
    channels = channels_of(*shape)
    rng = np.random.default_rng(0)
    for places, faces in reduced([c.range for c in channels], (d_a, d_b), real):
        chois = chois_of([channels[i] for i in places], real)
        marginals = faces.coordinates(chois)
        for i in range(len(places)):
            face = faces.face(i)
            expected = face.operator.toarray()
            assert faces.operator[i] == pytest.approx(expected, abs=1e-13)
            assert marginals[i] == pytest.approx(face.coordinates(chois[i]), abs=1e-14)
            matrix = rng.standard_normal((rank, rank))
            matrix = matrix + matrix.T
            blocks = face.block_matrices(
                expected
                @ face.coordinates(face.range_basis @ matrix @ face.range_basis.conj().T)
            )
            for factor, block in zip(faces.factors, blocks, strict=True):
                y = factor[i]
                wide = np.kron(matrix, np.eye(len(y) // rank))
                assert y.conj().T @ wide @ y == pytest.approx(block, abs=1e-12)


def test_some_of_the_faces():
    channels = channels_of(2, 2, 3, False, count=4)
    ((_, faces),) = reduced([c.range for c in channels], (2, 2), False)
    some = faces.taken(np.array([1, 3]))
    assert some.face(1) is faces.face(3)
    assert np.array_equal(some.operator, faces.operator[[1, 3]])
    assert np.array_equal(some.gain, faces.gain[[1, 3]])
    assert faces.taken(np.arange(4)) is faces
    assert whole(2, 2, 2, False).taken(np.array([0])) is whole(2, 2, 2, False)


# Checks: as for one, rounding errors included


@pytest.mark.parametrize("shape", [(2, 2, 3, False), (2, 2, 4, True), (3, 2, 5, False)])
def test_checks_are_those_of_one_at_a_time(shape):
    d_a, d_b, rank, real = shape
    channels = channels_of(*shape)
    if rank == d_a * d_b:
        faces = whole(d_a, d_b, 2, real)
    else:
        ((_, faces),) = reduced([c.range for c in channels], (d_a, d_b), real)
    marginals = faces.coordinates(chois_of(channels, real))
    rng = np.random.default_rng(0)
    reference = faces.like.reference
    stacked = reference + 0.1 * rng.standard_normal((3, reference.size))
    stacked[2] = -stacked[2]  # as wrong as can be
    witnesses = rng.standard_normal(marginals.shape)
    proofs = prove_extensions(faces, stacked, marginals)
    shifted = shifted_witnesses(faces, witnesses)
    values, errors = pairings(shifted, marginals)
    least = psd_margins(faces, apply(faces.operator, shifted))
    for i in range(3):
        face = faces.face(i)
        alone = prove_extension(face, stacked[i], marginals[i])
        assert proofs.extensions[i] == pytest.approx(alone.extension, abs=1e-12)
        assert proofs.floors[i] == pytest.approx(alone.floor, abs=1e-12)
        assert proofs.floors[i] <= psd_margin(face, proofs.extensions[i])
        assert shifted[i] == pytest.approx(shifted_witness(face, witnesses[i]), abs=1e-12)
        assert least[i] >= -1e-13
        value, error = pairing(shifted[i], marginals[i])
        assert (values[i], errors[i]) == pytest.approx((value, error))
        rounding = face.witness_rounding(witnesses[i])
        assert faces.witness_rounding(witnesses)[i] >= 0.99 * rounding
        off = face.marginal_error(stacked[i], marginals[i])
        assert faces.marginal_error(stacked, marginals)[i] >= 0.99 * off
        assert faces.charge(witnesses)[i % len(faces.tilt)] >= 0
    assert proofs.floors[2] < 0


def test_repaired_extensions_have_their_marginals():
    _, faces, marginals = lines()
    stacked = np.random.default_rng(0).standard_normal((4, faces.like.reference.size))
    again = adjoint(faces.operator, faces.repaired(stacked, marginals))
    assert again == pytest.approx(marginals, abs=1e-13)


# Whatever a solver claims


def answers(monkeypatch, spoil):
    """Return the truths and the answers where a solver's claims are spoilt."""
    channels, faces, marginals = lines()
    right = margins.minimise_all

    def wrong(programmes, tolerance, is_over):
        claims = right(programmes, tolerance, is_over)
        spoil(claims)
        return claims

    truths = [
        sd.decide(channel, sd.Antidegradable()).verdict is sd.Verdict.HOLDS
        for channel in channels
    ]
    monkeypatch.setattr(margins, "minimise_all", wrong)
    return truths, margins_on(faces, marginals, 1e-10)


@pytest.mark.parametrize("item", [0, 1])
@pytest.mark.parametrize("what", ["x", "y", "z"])
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200, 0.0])
def test_numbers_that_are_none_leave_one_item_open(monkeypatch, item, what, value):
    def spoil(claims: Claims):
        getattr(claims, what)[item] = value

    truths, found = answers(monkeypatch, spoil)
    assert all(m is not None for i, m in enumerate(found) if i != item)
    for truth, membership in zip(truths, found, strict=True):
        if membership is not None:
            assert (membership.margin.lower > 0) == truth


@pytest.mark.parametrize(
    "spoil",
    [
        lambda claims: np.negative(claims.x, out=claims.x),
        lambda claims: np.negative(claims.z, out=claims.z),
        lambda claims: np.negative(claims.y, out=claims.y),
        lambda claims: claims.y.fill(-5.0),
        lambda claims: claims.y.fill(5.0),
        lambda claims: claims.z.__imul__(1.1),
        lambda claims: claims.x.__iadd__(0.3),
    ],
    ids=["witness", "extension", "estimate", "deep", "far", "trace", "off"],
)
def test_no_claim_turns_a_verdict_over(monkeypatch, spoil):
    truths, found = answers(monkeypatch, spoil)
    for truth, membership in zip(truths, found, strict=True):
        if membership is not None:
            assert (membership.margin.lower > 0) == truth
            assert (membership.margin.upper < 0) == (not truth)


def test_what_is_found_passes_the_checks_of_one():
    channels, _, marginals = lines(6)
    for channel, marginal, found in zip(
        channels, marginals, memberships(channels), strict=True
    ):
        alone = find_membership(
            channel.choi, channel.range, (2, 2), 2, real=False, solver="native"
        )
        assert tuple(found.margin) == pytest.approx(tuple(alone.margin), abs=1e-9)
        if found.extension is not None:
            assert prove_extension(found.face, found.extension, marginal).floor > 0
        else:
            value, error = pairing(found.witness, marginal)
            assert value + error < 0
            blocks = found.face.operator @ found.witness
            assert psd_margin(found.face, blocks) > -1e-14


@pytest.mark.parametrize("shape", [(2, 2, 3, False), (2, 2, 4, False)], ids=str)
def test_what_is_worked_on_in_pieces_is_put_together(shape, monkeypatch):
    channels = channels_of(*shape, count=7)
    whole_margins = [tuple(m.margin) for m in memberships(channels)]
    monkeypatch.setattr(module, "_MOST", 3)
    pieces = [tuple(m.margin) for m in memberships(channels)]
    assert pieces == [pytest.approx(margin, abs=1e-9) for margin in whole_margins]


# What is left to one at a time


def test_what_a_range_may_be_off_is_charged():
    channels = channels_of(2, 2, 3, False, count=8)
    clear = memberships(channels)
    assert {m.margin.lower > 0 for m in clear} == {True, False}
    for cut in (1e-4, 0.1):
        spans = [replace(channel.range, cut=cut) for channel in channels]
        chois = chois_of(channels, False)
        found = find_memberships(chois, spans, (2, 2), 2, real=False, tolerance=1e-10)
        for i, (blurred, sharp) in enumerate(zip(found, clear, strict=True)):
            alone = find_membership(
                chois[i], spans[i], (2, 2), 2, real=False, solver="native"
            )
            if blurred is not None:
                assert tuple(blurred.margin) == pytest.approx(tuple(alone.margin), abs=1e-6)
                assert blurred.margin.upper > sharp.margin.upper
        assert cut < 0.1 or all(membership is None for membership in found)


def test_a_face_without_a_clear_edge_proves_nothing_inside():
    channels = channels_of(2, 2, 3, False, count=8)
    ((_, faces),) = reduced([c.range for c in channels], (2, 2), False)
    marginals = faces.coordinates(chois_of(channels, False))
    vague = replace(faces, faces=[replace(face, leak=1e-10) for face in faces.faces])
    for clear, found in zip(
        margins_on(faces, marginals, 1e-10),
        margins_on(vague, marginals, 1e-10),
        strict=True,
    ):
        assert (found is None) == (clear.margin.lower > 0)


def test_identities_that_hold_are_left_open():
    channels = [sd.zoo.dephasing()(p) for p in (0.25, 0.5, 0.75)]
    found = memberships(channels, real=True)
    assert found[1] is None
    for membership in (found[0], found[2]):
        assert membership.margin == sd.Interval(-1, -1)
        assert np.linalg.norm(membership.obstruction) > 0.1


def test_a_reference_point_is_left_open():
    channels = [sd.zoo.depolarizing(d=2)(x) for x in (0.9, 1.0)]
    found = memberships(channels, real=True)
    assert (found[0] is None, found[1] is None) == (False, True)


def test_what_lapack_gives_up_on_is_left_open(monkeypatch):
    channels = [random_channel(2, 2, 4, rng=i) for i in range(2)]

    def no_convergence(_):
        raise np.linalg.LinAlgError("Eigenvalues did not converge")

    monkeypatch.setattr(np.linalg, "eigvalsh", no_convergence)
    assert memberships(channels) == [None, None]


def test_no_time_left_is_nothing_found():
    channels = [random_channel(2, 2, 4, rng=i) for i in range(2)]
    with deadline.within(1e-9):
        assert memberships(channels) == [None, None]


@pytest.mark.parametrize(
    ("dims", "k", "rank", "gains"),
    [
        ((2, 2), 2, 4, True),
        ((3, 3), 2, 9, True),
        ((2, 2), 8, 4, True),
        ((2, 9), 2, 3, True),
        ((2, 2), 3, 3, False),  # faces of more copies
        ((2, 2), 1, 4, False),
        ((2, 2), 60, 4, False),
        ((3, 3), 5, 9, False),
        ((4, 4), 2, 16, False),
        ((2, 20), 2, 2, False),
    ],
)
def test_who_gains(dims, k, rank, gains):
    assert can_be_together(dims, k, rank) is gains
