"""The linear algebra every room relies on, against explicit formulas and exact integers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdpsearch.linalg import (
    coordinate_count,
    hermitian_basis,
    partial_trace,
    partial_transpose,
    psd_floor,
    readonly,
    smat,
    support,
    svec,
    swap_factors,
)
from sdpsearch.stacks import lower_factors, psd_floors

SEEDS = st.integers(0, 2**32 - 1)
DIMS = st.tuples(st.integers(1, 4), st.integers(1, 4))
FIELDS = pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])


def draw(shape, real, seed):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal(shape)
    return matrix if real else matrix + 1j * rng.standard_normal(shape)


def hermitian(order, real, seed):
    matrix = draw((order, order), real, seed)
    return (matrix + matrix.conj().T) / 2


@FIELDS
@given(order=st.integers(1, 7), seed=SEEDS)
def test_smat_inverts_svec(order, real, seed):
    matrix = hermitian(order, real, seed)
    coordinates = svec(matrix, real)
    assert coordinates.dtype == float
    assert coordinates.shape == (coordinate_count(order, real),)
    assert smat(coordinates, order, real) == pytest.approx(matrix, abs=1e-14)


@FIELDS
@given(order=st.integers(1, 7), seed=SEEDS)
def test_svec_keeps_inner_products(order, real, seed):
    left, right = hermitian(order, real, seed), hermitian(order, real, seed + 1)
    product = np.trace(left @ right).real
    assert svec(left, real) @ svec(right, real) == pytest.approx(product, abs=1e-12)


@FIELDS
@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_hermitian_basis_is_an_isometry_onto_hermitian_matrices(order, real):
    basis = hermitian_basis(order, real)
    assert basis.shape == (order**2, coordinate_count(order, real))
    gram = (basis.conj().T @ basis).toarray()
    assert gram == pytest.approx(np.eye(basis.shape[1]), abs=1e-15)
    for column in basis.toarray().T:
        matrix = column.reshape(order, order)
        assert np.array_equal(matrix, matrix.conj().T)


@FIELDS
@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_coordinates_run_down_the_lower_triangle_as_in_scs(order, real):
    # SCS manual, cones `s` and `cs`: columns of the lower triangle, √2 off the
    # diagonal, real part before imaginary part.
    matrix = hermitian(order, real, 5)
    expected = []
    for j in range(order):
        expected.append(matrix[j, j].real)
        for i in range(j + 1, order):
            expected.append(np.sqrt(2) * matrix[i, j].real)
            if not real:
                expected.append(np.sqrt(2) * matrix[i, j].imag)
    assert svec(matrix, real) == pytest.approx(np.array(expected), abs=1e-15)


@given(dims=DIMS, seed=SEEDS)
def test_partial_trace_is_the_sum_over_the_basis_traced_out(dims, seed):
    a, b = dims
    matrix = draw((a * b, a * b), False, seed)
    over_a = sum(
        np.kron(row[None], np.eye(b)) @ matrix @ np.kron(row[:, None], np.eye(b))
        for row in np.eye(a)
    )
    over_b = sum(
        np.kron(np.eye(a), row[None]) @ matrix @ np.kron(np.eye(a), row[:, None])
        for row in np.eye(b)
    )
    assert partial_trace(matrix, dims, 0) == pytest.approx(over_a, abs=1e-13)
    assert partial_trace(matrix, dims, 1) == pytest.approx(over_b, abs=1e-13)


@given(dims=DIMS, seed=SEEDS)
def test_partial_transpose_and_swap_on_products(dims, seed):
    left = draw((dims[0], dims[0]), False, seed)
    right = draw((dims[1], dims[1]), False, seed + 1)
    product = np.kron(left, right)
    assert np.array_equal(partial_transpose(product, dims), np.kron(left, right.T))
    assert swap_factors(product, dims) == pytest.approx(np.kron(right, left), abs=1e-13)


@given(dims=DIMS, seed=SEEDS)
def test_partial_transpose_is_an_involution(dims, seed):
    size = dims[0] * dims[1]
    matrix = draw((size, size), False, seed)
    assert np.array_equal(partial_transpose(partial_transpose(matrix, dims), dims), matrix)


@FIELDS
@given(order=st.integers(2, 6), data=st.data())
def test_support_finds_the_range(order, real, data):
    rank = data.draw(st.integers(1, order))
    seed = data.draw(SEEDS)
    root = np.linalg.qr(draw((order, rank), real, seed))[0]
    found = support(root @ root.conj().T, 1e-9)
    assert found.rank == rank
    assert found.basis.shape == (order, rank)
    projector = found.basis @ found.basis.conj().T
    assert projector == pytest.approx(root @ root.conj().T, abs=1e-12)
    assert found.gap < 1e-12
    with pytest.raises(ValueError, match="read-only"):
        found.basis[0, 0] = 2


@pytest.mark.parametrize(
    ("small", "rank", "gap"), [(2e-6, 2, 0.0), (0.5e-6, 1, 0.5e-6)], ids=["kept", "cut"]
)
def test_support_cuts_at_the_tolerance_and_reports_the_gap(small, rank, gap):
    found = support(np.diag([1.0, small]), 1e-6)
    assert (found.rank, found.gap) == (rank, pytest.approx(gap))


def test_support_of_zero_is_empty():
    found = support(np.zeros((3, 3)), 1e-9)
    assert found.rank == 0
    assert found.basis.shape == (3, 0)


def test_readonly_views_do_not_freeze_the_original():
    array = np.zeros(2)
    view = readonly(array)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1
    array[0] = 1
    assert view[0] == 1


# psd_floor. The matrices below have entries that are exact floats (small integers times
# powers of two), so that their least eigenvalue is known without any rounding.


def singular(order, real, seed, spread=0):
    """Return D B B† D, B of rank order − 1 with small integer entries: singular."""
    rng = np.random.default_rng(seed)
    shape = (order, order - 1)
    root = rng.integers(-3, 4, shape) + (0 if real else 1j * rng.integers(-3, 4, shape))
    scale = 2.0 ** rng.integers(-spread, 1, order)
    return scale[:, None] * (root @ root.conj().T) * scale


def reflected(values):
    """Return n² H diag(values) H for a reflection H with entries in Z/n: exact."""
    order = len(values)
    signs = np.where(np.arange(order) % 3 == 1, -1.0, 1.0)
    reflection = order * np.eye(order) - 2 * np.outer(signs, signs)
    return reflection @ np.diag(np.array(values, dtype=float)) @ reflection


def assert_tight_floor(matrix, least):
    floor = psd_floor(matrix)
    assert floor <= least
    assert floor >= least - 1e-12 * np.linalg.norm(matrix, 2) - 1e-300


@FIELDS
@pytest.mark.parametrize("order", [2, 3, 5, 8, 13, 21, 34, 60])
@pytest.mark.parametrize("spread", [0, 10, 30], ids=["even", "uneven", "badly-scaled"])
@pytest.mark.parametrize("size", [2.0**-200, 1.0, 2.0**200], ids=["tiny", "unit", "huge"])
def test_floor_of_a_singular_matrix_is_just_below_zero(order, real, spread, size):
    assert_tight_floor(size * singular(order, real, order, spread), 0.0)


@FIELDS
@pytest.mark.parametrize("order", [2, 7, 60])
@pytest.mark.parametrize("shift", [-5, -(2.0**-20), 2.0**-20, 3])
def test_floor_of_a_shifted_singular_matrix(order, real, shift):
    matrix = singular(order, real, order) + shift * np.eye(order)
    assert_tight_floor(matrix, shift)


@pytest.mark.parametrize("order", [2, 4, 8, 16, 32])
@given(data=st.data())
def test_floor_with_the_whole_spectrum_known(order, data):
    values = data.draw(
        st.lists(st.integers(-(2**30), 2**30), min_size=order, max_size=order)
    )
    assert_tight_floor(reflected(values), order**2 * min(values))


@pytest.mark.parametrize("value", [-2.5, 0.0, 1e-300, 7.0])
def test_floor_of_a_number(value):
    assert psd_floor(np.array([[value]])) == value


@pytest.mark.parametrize("order", [1, 2, 60])
def test_floor_of_zero(order):
    assert -1e-300 <= psd_floor(np.zeros((order, order))) <= 0


@pytest.mark.parametrize("order", [1, 3])
@pytest.mark.parametrize("value", [np.nan, -np.inf], ids=str)
def test_no_floor_for_what_is_not_finite(order, value):
    assert psd_floor(np.diag([value] * order)) == -np.inf


def exact_pivots(rows):
    """Return the pivots of LDLᵀ over the rationals; stops at the first negative one."""
    rows, pivots = [list(row) for row in rows], []
    while rows:
        pivot = rows[0][0]
        pivots.append(pivot)
        if pivot < 0 or (pivot == 0 and any(rows[0])):
            return [*pivots, Fraction(-1)]
        head, rest = rows[0], rows[1:]
        ratio = [row[0] / pivot if pivot else Fraction(0) for row in rest]
        rows = [
            [x - r * h for x, h in zip(row[1:], head[1:], strict=True)]
            for row, r in zip(rest, ratio, strict=True)
        ]
    return pivots


@FIELDS
@given(order=st.integers(1, 5), seed=SEEDS, exponents=st.integers(0, 40))
def test_floor_is_proved_by_rational_arithmetic(order, real, seed, exponents):
    rng = np.random.default_rng(seed)
    scale = 2.0 ** rng.integers(-exponents, exponents + 1, order)
    matrix = hermitian(order, real, seed) * np.outer(scale, scale)
    floor = psd_floor(matrix)
    block = matrix.real
    if not real:
        block = np.block([[matrix.real, -matrix.imag], [matrix.imag, matrix.real]])
    exact = [[Fraction(float(x)) for x in row] for row in block]
    for i in range(len(exact)):
        exact[i][i] -= Fraction(floor)
    assert min(exact_pivots(exact)) >= 0


# Stacks: what is said of one matrix is said of it in any company.


@FIELDS
@pytest.mark.parametrize("order", [1, 2, 6, 13])
def test_floors_of_a_stack_are_those_of_its_matrices(order, real):
    stack = [hermitian(order, real, seed) for seed in range(6)]
    stack += [singular(order, real, order, 20), 0 * stack[0]]
    infinite = stack[0].copy()
    infinite[0, 0] = np.inf
    stack = np.array([*stack, infinite, np.full_like(infinite, np.nan)])
    floors = psd_floors(stack)
    assert list(floors) == [psd_floor(matrix) for matrix in stack]
    assert list(floors[-2:]) == [-np.inf, -np.inf]


def test_floors_of_no_matrix():
    assert psd_floors(np.zeros((0, 3, 3))).shape == (0,)


@FIELDS
@given(st.lists(st.booleans(), max_size=9))
def test_a_matrix_that_is_not_positive_fails_alone(real, positive):
    order = 3
    stack = np.array([hermitian(order, real, i) for i in range(len(positive))])
    stack = stack.reshape(-1, order, order)
    stack = stack @ stack + np.eye(order)
    stack[~np.array(positive, dtype=bool), 2, 2] = -1e-300
    factors, proved = lower_factors(stack)
    assert list(proved) == positive
    again = factors @ np.conj(np.swapaxes(factors, 1, 2))
    assert again[proved] == pytest.approx(stack[proved], rel=1e-12, abs=1e-12)
    assert np.isnan(factors[~proved]).all()


@pytest.mark.parametrize("real", [True, False])
@pytest.mark.parametrize("order", [2, 3, 7])
def test_a_floor_is_the_same_in_every_memory_order(order, real):
    """A floor taken from a factor of something else would prove nothing."""
    rng = np.random.default_rng(order)
    half = rng.normal(size=(order, order)) + (0 if real else 1j) * rng.normal(
        size=(order, order)
    )
    matrix = half + half.conj().T
    strided = np.zeros((2 * order, 2 * order), dtype=matrix.dtype)
    strided[::2, ::2] = matrix
    floor = psd_floor(np.ascontiguousarray(matrix))
    for same in (np.asfortranarray(matrix), strided[::2, ::2]):
        before = same.copy()
        assert psd_floor(same) == pytest.approx(floor, abs=1e-13)
        assert np.array_equal(same, before)


def test_a_floor_is_proved_by_the_shifted_matrix_alone(monkeypatch):
    """What LAPACK says of the eigenvalues is never enough, in any memory order."""
    seen = []
    cholesky = np.linalg.cholesky

    def spy(matrix):
        seen.append(matrix.copy())
        return cholesky(matrix)

    monkeypatch.setattr(np.linalg, "cholesky", spy)
    for matrix in (np.diag([3.0, 1.0, 2.0]), np.asfortranarray(np.diag([3.0, 1.0, 2.0]))):
        seen.clear()
        floor = psd_floor(matrix)
        assert np.all(seen[-1].diagonal() < matrix.diagonal() - floor)
