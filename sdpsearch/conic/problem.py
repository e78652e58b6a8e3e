"""A conic programme, its solution and its status; nothing here knows what a channel is.

The standard form, with K a product of positive semidefinite cones in svec coordinates
(`linalg.hermitian_basis`; the cones are self-dual in them) and of orthants:

    minimise   c·x          subject to  A x = b,  G x + g ∈ K      x in R^n
    maximise   b·y − g·z    subject to  c = Aᵀy + Gᵀz,  z ∈ K      y in R^p, z in R^m
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeAlias

import numpy as np
from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.congruence import Congruence
from sdpsearch.direct_sum import DirectSum
from sdpsearch.linalg import Array, coordinate_count, readonly, smat, times


class Status(Enum):
    """How a solver says it ended: a claim, never a verdict."""

    SOLVED = "the solver met its tolerances"
    INACCURATE = "the solver stopped close to its tolerances"
    PRIMAL_INFEASIBLE = "the solver reports that no point satisfies the constraints"
    UNBOUNDED = "the solver reports that the objective is unbounded"
    STALLED = "the solver stopped making progress"
    ITERATION_LIMIT = "the solver reached its iteration limit"
    TIME_LIMIT = "the solver reached its time limit"
    FAILED = "the solver failed"


@dataclass(frozen=True)
class PsdCone:
    """Positive semidefinite matrices of one order, real symmetric or Hermitian."""

    order: int
    real: bool

    @property
    def size(self) -> int:
        """Number of svec coordinates."""
        return coordinate_count(self.order, self.real)

    def matrix(self, coordinates: Array) -> Array:
        """Return the Hermitian matrix with the given coordinates."""
        return smat(coordinates, self.order, self.real)

    def least(self, coordinates: Array) -> float:
        """Return the least eigenvalue, negative outside the cone."""
        return float(np.linalg.eigvalsh(self.matrix(coordinates))[0])


@dataclass(frozen=True)
class Orthant:
    """Vectors of one size without a negative entry: many PSD cones of order 1 at once."""

    size: int

    def matrix(self, coordinates: Array) -> Array:
        """Return the diagonal matrix of the entries."""
        return np.diag(coordinates)

    def least(self, coordinates: Array) -> float:
        """Return the least entry, negative outside the cone."""
        return float(np.min(coordinates))


Cone: TypeAlias = PsdCone | Orthant


@dataclass(frozen=True)
class ConicProblem:
    """minimise c·x subject to A x = b and G x + g in a product of cones.

    Attributes:
        objective: c, shape (n,).
        equalities: A, shape (p, n), dense.
        right_side: b, shape (p,).
        operator: G, shape (m, n), sparse.
        cones: the blocks of K in the order of the rows of G.
        compressions: the same rows of G, cone by cone, as X ↦ Y†(X⊗1)Y where all have
            that form, for backends that can use it; empty where they have not.
        constant: g, shape (m,); zeros unless given.
        congruence: how H is formed from the scalings of the cones, for backends that can
            use it; None for from G.
        start: (x, z) with A x = b, G x + g and z in the interior of K, for backends that
            can begin where they are told; None where none is known.
    """

    objective: Array
    equalities: Array
    right_side: Array
    operator: sparse.csr_array
    cones: tuple[Cone, ...]
    compressions: tuple[Compression, ...] = ()
    constant: Array = None  # pyright: ignore[reportAssignmentType] - zeros, see below
    start: tuple[Array, Array] | None = None
    congruence: Congruence | None = None

    def __post_init__(self) -> None:
        variables = self.objective.shape[0]
        rows = sum(cone.size for cone in self.cones)
        if self.operator.shape != (rows, variables):
            raise ValueError(
                f"Argument `operator` must have shape {(rows, variables)}, "
                f"but has shape {self.operator.shape}."
            )
        if self.equalities.shape != (self.right_side.shape[0], variables):
            raise ValueError(
                "Argument `equalities` must have shape "
                f"{(self.right_side.shape[0], variables)}, "
                f"but has shape {self.equalities.shape}."
            )
        if self.constant is None:  # pyright: ignore[reportUnnecessaryComparison]
            object.__setattr__(self, "constant", readonly(np.zeros(rows)))
        if self.constant.shape != (rows,):
            raise ValueError(
                f"Argument `constant` must have shape {(rows,)}, "
                f"but has shape {self.constant.shape}."
            )

    @property
    def is_finite(self) -> bool:
        """Whether all the data are finite numbers; backends refuse the rest."""
        data = (
            self.objective,
            self.equalities,
            self.right_side,
            self.operator.data,
            self.constant,
        )
        return all(bool(np.all(np.isfinite(array))) for array in data)

    @cached_property
    def space(self) -> DirectSum | None:
        """The blocks of all cones, None where real and complex ones are mixed."""
        orders: list[int] = []
        fields: set[bool] = set()
        for cone in self.cones:
            if isinstance(cone, Orthant):
                orders += [1] * cone.size
            else:
                orders.append(cone.order)
                fields.add(cone.real)
        return None if len(fields) > 1 else DirectSum(tuple(orders), fields != {False})

    def parts(self, stacked: Array) -> list[tuple[Cone, Array]]:
        """Split stacked cone coordinates: each cone with its own."""
        ends = np.cumsum([cone.size for cone in self.cones])
        return list(zip(self.cones, np.split(stacked, ends[:-1]), strict=True))

    def matrices(self, stacked: Array) -> list[Array]:
        """Split stacked cone coordinates into one Hermitian matrix per cone."""
        return [cone.matrix(part) for cone, part in self.parts(stacked)]


@dataclass(frozen=True)
class Solution:
    """What a solver returned; it keeps its problem and measures its own residuals.

    Attributes:
        problem: the problem solved.
        x: primal variables (NaN where the solver returned none).
        y: multipliers of the equalities.
        z: multipliers of the cones, stacked svec coordinates.
        status: what the solver says.
        iterations: how many it took.
        seconds: wall time inside the solver.
        solver: name of the backend.
        message: the backend's own words.
    """

    problem: ConicProblem
    x: Array
    y: Array
    z: Array
    status: Status
    iterations: int
    seconds: float
    solver: str
    message: str

    @property
    def is_usable(self) -> bool:
        """Whether there are numbers to check at all, small enough to square."""
        return all(bool(np.all(np.abs(v) < 1e100)) for v in (self.x, self.y, self.z))

    @property
    def primal_residual(self) -> float:
        """Largest violation of A x = b or of G x + g ∈ K."""
        p = self.problem
        equality = np.abs(p.equalities @ self.x - p.right_side)
        inside = _negativity(p, times(p.operator, self.x) + p.constant)
        return max([*equality, *inside, 0.0])

    @property
    def dual_residual(self) -> float:
        """Largest violation of c = Aᵀy + Gᵀz or of z ∈ K."""
        p = self.problem
        gradient = p.objective - p.equalities.T @ self.y - times(p.operator.T, self.z)
        return max([*np.abs(gradient), *_negativity(p, self.z), 0.0])

    @property
    def gap(self) -> float:
        """What the two objectives differ by, c·x − (b·y − g·z)."""
        p = self.problem
        dual = p.right_side @ self.y - p.constant @ self.z
        return float(p.objective @ self.x - dual)


def failed(
    problem: ConicProblem, solver: str, message: str, seconds: float = 0.0
) -> Solution:
    """Return the Solution of a backend that could not start or broke down."""
    return Solution(
        problem=problem,
        x=np.full(problem.objective.size, np.nan),
        y=np.full(problem.right_side.size, np.nan),
        z=np.full(problem.operator.shape[0], np.nan),
        status=Status.FAILED,
        iterations=0,
        seconds=seconds,
        solver=solver,
        message=" ".join(message.split()),
    )


def _negativity(problem: ConicProblem, stacked: Array) -> list[float]:
    return [-cone.least(part) for cone, part in problem.parts(stacked)]
