"""N∘Φ^c = Φ for the map that an extension encodes, on any environment of Φ."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.extension.map import map_kraus
from sdpsearch.extension.margin import find_membership
from sdpsearch.linalg import is_real

CHANNELS = {
    "random": sd.random_channel(2, 2, 4, rng=1),
    "on a face": sd.zoo.amplitude_damping()(0.7),
    "larger output": sd.zoo.erasure(d=3)(0.6),
    "divided by charges": sd.zoo.depolarizing(d=4)(0.6),
    "divided, on a face": sd.zoo.multilevel_amplitude_damping(d=4)(0.8),
}


def membership(channel):
    real = is_real(channel.kraus_matrix)
    choi, columns = channel.choi, channel.kraus_matrix
    if real:
        choi, columns = choi.real, columns.real
    found = find_membership(
        choi,
        channel.range,
        (channel.d_in, channel.d_out),
        2,
        real=real,
        solver="native",
        columns=columns,
    )
    assert found.margin.lower > 0
    return found


@pytest.mark.parametrize("name", CHANNELS)
def test_columns_are_a_root_of_the_extension(name):
    found = membership(CHANNELS[name])
    columns = found.face.columns(found.extension)
    dense = columns if isinstance(columns, np.ndarray) else columns.toarray()
    sigma = found.face.extension(found.extension)
    assert np.allclose(dense @ dense.conj().T, sigma, atol=1e-13)


def test_columns_of_turned_bases_are_a_root_of_the_extension():
    rng = np.random.default_rng(0)
    ginibre = rng.standard_normal((4, 4)) + 1j * rng.standard_normal((4, 4))
    hidden = sd.Channel(np.linalg.qr(ginibre)[0] @ sd.zoo.depolarizing(d=4)(0.6).kraus)
    found = membership(hidden)
    assert found.face.is_turned
    columns = found.face.columns(found.extension)
    sigma = found.face.extension(found.extension)
    assert np.allclose(columns @ columns.conj().T, sigma, atol=1e-13)


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("name", CHANNELS)
def test_the_map_takes_what_leaks_to_the_output(name, more):
    channel = CHANNELS[name]
    found = membership(channel)
    # An isometry of the environment: directions that the channel never reaches.
    rng = np.random.default_rng(3)
    count = channel.d_env + more
    shape = (count, channel.d_env)
    ginibre = rng.standard_normal(shape) + 1j * rng.standard_normal(shape)
    isometry = np.linalg.qr(ginibre)[0]
    wider = sd.Channel(np.tensordot(isometry, channel.kraus, 1))
    columns = found.face.columns(found.extension)
    made = sd.Channel(map_kraus(wider.kraus_matrix, columns, channel.d_out))
    assert (made.d_in, made.d_out) == (count, channel.d_out)
    composed = made @ wider.complementary
    assert np.abs(composed.choi - channel.choi).max() < 1e-12
