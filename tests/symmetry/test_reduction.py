"""A programme reduced by its symmetry has the answer of the whole, in fewer variables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.range import column_range
from sdpsearch.conic.problem import Status
from sdpsearch.conic.solvers import native
from sdpsearch.extension.asking import is_confirmed
from sdpsearch.extension.facial_reduction import find_face
from sdpsearch.extension.line import Line
from sdpsearch.linalg import is_real
from sdpsearch.symmetry.reduction import reduction_of


def line(first, last, dims, k=2):
    """The line from one operator to another on the face of both, undivided."""
    real = is_real(first, last)
    first, last = (x.real if real else x for x in (first, last))
    face = find_face(*dims, k, column_range(np.hstack([first, last])).basis, real)
    start, end = face.coordinates(first), face.coordinates(last)
    return Line(face, start, end - start)


def to_noise(channel, k=2):
    d_a, d_b = channel.d_in, channel.d_out
    noise = np.eye(d_a * d_b) / d_b
    return line(channel.choi, noise, (d_a, d_b), k)


def weyl(d, seed):
    """A channel of Weyl operators with random probabilities."""
    p = np.random.default_rng(seed).random((d, d))
    shift = np.roll(np.eye(d), 1, axis=0)
    clock = np.diag(np.exp(2j * np.pi * np.arange(d) / d))
    powers = np.linalg.matrix_power
    kraus = [
        np.sqrt(p[a, b] / p.sum()) * powers(shift, a) @ powers(clock, b)
        for a in range(d)
        for b in range(d)
    ]
    return sd.Channel(kraus)


def depolarizing(d, x):
    return sd.zoo.depolarizing(d=d)(x)


CASES = {
    "U(3)": (to_noise(depolarizing(3, 0.0)), 2, 3 / 8),
    "U(2), four copies": (to_noise(depolarizing(2, 0.0), 4), 2, 0.5),
    "SU(2)": (to_noise(sd.zoo.landau_streater(1.5)), 4, 5 / 17),
    "Weyl": (to_noise(weyl(3, 0)), 9, None),
    "permutations": (to_noise(sd.zoo.werner_holevo(3)), 2, None),
}


@pytest.mark.parametrize("name", CASES)
def test_it_has_as_many_variables_as_invariants_and_the_same_optimum(name):
    whole, variables, known = CASES[name]
    problem = whole.problem()
    found = reduction_of(problem)
    assert found.basis.shape[1] == variables
    small = native.solve(found.problem, tolerance=1e-11)
    large = native.solve(problem, tolerance=1e-11)
    assert small.status is Status.SOLVED
    assert small.y[0] == pytest.approx(large.y[0], abs=1e-9)
    lifted = found.lifted(small)
    assert is_confirmed(lifted)
    assert max(lifted.primal_residual, lifted.dual_residual) < 1e-9
    if known is not None:
        assert -small.y[0] == pytest.approx(known, abs=1e-9)


def test_copies_fill_the_blocks():
    found = reduction_of(CASES["SU(2)"][0].problem())
    total = sum(algebra.order * algebra.count for algebra in found.simple)
    assert total == sum(found.space.orders)


def test_local_unitaries_hide_nothing():
    rng = np.random.default_rng(4)
    left, right = (np.linalg.qr(rng.standard_normal((3, 3)))[0] for _ in range(2))
    turned = np.kron(left, right)
    choi = depolarizing(3, 0.0).choi.real
    hidden = line(turned @ choi @ turned.T, np.eye(9) / 3, (3, 3))
    found = reduction_of(hidden.problem())
    assert found.basis.shape[1] == 2
    lifted = found.lifted(native.solve(found.problem, tolerance=1e-11))
    assert is_confirmed(lifted)
    assert -lifted.y[0] == pytest.approx(3 / 8, abs=1e-9)


def test_where_nothing_repeats_nothing_is_reduced():
    assert reduction_of(to_noise(sd.random_channel(3, 3, 9, rng=0)).problem()) is None


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    size=st.sampled_from([1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3]),
)
def test_a_symmetry_that_is_nearly_there_decides_nothing_falsely(seed, size):
    # 3/8 is depolarizing's threshold; one perturbed by ε has its own, O(ε) away.
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((9, 9))
    noise = size * (noise + noise.T) / np.linalg.norm(noise)
    choi = depolarizing(3, 0.1).choi.real + np.eye(9) * 2 * size + noise
    near = line(choi, np.eye(9) / 3, (3, 3))
    problem = near.problem()
    found = reduction_of(problem)
    exact = native.solve(problem, tolerance=1e-11)
    if found is None:
        return
    lifted = found.lifted(native.solve(found.problem, tolerance=1e-11))
    if is_confirmed(lifted):
        assert lifted.y[0] == pytest.approx(exact.y[0], abs=1e-7)


@pytest.mark.parametrize("seed", [0, 1])
def test_brackets_are_narrow_whatever_generic_elements_lost(seed):
    """Where a reduction misses digits, others are looked for, and the sharpest is kept."""
    p = np.random.default_rng(seed).random((6, 6))
    p[0, 0] += p.sum()
    for family in (
        sd.white_noise(sd.zoo.weyl(p / p.sum())),
        sd.white_noise(sd.zoo.landau_streater(2.5)),
    ):
        (boundary,) = sd.threshold(family, "antidegradable").boundaries
        assert boundary.bracket.width < 5e-9


@pytest.mark.parametrize(
    ("channel", "most"),
    [(depolarizing(3, 0.3), 8), (weyl(2, 1), 8), (weyl(3, 1), 60)],
    ids=["U(3)", "Pauli", "Weyl"],
)
def test_a_programme_with_a_constant_is_reduced_as_well(channel, most):
    # Signed extensions are the variable of theirs: σ = L(J) + what has no marginal.
    whole = sd.SignedExtendible().programme(channel)
    assert np.any(whole.constant)
    reduction = reduction_of(whole)
    assert reduction is not None
    assert reduction.problem.objective.size <= most < whole.objective.size
    small = native.solve(reduction.problem, tolerance=1e-10, time_limit=None)
    lifted = reduction.lifted(small)
    assert is_confirmed(lifted)
    large = native.solve(whole, tolerance=1e-10, time_limit=None)
    assert lifted.x[0] == pytest.approx(large.x[0], abs=1e-8)
