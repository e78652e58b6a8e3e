"""R(X) for the X in Herm(A)⊗Sym of a generic line, and the Schur complement they make.

They are, for every p ≤ q and some a, b, normalised,

    (g |a><b| + g' |b><a|) ⊗ (|p><q| + s |q><p|),

g = (1+i)/2, g' its conjugate and s = 1 for all a, b; where everything is real, g = 1 and
g' = s, with s = −1 and a < b if one of h_p and h_q is symmetric, s = 1 and a ≤ b if both or
none are. tr(X Θ X' Θ) is a sum of sixteen products Θ_{bq,cr} Θ_{ds,ap} of which half
repeat the others; for one p, q they are entries of two matrices of rank four per block, so
that nothing of the order of n⁴ is multiplied for Θ of order n, but n⁴/16 are gathered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.linalg import Array

#: Places in an array.
Index: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Pairs:
    """These R(X), and H of x ↦ (R(X) beside |a,h_0>>, −R(X)).

    Attributes:
        d_a: dimension of A.
        size: number of the p, d_b² − 1.
        symmetric: how many of them belong to symmetric h_p, the first.
        real: whether everything is real.
    """

    d_a: int
    size: int
    symmetric: int
    real: bool

    @cached_property
    def places(self) -> Index:
        """The rows of R(X) in the block that has |a,h_0>> too."""
        a, p = np.divmod(np.arange(self.d_a * self.size), self.size)
        return a * (self.size + 1) + p + 1

    @cached_property
    def _pairs(self) -> tuple[Index, Index]:
        return np.triu_indices(self.size)

    @cached_property
    def _signs(self) -> Array:
        """The s of every pair."""
        first, second = (p < self.symmetric for p in self._pairs)
        return np.where((first != second) & self.real, -1.0, 1.0)

    @cached_property
    def _known(self) -> tuple[Index, Index, Index, Array]:
        """The pair, a and b of every variable, and what multiplies its units."""
        p, q = self._pairs
        a, b = np.divmod(np.arange(self.d_a**2), self.d_a)
        kept = np.ones((p.size, a.size), dtype=bool)
        if self.real:
            kept = np.where(self._signs[:, None] > 0, a <= b, a < b)
        pair, at = np.nonzero(kept)
        weight = np.where(p == q, 0.5, np.sqrt(0.5))[pair]
        if self.real:
            weight = weight * np.where(a == b, 0.5, np.sqrt(0.5))[at]
        return pair, a[at], b[at], weight

    @cached_property
    def entries(self) -> sparse.csc_array:
        """R(X) as columns, row-major, one pair after the other."""
        pair, a, b, weight = self._known
        p, q = (places[pair] for places in self._pairs)
        sign, n = self._signs[pair], self.d_a * self.size
        g, turned = (1.0, sign) if self.real else ((1 + 1j) / 2, (1 - 1j) / 2)
        units = [(a, p, b, q, g), (a, q, b, p, g * sign)]
        units += [(b, p, a, q, turned), (b, q, a, p, turned * sign)]
        rows = [
            (left * self.size + first) * n + right * self.size + second
            for left, first, right, second, _ in units
        ]
        data = np.concatenate([weight * factor for *_, factor in units])
        columns = np.tile(np.arange(pair.size), len(units))
        found = data, (np.concatenate(rows), columns)
        return sparse.csc_array(found, shape=(n * n, pair.size))

    def schur(self, scalings: list[Array]) -> Array:
        """Return H_uv = Σ tr(Θ X_u Θ X_v), the lower triangle, of one or stacks of Θ."""
        pair, a, b, weight = self._known
        inner = scalings[0][..., self.places[:, None], self.places]
        stack, shape = inner.shape[:-2], (self.d_a, self.size) * 2
        thetas = np.stack([t.reshape(-1, *shape) for t in (inner, scalings[1])], axis=1)
        starts = np.searchsorted(pair, np.arange(len(self._signs) + 1))
        kept = pair * self.d_a**2 + a * self.d_a + b
        scale = weight * np.sqrt(2) if self.real else weight
        total = np.zeros((len(thetas), pair.size, pair.size))
        for index, (own, end) in enumerate(pairwise(starts)):
            part = self._between(thetas, index)
            if self.real:
                rows = kept[own:] - index * self.d_a**2
                part = part[:, rows[:, None], rows[: end - own]]
            np.multiply(part, scale[own:, None], out=total[:, own:, own:end])
            total[:, own:, own:end] *= scale[own:end]
        return total.reshape(*stack, pair.size, pair.size)

    def _between(self, thetas: Array, index: int) -> Array:
        """Return the products of the units of all later pairs with those of one.

        Rows are (pair, c, d), columns (a, b).
        """
        d, count = self.d_a, len(thetas)
        p, q = (places[index] for places in self._pairs)
        r, s = (places[index:] - p for places in self._pairs)
        sign = self._signs[index:, None, None, None]
        first, second = self._products(
            thetas[:, :, :, q, :, p:], thetas[:, :, :, p, :, p:], float(self._signs[index])
        )
        one = sign * first[:, r, :, s] + first[:, s, :, r]
        two = second[:, r, :, s] + sign * second[:, s, :, r]
        one, two = (x.reshape(-1, count, d, d, d, d) for x in (one, two))
        found = one.transpose(1, 0, 5, 3, 4, 2) + two.transpose(1, 0, 3, 5, 4, 2)
        return found.reshape(count, -1, d * d)

    def _products(self, left: Array, right: Array, sign: float) -> tuple[Array, Array]:
        """Return Θ_{bq,dr} Θ_{ap,cs} for (r,bd; s,ac), and with c and d exchanged.

        Each with what is its conjugate or, of real ones, its transpose.
        """
        count, own = left.shape[:2]
        m, n = (x.transpose(0, 1, 4, 2, 3).reshape(count, own, -1) for x in (left, right))
        shape = (count, *(left.shape[-1], self.d_a**2) * 2)
        if self.real:
            found = np.swapaxes(m, 1, 2) @ n
            found = (found + sign * np.swapaxes(found, 1, 2)).reshape(shape)
            return found, found
        m, n = (np.concatenate([x.real, x.imag], axis=1) for x in (m, n))
        turned = np.concatenate([m[:, own:], -m[:, :own]], axis=1)
        even = [np.concatenate(each, axis=1) for each in ((m, n), (n, m))]
        odd = [np.concatenate(each, axis=1) for each in ((n, -turned), (turned, n))]
        even, odd = (np.swapaxes(x, 1, 2) @ y for x, y in (even, odd))
        return even.reshape(shape), odd.reshape(shape)
