"""Margins against closed forms, and extensions that really are extensions."""

from itertools import permutations

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.extension.evidence import checked_membership
from sdpsearch.extension.margin import find_membership


def membership(channel, k=2, solver="qics"):
    real = not np.any(channel.kraus_matrix.imag)
    choi = channel.choi.real if real else channel.choi
    dims = (channel.d_in, channel.d_out)
    return find_membership(choi, channel.range, dims, k, real=real, solver=solver)


def symmetrised_extension(found):
    face = found.face
    sigma = face.extension(found.extension)
    tensor = sigma.reshape(2 * (face.d_a, *(face.d_b,) * face.k))
    k = face.k
    total = np.zeros_like(tensor)
    for order in permutations(range(k)):
        rows = (0, *(1 + i for i in order))
        total += tensor.transpose(*rows, *(k + 1 + i for i in rows))
    total /= len(list(permutations(range(k))))
    return total.reshape(sigma.shape)


def swap_copies(sigma, d_a, d_b, k, i, j):
    axes = list(range(k + 1))
    axes[1 + i], axes[1 + j] = axes[1 + j], axes[1 + i]
    tensor = sigma.reshape(2 * (d_a, *(d_b,) * k))
    return tensor.transpose(*axes, *(k + 1 + a for a in axes)).reshape(sigma.shape)


GAMMAS = [0.05, 0.2, 0.4, 0.5 - 1e-4, 0.5 - 1e-6, 0.5 + 1e-6, 0.5 + 1e-4, 0.6, 0.8, 0.95]


@pytest.mark.parametrize("gamma", GAMMAS)
def test_amplitude_damping_margin(gamma):
    # MATH.md section 4: t = (1−2γ)/(2(1−γ)), margin −t.
    exact = -(1 - 2 * gamma) / (2 * (1 - gamma))
    margin = membership(sd.zoo.amplitude_damping()(gamma)).margin
    assert exact in margin
    assert margin.width < 2e-8


@pytest.mark.parametrize("gamma", [0.3, 0.49, 0.51, 0.7])
def test_amplitude_damping_margin_with_the_first_order_solver(gamma):
    exact = -(1 - 2 * gamma) / (2 * (1 - gamma))
    margin = membership(sd.zoo.amplitude_damping()(gamma), solver="scs").margin
    assert exact in margin
    assert margin.width < 1e-5


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("x", [0.2, 0.6, 0.9])
def test_depolarizing_margin(d, k, x):
    # J_ref is white noise, so (1−t)J_x + tJ_ref = J_y with 1−y = (1−t)(1−x).
    threshold = (1 - 1 / k) * d / (d + 1)
    exact = -(1 - (1 - threshold) / (1 - x))
    margin = membership(sd.zoo.depolarizing(d=d)(x), k).margin
    assert exact in margin
    assert margin.width < 2e-8


@pytest.mark.parametrize(
    ("family", "k"),
    [
        (sd.zoo.amplitude_damping(), 3),
        (sd.zoo.erasure(), 3),
        (sd.zoo.erasure(d=3), 2),
        (sd.zoo.amplitude_damping(), 4),
    ],
    ids=["damping-k3", "erasure-k3", "erasure3-k2", "damping-k4"],
)
@pytest.mark.parametrize("offset", [-1e-3, -1e-6, 1e-6, 1e-3])
def test_sign_beside_the_threshold(family, k, offset):
    # γ ≥ 1 − 1/k and e ≥ 1 − 1/k.
    margin = membership(family(1 - 1 / k + offset), k).margin
    assert margin.lower > 0 if offset > 0 else margin.upper < 0


INSIDE = {
    "depolarizing": (sd.zoo.depolarizing(d=2)(0.5), 2),
    "depolarizing-qutrit": (sd.zoo.depolarizing(d=3)(0.45), 2),
    "depolarizing-k3": (sd.zoo.depolarizing(d=2)(0.5), 3),
    "damping": (sd.zoo.amplitude_damping()(0.7), 2),
    "damping-k3": (sd.zoo.amplitude_damping()(0.7), 3),
    "erasure": (sd.zoo.erasure(d=3)(0.6), 2),
    "werner-holevo": (sd.zoo.werner_holevo(3), 2),
    "complex": (random_antidegradable(2, 3, 2, rng=5), 2),
    "rectangular": (random_antidegradable(3, 2, 3, rng=6), 2),
    "k1": (random_channel(2, 2, rng=7), 1),
}


@pytest.fixture(params=INSIDE.values(), ids=INSIDE.keys())
def inside(request):
    channel, k = request.param
    return channel, membership(channel, k)


def test_extension_has_the_marginal_exactly(inside):
    channel, found = inside
    face = found.face
    assert found.margin.lower > 0
    sigma = symmetrised_extension(found)
    rest = face.d_b ** (face.k - 1)
    size = face.d_a * face.d_b
    marginal = np.einsum("irjr->ij", sigma.reshape(size, rest, size, rest))
    assert marginal == pytest.approx(channel.choi, abs=1e-13)


def test_extension_is_positive(inside):
    sigma = symmetrised_extension(inside[1])
    assert np.linalg.eigvalsh(sigma)[0] > -1e-14


def test_extension_is_permutation_invariant(inside):
    face = inside[1].face
    sigma = symmetrised_extension(inside[1])
    for i in range(1, face.k):
        swapped = swap_copies(sigma, face.d_a, face.d_b, face.k, 0, i)
        assert swapped == pytest.approx(sigma, abs=1e-13)


def test_two_copies_need_no_symmetrisation(inside):
    face = inside[1].face
    if face.k <= 2:
        raw = face.extension(inside[1].extension)
        assert raw == pytest.approx(symmetrised_extension(inside[1]), abs=1e-13)
    else:
        assert inside[1].face.blocks[0].multiplicity == 1


RAY = {
    "werner-holevo-3": sd.zoo.werner_holevo(3),
    "dephasing-half": sd.zoo.dephasing()(0.5),
    "white-noise": sd.zoo.replacer(2),
    "trace": sd.Channel(np.eye(3)[:, None, :]),
}


@pytest.mark.parametrize("channel", RAY.values(), ids=RAY.keys())
def test_reference_itself_has_endless_margin(channel):
    found = membership(channel)
    # +∞ is what it is, but floats cannot tell J from J_ref and 1e-13 beside it.
    assert found.margin.lower > 1e12
    assert found.margin.upper == np.inf
    assert found.solves == 0


NO_FACE = {
    "identity": (sd.zoo.identity(2), 2),
    "identity-1": (sd.zoo.identity(3), 2),
    "werner-holevo-k3": (sd.zoo.werner_holevo(3), 3),
    "dephasing": (sd.zoo.dephasing()(0.3), 2),
    "unitary": (sd.zoo.unitary([[0, 1], [1j, 0]]), 3),
}


@pytest.mark.parametrize(("channel", "k"), NO_FACE.values(), ids=NO_FACE.keys())
def test_the_face_refutes_without_a_solve(channel, k):
    found = membership(channel, k)
    assert found.margin.upper < 0
    assert found.solves == 0
    assert found.witness is not None


def test_every_channel_is_one_extendible():
    for seed in range(5):
        found = membership(random_channel(2, 3, 1 + seed, rng=seed), k=1)
        assert found.margin.lower > 0


def test_a_reason_is_one_line():
    for found in (membership(sd.zoo.identity(2)), membership(sd.zoo.erasure()(0.7))):
        assert found.reason
        assert "\n" not in found.reason


@pytest.mark.parametrize("solver", ["qics", "scs"])
def test_backends_margins_overlap(solver):
    for seed in range(4):
        channel = random_channel(2, 2, 4, rng=seed)
        first = membership(channel, solver="qics").margin
        second = membership(channel, solver=solver).margin
        assert first.lower <= second.upper
        assert second.lower <= first.upper


def test_checked_membership_brackets_the_margin_of_a_neighbour():
    family = sd.zoo.depolarizing(d=2)
    answered, refuted = membership(family(0.4)), membership(family(0.3))
    marginal = answered.face.coordinates(family(0.401).choi.real)
    about = checked_membership(
        answered.face, marginal, answered.extension, refuted.witness, answered.solution
    )
    assert (2 / 3) / (1 - 0.401) - 1 in about.margin
    assert about.margin.lower > 0
    assert about.solves == 0


@pytest.mark.parametrize(("x", "sign"), [(0.3, -1), (0.3332, -1), (0.3335, 1), (0.36, 1)])
def test_checked_membership_of_another_channel_never_errs(x, sign):
    family = sd.zoo.depolarizing(d=2)
    answered, refuted = membership(family(0.34)), membership(family(0.33))
    marginal = answered.face.coordinates(family(x).choi.real)
    margin = checked_membership(
        answered.face, marginal, answered.extension, refuted.witness, answered.solution
    ).margin
    assert (2 / 3) / (1 - x) - 1 in margin
    assert margin.lower <= 0 or sign > 0
    assert margin.upper >= 0 or sign < 0
