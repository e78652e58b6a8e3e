"""The face of the extendible cone that a Choi operator lives on, found before solving.

If J has range R then every extension σ has all marginals AB_i in R, so it lives on
⊕_λ F_λ with F_λ = {v in block λ : all A B_i parts of v in R}, and witnesses need only
range over Herm(R). Restricted to that face the problem has an interior (Borwein and
Wolkowicz's facial reduction, done exactly once and before any solver sees the data).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy import linalg as sla
from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.linalg import (
    Array,
    coordinate_count,
    dagger,
    hermitian_basis,
    readonly,
    smat,
    svec,
)

#: A direction counts as lying in the face when the sine of its angle is below this.
FACE_RTOL = 1e-9
#: Squared singular values of W ↦ ⊕S_λ(W) below this fraction of the largest are free.
FREE_RTOL = 1e-13
#: Up to this many coordinates the inverse of S†S is kept as a matrix.
_DENSE_LIMIT = 300


@dataclass(frozen=True)
class Block:
    """One PSD block: an orthonormal basis of F_λ inside A⊗B^{⊗k}.

    Attributes:
        diagram: the Young diagram λ.
        basis: sparse or dense isometry, shape (d_a d_b^k, order).
        multiplicity: dimension of the S_k irrep of λ.
    """

    diagram: Diagram
    basis: Array | sparse.csc_array
    multiplicity: int

    @property
    def order(self) -> int:
        """Number of rows of the block."""
        return self.basis.shape[1]


@dataclass(frozen=True)
class Face:
    """A face of the cone of k-extendible operators on A⊗B, with W ↦ ⊕_λ S_λ(W) on it.

    Attributes:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies of B, the original included.
        real: whether W and the blocks are real symmetric (J is real, so the complex
            conjugate of an extension is one too and the average is real).
        range_basis: isometry onto R, shape (d_a d_b, r).
        blocks: the PSD blocks; empty when no extension is possible.
        operator: W ↦ ⊕S_λ(W) in svec coordinates, one row per block coordinate.
        leak: largest sine of an angle that was taken for zero while finding the face;
            what is claimed holds for a channel about that far from the data.
    """

    d_a: int
    d_b: int
    k: int
    real: bool
    range_basis: Array
    blocks: tuple[Block, ...]
    operator: sparse.csr_array
    leak: float

    @property
    def rank(self) -> int:
        """Dimension of R."""
        return self.range_basis.shape[1]

    @property
    def is_full(self) -> bool:
        """Whether R is all of A⊗B, so that nothing was reduced."""
        return self.rank == self.d_a * self.d_b

    @property
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks."""
        return tuple(block.order for block in self.blocks)

    def coordinates(self, matrix: Array) -> Array:
        """Return the svec coordinates of R† X R for X on A⊗B."""
        inner = (
            matrix if self.is_full else dagger(self.range_basis) @ matrix @ self.range_basis
        )
        return svec(inner, self.real)

    def lift(self, coordinates: Array) -> Array:
        """Return R w R† on A⊗B for w given by coordinates."""
        inner = smat(coordinates, self.rank, self.real)
        if self.is_full:
            return inner
        return self.range_basis @ inner @ dagger(self.range_basis)

    def block_matrices(self, stacked: Array) -> list[Array]:
        """Split stacked block coordinates into Hermitian matrices."""
        ends = np.cumsum([coordinate_count(n, self.real) for n in self.orders])
        parts = np.split(stacked, ends[:-1])
        return [smat(p, n, self.real) for p, n in zip(parts, self.orders, strict=True)]

    @cached_property
    def adjoint(self) -> sparse.csr_array:
        """The transpose of the operator: block coordinates to those of the marginal."""
        return sparse.csr_array(self.operator.T)

    @cached_property
    def magnitudes(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """Entrywise absolute values of the operator and of its adjoint."""
        return abs(self.operator), abs(self.adjoint)

    @cached_property
    def depths(self) -> tuple[int, int]:
        """Largest number of terms summed in one coordinate of either."""
        return tuple(  # pyright: ignore[reportReturnType]
            int(np.max(np.diff(matrix.indptr), initial=1))
            for matrix in (self.operator, self.adjoint)
        )

    @cached_property
    def identity(self) -> Array:
        """Coordinates of 1 on R; S_λ(1) = 1 for every λ."""
        return svec(np.eye(self.rank), self.real)

    @cached_property
    def compressions(self) -> tuple[Compression, ...]:
        """Return the blocks as w ↦ Y†(w⊗1)Y, for k = 2; empty otherwise.

        On a (anti)symmetric block both copies of B give the same compression, so the
        average in S_λ needs one of them only.
        """
        if self.k != 2:
            return ()
        return tuple(self._compression(block) for block in self.blocks)

    def _compression(self, block: Block) -> Compression:
        basis = block.basis
        factor = basis if isinstance(basis, np.ndarray) else basis.toarray()
        if not self.is_full:
            wide = dagger(self.range_basis) @ factor.reshape(self.d_a * self.d_b, -1)
            factor = wide.reshape(self.rank * self.d_b, -1)
        return Compression(factor, self.rank, self.real)

    @cached_property
    def reference(self) -> Array:
        """Stacked coordinates of σ_ref: the maximally mixed state on ⊕F_λ, trace d_a."""
        weights = [block.multiplicity for block in self.blocks]
        total = sum(w * n for w, n in zip(weights, self.orders, strict=True))
        scale = self.d_a / total
        return np.concatenate(
            [
                scale * w * svec(np.eye(n), self.real)
                for w, n in zip(weights, self.orders, strict=True)
            ]
        )

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref, the marginal of σ_ref, a relative interior point."""
        return self.adjoint @ self.reference

    @cached_property
    def _spectrum(self) -> tuple[Array, Array]:
        """Eigenvalues and eigenvectors of W ↦ S†S(W)."""
        gram = (self.operator.T @ self.operator).toarray()
        return np.linalg.eigh(gram)

    @cached_property
    def free(self) -> Array:
        """Orthonormal columns spanning {W in Herm(R): S_λ(W) = 0 for all λ}."""
        if self.is_full:  # S(W) = 0 forces W = 0: the blocks add up to W_{AB_1} + …
            return np.zeros((self.operator.shape[1], 0))
        values, vectors = self._spectrum
        return readonly(vectors[:, values <= FREE_RTOL * self.d_b**self.k])

    @cached_property
    def bound(self) -> Array:
        """Orthonormal columns spanning the complement of the free directions."""
        values, vectors = self._spectrum
        return readonly(vectors[:, values > FREE_RTOL * self.d_b**self.k])

    @cached_property
    def gain(self) -> float:
        """Smallest non-zero singular value of the operator: ‖repair‖ ≤ ‖residual‖/gain."""
        if self.is_full:
            return float(np.sqrt(min(_full_spectrum(self.d_a, self.d_b, self.k))))
        values = self._spectrum[0]
        kept = values[values > FREE_RTOL * self.d_b**self.k]
        return float(np.sqrt(kept[0])) if kept.size else 0.0

    def repair(self, stacked: Array, marginal: Array) -> Array:
        """Return the nearest block coordinates whose marginal is exactly `marginal`.

        Z + S (S†S)⁺ (J − S†Z); done twice, so that what is left is rounding.
        """
        for _ in range(2):
            residual = marginal - self.adjoint @ stacked
            stacked = stacked + self.operator @ self._solve_gram(residual)
        return stacked

    def _solve_gram(self, coordinates: Array) -> Array:
        if self.is_full and coordinates.size > _DENSE_LIMIT:
            return _solve_full(self, coordinates)
        return self._gram_inverse @ coordinates

    @cached_property
    def _gram_inverse(self) -> Array:
        values, vectors = self._spectrum
        keep = values > FREE_RTOL * self.d_b**self.k
        kept = vectors[:, keep]
        return (kept / values[keep]) @ kept.T

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B^{⊗k} from stacked block coordinates, symmetrised for k = 2."""
        size = self.d_a * self.d_b**self.k
        sigma = np.zeros((size, size), dtype=float if self.real else complex)
        for block, matrix in zip(self.blocks, self.block_matrices(stacked), strict=True):
            half = block.basis @ matrix
            sigma += (block.basis.conj() @ half.T).T
        return sigma


def find_face(d_a: int, d_b: int, k: int, range_basis: Array, real: bool) -> Face:
    """Return the face of the k-extendible cone on A⊗B whose marginals live on R.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies of B.
        range_basis: isometry onto R, shape (d_a d_b, r).
        real: whether real symmetric witnesses suffice.
    """
    if range_basis.shape[1] == d_a * d_b:
        return full_face(d_a, d_b, k, real)
    blocks, leak = _face_blocks(d_a, d_b, k, range_basis)
    operator = _reduced_operator(d_a, d_b, k, range_basis, blocks, real)
    return Face(d_a, d_b, k, real, readonly(range_basis), blocks, operator, leak)


@lru_cache(maxsize=16)
def full_face(d_a: int, d_b: int, k: int, real: bool) -> Face:
    """Return the whole cone (R = A⊗B), its operator built by sparse products only."""
    blocks = []
    rows = []
    for young in schur_weyl.young_bases(d_b, k):
        basis = sparse.csc_array(sparse.kron(sparse.eye_array(d_a), young.vectors))
        blocks.append(Block(young.diagram, basis, young.multiplicity))
        rows.append(_full_rows(d_a, d_b, k, young.vectors, real))
    operator = sparse.csr_array(sparse.vstack(rows))
    eye = readonly(np.eye(d_a * d_b))
    return Face(d_a, d_b, k, real, eye, tuple(blocks), operator, 0.0)


def _full_rows(
    d_a: int, d_b: int, k: int, vectors: sparse.csc_array, real: bool
) -> sparse.csr_array:
    """Return the rows of W ↦ S_λ(W) for one block of the whole cone.

    With q[b, rest, p] = <b rest|v_p> after moving copy i to the front,
    S_λ(W)[(a p), (a' q)] =
        Σ_bb' W[(a b), (a' b')] (1/k) Σ_i Σ_rest q[b,rest,p] q[b',rest,q].
    """
    order = vectors.shape[1]
    coo = vectors.tocoo()
    words = np.array(np.unravel_index(coo.coords[0], (d_b,) * k))
    total = sparse.csr_array((d_b * order, d_b * order))
    for i in range(k):
        rest = np.delete(words, i, axis=0)
        column = (
            np.ravel_multi_index(tuple(rest), (d_b,) * (k - 1)) if k > 1 else 0 * words[0]
        )
        row = words[i] * order + coo.coords[1]
        shape = (d_b * order, d_b ** (k - 1))
        factor = sparse.csr_array((coo.data, (row, column)), shape=shape)
        total = total + factor @ factor.T
    kernel = sparse.coo_array(total / k)
    kernel.data[np.abs(kernel.data) < 1e-14] = 0.0
    kernel.eliminate_zeros()
    (b, p), (c, q) = (np.divmod(axis, order) for axis in kernel.coords)
    size, block = d_a * d_b, d_a * order
    a, a2 = (axis.ravel() for axis in np.divmod(np.arange(d_a * d_a), d_a))
    out = np.add.outer(a * order, p) * block + np.add.outer(a2 * order, q)
    inp = np.add.outer(a * d_b, b) * size + np.add.outer(a2 * d_b, c)
    data = np.broadcast_to(kernel.data, out.shape)
    matrix = sparse.csr_array(
        (data.ravel(), (out.ravel(), inp.ravel())), shape=(block**2, size**2)
    )
    return _in_coordinates(matrix, block, size, real)


def _in_coordinates(
    matrix: sparse.csr_array | Array, block: int, size: int, real: bool
) -> sparse.csr_array:
    """Express a Hermiticity-preserving vec-to-vec map in svec coordinates."""
    left, right = hermitian_basis(block, real), hermitian_basis(size, real)
    product = left.conj().T @ (matrix @ right)
    product = sparse.csr_array(product)
    product = sparse.csr_array(product.real) if np.iscomplexobj(product.data) else product
    product.data[np.abs(product.data) < 1e-15] = 0.0
    product.eliminate_zeros()
    return product


def _face_blocks(
    d_a: int, d_b: int, k: int, range_basis: Array
) -> tuple[tuple[Block, ...], float]:
    """Return bases of all F_λ, adding one copy of B at a time.

    F_T ⊂ F_T'⊗B for the tableau T' with the last box removed, so only the condition on
    the new copy and the eigenvalue of X_k have to be imposed at each step.
    """
    complement = np.eye(d_a * d_b) - range_basis @ dagger(range_basis)
    spaces: dict[Diagram, Array] = {(1,): range_basis}
    leak = 0.0
    for j in range(2, k + 1):
        grown: dict[Diagram, Array] = {}
        for shape in schur_weyl.diagrams(j, d_b):
            parent, content = schur_weyl.shorter(shape)
            if parent in spaces:
                vectors, sine = _grow(spaces[parent], content, complement, d_a, d_b, j)
                leak = max(leak, sine)
                if vectors.shape[1]:
                    grown[shape] = vectors
        spaces = grown
    blocks = tuple(
        Block(shape, readonly(vectors), schur_weyl.tableaux_count(shape))
        for shape, vectors in spaces.items()
    )
    return blocks, leak


def _grow(
    vectors: Array, content: int, complement: Array, d_a: int, d_b: int, j: int
) -> tuple[Array, float]:
    """Return the part of vectors⊗B with X_j = content and its A B_j part in R."""
    candidates = np.kron(vectors, np.eye(d_b))
    columns = candidates.shape[1]
    tensor = candidates.reshape(d_a, *(d_b,) * j, columns)
    moved = -content * tensor
    for i in range(1, j):
        moved = moved + np.swapaxes(tensor, i, j)
    last = np.moveaxis(tensor, j, 1).reshape(d_a * d_b, -1)
    outside = complement @ last
    stacked = np.concatenate([moved.reshape(-1, columns), outside.reshape(-1, columns)])
    # QR first: the singular values are wanted to full accuracy, the left vectors not.
    triangle = sla.qr(stacked, mode="r", check_finite=False)[0][:columns]
    _, values, right = np.linalg.svd(triangle)
    kernel = values <= FACE_RTOL * j
    leak = float(values[kernel].max(initial=0.0))
    return candidates @ dagger(right)[:, kernel], leak


def _reduced_operator(
    d_a: int,
    d_b: int,
    k: int,
    range_basis: Array,
    blocks: Sequence[Block],
    real: bool,
) -> sparse.csr_array:
    rank = range_basis.shape[1]
    rows = []
    for block in blocks:
        order = block.order
        tensor = np.asarray(block.basis).reshape(d_a, *(d_b,) * k, order)
        total = np.zeros((rank * order, rank * order), dtype=range_basis.dtype)
        for i in range(1, k + 1):
            front = np.moveaxis(tensor, i, 1).reshape(d_a * d_b, -1)
            parts = (dagger(range_basis) @ front).reshape(rank, -1, order)
            parts = parts.transpose(0, 2, 1).reshape(rank * order, -1)
            total += parts.conj() @ parts.T
        kernel = (total / k).reshape(rank, order, rank, order)
        matrix = kernel.transpose(1, 3, 0, 2).reshape(order**2, rank**2)
        rows.append(_in_coordinates(matrix, order, rank, real))
    if not rows:
        return sparse.csr_array((0, coordinate_count(rank, real)))
    return sparse.csr_array(sparse.vstack(rows))


def _full_components(face: Face, coordinates: Array) -> list[Array]:
    """Split W into 1⊗1, A-traceless⊗1, 1⊗B-traceless and the rest (as matrices)."""
    d_a, d_b = face.d_a, face.d_b
    matrix = smat(coordinates, face.rank, face.real)
    tensor = matrix.reshape(d_a, d_b, d_a, d_b)
    on_a = np.einsum("abcb->ac", tensor) / d_b
    on_b = np.einsum("abac->bc", tensor) / d_a
    mean = np.trace(matrix) / (d_a * d_b)
    scalar = mean * np.eye(d_a * d_b)
    part_a = np.kron(on_a, np.eye(d_b)) - scalar
    part_b = np.kron(np.eye(d_a), on_b) - scalar
    return [scalar, part_a, part_b, matrix - scalar - part_a - part_b]


def _solve_full(face: Face, coordinates: Array) -> Array:
    """Invert S†S on the whole cone, where it is a number on each U⊗V-irreducible part."""
    numbers = _full_spectrum(face.d_a, face.d_b, face.k)
    parts = _full_components(face, coordinates)
    matrix = sum(part / number for part, number in zip(parts, numbers, strict=True))
    return svec(np.asarray(matrix), face.real)


@lru_cache(maxsize=64)
def _full_spectrum(d_a: int, d_b: int, k: int) -> tuple[float, float, float, float]:
    """Return the eigenvalues of S†S on the four parts of `_full_components`.

    S_λ(X⊗1) = X⊗1, so the parts without B have Σ_λ m_λ/d_b; for Y traceless on B the
    collective operator (1/k) Σ_i Y_i has squared norm Σ_λ tr_λ(…)², the same for every
    direction Y, so Y = |1><1| − |2><2| is counted.
    """
    orders = {s: schur_weyl.block_order(s, d_b) for s in schur_weyl.diagrams(k, d_b)}
    trivial = sum(orders.values()) / d_b
    if d_b == 1:
        return trivial, trivial, trivial, trivial
    total = 0.0
    for young in schur_weyl.young_bases(d_b, k):
        words = np.array(np.unravel_index(np.arange(d_b**k), (d_b,) * k))
        weight = ((words == 0).sum(0) - (words == 1).sum(0)) / k
        scaled = sparse.diags_array(weight) @ young.vectors
        inner = young.vectors.T @ scaled
        total += float((inner.power(2)).sum())
    return trivial, trivial, total / 2, total / 2
