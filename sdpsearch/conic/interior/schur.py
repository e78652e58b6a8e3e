"""The Schur complement H_pq = Σ tr(Θ G_p Θ G_q) of scalings Θ = R†R, by how G is made."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from sdpsearch.conic.interior.coordinates import rotation
from sdpsearch.layout import Index
from sdpsearch.linalg import Array, dagger

#: Up to this order of X the Gram matrix is formed and permuted at once.
_AT_ONCE = 15
#: So many rows of X are worked on together beyond it: products of thin matrices are slow.
_ROWS = 8


class Gram:
    """H of the cones W ↦ Y†(W⊗1_m)Y over one W.

    With N = Y Θ Y† and Q[(b,j),(c,e)] = N[bc,je], side by side for all cones, K = QQ† has

        H[(p,q),(r,s)] = Re K[(q,s),(p,r)] − Im K[(q,r),(p,s)]

    in the coordinates Re W + Im W; for a real W, in svec coordinates, it is the half sum of
    K[(q,s),(p,r)] and K[(q,r),(p,s)].
    """

    def __init__(self, size: int, real: bool) -> None:
        self.size, self.real = size, real
        #: Kept from one iteration to the next: fresh pages would cost more than the sums.
        self._kept: dict[tuple[str, np.dtype[Any]], Array] = {}

    def _space(self, name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> Array:
        size, key = prod(shape), (name, kind)
        if key not in self._kept or self._kept[key].size < size:
            self._kept[key] = np.empty(size, dtype=kind)
        return self._kept[key][:size].reshape(shape)

    def into(self, vector: Array) -> Array:
        """Return svec coordinates in those of H."""
        return vector if self.real else rotation(self.size)[0](vector)

    def back(self, vector: Array) -> Array:
        """Return coordinates of H in svec coordinates."""
        return vector if self.real else rotation(self.size)[1](vector)

    def form(self, factors: list[Array]) -> Array:
        """Return H, its lower triangle at least, from Y R† of each cone.

        It has their precision. Stacks of them give a stack, for orders that are formed at
        once. The array is used again by the next call.
        """
        r, stack = self.size, factors[0].shape[:-2]
        widths = [factor.shape[-2] // r for factor in factors]
        kind = np.result_type(*factors)
        q = self._space("q", (*stack, r * r, sum(m * m for m in widths)), kind)
        done = 0
        for factor, m in zip(factors, widths, strict=True):
            lifted = (factor @ dagger(factor)).reshape(*stack, r, m, r, m)
            place = q[..., done : done + m * m].reshape(*stack, r, r, m, m)
            place[...] = _turned(lifted, 0, 2, 1, 3)
            done += m * m
        if self.real:
            return self._real_at_once(q) if r <= _AT_ONCE else self._real_by_rows(q)
        return self._at_once(q) if r <= _AT_ONCE else self._by_rows(q)

    def _at_once(self, q: Array) -> Array:
        r, stack = self.size, q.shape[:-2]
        gram = self._space("gram", (*stack, r * r, r * r), q.dtype)
        np.matmul(q, dagger(q), out=gram)
        gram = gram.reshape(*stack, r, r, r, r)
        out = self._space("h", gram.shape, gram.real.dtype)
        even, odd = _turned(gram.real, 2, 0, 3, 1), _turned(gram.imag, 2, 0, 1, 3)
        return np.subtract(even, odd, out=out).reshape(*stack, r * r, r * r)

    def _by_rows(self, q: Array) -> Array:
        """Return the lower triangle: half of the products, in little memory."""
        r = self.size
        wide = np.concatenate([q.real, q.imag], axis=1)
        turned = np.concatenate([q.imag, -q.real], axis=1).reshape(r, r, -1)
        tall = wide.reshape(r, r, -1)
        out = self._space("h", (r * r, r * r), wide.dtype)
        for first in range(0, r, _ROWS):
            upto = min(first + _ROWS, r)
            some, rows = upto - first, slice(first * r, upto * r)
            even = tall[first:upto, :upto].reshape(some * upto, -1) @ wide.T
            odd = turned[:, :upto].reshape(r * upto, -1) @ wide[rows].T
            block = out[rows, : upto * r].reshape(some, r, upto, r)
            np.subtract(
                even.reshape(some, upto, r, r).transpose(0, 2, 1, 3),
                odd.reshape(r, upto, some, r).transpose(2, 0, 1, 3),
                out=block,
            )
        return out

    def _real_at_once(self, q: Array) -> Array:
        r, stack = self.size, q.shape[:-2]
        places, weights = _pairs(r)
        gram = (q @ np.swapaxes(q, -1, -2)).reshape(*stack, r, r, r, r)
        whole = _turned(gram, 2, 0, 3, 1) + _turned(gram, 2, 0, 1, 3)
        out = whole.reshape(*stack, r * r, r * r)[..., places, :][..., places]
        out *= 0.5 * weights
        out *= weights[:, None]
        return out

    def _real_by_rows(self, q: Array) -> Array:
        r = self.size
        places, weights = _pairs(r)
        tall = q.reshape(r, r, -1)
        out = self._space("h", (len(places),) * 2, q.dtype)
        done = 0
        for p in range(r):
            rows, upto = r - p, p + 1
            mine = tall[p]
            even = (mine[:upto] @ q[p * r :].T).reshape(upto, rows, r)
            odd = (tall[p:, :upto].reshape(rows * upto, -1) @ mine.T).reshape(rows, upto, r)
            both = (even.transpose(1, 0, 2) + odd).reshape(rows, upto * r)
            known = done + rows
            out[done:known, :known] = both[:, places[:known]] * (0.5 * weights[:known])
            out[done:known, :known] *= weights[done:known, None]
            done = known
        return out


def _turned(tensor: Array, *axes: int) -> Array:
    """Return a tensor with its last four axes in another order."""
    before = tensor.ndim - 4
    return tensor.transpose(*range(before), *(before + axis for axis in axes))


@lru_cache(maxsize=32)
def _pairs(r: int) -> tuple[Index, Array]:
    """Return where svec's coordinates are in a full matrix, row by row, and their norms."""
    column, row = np.triu_indices(r)
    return column * r + row, np.where(row != column, np.sqrt(2.0), 1.0)
