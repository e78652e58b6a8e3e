"""The face divided by charges is the whole face, block by block, and decides alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.margin import margin_on
from sdpsearch.extension.sectors.find import sector_face
from sdpsearch.linalg import is_real
from sdpsearch.symmetry.charges import charges_of

CHANNELS = {
    "full": (sd.zoo.depolarizing(d=3)(0.4), 2),
    "three copies": (sd.zoo.depolarizing(d=3)(0.4), 3),
    "rank two": (sd.zoo.amplitude_damping()(0.4), 2),
    "rank two, three copies": (sd.zoo.amplitude_damping()(0.6), 3),
    "multilevel": (sd.zoo.multilevel_amplitude_damping(d=3)(0.6), 2),
    "rectangular": (sd.zoo.erasure(d=3)(0.6), 2),
    "no torus": (sd.zoo.two_pauli()(0.4), 3),
    "spin": (sd.white_noise(sd.zoo.landau_streater(1.5))(0.3), 2),
    "cloner": (sd.zoo.cloner(m=2, d=2), 2),
}


def faces(channel, k):
    real = is_real(channel.kraus_matrix)
    columns = channel.kraus_matrix.real if real else channel.kraus_matrix
    dims = (channel.d_in, channel.d_out)
    divided = sector_face(columns, k, real, charges_of(columns, dims))
    return divided, face_of(channel.range, dims, k, real)


@pytest.fixture(params=CHANNELS, scope="module")
def pair(request):
    channel, k = CHANNELS[request.param]
    return channel, *faces(channel, k)


def test_nothing_of_the_channel_is_lost(pair):
    channel, divided, _ = pair
    choi = channel.choi.real if divided.real else channel.choi
    assert np.allclose(divided.lift(divided.coordinates(choi)), choi, atol=1e-15)


def test_blocks_have_the_spectrum_of_the_whole(pair):
    _, divided, whole = pair
    assert sum(divided.orders) == sum(whole.orders)
    w = np.random.default_rng(1).standard_normal(divided.operator.shape[1])
    same = whole.coordinates(divided.lift(w))
    spectra = [
        np.sort(
            np.concatenate(
                [np.linalg.eigvalsh(b) for b in face.block_matrices(face.operator @ x)]
            )
        )
        for face, x in ((divided, w), (whole, same))
        if face.orders
    ]
    if spectra:
        assert np.allclose(*spectra, atol=1e-12)


def test_they_agree_on_what_they_took_for_granted(pair):
    _, divided, whole = pair
    assert divided.is_full == whole.is_full
    assert divided.is_sharp == whole.is_sharp
    assert divided.is_generic == whole.is_generic
    assert divided.is_certain == whole.is_certain


def test_an_extension_has_the_marginal(pair):
    channel, divided, _ = pair
    if not divided.orders or divided.k > 2:
        return
    choi = channel.choi.real if divided.real else channel.choi
    mended = divided.repair(divided.reference, divided.coordinates(choi))
    d_a, d_b = divided.d_a, divided.d_b
    sigma = divided.extension(mended).reshape((d_a, d_b, d_b) * 2)
    for traced in ("abcxyc->abxy", "acbxcy->abxy"):
        marginal = np.einsum(traced, sigma).reshape(d_a * d_b, -1)
        assert np.allclose(marginal, choi, atol=1e-12)


def test_margins_agree(pair):
    channel, divided, whole = pair
    if not divided.orders:
        assert not whole.orders
        return
    choi = channel.choi.real if divided.real else channel.choi
    margins = [
        margin_on(face, face.coordinates(choi), solver="native").margin
        for face in (divided, whole)
    ]
    assert margins[0].lower <= margins[1].upper + 1e-12
    assert margins[1].lower <= margins[0].upper + 1e-12
    assert np.sign(margins[0].lower) == np.sign(margins[1].lower)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 4))
def test_charges_of_random_patterns_never_split_a_column(seed, size):
    rng = np.random.default_rng(seed)
    columns = rng.standard_normal((size * size, size)) * (
        rng.random((size * size, size)) < 0.4
    )
    labels = charges_of(columns, (size, size)).pairs
    for column in columns.T:
        assert np.unique(labels[column != 0]).size <= 1


def test_depolarizing_keeps_the_torus_and_nothing_else_does():
    columns = sd.zoo.depolarizing(d=3)(0.4).kraus_matrix.real
    labels = charges_of(columns, (3, 3)).pairs
    assert np.unique(labels[[0, 4, 8]]).size == 1
    assert np.unique(labels).size == 7
    generic = sd.random_channel(3, 3, 4, rng=0).kraus_matrix
    assert not charges_of(generic, (3, 3)).are_many
