"""Symmetries that local unitaries hide are found, and decide nothing by themselves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.range import column_range
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.segment import find_segment
from sdpsearch.linalg import smat
from sdpsearch.symmetry.charges import charges_of
from sdpsearch.symmetry.torus import _commutator_form, torus_of, zeros_shown

FAMILIES = {
    "U(3)": sd.zoo.depolarizing(d=3),
    "O(4)": sd.zoo.transpose_depolarizing(d=4),
    "SU(2)": sd.white_noise(sd.zoo.landau_streater(1.5)),
    "U(1)": sd.zoo.amplitude_damping(),
}


def unitaries(dims, seed):
    rng = np.random.default_rng(seed)
    made = [
        np.linalg.qr(rng.standard_normal((d, d)) + 1j * rng.standard_normal((d, d)))[0]
        for d in dims
    ]
    return np.kron(*made)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(2, 2), (2, 3), (3, 2)]))
def test_the_form_is_the_size_of_the_commutator(seed, dims):
    rng = np.random.default_rng(seed)
    n = dims[0] * dims[1]
    choi = rng.standard_normal((n, n)) + 1j * rng.standard_normal((n, n))
    choi = choi + choi.conj().T
    x = rng.standard_normal(dims[0] ** 2 + dims[1] ** 2)
    left, right = (
        smat(x[: dims[0] ** 2], dims[0], False),
        smat(x[dims[0] ** 2 :], dims[1], False),
    )
    h = np.kron(left, np.eye(dims[1])) + np.kron(np.eye(dims[0]), right)
    size = np.linalg.norm(choi @ h - h @ choi) ** 2
    assert x @ _commutator_form(choi, dims) @ x == pytest.approx(size, rel=1e-10)


@pytest.mark.parametrize("name", FAMILIES)
def test_hidden_charges_are_as_many_as_those_in_sight(name):
    ends = [FAMILIES[name](x) for x in (0.2, 0.7)]
    dims = (ends[0].d_in, ends[0].d_out)
    hide = unitaries(dims, 7)
    operators = [hide @ end.choi @ hide.conj().T for end in ends]
    bases = torus_of(operators, dims)
    seen = [bases.inward(choi) for choi in operators]
    labels = charges_of(zeros_shown(seen), dims).pairs
    plain = charges_of(np.hstack([end.kraus_matrix for end in ends]), dims).pairs
    assert labels.max() >= plain.max()
    between = labels[:, None] != labels
    assert max(np.abs(choi[between]).max() for choi in seen) < 1e-12


def test_generic_channels_have_no_torus():
    assert torus_of([sd.random_channel(3, 3, 9, rng=0).choi], (3, 3)) is None


def segment(first, last, dims):
    columns = np.hstack([first, last])
    span = column_range(columns)
    return find_segment(
        first, last, span, dims, 2, real=False, solver="native", columns=columns
    )


def test_a_hidden_line_has_the_threshold_of_the_plain_one():
    d = 5
    hide = unitaries((d, d), 3)
    choi = hide @ sd.zoo.depolarizing(d=d)(0.0).choi @ hide.conj().T
    noise = np.eye(d * d, dtype=complex) / d
    columns = np.hstack([choi, noise])
    face = face_of(column_range(columns), (d, d), 2, False, columns, (choi, noise))
    assert face.is_turned
    found = segment(choi, noise, (d, d))
    assert found.lower.outside < d / (2 * (d + 1)) < found.lower.inside + 1e-11
    assert found.lower.inside - found.lower.outside < 1e-9


@pytest.mark.parametrize("size", [1e-13, 1e-12, 1e-11, 1e-9, 1e-6, 1e-3])
def test_what_is_hardly_symmetric_is_decided_rightly(size):
    # The line J + ε·N to noise crosses within ε/2 of depolarizing's own threshold.
    d = 5
    rng = np.random.default_rng(11)
    hide = unitaries((d, d), 5)
    noise = rng.standard_normal((d * d, d * d)) + 1j * rng.standard_normal((d * d, d * d))
    noise = noise @ noise.conj().T
    noise *= d / np.trace(noise).real
    plain = sd.zoo.depolarizing(d=d)(0.0).choi
    choi = (1 - size) * hide @ plain @ hide.conj().T + size * noise
    found = segment(choi, np.eye(d * d, dtype=complex) / d, (d, d))
    known = d / (2 * (d + 1))
    if found is not None:
        assert found.lower.outside - 1e-10 <= known <= found.lower.inside + 2 * size + 1e-10


def test_an_extension_in_other_bases_is_one_of_the_channel():
    d = 5
    hide = unitaries((d, d), 2)
    plain = sd.zoo.depolarizing(d=d)(0.6).choi
    choi = hide @ plain @ hide.conj().T
    face = face_of(column_range(choi), (d, d), 2, False, choi, (choi,))
    assert face.is_turned
    mended = face.repair(face.reference, face.coordinates(choi))
    sigma = face.extension(mended).reshape((d,) * 6)
    for traced in ("abcxyc->abxy", "acbxcy->abxy"):
        marginal = np.einsum(traced, sigma).reshape(d * d, -1)
        assert np.allclose(marginal, choi, atol=1e-12)
    total = sum(
        block.basis @ matrix @ np.conj(block.basis.T)
        for block, matrix in zip(face.blocks, face.block_matrices(mended), strict=True)
    )
    assert np.allclose(total.reshape((d,) * 6), sigma, atol=1e-12)


def hidden(channel, seed):
    """The channel in other bases of A, B and its environment."""
    rng = np.random.default_rng(seed)
    left, right, around = (
        np.linalg.qr(rng.standard_normal((d, d)) + 1j * rng.standard_normal((d, d)))[0]
        for d in (channel.d_out, channel.d_in, channel.d_env)
    )
    return sd.Channel(left @ np.tensordot(around, channel.kraus, 1) @ right)


def orthogonal_mixture(d, p):
    """Weight p of the identity and 1 − p of the Werner–Holevo channel: rank d(d−1)/2 + 1.

    Antidegradable for 2(d−1)p ≤ d(1−p), see brauer_antidegradable.
    """
    return sd.zoo.brauer(d, weights=(p, 1 - p, 0))(0.0)


@pytest.mark.parametrize("off", [-1e-2, -1e-6, 1e-6, 1e-2])
@pytest.mark.parametrize("d", [5, 6])
def test_what_is_hidden_on_a_face_is_found_and_refuted_there(d, off):
    channel = hidden(orthogonal_mixture(d, d / (3 * d - 2) + off), seed=d)
    found = sd.decide(channel, "antidegradable")
    if off < 0:  # HOLDS rests on no more than the last digits, which turning may blur
        assert found.verdict is not sd.Verdict.FAILS
        return
    face = found.membership.face
    assert (face.is_turned, face.is_full) == (True, False)
    assert found.verdict is sd.Verdict.FAILS


@pytest.mark.parametrize("size", [1e-15, 1e-14])
@pytest.mark.parametrize("off", [-1e-2, 1e-2])
def test_a_face_hardly_symmetric_contradicts_no_other(size, off, monkeypatch):
    plain = hidden(orthogonal_mixture(5, 5 / 13 + off), seed=1)
    rng = np.random.default_rng(4)
    noise = rng.standard_normal(plain.kraus.shape) + 1j * rng.standard_normal(
        plain.kraus.shape
    )
    kraus = plain.kraus + size * noise / np.linalg.norm(noise)
    gram = np.tensordot(kraus.conj(), kraus, ((0, 1), (0, 1)))
    values, vectors = np.linalg.eigh(gram)
    channel = sd.Channel(kraus @ (vectors / np.sqrt(values)) @ vectors.conj().T)
    found = sd.decide(channel, "antidegradable")
    monkeypatch.setattr("sdpsearch.extension.cost._SEARCHED", np.inf)
    undivided = sd.decide(channel, "antidegradable")
    assert not undivided.membership.face.is_turned
    verdicts = {found.verdict, undivided.verdict}
    assert verdicts != {sd.Verdict.HOLDS, sd.Verdict.FAILS}
    if off > 0:
        assert found.verdict is sd.Verdict.FAILS
