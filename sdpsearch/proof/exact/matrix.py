"""Sparse matrices of Gaussian rationals: integer entries over one denominator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

#: Real and imaginary part.
Entry = tuple[int, int]
Entries = dict[tuple[int, int], Entry]


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix of Gaussian integers over one positive denominator.

    Attributes:
        rows: number of rows.
        columns: number of columns.
        entries: what is not zero, by row and column.
        denominator: what every entry is over.
    """

    rows: int
    columns: int
    entries: Entries
    denominator: int = 1

    def scaled(self, factor: int) -> Matrix:
        """Return factor·M, over the same denominator."""
        scaled = {at: (factor * re, factor * im) for at, (re, im) in self.entries.items()}
        return Matrix(self.rows, self.columns, scaled, self.denominator)


class Sum:
    """Entries being added up; those that cancel are left out in the end."""

    def __init__(self) -> None:
        self._parts: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, at: tuple[int, int], re: int, im: int) -> None:
        """Add to one entry."""
        part = self._parts[at]
        part[0] += re
        part[1] += im

    def entries(self) -> Entries:
        """Return what is not zero."""
        return {at: (re, im) for at, (re, im) in self._parts.items() if re or im}


def identity(order: int) -> Matrix:
    """Return the identity matrix of an order."""
    return Matrix(order, order, {(i, i): (1, 0) for i in range(order)})


def adjoint(matrix: Matrix) -> Matrix:
    """Return M†."""
    flipped = {(q, p): (re, -im) for (p, q), (re, im) in matrix.entries.items()}
    return Matrix(matrix.columns, matrix.rows, flipped, matrix.denominator)


def combine(terms: Iterable[tuple[Fraction, Matrix]], order: int) -> Matrix:
    """Return Σ factor·M of square matrices of one order."""
    terms = [(factor / matrix.denominator, matrix) for factor, matrix in terms]
    scale = lcm(*(share.denominator for share, _ in terms))
    total = Sum()
    for share, matrix in terms:
        whole = share.numerator * (scale // share.denominator)
        for at, (re, im) in matrix.entries.items():
            total.add(at, whole * re, whole * im)
    return Matrix(order, order, total.entries(), scale)


def equal(first: Matrix, second: Matrix) -> bool:
    """Whether two matrices have the same entries."""
    m, n = first.denominator, second.denominator
    left = {at: (re * n, im * n) for at, (re, im) in first.entries.items() if re or im}
    right = {at: (re * m, im * m) for at, (re, im) in second.entries.items() if re or im}
    return left == right


def pairing(first: Matrix, second: Matrix) -> Fraction:
    """Return tr(AB) of Hermitian matrices, Σ re·re + im·im."""
    shared = first.entries.keys() & second.entries.keys()
    total = 0
    for at in shared:
        (re, im), (x, y) = first.entries[at], second.entries[at]
        total += re * x + im * y
    return Fraction(total, first.denominator * second.denominator)


def product(left: Matrix, right: Matrix) -> Matrix:
    """Return L M."""
    rows: defaultdict[int, list[tuple[int, Entry]]] = defaultdict(list)
    for (p, j), entry in right.entries.items():
        rows[p].append((j, entry))
    total = Sum()
    for (i, p), (re, im) in left.entries.items():
        for j, (x, y) in rows.get(p, ()):
            total.add((i, j), re * x - im * y, re * y + im * x)
    below = left.denominator * right.denominator
    return Matrix(left.rows, right.columns, total.entries(), below)


def sandwich(left: Matrix, middle: Matrix) -> Matrix:
    """Return L M L† for an integer L and a Hermitian M, by rows of its lower triangle."""
    columns: list[list[tuple[int, int, int]]] = [[] for _ in range(left.columns)]
    rows: list[list[tuple[int, int, int]]] = [[] for _ in range(left.rows)]
    for (i, p), (re, im) in left.entries.items():
        columns[p].append((i, re, im))
        rows[i].append((p, re, im))
    across: list[list[tuple[int, int, int]]] = [[] for _ in range(middle.rows)]
    for (p, q), (re, im) in middle.entries.items():
        across[p].append((q, re, im))
    found: Entries = {}
    for i, row in enumerate(rows):
        product: dict[int, list[int]] = {}
        for p, x, y in row:
            for q, re, im in across[p]:
                part = product.setdefault(q, [0, 0])
                part[0] += x * re - y * im
                part[1] += x * im + y * re
        lower: dict[int, list[int]] = {}
        for q, (re, im) in product.items():
            for j, x, y in columns[q]:
                if j <= i:
                    part = lower.setdefault(j, [0, 0])
                    part[0] += re * x + im * y
                    part[1] += im * x - re * y
        for j, (re, im) in lower.items():
            if re or im:
                found[i, j] = (re, im)
                found[j, i] = (re, -im)
    return Matrix(left.rows, left.rows, found, middle.denominator)


def transposed_on_b(matrix: Matrix, d_out: int) -> Matrix:
    """Return the partial transpose of an operator on A⊗B over B."""
    moved: Entries = {}
    for (p, q), entry in matrix.entries.items():
        # Exchange the letters of B: p = a·d + b, q = c·d + e.
        shift = q % d_out - p % d_out
        moved[p + shift, q - shift] = entry
    return Matrix(matrix.rows, matrix.columns, moved, matrix.denominator)


def traced_last(matrix: Matrix, weights: Sequence[Fraction]) -> Matrix:
    """Return Σ_b β_b M_{·b,·b}, the weighted partial trace over the last factor."""
    d = len(weights)
    unit = lcm(*(Fraction(weight).denominator for weight in weights))
    whole = [int(weight * unit) for weight in weights]
    total = Sum()
    for (p, q), (re, im) in matrix.entries.items():
        if (p - q) % d == 0:
            weight = whole[p % d]
            total.add((p // d, q // d), weight * re, weight * im)
    order = matrix.rows // d
    return Matrix(order, order, total.entries(), matrix.denominator * unit)
