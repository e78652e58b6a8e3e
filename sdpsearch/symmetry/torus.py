"""Local bases in which a maximal torus of an operator's symmetries is diagonal.

The pairs (X, Y) of Hermitian matrices with [J, X⊗1 + 1⊗Y] = 0 for every J given span the
Lie algebra of the local unitaries that leave all J alone. A generic one has eigenvectors in
common with a maximal torus: in the bases that these make on A and on B, J has the zeros
that show its charges. ‖[J, X⊗1 + 1⊗Y]‖² is a quadratic form of order d_A² + d_B², whose
kernel is looked for; it squares the sines, and what it finds is a guess: zeros decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdpsearch.linalg import Array, dagger, hermitian_basis, smat, times

#: Eigenvalues of the quadratic form below this, relative to the largest, are zero.
_KERNEL = 1e-13
#: Generic elements tried; the one with the clearest eigenvalues is taken.
_TRIES = 8
#: Entries that a symmetry makes zero are below this, relative to the largest.
_NOTHING = 1e-12


@dataclass(frozen=True)
class LocalBases:
    """Unitaries on A and on B whose columns are a torus's eigenvectors.

    Attributes:
        on_a: shape (d_a, d_a).
        on_b: shape (d_b, d_b).
    """

    on_a: Array
    on_b: Array

    @cached_property
    def whole(self) -> Array:
        """U⊗V."""
        return np.kron(self.on_a, self.on_b)

    def inward(self, matrix: Array) -> Array:
        """Return (U⊗V)† X (U⊗V) for X on A⊗B."""
        return dagger(self.whole) @ matrix @ self.whole

    def outward(self, matrix: Array) -> Array:
        """Return (U⊗V) X (U⊗V)†."""
        return self.whole @ matrix @ dagger(self.whole)

    def on_words(self, vectors: Array, k: int) -> Array:
        """Return (U⊗V^{⊗k}) applied to columns on A⊗B^{⊗k}."""
        d_a, d_b = self.on_a.shape[0], self.on_b.shape[0]
        tensor = vectors.reshape(d_a, *(d_b,) * k, -1)
        for axis, unitary in enumerate((self.on_a, *(self.on_b,) * k)):
            tensor = np.moveaxis(np.tensordot(unitary, tensor, (1, axis)), 0, axis)
        return tensor.reshape(vectors.shape)


def torus_of(operators: Sequence[Array], dims: tuple[int, int]) -> LocalBases | None:
    """Return bases in which a torus of common symmetries is diagonal, None without one.

    Args:
        operators: Hermitian J on A⊗B, at least one.
        dims: (d_a, d_b).
    """
    form = np.sum([_commutator_form(choi, dims) for choi in operators], axis=0)
    values, vectors = np.linalg.eigh(form)
    kernel = vectors[:, : int(np.sum(values <= _KERNEL * values[-1]))]
    if kernel.shape[1] <= 2:
        return None  # the phases of U⊗1 and of 1⊗V alone
    rng = np.random.default_rng(0)  # generic numbers, the same in every run
    best: tuple[float, LocalBases] | None = None
    for _ in range(_TRIES):
        element = kernel @ rng.standard_normal(int(kernel.shape[1]))
        a, on_a = np.linalg.eigh(smat(element[: dims[0] ** 2], dims[0], False))
        b, on_b = np.linalg.eigh(smat(element[dims[0] ** 2 :], dims[1], False))
        clear = min(_least_gap(a), _least_gap(b))
        if best is None or clear > best[0]:
            best = clear, LocalBases(on_a, on_b)
    return None if best is None else best[1]


def _least_gap(values: Array) -> float:
    """Return the least difference of eigenvalues that are not the same."""
    gaps = np.diff(values)
    clear = gaps[gaps > 1e-9 * np.max(np.abs(values), initial=1e-300)]
    return float(np.min(clear, initial=1.0))


def zeros_shown(operators: Sequence[Array]) -> Array:
    """Return the operators side by side, what is rounding beside the largest left out."""
    columns = np.hstack(list(operators))
    found = columns.copy()
    found[np.abs(columns) <= _NOTHING * np.max(np.abs(columns))] = 0
    return found


def _commutator_form(choi: Array, dims: tuple[int, int]) -> Array:
    """Return (X, Y), (X', Y') ↦ tr([J, H]†[J, H']), H = X⊗1 + 1⊗Y, in svec coordinates.

    It is tr(J²(HH' + H'H)) − 2 tr(JHJH').
    """
    d_a, d_b = dims
    j = choi.reshape(d_a, d_b, d_a, d_b)
    square = (choi @ choi).reshape(d_a, d_b, d_a, d_b)
    on_a = np.einsum("abcb->ac", square)
    on_b = np.einsum("abac->bc", square)
    # As forms in the row-major entries X[p,q], X'[r,s].
    inner = np.tensordot(j, j, ((1, 3), (3, 1)))  # s p q r
    aa = _anticommutator(on_a) - 2 * inner.transpose(1, 2, 3, 0)
    inner = np.tensordot(j, j, ((0, 2), (2, 0)))  # s p q r
    bb = _anticommutator(on_b) - 2 * inner.transpose(1, 2, 3, 0)
    # tr(J²(X⊗Y)) = Σ J²[qs,pr] X[p,q] Y[r,s].
    inner = np.tensordot(j, j, ((0, 3), (2, 1)))  # s p q r
    crossed = inner.transpose(1, 2, 3, 0)
    ab = 2 * square.transpose(2, 0, 3, 1) - 2 * crossed
    corner = _in_coordinates(ab)
    return np.block([[_in_coordinates(aa), corner], [corner.T, _in_coordinates(bb)]])


def _anticommutator(matrix: Array) -> Array:
    """Return the form tr(R(XX' + X'X)) in the entries X[p,q], X'[r,s]."""
    eye = np.eye(matrix.shape[0])
    return np.einsum("sp,qr->pqrs", matrix, eye) + np.einsum("qr,sp->pqrs", matrix, eye)


def _in_coordinates(form: Array) -> Array:
    """Return a form on entries as one on svec coordinates."""
    left, right = form.shape[0], form.shape[2]
    flat = form.reshape(left**2, right**2)
    first, second = hermitian_basis(left, False), hermitian_basis(right, False)
    return times(second.T, times(first.T, flat).T).T.real
