"""Channels of spins: angular momentum algebra, rotations, and their known relatives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo


def spin_matrices(j):
    """J_x, J_y, J_z in the basis m = j, j−1, …, −j."""
    m = j - np.arange(int(2 * j) + 1)
    up = np.diag(np.sqrt(j * (j + 1) - m[1:] * (m[1:] + 1)), 1)
    return [(up + up.T) / 2, (up - up.T) / 2j, np.diag(m)]


def random_state(d):
    rng = np.random.default_rng(0)
    root = rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d))
    rho = root @ root.conj().T
    return rho / np.trace(rho)


#: (j_in, j_out, j_env), doubled.
COUPLED = [
    (total, first, second)
    for total in range(5)
    for first in range(5)
    for second in range(abs(total - first), total + first + 1, 2)
]


@pytest.mark.parametrize("doubled", COUPLED, ids=str)
def test_the_isometry_adds_angular_momenta(doubled):
    """V J_in = (J_out⊗1 + 1⊗J_env) V, which determines V up to a phase."""
    total, first, second = (n / 2 for n in doubled)
    channel = zoo.eposic(total, first, second)
    assert channel.d_env == channel.rank == int(2 * second) + 1
    isometry, one = channel.isometry, np.eye
    for whole, left, right in zip(*map(spin_matrices, (total, first, second)), strict=True):
        both = np.kron(left, one(len(right))) + np.kron(one(len(left)), right)
        assert np.allclose(isometry @ whole, both @ isometry, rtol=0, atol=1e-13)


@pytest.mark.parametrize("doubled", COUPLED, ids=str)
def test_the_environment_of_one_is_the_output_of_another(doubled):
    total, first, second = (n / 2 for n in doubled)
    across = zoo.eposic(total, first, second).complementary
    assert across == zoo.eposic(total, second, first)


@pytest.mark.parametrize(("m", "j"), [(1, 0.5), (2, 1), (3, 1.5), (6, 3)])
def test_cloners_are_of_the_kind(m, j):
    assert zoo.eposic(0.5, j, j - 0.5) == zoo.cloner(m=m, d=2)


@pytest.mark.parametrize("j", [0.5, 1, 1.5, 3])
def test_landau_streater_is_of_the_kind(j):
    assert zoo.eposic(j, j, 1) == zoo.landau_streater(j)
    assert zoo.eposic(j, j, 0) == zoo.identity(int(2 * j) + 1)


@settings(max_examples=20)
@given(j=st.sampled_from([1, 2, 3, 4]), x=st.floats(0, 1), seed=st.integers(0, 99))
def test_rotations_commute_with_noise_of_all_directions(j, x, seed):
    axis = np.random.default_rng(seed).normal(size=3)
    spins = spin_matrices(j / 2)
    values, vectors = np.linalg.eigh(sum(a * s for a, s in zip(axis, spins, strict=True)))
    turn = zoo.unitary(vectors @ np.diag(np.exp(1j * values)) @ vectors.conj().T)
    channel = zoo.noisy_landau_streater(j / 2)(x)
    assert channel @ turn == turn @ channel


def test_spin_one_is_transpose_depolarizing():
    root = np.sqrt(0.5)
    basis = np.array([[-root, 0, root], [-1j * root, 0, -1j * root], [0, 1, 0]])
    there, back = zoo.unitary(basis), zoo.unitary(basis.conj().T)
    noisy = zoo.transpose_depolarizing(3)(0.3)
    assert back @ noisy @ there == zoo.noisy_landau_streater(1)(0.3)


@pytest.mark.parametrize("j", [0.5, 1, 1.5, 2])
def test_landau_streater(j):
    spins = spin_matrices(j)
    commutator = spins[0] @ spins[1] - spins[1] @ spins[0]
    assert np.allclose(commutator, 1j * spins[2])
    rho = random_state(int(2 * j) + 1)
    expected = sum(s @ rho @ s for s in spins) / (j * (j + 1))
    assert np.allclose(zoo.landau_streater(j).apply(rho), expected)


def test_landau_streater_of_spin_one_is_werner_holevo():
    # the spin-1 matrices are the rotation generators in another basis
    root = np.sqrt(0.5)
    basis = np.array([[-root, 0, root], [-1j * root, 0, -1j * root], [0, 1, 0]])
    change = zoo.unitary(basis)
    back = zoo.unitary(basis.conj().T)
    assert back @ zoo.werner_holevo(3) @ change == zoo.landau_streater(1)
