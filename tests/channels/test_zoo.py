"""The zoo against independent action formulas, at its ends and along every family."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import mixture
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.linalg import is_real, partial_trace, partial_transpose

X = np.array([[0, 1], [1, 0]])
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1])

AFFINE = {
    "depolarizing",
    "transpose_depolarizing",
    "erasure",
    "dephrasure",
    "dephasing",
    "generalized_dephasing",
    "pauli",
    "two_pauli",
    "horodecki",
    "brauer",
    "werner",
    "depolarizing_dephasing",
    "depolarizing_erasure",
    "two_weyl",
    "noisy_landau_streater",
}


def random_state(d, seed=0):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d))
    rho = root @ root.conj().T
    return rho / np.trace(rho)


def flagged(rho, e):
    """(1−e) ρ ⊕ e |flag><flag| for a state ρ."""
    d = rho.shape[0]
    out = np.zeros((d + 1, d + 1), dtype=complex)
    out[:d, :d] = (1 - e) * rho
    out[d, d] = e
    return out


def damped(rho, gamma):
    root = np.sqrt(1 - gamma)
    return np.array(
        [
            [rho[0, 0] + gamma * rho[1, 1], root * rho[0, 1]],
            [root * rho[1, 0], (1 - gamma) * rho[1, 1]],
        ]
    )


def entropy(rho):
    values = np.linalg.eigvalsh(rho)
    values = values[values > 1e-14]
    return -float(np.sum(values * np.log2(values)))


# Every registered family, along its whole domain.


@pytest.mark.parametrize("name", zoo.FAMILIES)
def test_family_builds_with_defaults(name):
    family = zoo.FAMILIES[name]()
    assert family.name == name
    low, high = family.domain
    channels = [family(x) for x in np.linspace(low, high, 9)]
    assert len({c.kraus.shape for c in channels}) == 1
    for channel in channels:
        assert is_real(channel.kraus)
        reduced = partial_trace(channel.choi, (channel.d_in, channel.d_out), 1)
        assert np.allclose(reduced, np.eye(channel.d_in), rtol=0, atol=1e-14)
        assert not np.any((abs(channel.kraus) > 0) & (abs(channel.kraus) < 1e-9))
    assert zoo.build(name, **family.arguments)(low) == channels[0]


@pytest.mark.parametrize("name", zoo.FAMILIES)
def test_affine_where_it_should_be(name):
    assert zoo.FAMILIES[name]().affine == (name in AFFINE)


def test_affine_with_other_arguments():
    assert zoo.with_erasure(zoo.amplitude_damping()(0.3)).affine
    assert not zoo.multilevel_amplitude_damping(rates=(1, 0, 1)).affine


@pytest.mark.parametrize("name", zoo.CHANNELS)
def test_channel_builds_with_defaults(name):
    channel = zoo.build(name)
    assert isinstance(channel, Channel)
    assert channel.d_env == channel.rank
    assert is_real(channel.kraus)


def test_catalogue_is_everything_but_what_needs_a_matrix():
    public = {name for name in zoo.__all__ if inspect.isfunction(getattr(zoo, name))}
    assert public - {*zoo.FAMILIES, *zoo.CHANNELS, *zoo.SPACES} == {
        "build",
        "cldui",
        "unitary",
        "weyl",
        "with_erasure",
    }


# Ends: (family, parameter, the channel it must be there).

ENDS = [
    (zoo.depolarizing(3), 0, zoo.identity(3)),
    (zoo.depolarizing(3), 1, zoo.replacer(3)),
    (
        zoo.depolarizing_complement(2),
        0,
        zoo.replacer(2, state=np.outer([1, 0, 0, 1], [1, 0, 0, 1]) / 2),
    ),
    (zoo.transpose_depolarizing(4), 0, zoo.identity(4)),
    (zoo.transpose_depolarizing(4), 1, zoo.werner_holevo(4)),
    (zoo.transpose_depolarizing(2), 1, zoo.unitary(Y)),
    (zoo.erasure(2), 1, zoo.replacer(2, state=np.diag([0, 0, 1]))),
    (zoo.dephrasure(0.2), 1, zoo.replacer(2, state=np.diag([0, 0, 1]))),
    (zoo.dephrasure(0), 0.3, zoo.erasure(2)(0.3)),
    (zoo.amplitude_damping(), 0, zoo.identity(2)),
    (zoo.amplitude_damping(), 1, zoo.replacer(2, state=np.diag([1, 0]))),
    (zoo.generalized_amplitude_damping(0.3), 0, zoo.identity(2)),
    (
        zoo.generalized_amplitude_damping(0.3),
        1,
        zoo.replacer(2, state=np.diag([0.7, 0.3])),
    ),
    (zoo.generalized_amplitude_damping(0), 0.4, zoo.amplitude_damping()(0.4)),
    (zoo.multilevel_amplitude_damping(4), 0, zoo.identity(4)),
    (
        zoo.multilevel_amplitude_damping(4),
        1,
        zoo.replacer(4, state=np.diag([1, 0, 0, 0])),
    ),
    (zoo.multilevel_amplitude_damping(2), 0.3, zoo.amplitude_damping()(0.3)),
    (zoo.damping_dephasing(0.1), 0, zoo.dephasing()(0.1)),
    (zoo.damping_dephasing(0.1), 1, zoo.replacer(2, state=np.diag([1, 0]))),
    (zoo.damping_dephasing(0), 0.3, zoo.amplitude_damping()(0.3)),
    (zoo.pure_loss(3), 1, zoo.identity(4)),
    (zoo.pure_loss(3), 0, zoo.replacer(4, state=np.diag([1, 0, 0, 0]))),
    (zoo.pure_loss(1), 0.7, zoo.amplitude_damping()(0.3)),
    (zoo.dephasing(), 0, zoo.identity(2)),
    (zoo.dephasing(), 1, zoo.unitary(Z)),
    (zoo.generalized_dephasing(3), 0, zoo.identity(3)),
    (zoo.generalized_dephasing(2), 1, zoo.dephasing()(0.5)),
    (zoo.pauli(), 0, zoo.identity(2)),
    (zoo.pauli(), 0.75, zoo.replacer(2)),
    (zoo.pauli((0, 2, 0)), 1, zoo.unitary(Y)),
    (zoo.two_pauli(), 0, zoo.identity(2)),
    (zoo.two_pauli(), 1, mixture(zoo.unitary(X), zoo.unitary(Z))(0.5)),
    (zoo.bb84(), 0, zoo.identity(2)),
    (zoo.bb84(), 0.5, zoo.replacer(2)),
    (zoo.brauer(3), 0, zoo.transpose_depolarizing(3)(0.5)),
    (zoo.brauer(2, (0, 0, 1)), 0, mixture(zoo.unitary(X), zoo.unitary(Z))(0.5)),
    (zoo.brauer(4, (1, 2, 3)), 1, zoo.replacer(4)),
    (zoo.werner(3), 0, zoo.werner_holevo(3)),
    (zoo.werner(2), 0, zoo.unitary(Y)),
    (zoo.werner(4), 5 / 8, zoo.replacer(4)),
    (zoo.depolarizing_dephasing(3, 0), 0.4, zoo.depolarizing(3)(0.4)),
    (zoo.depolarizing_dephasing(3, 0.3), 0, zoo.generalized_dephasing(3)(0.3)),
    (zoo.depolarizing_dephasing(4, 0.3), 1, zoo.replacer(4)),
    (zoo.depolarizing_erasure(3, 0), 0.3, zoo.erasure(3)(0.3)),
    (zoo.depolarizing_erasure(2, 0.4), 1, zoo.erasure(2)(1)),
    (zoo.two_weyl(4), 0, zoo.identity(4)),
    (zoo.two_weyl(2), 0.3, zoo.two_pauli()(0.3)),
    (zoo.noisy_landau_streater(1.5), 0, zoo.identity(4)),
    (zoo.noisy_landau_streater(2), 1, zoo.landau_streater(2)),
    (zoo.noisy_landau_streater(0.5), 0.3, zoo.depolarizing(2)(0.4)),
]


@pytest.mark.parametrize(("family", "x", "expected"), ENDS)
def test_ends(family, x, expected):
    assert family(x) == expected


def test_depolarizing_complement_at_full_noise_keeps_the_input():
    rho = random_state(3)
    out = zoo.depolarizing_complement(3)(1.0).apply(rho)
    assert np.allclose(out, np.kron(np.eye(3) / 3, rho))


# Actions: (family, parameter, independent formula for Φ(ρ)).

ACTIONS = [
    (zoo.depolarizing(3), 0.3, lambda r: 0.7 * r + 0.1 * np.eye(3)),
    (
        zoo.transpose_depolarizing(3),
        0.3,
        lambda r: 0.7 * r + 0.15 * (np.eye(3) - r.T),
    ),
    (zoo.erasure(3), 0.3, lambda r: flagged(r, 0.3)),
    (
        zoo.with_erasure(zoo.amplitude_damping()(0.4)),
        0.3,
        lambda r: flagged(damped(r, 0.4), 0.3),
    ),
    (zoo.dephrasure(0.2), 0.3, lambda r: flagged(0.8 * r + 0.2 * Z @ r @ Z, 0.3)),
    (zoo.amplitude_damping(), 0.3, lambda r: damped(r, 0.3)),
    (
        zoo.generalized_amplitude_damping(0.2),
        0.3,
        lambda r: 0.8 * damped(r, 0.3) + 0.2 * X @ damped(X @ r @ X, 0.3) @ X,
    ),
    (
        zoo.damping_dephasing(0.1),
        0.3,
        lambda r: 0.9 * damped(r, 0.3) + 0.1 * Z @ damped(r, 0.3) @ Z,
    ),
    (
        zoo.multilevel_amplitude_damping(3, rates=(1, 2, 2)),
        0.4,
        lambda r: (
            np.array(
                [
                    [r[0, 0] + 0.1 * r[1, 1] + 0.2 * r[2, 2], 0, 0],
                    [0, 0.9 * r[1, 1] + 0.2 * r[2, 2], 0],
                    [0, 0, 0.6 * r[2, 2]],
                ]
            )
            + np.sqrt(np.outer([1, 0.9, 0.6], [1, 0.9, 0.6])) * (r - np.diag(r.diagonal()))
        ),
    ),
    (zoo.dephasing(), 0.3, lambda r: 0.7 * r + 0.3 * Z @ r @ Z),
    (
        zoo.generalized_dephasing(4),
        0.3,
        lambda r: 0.7 * r + 0.3 * np.diag(r.diagonal()),
    ),
    (
        zoo.generalized_dephasing(gram=[[1, 0.6j], [-0.6j, 1]]),
        0.3,
        lambda r: 0.7 * r + 0.3 * r * np.array([[1, 0.6j], [-0.6j, 1]]),
    ),
    (
        zoo.pauli((1, 2, 1)),
        0.4,
        lambda r: 0.6 * r + 0.1 * X @ r @ X + 0.2 * Y @ r @ Y + 0.1 * Z @ r @ Z,
    ),
    (
        zoo.two_pauli(),
        0.4,
        lambda r: 0.6 * r + 0.2 * X @ r @ X + 0.2 * Z @ r @ Z,
    ),
    (
        zoo.bb84(),
        0.1,
        lambda r: (
            0.9 * (0.9 * r + 0.1 * X @ r @ X) + 0.1 * Z @ (0.9 * r + 0.1 * X @ r @ X) @ Z
        ),
    ),
    (
        zoo.horodecki(),
        3.5,
        lambda r: (
            (
                2 * r
                + 3.5 * np.diag(np.roll(r.diagonal(), 1))
                + 1.5 * np.diag(np.roll(r.diagonal(), -1))
            )
            / 7
        ),
    ),
    (
        zoo.brauer(4, (0, 0, 1)),
        0.2,
        lambda r: 0.8 * (np.eye(4) + r.T - r / 2) * 4 / 18 + 0.2 * np.eye(4) / 4,
    ),
    (
        zoo.brauer(3, (1, 2, 3)),
        0.4,
        lambda r: (
            0.1 * r
            + 0.2 * (np.eye(3) - r.T) / 2
            + 0.3 * (np.eye(3) + r.T - 2 * r / 3) * 3 / 10
            + 0.4 * np.eye(3) / 3
        ),
    ),
    (
        zoo.werner(3),
        0.3,
        lambda r: 0.3 * (np.eye(3) + r.T) / 4 + 0.7 * (np.eye(3) - r.T) / 2,
    ),
    (
        zoo.depolarizing_dephasing(3, 0.4),
        0.3,
        lambda r: 0.7 * (0.6 * r + 0.4 * np.diag(r.diagonal())) + 0.1 * np.eye(3),
    ),
    (
        zoo.depolarizing_erasure(3, 0.4),
        0.3,
        lambda r: flagged(0.6 * r + 0.4 * np.eye(3) / 3, 0.3),
    ),
    (
        zoo.two_weyl(3),
        0.4,
        lambda r: (
            0.6 * r
            + 0.1 * (3 * np.diag(r.diagonal()) - r)
            + 0.1 * sum(np.roll(r, (a, a), axis=(0, 1)) for a in (1, 2))
        ),
    ),
]


@pytest.mark.parametrize(("family", "x", "formula"), ACTIONS)
def test_action(family, x, formula):
    channel = family(x)
    rho = random_state(channel.d_in)
    assert np.allclose(channel.apply(rho), formula(rho), rtol=0, atol=1e-14)


def test_depolarizing_kraus_are_the_papers():
    kraus = zoo.depolarizing(3)(0.6).kraus
    assert np.allclose(kraus[0], np.sqrt(0.4) * np.eye(3))
    unit = np.zeros((3, 3))
    unit[1, 2] = np.sqrt(0.2)
    assert np.allclose(kraus[1 + 3 * 1 + 2], unit)


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("x", [0.0, 0.001, 0.4, 1.0])
def test_depolarizing_complement(d, x):
    complement = zoo.depolarizing_complement(d)(x)
    assert (complement.d_in, complement.d_out) == (d, d * d)
    assert complement.complementary == zoo.depolarizing(d)(x)
    # eigenvalues of D^c(1/d): 0 in the paper's environment, absent in the smallest
    spectrum = np.linalg.eigvalsh(complement.apply(np.eye(d) / d))
    large = 1 - x + x / d**2
    expected = sorted([large] + [x / d**2] * (d * d - 1))
    assert np.allclose(spectrum, expected, rtol=0, atol=1e-14)


def test_complementary_dimensions():
    assert zoo.depolarizing(3)(0.5).complementary.d_out == 10
    assert zoo.depolarizing(3)(0.5).minimal().complementary.d_out == 9
    assert zoo.erasure(3)(0.5).complementary.d_out == 4
    assert zoo.platypus()(0.2).complementary.d_out == 2
    assert zoo.cloner(m=3, d=2).complementary.d_out == 3
    assert zoo.smith_yard().complementary.d_out == 6


@settings(max_examples=25, deadline=None)
@given(x=st.floats(0, 1))
def test_families_that_are_their_own_complements(x):
    for family in (
        zoo.amplitude_damping(),
        zoo.pure_loss(3),
        zoo.multilevel_amplitude_damping(4),
    ):
        assert family(x).complementary == family(1 - x)


@settings(max_examples=20, deadline=None)
@given(d=st.integers(2, 4), x=st.floats(0, 1), seed=st.integers(0, 99))
def test_depolarizing_commutes_with_unitaries(d, x, seed):
    rotation = zoo.unitary(random_unitary(d, seed))
    channel = zoo.depolarizing(d)(x)
    assert channel @ rotation == rotation @ channel


@settings(max_examples=20, deadline=None)
@given(eta=st.floats(0, 1), more=st.floats(0, 1))
def test_losses_compose(eta, more):
    loss = zoo.pure_loss(2)
    assert loss(eta) @ loss(more) == loss(eta * more)


def test_pure_loss_acts_on_the_number_operator():
    number = np.diag([0, 1, 2, 3])
    out = zoo.pure_loss(3)(0.3).apply(random_state(4))
    rho = random_state(4)
    assert np.trace(number @ out) == pytest.approx(0.3 * np.trace(number @ rho))


def test_platypus_isometry():
    s = 0.3
    isometry = zoo.platypus()(s).isometry.reshape(3, 2, 3)
    expected = np.zeros((3, 2, 3))
    expected[0, 0, 0], expected[1, 1, 0] = np.sqrt(s), np.sqrt(1 - s)
    expected[2, 0, 1] = expected[2, 1, 2] = 1
    assert np.allclose(isometry, expected)


def test_horodecki_choi_state():
    alpha = 3.7
    psi = np.eye(3).reshape(-1) / np.sqrt(3)
    plus, minus = np.zeros((9, 9)), np.zeros((9, 9))
    for i in range(3):
        up, down = 3 * i + (i + 1) % 3, 3 * ((i + 1) % 3) + i
        plus[up, up] = minus[down, down] = 1 / 3
    state = (2 * np.outer(psi, psi) + alpha * plus + (5 - alpha) * minus) / 7
    assert np.allclose(zoo.horodecki()(alpha).choi, 3 * state)


# Channels without a parameter.


def test_werner_holevo():
    rho = random_state(4)
    assert np.allclose(zoo.werner_holevo(4).apply(rho), (np.eye(4) - rho.T) / 3)


@pytest.mark.parametrize(("m", "d"), [(2, 2), (3, 2), (5, 2), (2, 3), (3, 3)])
def test_one_clone_of_the_cloner_is_depolarized(m, d):
    cloner = zoo.cloner(m=m, d=d)
    # embed the occupation basis into the tensor power, then keep the first clone
    levels = np.indices((d,) * m).reshape(m, -1).T
    count = [tuple(np.bincount(row, minlength=d)) for row in levels]
    order = sorted(set(count), reverse=True)
    embedding = np.array([[c == n for n in order] for c in count], dtype=float)
    embedding /= np.linalg.norm(embedding, axis=0)
    clones = Channel([embedding]) @ cloner
    rho = random_state(d)
    first = partial_trace(clones.apply(rho), (d, d ** (m - 1)), 1)
    x = (1 - 1 / m) * d / (d + 1)
    assert np.allclose(first, (1 - x) * rho + x * np.eye(d) / d)


def test_one_clone_is_the_identity():
    assert zoo.cloner(m=1, d=3) == zoo.identity(3)


def test_smith_yard_is_ppt():
    channel = zoo.smith_yard()
    assert np.linalg.eigvalsh(partial_transpose(channel.choi, (4, 4)))[0] > -1e-14


def test_smith_yard_private_information():
    channel = zoo.smith_yard()
    signals = [np.kron(np.diag(bit), np.eye(2) / 2) for bit in ([1, 0], [0, 1])]

    def holevo(receiver):
        mean = entropy(receiver.apply(sum(signals) / 2))
        return mean - sum(entropy(receiver.apply(s)) for s in signals) / 2

    information = holevo(channel) - holevo(channel.complementary)
    assert information == pytest.approx(0.0213399156, abs=1e-10)


def test_smith_yard_activates_the_erasure_channel():
    # ½ Σ_x |ψ_x><ψ_x|, |ψ_x> purifying the signal |x><x| ⊗ 1/2 inside the erasure
    # channel's input: the private information is halved by the erasure.
    joint = zoo.smith_yard().tensor(zoo.erasure(4)(0.5))
    environment = zoo.smith_yard().complementary.tensor(zoo.erasure(4)(0.5).complementary)
    rho = np.zeros((16, 16))
    for x in range(2):
        psi = np.zeros((4, 4))
        psi[2 * x, 2 * x] = psi[2 * x + 1, 2 * x + 1] = np.sqrt(0.5)
        rho += np.outer(psi, psi) / 2
    coherent = entropy(joint.apply(rho)) - entropy(environment.apply(rho))
    assert coherent == pytest.approx(0.0106699578, abs=1e-10)


def test_replacer():
    state = random_state(3)
    channel = zoo.replacer(2, state=state)
    assert np.allclose(channel.apply(random_state(2, 1)), state)
    assert channel.rank == 6
    assert zoo.replacer(2, d_out=3).d_out == 3
    assert zoo.replacer(2, state=np.diag([1, 0])).d_env == 2


def test_unitary():
    u = random_unitary(3, 0)
    rho = random_state(3)
    assert np.allclose(zoo.unitary(u).apply(rho), u @ rho @ u.conj().T)


def test_with_erasure_takes_what_as_channel_takes():
    assert zoo.with_erasure([np.eye(2)])(0.3) == zoo.erasure(2)(0.3)
    channel = random_channel(3, 2, rank=4, rng=5)
    assert zoo.with_erasure(channel)(0.3).rank == 4 + 3


# Bad arguments: one line, with the value.

BAD = [
    (lambda: zoo.depolarizing(d=1), "`d` must be at least 2, but is 1"),
    (lambda: zoo.erasure(d=0), "`d` must be at least 2, but is 0"),
    (lambda: zoo.pure_loss(photons=0), "`photons` must be at least 1, but is 0"),
    (lambda: zoo.dephrasure(p=1.5), r"`p` must lie in \[0, 1\], but is 1.5"),
    (lambda: zoo.damping_dephasing(p=-1), r"`p` must lie in \[0, 1\], but is -1.0"),
    (lambda: zoo.generalized_amplitude_damping(N=2), r"`N` must lie in .* is 2.0"),
    (lambda: zoo.dephrasure(p=float("nan")), "`p` must lie in .* is nan"),
    (lambda: zoo.landau_streater(j=0.7), "half-integer, but is 0.7"),
    (lambda: zoo.landau_streater(j=0), "`j` must lie in .* is 0.0"),
    (lambda: zoo.landau_streater(j=float("inf")), "half-integer, but is inf"),
    (lambda: zoo.cloner(m=0), "`m` must be at least 1, but is 0"),
    (lambda: zoo.pauli((1, 1)), r"three weights .* but is \(1, 1\)"),
    (lambda: zoo.pauli((1, -1, 1)), "≥ 0"),
    (lambda: zoo.pauli((0, 0, 0)), "not all zero"),
    (lambda: zoo.multilevel_amplitude_damping(3, (1, 2)), "w_10, w_20, w_21"),
    (lambda: zoo.multilevel_amplitude_damping(2, (-1,)), "not all zero"),
    (lambda: zoo.generalized_dephasing(gram=[[1, 2], [2, 1]]), "lowest eigenvalue -1"),
    (lambda: zoo.generalized_dephasing(d=3, gram=np.eye(2)), r"shape \(2, 2\)"),
    (lambda: zoo.generalized_dephasing(gram=1.0), r"shape \(\)"),
    (lambda: zoo.replacer(2, state=np.eye(2)), "density matrix, but has trace 2"),
    (lambda: zoo.replacer(2, 3, state=np.diag([1, 0])), r"\(3, 3\), but has shape"),
    (lambda: zoo.unitary(np.ones((2, 3))), r"square matrix, but has shape \(2, 3\)"),
    (lambda: zoo.unitary(2 * np.eye(2)), "trace preserving"),
    (lambda: zoo.brauer(3, (1, 2)), r"three weights .* but is \(1, 2\)"),
    (lambda: zoo.brauer(3, (1, 2, -1)), "≥ 0, not all zero"),
    (lambda: zoo.werner(1), "`d` must be at least 2, but is 1"),
    (lambda: zoo.depolarizing_dephasing(3, 2), r"`p` must lie in \[0, 1\], but is 2"),
    (lambda: zoo.depolarizing_erasure(3, -1), r"`x` must lie in \[0, 1\], but is -1"),
    (lambda: zoo.two_weyl(1), "`d` must be at least 2, but is 1"),
    (lambda: zoo.two_weyl(3, 2), r"`shifts` must lie in \[0, 1\], but is 2"),
    (lambda: zoo.weyl([0.5, 0.5]), "square matrix of probabilities"),
    (lambda: zoo.weyl([[0.5, -0.5], [0.5, 0.5]]), "p_ab ≥ 0"),
    (lambda: zoo.noisy_landau_streater(0.7), "half-integer, but is 0.7"),
    (lambda: zoo.eposic(1, 1, 3), "must couple, .* but are 1, 1 and 3"),
    (lambda: zoo.eposic(1, 1, 0.5), "in whole steps, but are 1, 1 and 0.5"),
    (lambda: zoo.eposic(-1, 1, 1), "`j_in` must lie in .* is -1.0"),
    (lambda: zoo.build("depolarising"), "try depolarizing"),
    (lambda: zoo.build("nothing like it"), "No channel is called"),
    (lambda: zoo.build("erasure", q=1), "takes no argument 'q'; it takes d"),
    (lambda: zoo.build("bb84", d=2), "it takes none"),
    (lambda: zoo.bb84()(0.6), r"`p` of bb84 must lie in \[0, 0.5\]"),
]


@pytest.mark.parametrize(("call", "message"), BAD)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_build_gives_the_family_with_its_arguments():
    family = zoo.build("depolarizing", d=4)
    assert isinstance(family, ChannelFamily)
    assert family.label == "depolarizing(d=4)"


def test_families_are_the_mixtures_of_their_ends():
    family = zoo.transpose_depolarizing(3)
    line = mixture(zoo.identity(3), zoo.werner_holevo(3))
    assert family(0.37) == line(0.37)
