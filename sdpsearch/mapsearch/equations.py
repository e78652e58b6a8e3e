"""The equations for N, as linear ones in svec(c) and t; redundant rows removed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg as sla

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import (
    EPS,
    Array,
    coordinate_count,
    dagger,
    hermitian_basis,
    is_real,
    psd_floor,
    smat,
    svec,
)
from sdpsearch.mapsearch.programme import Inequality, Programme


@dataclass(frozen=True, eq=False)
class Equations:
    """A svec(c) + t a = b in the allowed subspace, redundant rows removed.

    Attributes:
        frame: isometry onto J's range.
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

    frame: Array
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
    def of(cls, channel: Channel) -> Equations:
        """Return the equations of a channel on its minimal environment."""
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
            fields = (frame, root, allowed, small.d_out, real)
            return cls(*fields, *rows, rows, tilt, sharp)
        matrix, marginal = _marginal_maps(frame, allowed, small.d_in, small.d_out, real)
        identity = svec(np.eye(allowed.shape[1]), real) * small.d_in / allowed.shape[1]
        target = svec(root @ dagger(root), real)
        reference = marginal @ identity
        rows = np.concatenate([target, target])
        column = rows - np.concatenate([reference, reference])
        whole = (matrix, column, rows)
        kept = independent(*whole)
        fields = (frame, root, allowed, small.d_out, real)
        return cls(*fields, *kept, whole, tilt, sharp)

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


def independent(matrix: Array, column: Array, right: Array) -> tuple[Array, Array, Array]:
    """Return a maximal independent set of the rows of (A | a), by pivoted QR."""
    rows = np.hstack([matrix, column[:, None]])
    triangle, pivots = sla.qr(rows.T, mode="r", pivoting=True)  # pyright: ignore
    diagonal = np.abs(np.diag(triangle))
    rank = int(np.sum(diagonal > 1e-10 * diagonal[0]))
    kept = np.sort(pivots[:rank])
    return matrix[kept], column[kept], right[kept]
