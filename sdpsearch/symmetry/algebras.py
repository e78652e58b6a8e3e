"""The simple algebras that 𝒥 is a direct sum of, each with all its copies in the blocks.

The eigenvectors of a generic element, lined up by a second one, bring all copies of one to
the same small matrix; a third element shows whether they did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import (
    breadth_first_order,
    connected_components,
    minimum_spanning_tree,
)

from sdpsearch.linalg import Array, dagger
from sdpsearch.symmetry.closure import Generic

#: Imaginary parts below this, relative to the largest entry, are rounding.
_REAL = 1e-9
#: Copies of one algebra may differ by this in a third element.
_ALIKE = 1e-7


@dataclass(frozen=True)
class Copies:
    """Copies of one simple algebra in blocks of one order.

    Attributes:
        group: the group of blocks.
        blocks: which of the group, shape (c,).
        isometries: from the algebra's matrix into the block, a of them for each block,
            shape (c, a, n, m).
        mirrored: whether the block has the complex conjugate, shape (c, a).
    """

    group: int
    blocks: NDArray[np.intp]
    isometries: Array
    mirrored: NDArray[np.bool_]


@dataclass(frozen=True)
class Simple:
    """A simple algebra and all its copies.

    Attributes:
        order: m, the order of its matrices.
        real: whether they are real symmetric.
        copies: where they are, by the order of the block.
    """

    order: int
    real: bool
    copies: tuple[Copies, ...]

    @property
    def count(self) -> int:
        """Number of copies."""
        return sum(copies.mirrored.size for copies in self.copies)


def simple_algebras(generic: Generic, link: float) -> tuple[Simple, ...] | None:
    """Return the simple algebras of 𝒥, those of order one first, None if none line up."""
    classes = _classes(generic, link)
    copies: dict[int, list[Copies]] = {}
    for place in range(len(generic.vectors)):
        for kind, part in _copies_in(generic, place, classes, link):
            copies.setdefault(kind, []).append(part)
    simple: list[Simple] = []
    for parts in copies.values():
        made = _made_alike(generic, parts)
        if made is None:
            return None
        simple.append(made)
    covered = sum(a.count * a.order for a in simple)
    if covered != generic.total:
        return None
    return tuple(sorted(simple, key=lambda algebra: algebra.order != 1))


def _classes(generic: Generic, link: float) -> NDArray[np.intp]:
    """Return for each eigenvalue which simple algebra it belongs to."""
    rows: list[NDArray[np.intp]] = []
    columns: list[NDArray[np.intp]] = []
    scale = max(float(np.abs(y).max()) for y in generic.others[0])
    for labels, y in zip(generic.labels, generic.others[0], strict=True):
        block, left, right = np.nonzero(np.abs(y) > link * scale)
        rows.append(labels[block, left])
        columns.append(labels[block, right])
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (generic.count, generic.count)
    graph = sparse.csr_array((np.ones(row.size), (row, column)), shape=shape)
    return connected_components(graph, directed=False)[1].astype(np.intp)


def _copies_in(
    generic: Generic, place: int, classes: NDArray[np.intp], link: float
) -> list[tuple[int, Copies]]:
    """Return the copies in the blocks of one order, blocks alike together."""
    labels, vectors = generic.labels[place], generic.vectors[place]
    patterns, which = np.unique(labels, axis=0, return_inverse=True)
    found: list[tuple[int, Copies]] = []
    for number, pattern in enumerate(patterns):
        blocks = np.flatnonzero(which.ravel() == number)
        y = generic.others[0][place][blocks]
        for kind in np.unique(classes[pattern]):
            members = np.flatnonzero(classes[pattern] == kind)
            lined = _lined_up(pattern[members], y[:, members[:, None], members], link)
            if lined is None:
                continue
            isometries = np.einsum("cnp,capm->canm", vectors[blocks][:, :, members], lined)
            mirrored = np.zeros(isometries.shape[:2], dtype=bool)
            found.append((int(kind), Copies(place, blocks, isometries, mirrored)))
    return found


def _lined_up(pattern: NDArray[np.intp], y: Array, link: float) -> Array | None:
    """Return the eigenvectors of each copy of one algebra, phases and order made equal.

    An eigenvalue that blocks have a times is had by a copies; the isometry next to
    E_w Y E_u carries an eigenvector of each copy to the one of the next eigenvalue.

    Args:
        pattern: the eigenvalues' numbers, ascending.
        y: a second element in the eigenbasis, shape (c, p, p).
        link: what links, relative to the strongest.

    Returns:
        Shape (c, a, p, m); None where eigenvalues are had unequally often.
    """
    numbers, counts = np.unique(pattern, return_counts=True)
    each, order = int(counts[0]), numbers.size
    if np.any(counts != each):
        return None
    begun = np.arange(0, pattern.size, each)  # equal numbers stand together
    squares = np.add.reduceat(np.abs(y[0]) ** 2, begun, axis=0)
    strength = np.sqrt(np.add.reduceat(squares, begun, axis=1) / each)
    # The strongest links, so that the fewest digits are lost on the way.
    links = np.where(strength > link * np.max(strength, initial=0.0), strength, 0.0)
    tree = minimum_spanning_tree(sparse.csr_array(-links))
    visited, parents = breadth_first_order(tree, 0, directed=False)
    if visited.size != order:
        return None
    count = y.shape[0]
    found = np.zeros((count, each, pattern.size, order), dtype=y.dtype)
    inner = {0: np.broadcast_to(np.eye(each, dtype=y.dtype), (count, each, each))}
    within = np.arange(each)
    for u in visited.tolist():
        here = begun[u] + within
        if u:
            parent = int(parents[u])
            step = y[:, here[:, None], begun[parent] + within]
            inner[u] = _isometry(step) @ inner[parent]
        found[:, :, here, u] = np.swapaxes(inner[u], 1, 2)
    return found


def _isometry(stack: Array) -> Array:
    """Return the unitaries next to matrices."""
    if stack.shape[1] == 1:
        return stack / np.abs(stack)
    left, _, right = np.linalg.svd(stack)
    return left @ right


def _made_alike(generic: Generic, parts: list[Copies]) -> Simple | None:
    """Return the algebra if a third element is the same matrix in all its copies."""
    order = parts[0].isometries.shape[3]
    if any(part.isometries.shape[3] != order for part in parts):
        return None
    seen = [_third(generic, part) for part in parts]
    first = seen[0][0, 0]
    size = max(float(np.abs(generic.others[1][0]).max()), float(np.abs(first).max()))
    made: list[Copies] = []
    for part, matrices in zip(parts, seen, strict=True):
        apart = np.abs(matrices - first).max(axis=(2, 3))
        reflected = np.abs(matrices - first.conj()).max(axis=(2, 3))
        if np.any(np.minimum(apart, reflected) > _ALIKE * size):
            return None
        made.append(replace(part, mirrored=reflected < apart))
    real = not np.iscomplexobj(first) or bool(np.abs(first.imag).max() <= _REAL * size)
    return Simple(order, real, tuple(made))


def _third(generic: Generic, part: Copies) -> Array:
    """Return a third element in the bases of the copies."""
    vectors = generic.vectors[part.group][part.blocks]
    inner = dagger(vectors)[:, None] @ part.isometries
    image = generic.others[1][part.group][part.blocks][:, None] @ inner
    return dagger(inner) @ image
