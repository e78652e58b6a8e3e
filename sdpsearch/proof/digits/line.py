"""The line problem in exact numbers, and what a multiprecision solve returns.

    x* = min { x : Σ_λ tr(G_iλ T_λ) = b_i + x d_i for all i,  T_λ ≥ 0 },
    x* = max { −Σ y_i b_i : Σ y_i d_i = 1,  Z_λ = Σ_i y_i G_iλ ≥ 0 },

    G_iλ = B_λ† [ (1/k) Σ_s (E_i)_{A B_s} ⊗ 1 ] B_λ,   b_i = tr(E_i J_0),  d_i = tr(E_i D).

B_λ has integer columns in A⊗B_1⊗…⊗B_k, neither normalised nor orthogonal, so all G are
rational and a rational T is an exact extension as soon as its marginals are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Entry = int | tuple[int, int]
Column = Mapping[int, Entry] | tuple[tuple[int, Entry], ...]
Basis = tuple[Column, ...]
Row = tuple[int, int, str]


@dataclass(frozen=True)
class ExactLine:
    """The line J_0 + x D on a face of the k-extendible operators, exactly.

    Attributes:
        d_in: dimension of A.
        d_out: dimension of B.
        k: number of copies of B.
        bases: one basis per Young diagram with a nonempty face and per charge, if no row
            has an entry between charges. A column is a sparse
            integer vector {index: value}, index a·d_out^k + b_1·d_out^(k−1) + … + b_k;
            a value is an int or a Gaussian integer (re, im).
        rows: Hermitian coordinates E_i of A⊗B, independent as functionals of T:
            (p, p, "re") is |p><p|, (p, q, "re") with p > q is |p><q| + |q><p| and
            (p, q, "im") is i(|p><q| − |q><p|), with p = a·d_out + b.
        start: b_i = tr(E_i J_0).
        direction: d_i = tr(E_i D).
        real: bases are real and no row is "im", so T and Z are real symmetric.
        scales: β_b with which the other copies of B are traced out, that is,
            E_{A B_s} ⊗ β ⊗ … ⊗ β in G; () for ones.
    """

    d_in: int
    d_out: int
    k: int
    bases: tuple[Basis, ...]
    rows: tuple[Row, ...]
    start: tuple[Fraction, ...]
    direction: tuple[Fraction, ...]
    real: bool
    scales: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.rows) == len(self.start) == len(self.direction):
            raise ValueError("rows, start and direction must have one length")
        if self.real and any(kind == "im" for _, _, kind in self.rows):
            raise ValueError('a real line has no "im" rows')
        if not any(self.direction):
            raise ValueError("the direction vanishes on every row")

    @property
    def weights(self) -> tuple[tuple[int, ...], int]:
        """The scales as integers over one denominator."""
        if not self.scales:
            return (1,) * self.d_out, 1
        unit = lcm(*(x.denominator for x in self.scales))
        return tuple(int(x * unit) for x in self.scales), unit

    @property
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks T_λ."""
        return tuple(len(basis) for basis in self.bases)


def column_entries(column: Column) -> Iterable[tuple[int, int, int]]:
    """Yield (index, re, im) for each stored entry of a column."""
    pairs = column.items() if isinstance(column, Mapping) else column
    for index, value in pairs:
        if isinstance(value, tuple):
            yield index, value[0], value[1]
        else:
            yield index, int(value), 0


@dataclass(frozen=True)
class IntegerBlock:
    """A Hermitian block as integers over the solution's power of two.

    Attributes:
        re: real parts, row by row.
        im: imaginary parts, or None for a real symmetric block.
    """

    re: tuple[tuple[int, ...], ...]
    im: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True)
class LineSolution:
    """A nearly optimal pair of interior points, rounded to multiples of 2^-bits.

    Attributes:
        bits: all integers below are over 2^bits.
        x: the primal value; T belongs to it.
        y: the dual variables y_i · 2^bits.
        blocks: the extension T_λ · 2^bits.
        gap_exponent: log10 of Σ_λ tr(T_λ Z_λ), which is x + Σ y_i b_i up to residuals.
        residual_exponent: log10 of the largest error in the equations for T and y.
        strict: T_λ > 0 and Z_λ > 0 in big floats (no proof).
        iterations: Newton systems in float64, and rounds in big floats of two Schur
            complements each.
        reason: why the solve stopped short of the accuracy asked for, or "".
    """

    bits: int
    x: Fraction
    y: tuple[int, ...]
    blocks: tuple[IntegerBlock, ...]
    gap_exponent: float
    residual_exponent: float
    strict: bool
    iterations: tuple[int, int]
    reason: str

    @property
    def is_solved(self) -> bool:
        """Whether the accuracy asked for was reached with strictly positive T and Z."""
        return not self.reason and self.strict
