"""Cones that others imply, found and left out of a programme.

G_j x ∈ K_j follows where G_j x = T(G x) for a T that keeps what is positive positive: a
principal submatrix of a block, phases aside, or a sum of non-negative entries. Without
these cones the primal is the same.

What implies what is seen in numbers, of two generic x: a guess, to be checked on all cones.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from sdpsearch.conic.essential import Essential
from sdpsearch.conic.problem import Cone, ConicProblem, Orthant, PsdCone
from sdpsearch.direct_sum import DirectSum, svec_places
from sdpsearch.linalg import Array, times

#: Numbers nearer to each other than this, relative to the largest, are one.
_SAME = 1e-12


def essential_of(problem: ConicProblem) -> Essential | None:
    """Return a programme without the cones that others imply, None where none do.

    Example:
        >>> from sdpsearch.conic.problem import ConicProblem, Orthant
        >>> rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]])
        >>> cone, one = (Orthant(3),), np.ones(1)
        >>> whole = ConicProblem(np.ones(2), np.ones((1, 2)), one, rows, cone)
        >>> essential_of(whole).problem.cones
        (Orthant(size=2),)
    """
    space = problem.space
    if space is None or not space.orders or np.any(problem.constant):
        return None
    found = _Search(problem.operator, space)
    found.sums()
    found.compressions()
    return _without(problem, space, found) if np.any(found.dropped) else None


class _Search:
    """What was found so far.

    Attributes:
        dropped: whether a block follows from others.
        shares: how many follow from it.
        entries: T, as rows, columns and values in the whole's coordinates.
    """

    def __init__(self, operator: sparse.csr_array, space: DirectSum) -> None:
        self.operator, self.space = operator, space
        self.dropped: NDArray[np.bool_] = np.zeros(len(space.orders), dtype=bool)
        self.shares: NDArray[np.intp] = np.zeros(len(space.orders), dtype=np.intp)
        self.entries: list[tuple[Array, Array, Array]] = []

    def sums(self) -> None:
        """Find the entries that are sums of variables that are entries themselves."""
        blocks = np.flatnonzero(np.array(self.space.orders) == 1)
        starts = self.space.starts[blocks]
        rows = sparse.csr_array(self.operator[starts])
        count = np.diff(rows.indptr).astype(np.intp)
        place = np.repeat(np.arange(blocks.size), count)
        positive = np.bincount(place, rows.data > 0, blocks.size) == count
        alone = np.flatnonzero(positive & (count == 1))
        variables, first = np.unique(rows.indices[rows.indptr[alone]], return_index=True)
        # For each variable the entry that it is, and how often.
        unit = np.full(rows.shape[1], -1, dtype=np.intp)
        unit[variables] = alone[first]
        times_it = np.ones(rows.shape[1])
        times_it[variables] = rows.data[rows.indptr[alone[first]]]
        known = np.bincount(place, unit[rows.indices] >= 0, blocks.size) == count
        sums = positive & known & (count > 0)
        sums[alone[first]] = False
        here = sums[place]
        used, columns = rows.indices[here], starts[unit[rows.indices[here]]]
        self.entries.append(
            (starts[place[here]], columns, rows.data[here] / times_it[used])
        )
        self.dropped[blocks[sums]] = True
        self.shares += np.bincount(blocks[unit[used]], minlength=self.shares.size)

    def compressions(self) -> None:
        """Find the blocks that are principal submatrices of others."""
        rng = np.random.default_rng(0)
        # What one x shows may be so for it alone: phases, that depend on it.
        blocks, others = (
            self.space.matrices(times(self.operator, generic))
            for generic in rng.standard_normal((2, self.operator.shape[1]))
        )
        names = _names([block.diagonal().real for block in blocks])
        known: dict[int, list[int]] = {}
        for i in sorted(range(len(blocks)), key=lambda i: -blocks[i].shape[0]):
            if self.dropped[i]:
                continue
            rivals = [] if self.shares[i] else known.get(names[i][0], [])
            if not any(
                self._is_part(i, other, (blocks, others), names) for other in rivals
            ):
                for name in set(names[i]):
                    known.setdefault(name, []).append(i)

    def _is_part(
        self,
        inner: int,
        outer: int,
        seen_twice: tuple[list[Array], list[Array]],
        names: list[list[int]],
    ) -> bool:
        places = {name: place for place, name in enumerate(names[outer])}
        if len(places) < len(names[outer]) or not places.keys() >= set(names[inner]):
            return False
        at = np.array([places[name] for name in names[inner]])
        if np.unique(at).size < at.size:
            return False
        part, first = np.ix_(at, at), seen_twice[0]
        phases = _phases(first[outer][part], first[inner])
        for blocks in seen_twice:
            wanted = blocks[inner]
            off = np.abs(phases[:, None] * blocks[outer][part] * phases.conj() - wanted)
            if off.max() > _SAME * max(1.0, float(np.abs(wanted).max())):
                return False
        self.dropped[inner] = True
        self.shares[outer] += 1
        begun, wide = self.space.starts[inner], self.space.starts[outer]
        rows, columns, data = _compression(
            self.space.orders[outer], at, phases, self.space.real
        )
        self.entries.append((begun + rows, wide + columns, data))
        return True


def _compression(
    order: int, at: NDArray[np.intp], phases: Array, real: bool
) -> tuple[Array, Array, Array]:
    """Return X ↦ D P†XP D† in svec coordinates: rows, columns, values."""
    row, column, here, diagonal = svec_places(at.size, real)
    high, low, there, whole_diagonal = svec_places(order, real)
    table = np.zeros((order, order), dtype=np.intp)
    table[high, low] = table[low, high] = there
    from_ = table[at[row], at[column]]
    turn = phases[row] * phases[column].conj()
    rows, columns = [diagonal, here], [whole_diagonal[at], from_]
    data = [np.ones(at.size), turn.real]
    if not real:
        # An entry from above the diagonal is read conjugate.
        sign = np.where(at[row] < at[column], -1.0, 1.0)
        rows += [here, here + 1, here + 1]
        columns += [from_ + 1, from_, from_ + 1]
        data += [-sign * turn.imag, turn.imag, sign * turn.real]
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(data)


def _names(diagonals: list[Array]) -> list[list[int]]:
    """Number the entries of all diagonals, equal ones alike."""
    values = np.concatenate(diagonals)
    order = np.argsort(values)
    apart = np.diff(values[order]) > _SAME * max(1.0, float(np.abs(values).max()))
    names = np.empty(values.size, dtype=np.intp)
    names[order] = np.concatenate([[0], np.cumsum(apart)])
    ends = np.cumsum([diagonal.size for diagonal in diagonals])
    return [part.tolist() for part in np.split(names, ends[:-1])]


def _phases(seen: Array, wanted: Array) -> Array:
    """Return the diagonal of D with D·seen·D† = wanted where there is one."""
    phases = np.ones(len(seen), dtype=seen.dtype)
    links = sparse.csr_array(np.abs(seen) > _SAME * np.abs(seen).max())
    visited, parents = breadth_first_order(links, 0)
    for i in visited[1:].tolist():
        parent = int(parents[i])
        quotient = wanted[i, parent] / seen[i, parent]
        size = abs(quotient)
        phases[i] = phases[parent] * (quotient / size if size else 1)
    return phases


def _without(problem: ConicProblem, space: DirectSum, found: _Search) -> Essential:
    left = ~found.dropped
    kept = np.repeat(left, np.diff(space.starts))
    rows, columns, data = (
        np.concatenate(part) for part in zip(*found.entries, strict=True)
    )
    whole = sparse.csr_array((data, (rows, columns)), shape=(space.size, space.size))
    implied = sparse.csr_array(whole[~kept][:, kept])
    start = problem.start
    if start is not None:
        start = (start[0], start[1][kept] + times(implied.T, start[1][~kept]))
    smaller = replace(
        problem,
        operator=sparse.csr_array(problem.operator[kept]),
        cones=_cones_left(problem, found.dropped),
        compressions=(),
        constant=problem.constant[kept],
        start=start,
    )
    orders = tuple(np.array(space.orders)[found.dropped].tolist())
    left_out = DirectSum(orders, space.real)
    return Essential(problem, smaller, kept, implied, left_out, found.shares[left])


def _cones_left(problem: ConicProblem, dropped: NDArray[np.bool_]) -> tuple[Cone, ...]:
    """Return the cones without those dropped, orthants cut down."""
    cones: list[Cone] = []
    place = 0
    for cone in problem.cones:
        if isinstance(cone, PsdCone):
            cones += [] if dropped[place] else [cone]
            place += 1
            continue
        left = cone.size - int(np.sum(dropped[place : place + cone.size]))
        cones += [Orthant(left)] if left else []
        place += cone.size
    return tuple(cones)
