"""The multiprecision line solver: known optima, and its promises recomputed exactly."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb_mat, ctx, fmpq, fmpq_mat

import sdpsearch as sd
from sdpsearch.proof.digits.floats import float_point
from sdpsearch.proof.digits.functionals import Functionals, functionals
from sdpsearch.proof.digits.line import Basis, ExactLine, LineSolution, column_entries
from sdpsearch.proof.digits.schur import schur_complement
from sdpsearch.proof.digits.solve import solve_line

Gauss = tuple[Fraction, Fraction]  # re, im
Operator = list[list[Gauss]]
ZERO = Fraction(0)


def full_bases(d_in: int, d: int) -> tuple[Basis, ...]:
    even, odd = [], []
    for a, b in itertools.product(range(d_in), range(d)):
        for c in range(b, d):
            first, second = (a * d + b) * d + c, (a * d + c) * d + b
            even.append({first: 1, second: 1})
            if b != c:
                odd.append({first: 1, second: -1})
    return tuple(even), tuple(odd)


def three_qubit_bases() -> tuple[Basis, ...]:
    """For k = 3, d = 2: symmetric vectors by weight, and a singlet next to a spin."""
    weights = [[i for i in range(8) if i.bit_count() == w] for w in range(4)]
    even = tuple({8 * a + i: 1 for i in w} for a in range(2) for w in weights)
    mixed = tuple({8 * a + 2 + c: 1, 8 * a + 4 + c: -1} for a in range(2) for c in range(2))
    return even, mixed


def line_of(
    start: Operator,
    direction: Operator,
    dims: tuple[int, int],
    real: bool = True,
    k: int = 2,
) -> ExactLine:
    rows, b, d = [], [], []
    for p in range(len(start)):
        for q in range(p + 1):
            rows.append((p, q, "re"))
            for values, operator in ((b, start), (d, direction)):
                values.append(operator[p][q][0] * (1 if p == q else 2))
            if p != q and not real:
                # tr(i(|p><q| − |q><p|) X) = i(X_qp − X_pq) = 2 Im X_pq
                rows.append((p, q, "im"))
                for values, operator in ((b, start), (d, direction)):
                    values.append(operator[p][q][1] * 2)
    bases = full_bases(*dims) if k == 2 else three_qubit_bases()
    return ExactLine(*dims, k, bases, tuple(rows), tuple(b), tuple(d), real)


def towards_noise(choi: Operator, dims: tuple[int, int], **options: Any) -> ExactLine:
    size, d = len(choi), dims[1]
    direction = [
        [(Fraction(int(p == q), d) - choi[p][q][0], -choi[p][q][1]) for q in range(size)]
        for p in range(size)
    ]
    return line_of(choi, direction, dims, **options)


def depolarizing(d: int, **options: Any) -> ExactLine:
    ends = range(0, d * d, d + 1)
    choi = [
        [(Fraction(int(p in ends and q in ends)), ZERO) for q in range(d * d)]
        for p in range(d * d)
    ]
    return towards_noise(choi, (d, d), **options)


def times(left: Gauss, right: Gauss) -> Gauss:
    (a, b), (c, d) = left, right
    return a * c - b * d, a * d + b * c


def rational_kraus(d_in: int, d: int, env: int, *, real: bool, seed: int) -> Any:
    """Kraus operators [e][b][a] from a Householder reflection: 1 − 2ww†/|w|²."""
    pairs = np.random.default_rng(seed).integers(-4, 5, (d * env, 2)).tolist()
    w = [(Fraction(u), Fraction(0 if real else v)) for u, v in pairs]
    norm = sum(u * u + v * v for u, v in w)

    def entry(i: int, j: int) -> Gauss:
        re, im = times(w[i], (w[j][0], -w[j][1]))
        return Fraction(int(i == j)) - 2 * re / norm, -2 * im / norm

    inputs, outputs = range(d_in), range(d)
    return [[[entry(b * env + e, a) for a in inputs] for b in outputs] for e in range(env)]


def choi_of(kraus: Any, d_in: int, d: int) -> Operator:
    vectors = [
        [operator[b][a] for a in range(d_in) for b in range(d)] for operator in kraus
    ]
    size = d_in * d
    choi = [[(ZERO, ZERO)] * size for _ in range(size)]
    for p, q, v in itertools.product(range(size), range(size), vectors):
        re, im = times(v[p], (v[q][0], -v[q][1]))
        choi[p][q] = choi[p][q][0] + re, choi[p][q][1] + im
    return choi


def direct_functionals(line: ExactLine) -> Iterator[tuple[int, list[fmpq_mat]]]:
    """Yield the real G_iλ of a real line from their definition, block by block."""
    size, d, k = line.d_in * line.d_out**line.k, line.d_out, line.k
    for basis in line.bases:
        b = fmpq_mat(size, len(basis))
        for c, column in enumerate(basis):
            for index, re, _ in column_entries(column):
                b[index, c] = re
        result = []
        for p, q, _ in line.rows:
            total = fmpq_mat(size, size)
            for s, (left, right) in itertools.product(range(k), {(p, q), (q, p)}):
                step = d**s
                for rest in range(d**k):
                    if rest // step % d == right % d:
                        moved = rest + (left % d - right % d) * step
                        row = left // d * d**k + moved
                        total[row, right // d * d**k + rest] += fmpq(1, k)
            result.append(b.transpose() * total * b)
        yield len(basis), result


def check_promises(line: ExactLine, solution: LineSolution, digits: int) -> None:
    """Recompute gap, residuals and strict feasibility of a real line's solution."""
    unit = fmpq(1, 2**solution.bits)
    y = [value * unit for value in solution.y]
    marginal, gap = [fmpq(0)] * len(line.rows), fmpq(0)
    for block, (order, maps) in zip(solution.blocks, direct_functionals(line), strict=True):
        t, z = fmpq_mat([list(row) for row in block.re]) * unit, fmpq_mat(order, order)
        for i, g in enumerate(maps):
            marginal[i] += dot(g.entries(), t.entries())
            z += g * y[i]
        gap += dot(t.entries(), z.entries())
        for matrix in (t, z):
            assert matrix == matrix.transpose()
            assert least_eigenvalue_is_positive(matrix)
    small = fmpq(1, 10 ** (2 * digits))
    b, d = ([rational(v) for v in part] for part in (line.start, line.direction))
    x = rational(solution.x)
    assert all(abs(u + x * v - m) < small for u, v, m in zip(b, d, marginal, strict=True))
    assert abs(dot(y, d) - 1) < small
    assert 0 < gap < fmpq(1, 10 ** (digits + 5))
    assert abs(x + dot(y, b) - gap) < small * 10**5


def rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def dot(left: list[fmpq], right: list[fmpq]) -> fmpq:
    return sum((u * v for u, v in zip(left, right, strict=True) if u), fmpq(0))


def least_eigenvalue_is_positive(matrix: fmpq_mat) -> bool:
    """Sylvester's criterion with leading minors in ball arithmetic."""
    with ctx.workprec(2000):
        whole = arb_mat(matrix).tolist()
        corners = ([row[:m] for row in whole[:m]] for m in range(1, len(whole) + 1))
        return all(arb_mat(corner).det() > 0 for corner in corners)


def distance(solution: LineSolution, optimum: Fraction) -> float:
    return float(abs(solution.x - optimum))


@pytest.mark.parametrize("d", [2, 3, pytest.param(4, marks=pytest.mark.slow)])
def test_depolarizing_threshold_is_known_to_fifty_digits(d: int) -> None:
    line = depolarizing(d)
    solution = solve_line(line)
    assert solution.is_solved
    assert distance(solution, Fraction(d, 2 * (d + 1))) < 1e-54
    if d < 4:
        check_promises(line, solution, 50)


def test_a_complex_line_has_the_same_optimum_as_its_real_form() -> None:
    solution = solve_line(depolarizing(2, real=False))
    assert solution.is_solved
    assert distance(solution, Fraction(1, 3)) < 1e-54
    for block in solution.blocks:
        re, im = (np.array(part, dtype=object) for part in (block.re, block.im))
        assert (re == re.T).all()
        assert (im == -im.T).all()


def test_three_copies() -> None:
    line = depolarizing(2, k=3)
    solution = solve_line(line)
    assert solution.is_solved
    assert distance(solution, Fraction(4, 9)) < 1e-54
    check_promises(line, solution, 50)


@pytest.mark.parametrize("real", [False, True])
def test_random_rational_channel_agrees_with_the_float_engine(real: bool) -> None:
    kraus = rational_kraus(2, 2, 3, real=real, seed=7)
    line = towards_noise(choi_of(kraus, 2, 2), (2, 2), real=real)
    solution = solve_line(line)
    assert solution.is_solved
    channel = sd.Channel([[[complex(*z) for z in row] for row in k] for k in kraus])
    threshold = sd.threshold(sd.white_noise(channel), sd.Antidegradable())
    assert float(solution.x) == pytest.approx(threshold.value, abs=1e-8)


def test_real_random_channel_keeps_its_promises() -> None:
    kraus = rational_kraus(3, 2, 3, real=True, seed=1)
    line = towards_noise(choi_of(kraus, 3, 2), (3, 2))
    solution = solve_line(line, 40)
    assert solution.is_solved
    check_promises(line, solution, 40)


def test_more_digits_continue_from_an_earlier_solution() -> None:
    line = depolarizing(2)
    solution = solve_line(line, 120, start=solve_line(line, 30))
    assert solution.iterations[0] == 0
    assert solution.is_solved
    check_promises(line, solution, 120)


def test_a_change_of_basis_does_not_change_the_answer() -> None:
    line = depolarizing(2)
    even, odd = line.bases
    skewed = (dict(even[0]) | {i: 3 * v for i, v in dict(even[4]).items()}, *even[1:])
    solution = solve_line(replace(line, bases=(skewed, odd)))
    assert solution.is_solved
    assert distance(solution, Fraction(1, 3)) < 1e-54


def test_a_line_without_interior_is_given_up_with_a_reason() -> None:
    line = depolarizing(2)
    # Dephasing instead of white noise: J(x) never leaves the span of |00> and |11>.
    off = [p != q and b != 0 for (p, q, _), b in zip(line.rows, line.start, strict=True)]
    direction = tuple(-b if o else ZERO for o, b in zip(off, line.start, strict=True))
    solution = solve_line(replace(line, direction=direction))
    assert solution.reason
    assert not solution.is_solved


def test_time_limit() -> None:
    solution = solve_line(depolarizing(2), time_limit=0.0)
    assert solution.reason == "time limit"
    assert distance(solution, Fraction(1, 3)) < 1e-4


@pytest.mark.parametrize("real", [True, False])
def test_schur_complement_by_two_products_is_the_sum_of_traces(real: bool) -> None:
    data = functionals(depolarizing(3 if real else 2, real=real))
    assert data.is_paired
    rng = np.random.default_rng(0)
    left, right = (
        [m @ m.T for m in (rng.normal(size=(n, n)) for n in data.orders)] for _ in range(2)
    )
    if not real:  # the doubled blocks of complex ones
        left, right = ([doubled(m) for m in blocks] for blocks in (left, right))
    maps = [g.astype(float) / data.denominator for g in whole(data)]
    expected: Any = sum(
        np.einsum("iab,bc,jcd,da->ij", g, t, g, s, optimize=True)
        for g, t, s in zip(maps, left, right, strict=True)
    )
    expected = (expected + expected.T) / 2
    result = schur_complement(data, left, right, np.matmul)
    assert result == pytest.approx(expected, rel=1e-11, abs=1e-11)


def whole(data: Functionals) -> list[Any]:
    """Return every block's G_i for all i, those that do not meet it being zero."""
    found: list[Any] = []
    for (met, maps), order in zip(data.dense, data.orders, strict=True):
        every = np.zeros((data.count, order, order), dtype=object)
        every[met] = maps
        found.append(every)
    return found


def test_blocks_by_charge_have_the_solution_of_the_whole() -> None:
    # Between |00>, |11> and |01>, |10> the channel has no entry: four blocks, not two.
    line = depolarizing(2)
    parts = tuple(
        tuple(column for column in basis if charge(column, line) == q)
        for basis in line.bases
        for q in range(-1, 3)
    )
    kept = [i for i, (p, q, _) in enumerate(line.rows) if p == q or {p, q} == {0, 3}]
    divided = replace(
        line,
        bases=tuple(part for part in parts if part),
        rows=tuple(line.rows[i] for i in kept),
        start=tuple(line.start[i] for i in kept),
        direction=tuple(line.direction[i] for i in kept),
    )
    assert len(divided.bases) == 6
    found = solve_line(divided, 30)
    check_promises(divided, found, 30)
    assert distance(found, Fraction(1, 3)) < 1e-30


def charge(column: Any, line: ExactLine) -> int:
    """Return −a + b_1 + b_2 of a column's words."""
    (found,) = {
        index % 2 + index // 2 % 2 - index // 4 for index, _, _ in column_entries(column)
    }
    return found


def doubled(matrix: Any) -> Any:
    half = len(matrix) // 2
    a = matrix[:half, :half] + matrix[half:, half:]
    b = matrix[half:, :half] - matrix[:half, half:]
    return np.block([[a, -b], [b, a]])


def test_functionals_match_their_definition() -> None:
    line = depolarizing(2, k=3)
    data = functionals(line)
    for dense, (_, maps) in zip(whole(data), direct_functionals(line), strict=True):
        for mine, expected in zip(dense, maps, strict=True):
            exact = [Fraction(int(v.p), int(v.q)) for v in expected.entries()]
            assert [Fraction(v, data.denominator) for v in mine.ravel()] == exact


def test_float_phase_ends_centred() -> None:
    line = depolarizing(3)
    start, direction = ([float(v) for v in part] for part in (line.start, line.direction))
    point = float_point(functionals(line), np.array(start), np.array(direction))
    assert point.off < 1e-5


# Integer bases whose columns differ by many orders of magnitude


@pytest.mark.parametrize("exponent", [9, 12, 15])
def test_long_columns_beside_short_ones_cost_no_digits(exponent):
    """The basis of pure loss beside η = 1/2 has columns of norm 1, 1e24 and 1e36."""
    channel = sd.zoo.pure_loss(photons=2)(Fraction(1, 2) - Fraction(1, 10**exponent))
    found = sd.decide(channel, sd.Antidegradable(), prove=True)
    assert found.verdict is sd.Verdict.HOLDS
    assert found.certificate is not None
