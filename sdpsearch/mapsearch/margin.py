"""How far the channel can be moved before N∘Φ^c = Φ gains or loses its solutions.

On the minimal environment a map N is the same as an operator c ≥ 0 on range(J)⊗B with

    tr_B c = j,    (the other marginal of c) = j,         j = J on its range,

where c = (S⊗1) C_N (S⊗1)† for J's square root S. Vectors that c may contain have both
marginals in the range, which is imposed first; then, with j_ref the marginal of the most
mixed such c, the margin is −min{t : the equations have a solution for (1−t)j + t j_ref}.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg as sla

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    EPS,
    Array,
    coordinate_count,
    dagger,
    hermitian_basis,
    hermitian_part,
    is_real,
    psd_floor,
    smat,
    svec,
    trace_preserving,
)
from sdpsearch.mapsearch.models import (
    Answer,
    Inequality,
    Programme,
    check_language,
    solve,
)


@dataclass(frozen=True)
class MapMargin:
    """The margin found by searching over N.

    Attributes:
        margin: interval recomputed from the solver's primal and dual points.
        map: N when the margin is positive, else None.
        residual: largest entry of J(N∘Φ^c) − J(Φ).
        solver: language and solver.
        message: the solver's words.
        to_rounding: whether a positive margin takes something for zero that is so to
            rounding of the data only.
    """

    margin: Interval
    map: Channel | None
    residual: float
    solver: str
    message: str
    to_rounding: bool = False


def map_margin(
    channel: Channel,
    *,
    language: str = "cvxpy",
    solver: str | None = None,
    time_limit: float | None = None,
) -> MapMargin:
    """Return the antidegradability margin of a channel by searching over N.

    Args:
        channel: Φ.
        language: "cvxpy" or "picos".
        solver: the solver's name in that language; its default otherwise.
        time_limit: seconds for the solver.

    Raises:
        ValueError: the language is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.mapsearch import map_margin
        >>> map_margin(sd.zoo.amplitude_damping()(0.6)).margin.lower > 0.2
        True
    """
    check_language(language)
    deadline.check("the search over N was set up")
    equations = _Equations.of(channel)
    if equations.order == 0:
        known = -1.0 if equations.tilt < 0.5 else np.inf
        return MapMargin(Interval(-1.0, known), None, 0.0, "none", "no vector is allowed")
    if equations.at_reference:
        answer = Answer(None, None, None, "none", "J is its own reference, to rounding")
        lower = equations.depth_at_reference
        return equations.conclude(channel, lower, np.inf, equations.reference, answer)
    deadline.check("the search over N was handed to a solver")
    limit = deadline.remaining(time_limit)
    answer = solve(equations.programme(), language, solver, limit)
    lower, upper, found = -1.0, np.inf, None
    if answer.x is not None and np.all(np.isfinite(answer.x)):
        lower, found = equations.proved(answer.x)
    if answer.equality_duals is not None:
        upper = equations.refuted(answer.equality_duals)
    return equations.conclude(channel, lower, max(lower, upper), found, answer)


@dataclass(frozen=True, eq=False)
class _Equations:
    """A svec(c) + t a = b in the allowed subspace, redundant rows removed.

    Attributes:
        root: J's square root on its range, times an isometry.
        allowed: orthonormal vectors that c may contain.
        d_b: dimension of B.
        real: whether everything is real.
        matrix: A.
        column: a.
        right: b.
        whole: A, a and b with the redundant rows.
        tilt: sine of a vector that c may truly contain with those allowed.
        sharp: whether nothing but rounding was taken for zero in finding them.
    """

    root: Array
    allowed: Array
    d_b: int
    real: bool
    matrix: Array
    column: Array
    right: Array
    whole: tuple[Array, Array, Array]
    tilt: float
    sharp: bool

    @classmethod
    def of(cls, channel: Channel) -> _Equations:
        small = channel.minimal()
        kraus = small.kraus_matrix
        real = is_real(kraus)
        kraus = kraus.real if real else kraus
        frame, values, right = np.linalg.svd(kraus, full_matrices=False)
        # kraus = frame · root, so that c = (root⊗1) C_N (root⊗1)†.
        root = values[:, None] * right
        allowed, leak, gap = _allowed(frame, small.d_in, small.d_out)
        blur = channel.range.blur + 2 * channel.range.cut
        unit = EPS * np.sqrt(frame.size)
        tilt = blur + (blur + np.sqrt(5) * (blur + unit)) / gap
        sharp = leak <= 3 * (blur + unit)
        if allowed.shape[1] == 0:
            none = np.zeros((0, 0))
            rows = (none, none, none)
            return cls(root, allowed, small.d_out, real, *rows, rows, tilt, sharp)
        matrix, marginal = _marginal_maps(frame, allowed, small.d_in, small.d_out, real)
        identity = svec(np.eye(allowed.shape[1]), real) * small.d_in / allowed.shape[1]
        target = svec(root @ dagger(root), real)
        reference = marginal @ identity
        rows = np.concatenate([target, target])
        column = rows - np.concatenate([reference, reference])
        whole = (matrix, column, rows)
        kept = _independent(*whole)
        return cls(root, allowed, small.d_out, real, *kept, whole, tilt, sharp)

    @property
    def order(self) -> int:
        """Order of c."""
        return self.allowed.shape[1]

    @property
    def trace(self) -> float:
        """Tr c, the same for every solution."""
        return float(np.trace(self.root @ dagger(self.root)).real)

    @property
    def reference(self) -> Array:
        """Svec of the most mixed c."""
        return svec(np.eye(self.order), self.real) * self.trace / self.order

    @property
    def at_reference(self) -> bool:
        """Whether j is j_ref to rounding, where t could run to −∞."""
        return float(np.linalg.norm(self.whole[1])) <= self.noise

    @property
    def depth_at_reference(self) -> float:
        """A margin that rounding leaves where j is j_ref but for it; −1 if it may be less.

        For j = j_ref + δ the reference mends (1+T)δ while (1+T)‖δ‖ is below gain·weight.
        """
        if not self.sharp:
            return -1.0
        return max(0.0, self.gain * self.trace / self.order / self.noise - 1)

    @property
    def noise(self) -> float:
        """How far equations may be missed by rounding of the data."""
        matrix, _, right = self.whole
        size = float(np.linalg.norm(right))
        return (8 * EPS * np.sqrt(matrix.shape[0]) + 4 * self.tilt) * size

    @cached_property
    def gain(self) -> float:
        """Least singular value of A that is not zero: what a miss may cost in c."""
        values = np.linalg.svd(self.matrix, compute_uv=False)
        return float(values[values > 1e-11 * values[0]][-1])

    def programme(self) -> Programme:
        """Return minimise t over (svec(c), t)."""
        count = coordinate_count(self.order, self.real)
        factor = np.hstack([np.eye(count), np.zeros((count, 1))])
        return Programme(
            objective=np.concatenate([np.zeros(count), [1.0]]),
            equalities=np.hstack([self.matrix, self.column[:, None]]),
            right_side=self.right,
            inequalities=(Inequality(self.order, self.real, factor, np.zeros(count)),),
        )

    def proved(self, x: Array) -> tuple[float, Array | None]:
        """Return a margin for which a checked c exists, as near to the claim as it goes."""
        claimed, t = x[:-1], float(x[-1])
        inverse = np.linalg.pinv(self.matrix, rcond=1e-11)
        matrix, column, right = self.whole
        weight = self.trace / self.order
        for share in (0.0, *10.0 ** np.arange(-12.0, 0.5)):
            s = t + share * (1 - t)
            mixed = (1 - share) * claimed + share * self.reference
            for _ in range(2):
                mixed = mixed + inverse @ (
                    self.right - s * self.column - self.matrix @ mixed
                )
            missed = float(np.linalg.norm(right - s * column - matrix @ mixed))
            if not self.sharp or missed > self.noise:
                continue
            # What is missed, in the equations and in positivity, the reference mends.
            short = max(0.0, -psd_floor(smat(mixed, self.order, self.real)))
            short += (missed + 2 * self.tilt * self.trace) / self.gain
            depth = short / weight
            if depth < 1e-2 * max(1e-9, -s):
                lower = max(-1.0, -s - 2 * depth * (1 + abs(s)))
                return lower, self._at_zero(mixed, s) if lower > 0 else None
        return -1.0, None

    def _at_zero(self, mixed: Array, s: float) -> Array:
        """Move a solution at t = s < 0 along to one for the channel itself."""
        return (mixed - s * self.reference) / (1 - s)

    def refuted(self, duals: Array) -> float:
        """Return a margin that the multipliers rule out to be exceeded."""
        slope = float(self.column @ duals)
        if not np.isfinite(slope) or slope == 0:
            return np.inf
        y = duals / slope
        slack = -smat(self.matrix.T @ y, self.order, self.real)
        # t = b·y + <c, slack> for every solution, and tr c is known.
        bound = float(self.right @ y) + min(0.0, psd_floor(slack)) * self.trace
        sizes = np.abs(self.matrix).T @ np.abs(y)
        rounded = float(np.abs(self.right) @ np.abs(y)) + self.trace * np.linalg.norm(sizes)
        turned = 3 * self.tilt * self.trace * float(np.linalg.norm(slack))
        return -bound + (y.size + 2) * EPS * float(rounded) + turned

    def conclude(
        self,
        channel: Channel,
        lower: float,
        upper: float,
        found: Array | None,
        answer: Answer,
    ) -> MapMargin:
        """Return the margin with the map that a positive one comes with."""
        margin = Interval(lower, upper)
        if found is None or lower <= 0:
            return MapMargin(margin, None, 0.0, answer.solver, answer.message)
        inner = smat(found, self.order, self.real)
        c = self.allowed @ inner @ dagger(self.allowed)
        inverse = np.kron(np.linalg.pinv(self.root), np.eye(self.d_b))
        small = channel.minimal()
        raw = hermitian_part(inverse @ c @ dagger(inverse))
        choi = trace_preserving(raw, (small.d_env, self.d_b))
        n = Channel.from_choi(choi, d_in=small.d_env, d_out=self.d_b)
        residual = float(np.max(np.abs((n @ small.complementary).choi - channel.choi)))
        everything = self.order == self.root.shape[0] * self.d_b
        return MapMargin(margin, n, residual, answer.solver, answer.message, not everything)


def _allowed(frame: Array, d_a: int, d_b: int) -> tuple[Array, float, float]:
    """Return the vectors of range(J)⊗B' whose A B' part lies in range(J) too.

    With them the largest singular value taken for zero and the least that was not.
    """
    rank = frame.shape[1]
    lifted = np.kron(frame, np.eye(d_b)).reshape(d_a, d_b, d_b, rank * d_b)
    other = lifted.transpose(0, 2, 1, 3).reshape(d_a * d_b, -1)
    outside = other - frame @ (dagger(frame) @ other)
    columns = outside.reshape(-1, rank * d_b)
    _, values, right = np.linalg.svd(columns, full_matrices=True)
    padded = np.zeros(rank * d_b)
    padded[: values.size] = values
    inside = padded <= 1e-9
    leak, gap = padded[inside].max(initial=0.0), padded[~inside].min(initial=np.inf)
    return dagger(right)[:, inside], float(leak), float(gap)


def _marginal_maps(
    frame: Array, allowed: Array, d_a: int, d_b: int, real: bool
) -> tuple[Array, Array]:
    """Return svec(c) ↦ (both marginals on the range), and the first of them alone."""
    rank, order = frame.shape[1], allowed.shape[1]
    near = allowed.reshape(rank, d_b, order)
    lifted = np.kron(frame, np.eye(d_b)) @ allowed
    swapped = lifted.reshape(d_a, d_b, d_b, order).transpose(0, 2, 1, 3)
    far = (dagger(frame) @ swapped.reshape(d_a * d_b, -1)).reshape(rank, d_b, order)
    maps = []
    for part in (near, far):
        kernel = np.einsum("abp,cbq->acpq", part, part.conj(), optimize=True)
        dense = kernel.reshape(rank * rank, order * order)
        basis_in, basis_out = hermitian_basis(order, real), hermitian_basis(rank, real)
        maps.append(np.real(basis_out.conj().T @ (dense @ basis_in)))
    return np.vstack(maps), maps[0]


def _independent(matrix: Array, column: Array, right: Array) -> tuple[Array, Array, Array]:
    """Return a maximal independent set of the rows of (A | a), by pivoted QR."""
    rows = np.hstack([matrix, column[:, None]])
    triangle, pivots = sla.qr(rows.T, mode="r", pivoting=True)  # pyright: ignore
    diagonal = np.abs(np.diag(triangle))
    rank = int(np.sum(diagonal > 1e-10 * diagonal[0]))
    kept = np.sort(pivots[:rank])
    return matrix[kept], column[kept], right[kept]
