"""From a witness on a face to one on all of A⊗B, and its check against every extension."""

from __future__ import annotations

import numpy as np

from sdpsearch.extension import schur_weyl
from sdpsearch.extension.face import Face
from sdpsearch.linalg import Array, dagger, psd_floor

#: Shares of tr(WJ) spent on making W strictly positive on the face, so that a finite
#: weight on the complement of R suffices: the smallest that passes is kept, because a
#: tight witness refutes more of the neighbourhood.
_SLACKS = (1e-4, 1e-2, 0.25)


def full_witness(face: Face, witness: Array, choi: Array) -> tuple[Array, float]:
    """Return Hermitian W on A⊗B with tr(WJ) = −1, and how far tr(WX) ≥ 0 may be missed.

    W_R ⊕ t(1−P_R): a face witness made slightly more positive, with the smallest t tried
    that passes the check on the whole space. Where rounding lets none pass, the best is
    returned with the most negative value it can take on a k-extendible X of unit trace.

    Args:
        face: the face `witness` lives on.
        witness: coordinates with S_λ(W) ≥ 0 on the face and tr(WJ) < 0.
        choi: J.
    """
    matrix = face.lift(witness)
    matrix = matrix / np.linalg.norm(matrix)
    if face.is_full:
        full = matrix / -np.trace(matrix @ choi).real
        return full, max(0.0, -_floor(full, face))
    inside = face.range_basis @ dagger(face.range_basis)
    outside = np.eye(inside.shape[0]) - inside
    value = -np.trace(matrix @ choi).real / np.trace(choi).real
    best, best_floor = matrix, -np.inf
    for slack in _SLACKS:
        strict = matrix + slack * value * inside
        # The Schur complement wants about ‖W‖²/slack on the complement; start there.
        weight = 2.0 ** np.ceil(np.log2(1 + 1 / (slack * value)))
        for _ in range(12):
            candidate = _normalised(strict + weight * outside, choi)
            if candidate is None:
                break
            floor = _floor(candidate, face)
            if floor > best_floor:
                best, best_floor = candidate, floor
            if floor >= 0:
                return candidate, 0.0
            weight *= 4
    return best, max(0.0, -best_floor)


def _normalised(witness: Array, choi: Array) -> Array | None:
    value = np.trace(witness @ choi).real
    return witness / -value if value < 0 else None


def _floor(witness: Array, face: Face) -> float:
    return min(map(psd_floor, symmetrised(witness, face.d_a, face.d_b, face.k)))


def symmetrised(witness: Array, d_a: int, d_b: int, k: int) -> list[Array]:
    """Return S_λ(W) on the whole space for every diagram λ, without building the map."""
    blocks = []
    for young in schur_weyl.young_bases(d_b, k):
        order = young.vectors.shape[1]
        basis = young.vectors.toarray()
        tensor = basis.reshape(*(d_b,) * k, order)
        total = np.zeros((d_a * order, d_a * order), dtype=witness.dtype)
        w = witness.reshape(d_a, d_b, d_a, d_b)
        for i in range(k):
            front = np.moveaxis(tensor, i, 0).reshape(d_b, -1, order)
            kernel = np.einsum("brp,crq->bcpq", front, front, optimize=True)
            total += np.einsum("abdc,bcpq->apdq", w, kernel, optimize=True).reshape(
                total.shape
            )
        blocks.append(total / k)
    return blocks
