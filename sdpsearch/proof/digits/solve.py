"""The line problem to 50 digits and beyond: a high-order interior-point method.

Float64 brings μ to 1e-6 and centres; then each round in big floats centres once more, to
all digits, and follows the power series of the central path as far towards μ = 0 as it
is good for. Under strict complementarity the first round usually goes all the way: two
Schur complements, whatever the number of digits.

Big floats are used as such, without their error bounds: a separate checker proves.
"""

from __future__ import annotations

import time
from fractions import Fraction
from math import log2, log10

import numpy as np
from flint import arb, arb_mat, ctx, fmpq
from numpy.typing import NDArray

from sdpsearch.proof.digits.bigfloat import (
    array,
    from_array,
    integer,
    log_size,
    mid,
    symmetric,
    vector,
)
from sdpsearch.proof.digits.floats import float_point, orthonormal_frames
from sdpsearch.proof.digits.functionals import functionals
from sdpsearch.proof.digits.line import ExactLine, IntegerBlock, LineSolution
from sdpsearch.proof.digits.series import (
    Point,
    Problem,
    centred,
    is_interior,
    log_mu,
    predicted,
)
from sdpsearch.proof.digits.sparse import Programme, SparseMap
from sdpsearch.threads import alone_with

LIMIT = 60


def solve_line(
    line: ExactLine,
    digits: int = 50,
    *,
    start: LineSolution | None = None,
    time_limit: float | None = None,
) -> LineSolution:
    """Solve a line problem with a duality gap below 10^−(digits+5).

    Args:
        line: the problem; margins are line problems too.
        digits: digits of x*.
        start: a solution of the same line to continue from, in place of float64.
        time_limit: seconds after which to return what is reached.

    Returns:
        The last pair of iterates, with residuals of about 10^−(2·digits) where the
        equations of T could be repaired; `reason` says why it is not good enough, as
        when the line has no interior and no central path to follow.
    """
    return solve_map(functionals(line), digits, start=start, time_limit=time_limit)


@alone_with("flint")
def solve_map(
    data: SparseMap,
    digits: int,
    *,
    start: LineSolution | None = None,
    time_limit: float | None = None,
) -> LineSolution:
    """Solve the programme of given G_i; arguments and result are those of solve_line()."""
    deadline = None if time_limit is None else time.monotonic() + time_limit
    line, problem = data.line, Problem(data)
    goal = -(digits + 6) * log2(10) - log2(problem.total)
    floats, spent, exponent, reason = 0, 0, 1, ""
    if start is None:
        found = float_point(
            data,
            np.array([float(b) for b in line.start]),
            np.array([float(d) for d in line.direction]),
        )
        floats = found.iterations
        if not np.isfinite(found.off):
            reason = "no centred interior point found in float64"
        with ctx.workprec(128):
            y = vector([arb(float(value)) for value in found.y])
            blocks = [structured(line, arb_mat(b.tolist())) for b in found.blocks]
            point = Point(arb(found.x), y, blocks, problem.dual(y))
    else:
        point = _restored(problem, start)
    with ctx.workprec(int(-2 * goal)):
        level = log_mu(problem, point)
    while not reason and level > goal + 1:
        if spent == LIMIT:
            reason = "iteration limit"
            break
        if deadline is not None and time.monotonic() > deadline:
            reason = "time limit"
            break
        before, spent = level, spent + 1
        # λ_min(T) ~ μ must survive; the Schur complement's condition is about μ^−2.
        with ctx.workprec(int(-goal - 2 * min(level, 0.0) + 96)):
            point = centred(problem, point, goal, deadline) or point
            moved = predicted(problem, point, goal, exponent, deadline)
            if moved is not None:
                point, level = moved, log_mu(problem, moved)
        if level > before - 0.1 and exponent == 2:
            reason = "stalled"
            break
        if level > before - 7:
            exponent = 3 - exponent
    return _rounded(problem, point, digits, (floats, spent), reason)


def _rounded(
    problem: Problem, point: Point, digits: int, iterations: tuple[int, int], reason: str
) -> LineSolution:
    """Repair the marginal of T, round to a power of two and measure what came out."""
    # T is in the integer bases: beside long columns its entries are small.
    longest = max(int(entry) for gram in problem.data.grams for entry in gram.flat)
    bits = int((2 * digits + 10) * log2(10)) + 16 + longest.bit_length()
    with ctx.workprec(bits + 64):
        x = integer(point.x, bits)
        scale = point.y @ problem.direction  # 1 only to the precision it was solved in
        scale = scale if scale > 0.5 else arb(1)
        y = [integer(value / scale, bits) for value in point.y]
        unit = arb(2) ** -bits
        point = Point(unit * x, vector([unit * v for v in y]), point.t, point.z)
        point.t = [structured(problem.line, t) for t in point.t]
        _repair(problem, point, -bits)
        whole = [[integer(e, bits) for e in block.entries()] for block in point.t]
        sizes = problem.data.orders
        point.t = [
            arb_mat(n, n, entries) * unit for n, entries in zip(sizes, whole, strict=True)
        ]
        point.z = problem.dual(point.y)
        gap = log_mu(problem, point) + log2(problem.total)
        short = 1 - point.y @ problem.direction
        residual = max(log_size(v) for v in [*problem.missing(point), short])
        strict = is_interior(point)
    return LineSolution(
        bits=bits,
        x=Fraction(x, 2**bits),
        y=tuple(y),
        blocks=tuple(
            _block(entries, n, problem.line.real)
            for entries, n in zip(whole, sizes, strict=True)
        ),
        gap_exponent=gap * log10(2),
        residual_exponent=residual * log10(2),
        strict=strict,
        iterations=iterations,
        reason=reason,
    )


def _repair(problem: Problem, point: Point, floor: float) -> None:
    """Add the P(Σ w_i G_i)P that mends the marginal, a float64 share at a time.

    P = (B†B)^-1, so that the correction is the least in orthonormal bases: columns of
    norm 1 beside 1e36 would leave float64 no digit of the small ones.
    """
    data = problem.data
    frames = orthonormal_frames(data)
    rows = [
        (f @ data.matrix[low:high].toarray().T.reshape(-1, len(f), len(f)) @ f.T)
        for f, low, high in zip(frames, data.ends, data.ends[1:], strict=False)
    ]
    matrix: NDArray[np.floating] = np.hstack([r.reshape(data.count, -1) for r in rows])
    lengths = np.linalg.norm(matrix, axis=1)
    lengths[lengths == 0] = 1.0
    matrix = matrix / lengths[:, None]
    inverse = np.linalg.pinv(matrix @ matrix.T, hermitian=True)
    weights = [arb_mat((f.T @ f).tolist()) for f in frames]
    last = float("inf")
    for _ in range(40):
        missing = problem.missing(point)
        size = max(log_size(v) for v in missing)
        if size < floor or size > last - 2:
            return
        last = size
        scale = arb(2) ** int(size)
        share = np.array([float(v / scale) for v in missing])
        values = inverse @ (share / lengths) / lengths
        correction = problem.dual(vector([arb(float(v)) for v in values]))
        terms = zip(point.t, correction, weights, strict=True)
        point.t = [mid(t + p * c * p * scale) for t, c, p in terms]


def _restored(problem: Problem, solution: LineSolution) -> Point:
    with ctx.workprec(solution.bits + 64):
        unit = arb(2) ** -solution.bits
        y = vector([unit * value for value in solution.y])
        blocks: list[arb_mat] = []
        for block in solution.blocks:
            re = np.array(block.re, dtype=object)
            if block.im is not None:
                im = np.array(block.im, dtype=object)
                re = np.block([[re, -im], [im, re]])
            blocks.append(mid(from_array(re) * unit))
        x = arb(fmpq(solution.x.numerator, solution.x.denominator))
        return Point(x.mid(), y, blocks, problem.dual(y))


def _block(entries: list[int], order: int, real: bool) -> IntegerBlock:
    whole = np.array(entries, dtype=object).reshape(order, order).tolist()
    if real:
        return IntegerBlock(tuple(tuple(row) for row in whole))
    half = order // 2
    return IntegerBlock(
        tuple(tuple(row[:half]) for row in whole[:half]),
        tuple(tuple(row[:half]) for row in whole[half:]),
    )


def structured(line: Programme, matrix: arb_mat) -> arb_mat:
    """Return the nearest symmetric matrix, of the form [[A, −B], [B, A]] if complex."""
    matrix = symmetric(matrix)
    if line.real:
        return matrix
    whole = array(matrix)
    half = len(whole) // 2
    re = whole[:half, :half] + whole[half:, half:]
    im = whole[half:, :half] - whole[:half, half:]
    both = np.block([[re, -im], [im, re]])
    return mid(from_array(both) / 2)
