"""ε-antidegradability and ε-degradability: how well the best map N does.

ε = min_N ‖N∘Φ^c − Φ‖_⋄ over channels N (Sutter, Scholz, Winter, Renner, 1412.0980, with
the roles of B and E exchanged for the antidegradable version), as one programme through
Watrous's form of the diamond norm of a difference of channels (0901.4709),

    ‖Δ‖_⋄ = 2 min { ‖tr_B Z‖_∞ : Z ≥ J(Δ), Z ≥ 0 }.

Both bounds are recomputed: the upper one from the map and Z, shifted until the inequalities
hold; the lower one from the multipliers X, ρ, Y after they were made feasible for the dual,
max tr Y − tr(XJ) with 0 ≤ X ≤ ρ⊗1, tr ρ = 1, Y⊗1 ≤ L†(X), where L: C_N ↦ J(N∘Φ^c).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    Array,
    coordinate_count,
    dagger,
    hermitian_basis,
    hermitian_part,
    is_real,
    partial_trace,
    psd_floor,
    smat,
    svec,
    trace_preserving,
)
from sdpsearch.mapsearch.languages import solve
from sdpsearch.mapsearch.programme import Answer, Inequality, Programme, unembedded


@dataclass(frozen=True)
class Defect:
    """The least diamond-norm error of a map that should undo the environment's loss.

    Attributes:
        epsilon: interval around ε, in the full diamond norm (0 … 2).
        map: the best N found, None where the solver returned none.
        solver: language and solver.
        message: the solver's words.
    """

    epsilon: Interval
    map: Channel | None
    solver: str
    message: str


def antidegradability_defect(
    channel: Channel, *, language: str = "cvxpy", solver: str | None = None
) -> Defect:
    """Return min_N ‖N∘Φ^c − Φ‖_⋄ over channels N: E → B on the minimal environment.

    Args:
        channel: Φ.
        language: "cvxpy" or "picos".
        solver: the solver's name in that language; its default otherwise.

    Raises:
        ValueError: the language is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.mapsearch import antidegradability_defect
        >>> found = antidegradability_defect(sd.zoo.depolarizing(d=2)(0.1))
        >>> abs(found.epsilon.middle - 0.8187928102) < 1e-6
        True
    """
    small = as_channel(channel).minimal()
    return _defect(small.complementary, small, language, solver)


def degradability_defect(
    channel: Channel, *, language: str = "cvxpy", solver: str | None = None
) -> Defect:
    """Return min_N ‖N∘Φ − Φ^c‖_⋄ over channels N: B → E on the minimal environment.

    Args:
        channel: Φ.
        language: "cvxpy" or "picos".
        solver: the solver's name in that language; its default otherwise.

    Raises:
        ValueError: the language is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.mapsearch import degradability_defect
        >>> found = degradability_defect(sd.zoo.erasure()(0.6))
        >>> abs(found.epsilon.middle - 2 * (2 * 0.6 - 1) * (1 - 1 / 4)) < 1e-6
        True
    """
    small = as_channel(channel).minimal()
    return _defect(small, small.complementary, language, solver)


def _defect(source: Channel, target: Channel, language: str, solver: str | None) -> Defect:
    """Return min_N ‖N∘source − target‖_⋄."""
    problem = _Problem.of(source, target)
    answer = solve(problem.programme(), language, solver)
    if answer.x is None or not np.all(np.isfinite(answer.x)):
        return Defect(Interval(0.0, 2.0), None, answer.solver, answer.message)
    found, upper = problem.achieved(answer.x)
    lower = min(upper, problem.ruled_out(answer))
    return Defect(Interval(lower, upper), found, answer.solver, answer.message)


@dataclass(frozen=True, eq=False)
class _Problem:
    """The programme over (svec C_N, svec Z, t), N: E → B, source: A → E."""

    d_a: int
    d_b: int
    d_e: int
    real: bool
    target: Array
    compose: Array

    @classmethod
    def of(cls, source: Channel, target: Channel) -> _Problem:
        real = is_real(source.kraus, target.kraus)
        d_a, d_b, d_e = source.d_in, target.d_out, source.d_out
        choi = source.choi.reshape(d_a, d_e, d_a, d_e)
        # J(N∘source)[(a b), (a' b')] = Σ J(source)[(a e), (a' f)] C[(e b), (f b')].
        one = np.eye(d_b)
        spread = np.einsum("aecf,bg,dh->abcdegfh", choi, one, one)
        dense = spread.reshape((d_a * d_b) ** 2, (d_e * d_b) ** 2)
        outer = hermitian_basis(d_a * d_b, real)
        inner = hermitian_basis(d_e * d_b, real)
        compose = np.real(outer.conj().T @ (dense @ inner))
        return cls(d_a, d_b, d_e, real, svec(target.choi, real), compose)

    @property
    def sizes(self) -> tuple[int, int]:
        """Numbers of coordinates of C_N and of Z."""
        return (
            coordinate_count(self.d_e * self.d_b, self.real),
            coordinate_count(self.d_a * self.d_b, self.real),
        )

    def programme(self) -> Programme:
        """Return minimise t; ε is twice its value."""
        count, wide = self.sizes
        trace_c = _partial_trace(self.d_e, self.d_b, self.real)
        trace_z = _partial_trace(self.d_a, self.d_b, self.real)
        one = svec(np.eye(self.d_a), self.real)[:, None]
        size_c, size_z = self.d_e * self.d_b, self.d_a * self.d_b
        rows = trace_c.shape[0]
        return Programme(
            objective=np.concatenate([np.zeros(count + wide), [1.0]]),
            equalities=np.hstack([trace_c, np.zeros((rows, wide + 1))]),
            right_side=svec(np.eye(self.d_e), self.real),
            inequalities=(
                self._above(size_c, c=np.eye(count)),
                self._above(size_z, z=np.eye(wide)),
                self._above(size_z, c=-self.compose, z=np.eye(wide), constant=self.target),
                self._above(self.d_a, z=-trace_z, t=one),
            ),
        )

    def _above(
        self,
        order: int,
        c: Array | None = None,
        z: Array | None = None,
        t: Array | None = None,
        constant: Array | None = None,
    ) -> Inequality:
        """Return mat(c·C + z·Z + t·t + constant) ≥ 0, left-out parts being zero."""
        rows = coordinate_count(order, self.real)
        widths = (*self.sizes, 1)
        parts = [
            np.zeros((rows, width)) if part is None else part
            for part, width in zip((c, z, t), widths, strict=True)
        ]
        fixed = np.zeros(rows) if constant is None else constant
        return Inequality(order, self.real, np.hstack(parts), fixed)

    def achieved(self, x: Array) -> tuple[Channel | None, float]:
        """Return the map and an upper bound on ε that it attains."""
        count, wide = self.sizes
        order = self.d_e * self.d_b
        values, vectors = np.linalg.eigh(smat(x[:count], order, self.real))
        choi = (vectors * np.maximum(values, 0)) @ dagger(vectors)
        dims = (self.d_e, self.d_b)
        if (
            psd_floor(partial_trace(choi, dims, 1)) <= 0.5
        ):  # the solver was nowhere near a trace-preserving map
            return None, 2.0
        choi = trace_preserving(choi, dims)
        found = Channel.from_choi(choi, d_in=self.d_e, d_out=self.d_b)
        difference = self.compose @ svec(found.choi, self.real) - self.target
        size = self.d_a * self.d_b
        z = smat(x[count : count + wide], size, self.real)
        delta = smat(difference, size, self.real)
        shift = max(0.0, -psd_floor(z), -psd_floor(hermitian_part(z - delta)))
        reduced = partial_trace(z + shift * np.eye(size), (self.d_a, self.d_b), 1)
        upper = -2 * psd_floor(-hermitian_part(reduced))
        return found, float(min(2.0, max(0.0, upper)))

    def ruled_out(self, answer: Answer) -> float:
        """Return a lower bound on ε from multipliers made feasible for the dual."""
        if answer.matrix_duals is None or answer.equality_duals is None:
            return 0.0
        x_raw, rho_raw = (unembedded(answer.matrix_duals[i], self.real) for i in (2, 3))
        scale = float(np.trace(rho_raw).real)
        if not np.isfinite(scale) or scale == 0:
            return 0.0
        rho = _positive(rho_raw / scale)
        rho = 0.999999999 * rho / np.trace(rho).real + 1e-9 * np.eye(self.d_a) / self.d_a
        x = _positive(x_raw / scale)
        values, vectors = np.linalg.eigh(rho)
        root = np.kron((vectors / np.sqrt(values)) @ dagger(vectors), np.eye(self.d_b))
        excess = -psd_floor(-hermitian_part(root @ x @ dagger(root)))
        x = x / max(1.0, excess)
        back = smat(self.compose.T @ svec(x, self.real), self.d_e * self.d_b, self.real)
        best = 0.0
        # The embedding halves ρ and X but not Y; the sign is the language's own.
        unit = answer.equality_duals / (scale if self.real else 2 * scale)
        for multipliers in (unit, -unit):
            y = smat(multipliers, self.d_e, self.real)
            slack = psd_floor(hermitian_part(back - np.kron(y, np.eye(self.d_b))))
            value = np.trace(y).real + self.d_e * slack
            best = max(best, float(value - svec(x, self.real) @ self.target))
        return 2 * best


def _partial_trace(d: int, d_b: int, real: bool) -> Array:
    """Return svec(X) ↦ svec(tr_B X) for X on C^d⊗B."""
    units = np.eye(coordinate_count(d * d_b, real))
    columns = [
        svec(partial_trace(smat(u, d * d_b, real), (d, d_b), 1), real) for u in units
    ]
    return np.array(columns).T


def _positive(matrix: Array) -> Array:
    """Return the positive part of ±X, whichever is larger."""
    values, vectors = np.linalg.eigh(matrix)
    if -values[0] > values[-1]:
        values = -values
    return (vectors * np.maximum(values, 0)) @ dagger(vectors)
