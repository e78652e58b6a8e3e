"""The part of a conic programme that its own symmetry leaves, found in its data alone.

A subspace 𝒳 of the variables and a Jordan algebra 𝒥 of block-diagonal matrices with

    c, rows of A in 𝒳,   1, g in 𝒥,   G𝒳 ⊂ 𝒥,   Gᵀ𝒥 ⊂ 𝒳

can take the place of the whole: projecting onto 𝒥 keeps matrices positive, so that every
feasible x and z may be projected (Permenter and Parrilo, 1608.02090). The smallest such
pair is found by closing the data under what makes new elements of generic ones. It is as
small as any group of symmetries could make it, continuous ones included, and no group has
to be known.

What is found rests on coincidences between floats: it is a guess, and treated as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.direct_sum import DirectSum
from sdpsearch.linalg import Array, dagger, times
from sdpsearch.symmetry.classes import classes_of

#: Eigenvalues nearer to each other than this, relative to the largest, are one.
_SAME = 1e-10
#: Directions shorter than this, relative to what they are the rest of, are rounding; those
#: shorter than the other are known to few digits and wait for better ones to take them in.
_NEW, _CLEAR = 1e-7, 3e-2
#: What links two eigenvectors without doubt, relative to the largest that does.
_TIED = 1e-6
#: Entries above this, relative to the largest, are no rounding of the programme's data.
_LINKED = 1e-9
#: New elements asked for at once: few, and at most.
_FEW, _MANY = 16, 64
#: Degree of the polynomials that new elements are made with: digits are lost with it.
_DEGREE = 4


@dataclass(frozen=True)
class Generic:
    """A generic element of 𝒥, diagonalised, with others beside it.

    Attributes:
        vectors: its eigenvectors, one stack for each order of blocks.
        angles: arc cosines of its eigenvalues, scaled to [−1, 1], likewise.
        labels: which of its different eigenvalues each belongs to, likewise.
        others: further generic elements, in its eigenbasis.
        count: number of different eigenvalues.
    """

    vectors: list[Array]
    angles: list[Array]
    labels: list[NDArray[np.intp]]
    others: list[list[Array]]
    count: int

    @property
    def total(self) -> int:
        """Number of eigenvalues with repetitions."""
        return sum(labels.size for labels in self.labels)

    @property
    def links_all(self) -> bool:
        """Whether another generic element links all eigenvectors of every block.

        If no eigenvalue repeats either, the two generate all there is: the projectors onto
        eigenvectors, and with them every entry of the other.
        """
        sizes = [np.abs(stack) for stack in self.others[0]]
        most = max(float(size.max()) for size in sizes)
        return all(bool(np.all(size > _TIED * most)) for size in sizes)


def closed(
    data: Array, operator: sparse.csr_array, space: DirectSum, rng: np.random.Generator
) -> Array | None:
    """Return a basis of the smallest 𝒳, None where it is more than half of everything.

    Classes of coordinates hold all of 𝒳, exactly: they are the answer where what generic
    elements make is no smaller.

    Args:
        data: what is in 𝒳 to begin with, one column each.
        operator: G.
        space: the space of the blocks.
        rng: where generic numbers come from.

    Returns:
        Orthonormal columns, shape (n, t).
    """
    classes = classes_of(data, operator, space)
    if classes is None:
        return _closed(data, operator, space, rng)
    outer = classes.basis
    within = sparse.csr_array(operator @ outer)
    # As many different eigenvalues as these have, no smaller 𝒳 can take away.
    most = generic_elements(np.eye(classes.count), within, space, rng).count
    found = _closed(data, operator, space, rng, most)
    whole = found is None or found.shape[1] >= classes.count
    return outer.toarray() if whole else found


def _closed(
    data: Array,
    operator: sparse.csr_array,
    space: DirectSum,
    rng: np.random.Generator,
    most: int | None = None,
) -> Array | None:
    """Return what closed() does, by elements made of generic ones.

    None as well where they have as many different eigenvalues as they can have: `most`,
    by default as many as there are.
    """
    adjoint = sparse.csr_array(operator.T)
    basis = _begun(data, adjoint, space)
    work = 60.0 * sum(order**3 for order in space.orders)
    wanted = 1  # where there is no symmetry, one new element shows it
    while 2 * basis.shape[1] <= data.shape[0]:
        deadline.check("symmetries were looked for", work)
        generic = generic_elements(basis, operator, space, rng)
        simple = generic.count >= (generic.total if most is None else most)
        if simple and (basis.shape[1] > _FEW or generic.links_all):
            return None  # nothing repeats
        made = _made_from(generic, space, wanted, rng)
        larger = _extended(basis, times(adjoint, made))
        grown = larger.shape[1] - basis.shape[1]
        if grown == 0:
            return basis
        basis = larger
        wanted = max(_FEW, min(2 * wanted, _MANY)) if grown == wanted else _FEW
    return None


def may_repeat(
    data: Array, operator: sparse.csr_array, space: DirectSum, rng: np.random.Generator
) -> bool:
    """Whether two elements of 𝒥 at hand do not yet generate all real symmetric blocks.

    They do where X has a simple spectrum, and Y links some eigenvector of each block to all
    others of it. Arguments as in closed().
    """
    basis = _begun(data, sparse.csr_array(operator.T), space)
    generic = generic_elements(basis, operator, space, rng)
    if not space.real or generic.count < generic.total:
        return True
    size = max(float(np.abs(y).max()) for y in generic.others[0])
    for y in generic.others[0]:
        linked = (np.abs(y) > _LINKED * size) | np.eye(y.shape[-1], dtype=bool)
        if not np.all(np.any(np.all(linked, axis=2), axis=1)):
            return True
    return False


def _begun(data: Array, adjoint: sparse.csr_array, space: DirectSum) -> Array:
    """Return a basis of what is in 𝒳 to begin with, Gᵀ1 included."""
    ones = times(adjoint, space.scalars(np.ones(len(space.orders))))
    return _extended(np.zeros((data.shape[0], 0)), np.column_stack([data, ones]))


def _extended(basis: Array, new: Array) -> Array:
    """Return an orthonormal basis of what it spans with new columns."""
    sizes = np.linalg.norm(new, axis=0)
    new = new[:, sizes > 0] / sizes[sizes > 0]
    for _ in range(2):
        new = new - basis @ (basis.T @ new)
    left, values, _ = np.linalg.svd(new, full_matrices=False)
    cut = _CLEAR if values[0] > _CLEAR else _NEW
    return np.hstack([basis, left[:, values > cut]])


def generic_elements(
    basis: Array, operator: sparse.csr_array, space: DirectSum, rng: np.random.Generator
) -> Generic:
    """Return generic elements of G𝒳."""
    weights = rng.standard_normal((3, basis.shape[1]))
    first, *rest = (space.stacks(times(operator, basis @ row)) for row in weights)
    pairs = [np.linalg.eigh(stack) for stack in first]
    vectors = [pair[1] for pair in pairs]
    others = [
        [dagger(v) @ y @ v for v, y in zip(vectors, other, strict=True)] for other in rest
    ]
    values = np.concatenate([pair[0].ravel() for pair in pairs])
    order = np.argsort(values)
    apart = np.diff(values[order]) > _SAME * np.max(np.abs(values))
    flat = np.empty(values.size, dtype=np.intp)
    flat[order] = np.concatenate([[0], np.cumsum(apart)])
    ends = np.cumsum([pair[0].size for pair in pairs])
    labels = [
        part.reshape(pair[0].shape)
        for part, pair in zip(np.split(flat, ends[:-1]), pairs, strict=True)
    ]
    low, high = values[order[0]], values[order[-1]]
    width = (high - low) / 2 or 1.0
    angles = [
        np.arccos(np.clip((pair[0] - (low + high) / 2) / width, -1, 1)) for pair in pairs
    ]
    return Generic(vectors, angles, labels, others, int(flat.max()) + 1)


def _made_from(
    generic: Generic, space: DirectSum, wanted: int, rng: np.random.Generator
) -> Array:
    """Return coordinates of f(X) + Σ_j g_j(X) Y g_j(X) + Σ_j h_j(X) Y² h_j(X), as columns.

    f, g_j, h_j are generic polynomials. All of it is in the Jordan algebra that X and Y
    generate, and polynomials of low degree lose no digits where eigenvalues are close, as
    spectral projections would.
    """
    degrees = np.arange(_DEGREE + 1)
    series = rng.standard_normal((wanted, 5, degrees.size))
    scale = max(float(np.abs(y).max()) for y in generic.others[0]) or 1.0
    scaled = [y / scale for y in generic.others[0]]
    squares = [y @ y for y in scaled]
    powers = [np.cos(angles[..., None] * degrees) for angles in generic.angles]
    outward = [dagger(vectors) for vectors in generic.vectors]
    made = np.empty((space.size, wanted))
    for column, numbers in enumerate(series):
        stacks: list[Array] = []
        for place, vectors in enumerate(generic.vectors):
            values = powers[place] @ numbers.T
            inner = _squared(values[..., 1:3]) * scaled[place]
            inner += _squared(values[..., 3:5]) * squares[place]
            inner += values[..., 0][:, None] * np.eye(inner.shape[-1])
            stacks.append(vectors @ inner @ outward[place])
        made[:, column] = space.coordinates(stacks)
    return made


def _squared(values: Array) -> Array:
    """Return Σ_j v_j v_jᵀ for every matrix of columns v_j."""
    return values @ np.swapaxes(values, 1, 2)
