"""The functionals G_i of an exact line as one sparse integer map.

A complex line is solved as a real one: T becomes [[Re T, −Im T], [Im T, Re T]], which
is A enlarged by a qubit in front, and every G carries a factor ½.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdpsearch.proof.digits.line import Basis, ExactLine, column_entries
from sdpsearch.proof.digits.sparse import Numbers, SparseMap


@dataclass(frozen=True)
class Functionals(SparseMap):
    """The G_i of k-extendibility.

    Attributes:
        line: where they come from.
        units: E_i as Σ_t sign·|p><q| over the enlarged A⊗B, arrays (p, q, sign) of
            shape (n, t); E_i is this times `weight`.
        weight: one number per row.
    """

    line: ExactLine
    units: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    weight: tuple[float, ...]

    @cached_property
    def grams(self) -> tuple[Numbers, ...]:
        """B†B for every block."""
        return tuple(b.T @ b for b in self.embeddings)

    def begin(self) -> Numbers:
        """Return y with Σ y_i G_i = B†B, the identity of A⊗B: T and Z begin central."""
        identity = np.concatenate([gram.ravel() for gram in self.grams]).astype(float)
        square = (self.matrix.T @ self.matrix).toarray()
        return np.linalg.lstsq(square, self.matrix.T @ identity, rcond=None)[0]

    @cached_property
    def embeddings(self) -> tuple[Numbers, ...]:
        """The bases B_λ as dense matrices, real and doubled for a complex line."""
        line, copies = self.line, 1 if self.line.real else 2
        size = line.d_in * line.d_out**line.k
        result: list[Numbers] = []
        for basis in line.bases:
            # Python's integers where 64 bits might not hold a product of two.
            entries = (x for c in basis for _, *e in column_entries(c) for x in e)
            kind = np.int64 if max(map(abs, entries), default=0) < 2**24 else object
            dense = np.zeros((copies * size, copies * len(basis)), dtype=kind)
            for c, column in enumerate(basis):
                for index, re, im in column_entries(column):
                    dense[index, c] = re
                    if copies == 2:
                        dense[size + index, len(basis) + c] = re
                        dense[size + index, c] = im
                        dense[index, len(basis) + c] = -im
            result.append(dense)
        return tuple(result)

    @cached_property
    def is_paired(self) -> bool:
        """Whether k = 2 and each block has its own parity under the swap of B and B'."""
        parities = [_parity(basis, self.line.d_out) for basis in self.line.bases]
        known = 0 not in parities and len(set(parities)) == len(parities)
        plain = all(scale == 1 for scale in self.line.scales)
        return self.line.k == 2 and known and plain


def functionals(line: ExactLine) -> Functionals:
    """Compute all G_i in integers."""
    orders = line.orders if line.real else tuple(2 * order for order in line.orders)
    found: dict[tuple[int, int], int] = defaultdict(int)
    offset = 0
    for basis, order in zip(line.bases, orders, strict=True):
        units = _unit_compressions(line, basis)
        half = len(basis)
        for i, (p, q, kind) in enumerate(line.rows):
            for left, right, turn in _matrix_units(p, q, kind):
                for (c, c2), (re, im) in units.get((left, right), {}).items():
                    # times i^turn
                    re, im = (re, im) if turn == 0 else (-turn * im, turn * re)
                    if line.real:
                        if im:
                            raise ValueError("the bases of a real line must be real")
                        found[offset + c * order + c2, i] += re
                        continue
                    found[offset + c * order + c2, i] += re
                    found[offset + (half + c) * order + half + c2, i] += re
                    found[offset + (half + c) * order + c2, i] += im
                    found[offset + c * order + half + c2, i] -= im
        offset += order**2
    keys = sorted(key for key, value in found.items() if value)
    indices = np.array(keys, dtype=np.int64).reshape(-1, 2)
    coefficient = np.empty(len(keys), dtype=object)
    coefficient[:] = [found[key] for key in keys]
    units, weight = _row_units(line)
    return Functionals(
        line=line,
        orders=orders,
        denominator=(line.k if line.real else 2 * line.k) * line.weights[1] ** (line.k - 1),
        position=indices[:, 0],
        variable=indices[:, 1],
        coefficient=coefficient,
        units=units,
        weight=weight,
    )


def _parity(basis: Basis, d: int) -> int:
    """Return the sign of the swap of B and B' on all columns, 0 if it has none."""
    signs = {1, -1}
    for column in basis:
        vector = {index: (re, im) for index, re, im in column_entries(column)}
        for index, (re, im) in vector.items():
            rest, last = divmod(index, d)
            head, middle = divmod(rest, d)
            other = vector.get((head * d + last) * d + middle, (0, 0))
            signs &= {sign for sign in (1, -1) if other == (sign * re, sign * im)}
    return signs.pop() if len(signs) == 1 else 0


def _matrix_units(p: int, q: int, kind: str) -> list[tuple[int, int, int]]:
    """Return E as Σ i^turn |left><right|, turn ∈ {0, 1, −1}."""
    if kind == "im":
        return [(p, q, 1), (q, p, -1)]
    return [(p, q, 0)] if p == q else [(p, q, 0), (q, p, 0)]


def _unit_compressions(
    line: ExactLine, basis: Basis
) -> dict[tuple[int, int], dict[tuple[int, int], tuple[int, int]]]:
    """Return Σ_s B†(|p><q|_{A B_s} ⊗ 1)B for all (p, q), sparse in both."""
    d, k = line.d_out, line.k
    # Entries that agree on all factors except A and B_s meet in one product.
    contexts: dict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)
    for c, column in enumerate(basis):
        for index, re, im in column_entries(column):
            a, rest = divmod(index, d**k)
            for s in range(k):
                b = rest // d**s % d
                contexts[s, rest - b * d**s].append((a * d + b, c, re, im))
    units: dict[tuple[int, int], dict[tuple[int, int], tuple[int, int]]] = {}
    weights = line.weights[0]
    for (s, others), entries in contexts.items():
        letters: list[int] = [others // d**t % d for t in range(k) if t != s]
        weight = prod(weights[letter] for letter in letters)
        for p, c, re, im in entries:
            re, im = weight * re, weight * im
            for q, c2, re2, im2 in entries:
                unit = units.setdefault((p, q), {})
                old = unit.get((c, c2), (0, 0))
                unit[c, c2] = (old[0] + re * re2 + im * im2, old[1] + re * im2 - im * re2)
    return units


def _row_units(line: ExactLine) -> tuple[Any, tuple[float, ...]]:
    size = line.d_in * line.d_out
    terms: list[list[tuple[int, int, int]]] = []
    weight: list[float] = []
    for p, q, kind in line.rows:
        # A diagonal row is counted twice so that all rows have equally many terms.
        weight.append(0.5 if p == q else 1.0)
        if line.real:
            terms.append([(p, q, 1), (q, p, 1)])
        elif kind == "re":
            up, uq = p + size, q + size
            terms.append([(p, q, 1), (q, p, 1), (up, uq, 1), (uq, up, 1)])
        else:
            up, uq = p + size, q + size
            terms.append([(p, uq, -1), (up, q, 1), (q, up, 1), (uq, p, -1)])
    units = np.array(terms, dtype=np.int64)
    return (units[:, :, 0], units[:, :, 1], units[:, :, 2]), tuple(weight)
